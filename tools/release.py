"""Check what a release is made of (`make release-check`): wheel and book from a clean clone."""

import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from book._ext.paths import ROOT

INSIDE = (
    "d2lmini/py.typed",
    "d2lmini/data/hero.json",
    "d2lmini/data/pipeline.json",
    "d2lmini/data/systems.json",
    "d2lmini/data/times.json",
    "d2lmini/data/trained-checkerboards.json",
    "d2lmini/data/trained-segmentation.json",
    "d2lmini/data/trained-upsampling-images.json",
    "d2lmini/data/transposed.json",
    "d2lmini/widgets/states.json",
    "d2lmini/widgets/static/d2lmini-widgets.mjs",
)
TRIAL = """
import sys
import numpy as np
import d2lmini
B = np.array([[0, 1], [2, 3]])
assert d2lmini.trans_conv(B, B).tolist() == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
assert d2lmini.kernel2matrix(B).shape == (4, 9)
assert not {"torch", "mxnet"} & set(sys.modules)
print(d2lmini.__version__, d2lmini.__file__)
"""


class ReleaseError(Exception):
    """Something that a release needs is not as it has to be."""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that has to succeed, and return what it printed."""
    print("  $", *command, flush=True)
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if result.returncode:
        raise ReleaseError(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


def check_changelog(version: str, text: str) -> None:
    """See that the changelog's newest entry is the version's."""
    if not (match := re.search(r"^## (\S+)", text, re.MULTILINE)) or match[1] != version:
        newest = match[1] if match else "nothing"
        raise ReleaseError(f"CHANGELOG.md: expected {version} as its first entry, got {newest}")


def check_wheel(wheel: Path) -> None:
    """See that the wheel has its data and nothing of the book."""
    names = zipfile.ZipFile(wheel).namelist()
    missing = [name for name in INSIDE if name not in names]
    strange = [n for n in names if not n.startswith("d2lmini") or n.endswith(".ipynb")]
    if missing or strange:
        raise ReleaseError(f"{wheel.name}: lacks {missing}, and should not have {strange}")


def try_wheel(wheel: Path, folder: Path) -> str:
    """Install the wheel into an empty environment and use it, and return the version it names."""
    venv.create(folder / "empty", with_pip=True)
    scripts = folder / "empty" / ("Scripts" if sys.platform == "win32" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    version, place = run(scripts / "python", "-c", TRIAL, cwd=folder).split()
    if not Path(place).resolve().is_relative_to((folder / "empty").resolve()):
        raise ReleaseError(f"imported d2lmini from {place}, not from the wheel")
    return version


def main() -> int:
    """Run the command line, and return the exit status."""
    folder = Path(tempfile.mkdtemp(prefix="release-"))
    try:
        clone = folder / "clone"
        run("git", "clone", "--quiet", ROOT, clone, cwd=folder)
        run("make", "book", cwd=clone)
        if not (clone / "_build" / "html" / "index.html").exists():
            raise ReleaseError("the clone's book has no first page")
        run(
            sys.executable,
            "-m",
            "pip",
            "wheel",
            ".",
            "--no-deps",
            "--quiet",
            "-w",
            "dist",
            cwd=clone,
        )
        (wheel,) = (clone / "dist").glob("d2lmini-*.whl")
        check_wheel(wheel)
        version = try_wheel(wheel, folder)
        check_changelog(version, (clone / "CHANGELOG.md").read_text("utf8"))
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{wheel.name} and the book are in order")
    return 0


if __name__ == "__main__":
    sys.exit(main())
