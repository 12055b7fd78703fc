"""The frameworks a chapter is split into: the one place that lists them.

A *framework* is what a notebook is written for; a *library* is what an array belongs to. NumPy is a
library and no framework.
"""

import platform
import warnings
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

__all__ = ["FRAMEWORKS", "Framework", "notebook_path", "why_missing"]


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


@cache
def why_missing(framework: Framework) -> str | None:
    """Return why a framework cannot be imported, in words; None where it can.

    MXNet with NumPy 1.24 or newer raises AttributeError, not ImportError.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # MXNet uses names that NumPy deprecated
            import_module(framework.module)
    except Exception as error:
        return (
            f"{framework.module} cannot be imported with Python {platform.python_version()} on "
            f"{platform.system()} {platform.machine()} ({type(error).__name__}: {error})"
        )
    return None
