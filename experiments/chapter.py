"""The code of a chapter that an experiment runs: the book's own, in one framework.

An experiment trains what a chapter defines. It takes every cell that shows nothing: no cell that
prints, draws, ends with a value, trains for the page, or reads what was stored.
"""

import ast
import hashlib
from typing import Any

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.chapters import read_chapter, split
from book._ext.paths import BOOK

__all__ = ["code", "digest", "names"]

SHOWN = ("print(", "trained(", "train(network(")


def code(chapter: str, framework: str) -> list[str]:
    """Return the chapter's cells that define something and show nothing."""
    (found,) = [f for f in FRAMEWORKS if f.tag == framework]
    source = (BOOK / f"{chapter}.md").read_text("utf8")
    cells = split(read_chapter(chapter, source), found).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    return [s for s in sources if not any(word in s for word in SHOWN) and not _ends_in_value(s)]


def digest(chapter: str, framework: str) -> str:
    """Return a digest of what that code does: layout and comments do not count."""
    plain = [ast.unparse(ast.parse(source)) for source in code(chapter, framework)]
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()[:12]


def names(chapter: str, framework: str) -> dict[str, Any]:
    """Run that code, and return what it defines."""
    defined: dict[str, Any] = {}
    for source in code(chapter, framework):
        exec(compile(source, chapter, "exec"), defined)  # the book's own code
    return defined


def _ends_in_value(source: str) -> bool:
    return isinstance(ast.parse(source).body[-1], ast.Expr)
