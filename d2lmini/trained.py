"""What trainings reached that take too long for a notebook: one file a chapter, read here only."""

import json
import pathlib
from typing import Any

__all__ = ["path_of", "trained"]


def path_of(chapter: str) -> pathlib.Path:
    """Return the file that has a chapter's results."""
    return pathlib.Path(__file__).parent / "data" / f"trained-{chapter}.json"


def trained(chapter: str) -> dict[str, Any]:
    """Return what `make experiments` stored for a chapter.

    Parameters
    ----------
    chapter : str
        The chapter's name, as in its address.

    Returns
    -------
    dict
        ``"runs"`` is a list of dicts, one for each training: the framework, the seed, what was
        trained and what it reached. ``"seeds"`` lists the seeds, ``"machine"`` says when and on
        what they ran, with the versions, and ``"code"`` has a digest of the chapter's code.

    Raises
    ------
    ValueError
        If nothing is stored for the chapter.

    Examples
    --------
    >>> stored = trained("segmentation")
    >>> stored["seeds"], stored["runs"][0]["decoder"]
    ([1, 2, 3, 4, 5], 'nearest')
    """
    path = path_of(chapter)
    if not path.exists():
        raise ValueError(f"no trainings are stored for {chapter!r}")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
