"""The frameworks a chapter is split into: the one place that lists them.

A *framework* is what a notebook is written for; a *library* is what an array belongs to. NumPy is a
library and no framework.
"""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["FRAMEWORKS", "Framework", "notebook_path"]


@dataclass(frozen=True)
class Framework:
    """A framework: its tag in the sources, its name on the page, its module, and its limits."""

    tag: str
    label: str
    module: str
    limits: str = ""


FRAMEWORKS = (
    Framework("pytorch", "PyTorch", "torch"),
    Framework("mxnet", "MXNet", "mxnet", "needs Python 3.11 or older on Linux, x86-64"),
)


def notebook_path(book: Path, framework: Framework, chapter: str) -> Path:
    """Return the path of a chapter's notebook in one framework."""
    return book / "notebooks" / framework.tag / f"{chapter}.ipynb"
