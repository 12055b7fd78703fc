"""Both notebooks' stored outputs, put back beside the source they were split from."""

from collections.abc import Mapping
from copy import deepcopy

from nbformat import NotebookNode, v4

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.chapters import METADATA, Chapter, ChapterError, framework_of
from book._ext.notebooks.pictures import same_pictures, without_pictures
from book._ext.notebooks.values import UNKNOWN, expressions, values_of, with_values

__all__ = ["merge"]


def merge(chapter: Chapter, stored: Mapping[str, NotebookNode]) -> NotebookNode:
    """Put the stored outputs of every framework's notebook beside the source.

    Parameters
    ----------
    chapter : Chapter
        The source.
    stored : mapping of str to NotebookNode
        Its splits with their stored outputs, by framework tag.

    Returns
    -------
    NotebookNode
        One notebook for the page. A shared cell whose outputs differ, by more than a step of
        colour in a picture, is followed by one cell for each framework, tagged with it, that shows
        only the outputs.

    Raises
    ------
    ChapterError
        If an expression in prose has another value in each framework.
    """
    outputs = {tag: {c.id: c.get("outputs", []) for c in nb.cells} for tag, nb in stored.items()}
    cells, lines = [], []
    source_map = chapter.notebook.metadata["source_map"]
    for unfilled, line in zip(chapter.notebook.cells, source_map, strict=True):
        cell = _with_values(unfilled, chapter, stored)
        merged = _merge_cell(cell, outputs) if cell.cell_type == "code" else [cell]
        cells += merged
        lines += [line] * len(merged)
    return v4.new_notebook(cells=cells, metadata={**METADATA, "source_map": lines})


def _with_values(
    cell: NotebookNode, chapter: Chapter, stored: Mapping[str, NotebookNode]
) -> NotebookNode:
    """Return a cell with the values of its expressions, in a figure's caption too."""
    cell = deepcopy(cell)
    if cell.cell_type == "markdown":
        cell.source = _filled(cell.source, cell.id, chapter, stored)
    figure = cell.metadata.get("mystnb", {}).get("figure", {})
    if "caption" in figure:
        figure["caption"] = _filled(figure["caption"], f"{cell.id}-caption", chapter, stored)
    return cell


def _filled(text: str, cell_id: str, chapter: Chapter, stored: Mapping[str, NotebookNode]) -> str:
    found = {
        framework: values_of(cell)
        for framework in FRAMEWORKS
        for cell in stored[framework.tag].cells
        if cell.id == cell_id
    }
    values = {}
    for expression in expressions(text):
        given = {f: v[expression] for f, v in found.items() if v.get(expression) != UNKNOWN}
        if len(set(given.values())) > 1:
            said = " and ".join(f"{value} in {f.label}" for f, value in given.items())
            raise ChapterError(
                f"{chapter.where_evaluated(cell_id, expression)}: {{eval}}`{expression}` is "
                f"{said}; round it, or print it in a cell, where outputs may differ"
            )
        values[expression] = next(iter(given.values()), UNKNOWN)
    return with_values(text, values)


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
