"""Where the project keeps what the extension reads and writes."""

from pathlib import Path

__all__ = ["BOOK", "BUILD", "HTML", "NOTEBOOKS", "ROOT"]

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
NOTEBOOKS = BOOK / "notebooks"
BUILD = ROOT / "_build"
HTML = BUILD / "html"
