"""A chapter's source, parsed and split into a notebook for each framework.

Nothing here knows of Sphinx or of kernels: text in, notebooks out.
"""

import difflib
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from jupytext.myst import myst_to_notebook
from nbformat import NotebookNode, v4

from book._ext.frameworks import FRAMEWORKS, Framework
from book._ext.notebooks.plain import PlainError, plain_markdown
from book._ext.paths import BOOK

__all__ = [
    "METADATA",
    "Chapter",
    "ChapterError",
    "chapter_names",
    "digest",
    "framework_of",
    "read_chapter",
    "split",
]

CODE = re.compile(r"^(```|:::)\{code-cell\}", re.MULTILINE)
DISPLAY_TAGS = ("hide-cell", "hide-input", "hide-output", "remove-cell", "remove-input")
# What a cell may say of itself besides its tags, and what a figure may say of itself.
CELL_KEYS, MYSTNB_KEYS = ("tags", "mystnb"), ("figure", "image")
FIGURE_KEYS = ("name", "caption", "align", "classes")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}


class ChapterError(Exception):
    """A chapter, one of its cells or one of its notebooks is not in order."""


@dataclass(frozen=True)
class Chapter:
    """A parsed source: its file's stem, its cells, and each cell's first line in the file."""

    name: str
    notebook: NotebookNode
    digest: str
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def has_code(self) -> bool:
        """Whether the chapter holds code; a page that is only prose does not."""
        return any(cell.cell_type == "code" for cell in self.notebook.cells)

    def where(self, cell_id: str, line: int = 0) -> str:
        """Return the place of a cell's line, counted from 0, as an editor opens it."""
        return f"book/{self.name}.md:{self.lines.get(cell_id, 1) + line}"

    def where_evaluated(self, cell_id: str, expression: str) -> str:
        """Return the place of an expression in prose; of one in a caption, its cell's."""
        source = next((c.source for c in self.notebook.cells if c.id == cell_id), "")
        line = source.partition(f"{{eval}}`{expression}`")[0].count("\n")
        return self.where(cell_id.removesuffix("-caption"), line)


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
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    chapter, seen = Chapter(name, notebook, digest(text)), Counter[str]()
    lines = text.splitlines()
    for cell, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        key = f"{cell.cell_type} {cell.metadata.get('tags', [])} {cell.source}"
        cell_id = digest(key)
        cell.id = f"{cell_id}-{seen[cell_id]}" if seen[cell_id] else cell_id
        seen[cell_id] += 1
        first = cell.source.partition("\n")[0]
        own = next((n for n, line in enumerate(lines[start:], start) if line == first), start)
        chapter.lines[cell.id] = own + 1
        if cell.cell_type == "code":
            _check_cell(chapter, cell)
    # MyST-NB and myst-parser each add one to a line; jupytext counts from the blank lines above.
    notebook.metadata["source_map"] = [line - 2 for line in chapter.lines.values()]
    return chapter


def digest(text: str) -> str:
    """Return a short digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def chapter_names(book: Path = BOOK) -> list[str]:
    """Return the names of the sources that hold code."""
    return [p.stem for p in sorted(book.glob("*.md")) if CODE.search(p.read_text("utf8"))]


def split(chapter: Chapter, framework: Framework) -> NotebookNode:
    """Return the prose, the shared cells and one framework's cells, without outputs."""
    cells: list[NotebookNode] = []
    for cell in chapter.notebook.cells:
        if cell.cell_type == "markdown":
            cells += _prose(chapter, cell.source, cell.id)
        elif framework_of(cell) in (None, framework):
            display = sorted(set(DISPLAY_TAGS).intersection(cell.metadata.get("tags", [])))
            metadata = {"tags": display} if display else {}
            cells.append(v4.new_code_cell(cell.source, id=cell.id, metadata=metadata))
            figure = cell.metadata.get("mystnb", {}).get("figure", {})
            if "caption" in figure:
                cells += _prose(chapter, f"*{figure['caption'].strip()}*", f"{cell.id}-caption")
    return v4.new_notebook(cells=cells, metadata=METADATA)


def framework_of(cell: NotebookNode) -> Framework | None:
    """Return the framework a cell is tagged with; None for a shared cell."""
    tags = cell.metadata.get("tags", [])
    return next((f for f in FRAMEWORKS if f.tag in tags), None)


def _prose(chapter: Chapter, text: str, cell_id: str) -> list[NotebookNode]:
    try:
        source = plain_markdown(text)
    except PlainError as error:
        place = chapter.where(cell_id.removesuffix("-caption"), error.line)
        raise ChapterError(f"{place}: {error}") from None
    return [v4.new_markdown_cell(source, id=cell_id)] if source else []


def _check_cell(chapter: Chapter, cell: NotebookNode) -> None:
    frameworks = [f.tag for f in FRAMEWORKS]
    mystnb = cell.metadata.get("mystnb", {})
    for kind, given, known in (
        ("tag", cell.metadata.get("tags", []), [*frameworks, *DISPLAY_TAGS]),
        ("key", cell.metadata, CELL_KEYS),
        ("key", mystnb, MYSTNB_KEYS),
        ("key", mystnb.get("figure", {}), FIGURE_KEYS),
    ):
        for word in given:
            if word not in known:
                near = difflib.get_close_matches(word, known, 1)
                cure = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(known)}"
                raise ChapterError(f"{chapter.where(cell.id)}: unknown {kind} {word!r}; {cure}")
    if len(set(frameworks).intersection(cell.metadata.get("tags", []))) > 1:
        raise ChapterError(
            f"{chapter.where(cell.id)}: tagged with several frameworks; leave the tag out of a "
            "shared cell"
        )
