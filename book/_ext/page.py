"""The page of a chapter: its source and both notebooks' outputs, read by MyST-NB."""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from book._ext.chapters import ChapterError, chapter_names, load_stored, merge, read_chapter
from book._ext.frameworks import BOOK, FRAMEWORKS, notebook_path

__all__ = ["read_page", "setup_page"]

# MyST-NB hands a reader the text alone; Sphinx says just before which document it reads.
_reading = ""


def setup_page(app: Sphinx) -> None:
    """Make `read_page` the reader of the book's sources."""
    app.connect("source-read", _note_document)
    app.connect("env-get-outdated", _outdated)


def read_page(text: str) -> NotebookNode:
    """Read a source, with the stored outputs where it holds code."""
    try:
        chapter = read_chapter(_reading, text)
        return merge(chapter, load_stored(_reading)) if chapter.has_code else chapter.notebook
    except ChapterError as error:
        raise ExtensionError(str(error)) from None


def _note_document(_app: Sphinx, document: str, _source: list[str]) -> None:
    global _reading
    _reading = Path(document).name


def _outdated(app: Sphinx, env: Any, *_changes: set[str]) -> list[str]:
    """Name the pages whose notebooks are newer than when they were last read."""
    outdated = []
    for chapter in chapter_names():
        document = f"{BOOK.name}/{chapter}"
        read_at = env.all_docs.get(document)  # in microseconds
        notebooks = [notebook_path(BOOK, f, chapter) for f in FRAMEWORKS]
        newest = max((n.stat().st_mtime for n in notebooks if n.exists()), default=0.0)
        if read_at is not None and newest * 1e6 > read_at:
            outdated.append(document)
    return outdated
