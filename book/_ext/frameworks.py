"""The frameworks a chapter is split into: the one place that lists them."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["BOOK", "FRAMEWORKS", "Framework", "notebook_path"]

BOOK = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Framework:
    """A framework: its tag in the sources, its name on the page, its module, where it runs not."""

    tag: str
    label: str
    module: str
    limits: str = ""


FRAMEWORKS = (
    Framework("pytorch", "PyTorch", "torch"),
    Framework("mxnet", "MXNet", "mxnet", "needs Python 3.11 or older on Linux, x86-64"),
)


def notebook_path(book: Path, framework: Framework, chapter: str) -> Path:
    """Give the place of a chapter's notebook in one framework."""
    return book / "notebooks" / framework.tag / f"{chapter}.ipynb"
