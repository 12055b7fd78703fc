"""The helper's wheel, built with the book for whoever runs a notebook alone."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sphinx.errors import ExtensionError

from book._ext.notebooks.install import WHEEL
from book._ext.paths import BUILD, ROOT

__all__ = ["helper_wheel"]

# The same files make the same wheel, whenever: their dates are that of the ZIP format's beginning.
DATED = {"SOURCE_DATE_EPOCH": "315532800"}


def helper_wheel() -> Path:
    """Return the wheel's path; it is built where it is older than what it holds."""
    wheel = BUILD / "wheel" / WHEEL
    inside = (p for p in (ROOT / "d2lmini").rglob("*") if p.is_file() and p.suffix != ".pyc")
    made_by = (Path(__file__), ROOT / "pyproject.toml")
    newest = max(path.stat().st_mtime for path in (*made_by, *inside))
    if wheel.exists() and wheel.stat().st_mtime > newest:
        return wheel
    wheel.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "source")  # setuptools leaves its folders where it builds
        copy.mkdir()
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, copy)
        shutil.copytree(ROOT / "d2lmini", copy / "d2lmini")
        command = [sys.executable, "-m", "pip", "wheel", str(copy), "--no-deps", "--quiet"]
        command += ["--no-build-isolation", "--wheel-dir", str(wheel.parent)]
        environment = os.environ | DATED
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise ExtensionError(f"the helper's wheel cannot be built: {done.stderr.strip()}")
    return wheel
