"""A chapter's source, parsed and split into a notebook for each framework.

Nothing here knows of Sphinx or of kernels: text in, notebooks out.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupytext.myst import myst_to_notebook
from nbformat import NotebookNode, v4

from book._ext.frameworks import FRAMEWORKS, Framework, notebook_path
from book._ext.notebooks.install import without_install
from book._ext.notebooks.plain import PlainError, plain_markdown
from book._ext.paths import BOOK

__all__ = [
    "CURE",
    "METADATA",
    "Chapter",
    "ChapterError",
    "chapter_names",
    "framework_of",
    "load_stored",
    "read_chapter",
    "split",
    "stale",
]

DISPLAY_TAGS = {"hide-cell", "hide-input", "hide-output", "remove-cell", "remove-input"}
CURE = "run `make notebooks`"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}


class ChapterError(Exception):
    """A chapter, one of its cells or one of its notebooks is not in order."""


@dataclass(frozen=True)
class Chapter:
    """A parsed source: its file's stem and its cells, with their first lines in the file."""

    name: str
    notebook: NotebookNode

    @property
    def has_code(self) -> bool:
        """Whether the chapter holds code; a page that is only prose does not."""
        return any(cell.cell_type == "code" for cell in self.notebook.cells)


def read_chapter(name: str, text: str) -> Chapter:
    """Parse a source and check its tags.

    Parameters
    ----------
    name : str
        The file's stem, for messages.
    text : str
        A MyST text notebook.

    Returns
    -------
    Chapter
        Its cells carry ids that are a function of the source.

    Raises
    ------
    ChapterError
        If a cell has a tag that is neither a framework nor a way of display, or two frameworks.
    """
    notebook = myst_to_notebook(text, add_source_map=True)
    seen: Counter[str] = Counter()
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            _check_tags(name, number, cell)
        key = f"{cell.cell_type} {cell.metadata.get('tags', [])} {cell.source}"
        digest = hashlib.sha256(key.encode()).hexdigest()[:12]
        cell.id = f"{digest}-{seen[digest]}" if seen[digest] else digest
        seen[digest] += 1
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return Chapter(name, notebook)


def chapter_names(book: Path = BOOK) -> list[str]:
    """Return the names of the sources that hold code."""
    sources = sorted(book.glob("*.md"))
    return [p.stem for p in sources if read_chapter(p.stem, p.read_text("utf8")).has_code]


def split(chapter: Chapter, framework: Framework) -> NotebookNode:
    """Return the prose, the shared cells and one framework's cells, without outputs."""
    cells: list[NotebookNode] = []
    for cell in chapter.notebook.cells:
        if cell.cell_type == "markdown":
            cells += _prose(chapter, cell.source, cell.id)
        elif framework_of(cell) in (None, framework):
            display = sorted(DISPLAY_TAGS.intersection(cell.metadata.get("tags", [])))
            metadata = {"tags": display} if display else {}
            cells.append(v4.new_code_cell(cell.source, id=cell.id, metadata=metadata))
            figure = cell.metadata.get("mystnb", {}).get("figure", {})
            if "caption" in figure:
                cells += _prose(chapter, f"*{figure['caption'].strip()}*", f"{cell.id}-caption")
    return v4.new_notebook(cells=cells, metadata=METADATA)


def stale(expected: NotebookNode, stored: NotebookNode) -> str | None:
    """Return where a stored notebook differs from the split of its source, in words, or None.

    Outputs do not count, nor does a first cell that installs the helper.
    """
    then = without_install(stored)
    for number, (new, old) in enumerate(zip(expected.cells, then, strict=False)):
        if _identity(new) != _identity(old):
            return f"cell {number} ({_first_line(new.source)!r}) differs"
    if len(expected.cells) != len(then):
        return f"it has {len(then)} cells instead of {len(expected.cells)}"
    return None if expected.metadata == stored.metadata else "its metadata differ"


def load_stored(chapter: str, book: Path = BOOK) -> dict[str, NotebookNode]:
    """Read a chapter's executed notebooks.

    Raises
    ------
    ChapterError
        If one is missing.
    """
    stored = {}
    for framework in FRAMEWORKS:
        path = notebook_path(book, framework, chapter)
        if not path.exists():
            raise ChapterError(
                f"chapter {chapter}: the {framework.label} notebook is missing: {CURE}"
            )
        stored[framework.tag] = nbformat.read(path, as_version=4)
    return stored


def framework_of(cell: NotebookNode) -> Framework | None:
    """Return the framework a cell is tagged with; None for a shared cell."""
    tags = cell.metadata.get("tags", [])
    return next((f for f in FRAMEWORKS if f.tag in tags), None)


def _prose(chapter: Chapter, text: str, cell_id: str) -> list[NotebookNode]:
    try:
        source = plain_markdown(text)
    except PlainError as error:
        raise ChapterError(f"chapter {chapter.name}: {error}") from None
    return [v4.new_markdown_cell(source, id=cell_id)] if source else []


def _check_tags(name: str, number: int, cell: NotebookNode) -> None:
    where = f"chapter {name}, cell {number} ({_first_line(cell.source)!r})"
    tags = cell.metadata.get("tags", [])
    frameworks = [f.tag for f in FRAMEWORKS]
    for tag in tags:
        if tag not in frameworks and tag not in DISPLAY_TAGS:
            known = ", ".join([*frameworks, *sorted(DISPLAY_TAGS)])
            raise ChapterError(f"{where}: unknown tag {tag!r}; use one of {known}")
    if len(set(frameworks).intersection(tags)) > 1:
        raise ChapterError(
            f"{where}: tagged with several frameworks; leave the tag out of a shared cell"
        )


def _identity(cell: NotebookNode) -> tuple[object, ...]:
    return cell.cell_type, cell.id, cell.source, cell.metadata


def _first_line(source: str) -> str:
    return source.strip().partition("\n")[0]
