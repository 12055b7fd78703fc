"""Open JupyterLab on copies of the notebooks (`make lab`): what you do there is yours."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from book._ext.paths import NOTEBOOKS, ROOT

LAB = ROOT / "lab"


def main(arguments: list[str] | None = None) -> int:
    """Copy what is not there yet and start JupyterLab; return its exit status."""
    new, kept = copy_notebooks(NOTEBOOKS, LAB)
    print(f"your copies are in {LAB.relative_to(ROOT)}/: {new} new, {kept} kept as you left them")
    print("delete a copy to get it afresh; the book's own notebooks are not touched", flush=True)
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    options = sys.argv[1:] if arguments is None else arguments
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={LAB}", *root, *options]
    return subprocess.run(command, check=False).returncode


def copy_notebooks(source: Path, target: Path) -> tuple[int, int]:
    """Copy notebooks that are not there yet.

    Parameters
    ----------
    source, target : Path
        Folders with a folder for each framework.

    Returns
    -------
    (int, int)
        How many were copied, and how many were there and stayed.
    """
    new = kept = 0
    for notebook in sorted(source.glob("*/*.ipynb")):
        copy = target / notebook.relative_to(source)
        if copy.exists():
            kept += 1
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(notebook, copy)
        new += 1
    return new, kept


if __name__ == "__main__":
    sys.exit(main())
