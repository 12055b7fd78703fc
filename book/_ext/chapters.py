"""A chapter's source, split into a notebook for each framework and merged back for the page.

Nothing here knows of Sphinx or of kernels: text and notebooks in, notebooks out.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupytext.myst import myst_to_notebook
from nbformat import NotebookNode, v4

from book._ext.frameworks import BOOK, FRAMEWORKS, Framework, notebook_path
from book._ext.install import without_install
from book._ext.pictures import same_pictures, without_pictures
from book._ext.plain import PlainError, plain_markdown

__all__ = ["Chapter", "ChapterError", "chapter_names", "merge", "read_chapter", "split", "stale"]

DISPLAY_TAGS = {"hide-cell", "hide-input", "hide-output", "remove-cell", "remove-input"}
CURE = "run `make notebooks`"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}


class ChapterError(Exception):
    """A chapter, a cell of it or one of its notebooks is not as it has to be."""


@dataclass(frozen=True)
class Chapter:
    """A parsed source: its file's stem and its cells, with their first lines in the file."""

    name: str
    notebook: NotebookNode

    @property
    def has_code(self) -> bool:
        """Tell a chapter with code from a page of prose alone."""
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
        Its code cells carry ids that are a function of the source.

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
    """List the sources that hold code, by name."""
    sources = sorted(book.glob("*.md"))
    return [p.stem for p in sources if read_chapter(p.stem, p.read_text("utf8")).has_code]


def split(chapter: Chapter, framework: Framework) -> NotebookNode:
    """Take the prose, the shared cells and one framework's cells, without outputs."""
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
    """Say where a stored notebook differs from the split of its source.

    Outputs do not count, nor does a first cell that installs the helper.
    """
    then = without_install(stored)
    for number, (new, old) in enumerate(zip(expected.cells, then, strict=False)):
        if _identity(new) != _identity(old):
            return f"cell {number} ({_first_line(new.source)!r}) differs"
    if len(expected.cells) != len(then):
        return f"it has {len(then)} cells instead of {len(expected.cells)}"
    return None if expected.metadata == stored.metadata else "its metadata differ"


def merge(chapter: Chapter, stored: Mapping[str, NotebookNode]) -> NotebookNode:
    """Put the stored outputs of every framework's notebook beside the source.

    Parameters
    ----------
    chapter : Chapter
        The source.
    stored : mapping of str to NotebookNode
        The executed notebooks by framework tag.

    Returns
    -------
    NotebookNode
        One notebook for the page. A shared cell whose outputs differ, in more than pictures by a
        step of colour, is followed by one cell for each framework, tagged with it, that shows the
        outputs alone.

    Raises
    ------
    ChapterError
        If a notebook is not the split of today's source.
    """
    for framework in FRAMEWORKS:
        where = stale(split(chapter, framework), stored[framework.tag])
        if where:
            raise ChapterError(
                f"chapter {chapter.name}: the {framework.label} notebook is stale: {where}; {CURE}"
            )
    outputs = {tag: {c.id: c.get("outputs", []) for c in nb.cells} for tag, nb in stored.items()}
    cells, lines = [], []
    source_map = chapter.notebook.metadata["source_map"]
    for cell, line in zip(chapter.notebook.cells, source_map, strict=True):
        merged = _merge_cell(cell, outputs) if cell.cell_type == "code" else [cell]
        cells += merged
        lines += [line] * len(merged)
    return v4.new_notebook(cells=cells, metadata={**METADATA, "source_map": lines})


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
    """Give the framework a cell is tagged with; None for a shared cell."""
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


def _merge_cell(
    cell: NotebookNode, outputs: Mapping[str, Mapping[str, list[NotebookNode]]]
) -> list[NotebookNode]:
    framework = framework_of(cell)
    if framework is not None:
        return [_with_outputs(cell, outputs[framework.tag][cell.id])]
    found = {f.tag: outputs[f.tag][cell.id] for f in FRAMEWORKS}
    first, *others = (_without_counts(o) for o in found.values())
    if all(_same_shown(first, other) for other in others):
        return [_with_outputs(cell, found[FRAMEWORKS[0].tag])]
    display = [t for t in cell.metadata.get("tags", []) if t != "hide-cell"]
    figure = {k: v for k, v in cell.metadata.items() if k == "mystnb"}
    cells = [_with_outputs(cell, [])]
    for tag, output in found.items():
        metadata = {**figure, "tags": [*display, tag, "remove-input"]}
        figure = {}  # one name and one caption; the tabs go into the first one's figure
        # MyST-NB leaves out cells without a source.
        cells.append(
            v4.new_code_cell(cell.source, id=f"{cell.id}-{tag}", outputs=output, metadata=metadata)
        )
    return cells


def _with_outputs(cell: NotebookNode, outputs: list[NotebookNode]) -> NotebookNode:
    return v4.new_code_cell(cell.source, id=cell.id, metadata=cell.metadata, outputs=outputs)


def _same_shown(a: object, b: object) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same_shown(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same_shown, a, b))
    if isinstance(a, str) and isinstance(b, str) and a != b:
        return without_pictures(a) == without_pictures(b) and same_pictures(a, b)
    return a == b


def _without_counts(outputs: list[NotebookNode]) -> list[dict[str, object]]:
    return [{k: v for k, v in o.items() if k != "execution_count"} for o in outputs]


def _identity(cell: NotebookNode) -> tuple[object, ...]:
    return cell.cell_type, cell.id, cell.source, cell.metadata


def _first_line(source: str) -> str:
    return source.strip().partition("\n")[0]
