"""Splitting a source into notebooks and merging them back."""

import base64
import io

import nbformat
import numpy as np
import pytest
from nbformat import v4
from PIL import Image

from book._ext.chapters import (
    ChapterError,
    chapter_names,
    load_stored,
    merge,
    read_chapter,
    split,
    stale,
)
from book._ext.frameworks import BOOK, FRAMEWORKS

PYTORCH, MXNET = FRAMEWORKS
SOURCE = """\
# Title

Some prose.

```{code-cell}
:tags: [pytorch]
import torch
```

```{code-cell}
:tags: [mxnet]
import mxnet
```

```{code-cell}
1 + 1
```
"""


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def executed(chapter, texts):
    """Give the split notebooks, the shared cell's output set to a text for each framework."""
    stored = {}
    for framework in FRAMEWORKS:
        notebook = split(chapter, framework)
        notebook.cells[-1].outputs = [
            nbformat.v4.new_output(
                "execute_result",
                {"text/plain": texts[framework.tag]},
                execution_count=2 if framework is PYTORCH else 5,
            )
        ]
        stored[framework.tag] = notebook
    return stored


def test_a_notebook_has_the_prose_its_own_cells_and_the_shared_ones():
    chapter = read_chapter("c", SOURCE)
    assert sources(split(chapter, PYTORCH)) == ["# Title\n\nSome prose.", "import torch", "1 + 1"]
    assert sources(split(chapter, MXNET)) == ["# Title\n\nSome prose.", "import mxnet", "1 + 1"]


def test_a_split_notebook_is_valid_and_the_same_every_time():
    notebooks = [split(read_chapter("c", SOURCE), PYTORCH) for _ in range(2)]
    nbformat.validate(notebooks[0])
    assert nbformat.writes(notebooks[0]) == nbformat.writes(notebooks[1])


def test_cells_with_the_same_source_have_different_ids():
    chapter = read_chapter("c", "```{code-cell}\n1\n```\n\n```{code-cell}\n1\n```\n")
    ids = [cell.id for cell in split(chapter, PYTORCH).cells]
    assert len(set(ids)) == 2


def test_an_inserted_cell_leaves_the_ids_of_the_others():
    before = {c.id for c in split(read_chapter("c", SOURCE), PYTORCH).cells}
    longer = SOURCE + "\nMore.\n\n```{code-cell}\n2\n```\n"
    assert before < {c.id for c in split(read_chapter("c", longer), PYTORCH).cells}


def test_a_figures_caption_follows_it_in_the_notebook():
    text = "```{code-cell}\n---\nmystnb:\n  figure:\n    caption: What to see.\n---\nplot()\n```\n"
    assert sources(split(read_chapter("c", text), MXNET)) == ["plot()", "*What to see.*"]


def test_an_unknown_tag_is_refused_with_chapter_cell_and_cure():
    text = SOURCE.replace("[pytorch]", "[pytroch]")
    with pytest.raises(
        ChapterError, match=r"chapter c, cell 1 \('import torch'\): unknown tag 'pytroch'; use one"
    ):
        read_chapter("c", text)


def test_a_cell_of_two_frameworks_is_refused():
    with pytest.raises(ChapterError, match=r"cell 1 .*: tagged with several frameworks"):
        read_chapter("c", SOURCE.replace("[pytorch]", "[pytorch, mxnet]"))


def test_prose_without_a_plain_form_is_refused_with_the_chapter():
    chapter = read_chapter("c", "{kbd}`x`\n\n```{code-cell}\n1\n```\n")
    with pytest.raises(ChapterError, match=r"chapter c: role \{kbd\}`x` has no plain form"):
        split(chapter, PYTORCH)


def test_equal_outputs_of_a_shared_cell_stand_once():
    chapter = read_chapter("c", SOURCE)
    merged = merge(chapter, executed(chapter, {"pytorch": "2", "mxnet": "2"}))
    assert sources(merged) == ["# Title\n\nSome prose.", "import torch", "import mxnet", "1 + 1"]
    assert merged.cells[-1].outputs[0].data == {"text/plain": "2"}


def test_different_outputs_of_a_shared_cell_stand_under_their_framework():
    chapter = read_chapter("c", SOURCE)
    merged = merge(chapter, executed(chapter, {"pytorch": "tensor(2)", "mxnet": "array(2)"}))
    shared, *outputs = merged.cells[-3:]
    assert (shared.source, shared.outputs) == ("1 + 1", [])
    assert [c.metadata.tags for c in outputs] == [
        ["pytorch", "remove-input"],
        ["mxnet", "remove-input"],
    ]
    assert [c.outputs[0].data["text/plain"] for c in outputs] == ["tensor(2)", "array(2)"]


def gray(levels):
    """Give an output's text with a picture of gray levels, as a drawing has it."""
    data = io.BytesIO()
    Image.fromarray(np.array([levels], dtype=np.uint8)).save(data, format="png")
    return f'<image href="data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"/>'


@pytest.mark.parametrize(
    ("other", "cells"),
    [
        (gray([10, 201]), 1),
        (gray([10, 202]), 3),
        (gray([10, 200, 0]), 3),
        (gray([10, 200]) + " ", 3),
    ],
    ids=["one step of colour", "two steps", "another size", "another text"],
)
def test_pictures_that_differ_by_a_rounding_stand_once(other, cells):
    chapter = read_chapter("c", SOURCE)
    merged = merge(chapter, executed(chapter, {"pytorch": gray([10, 200]), "mxnet": other}))
    assert len(merged.cells) == 3 + cells


def test_different_outputs_of_a_figure_have_one_name_and_caption():
    figure = "---\nmystnb:\n  figure:\n    name: fig-sum\n    caption: A sum.\n---\n1 + 1"
    chapter = read_chapter("c", SOURCE.replace("1 + 1", figure))
    stored = {f.tag: split(chapter, f) for f in FRAMEWORKS}
    for tag, notebook in stored.items():
        notebook.cells[-2].outputs = [v4.new_output("stream", text=tag)]
    names = [c.metadata.get("mystnb", {}).get("figure") for c in merge(chapter, stored).cells[-2:]]
    assert names == [{"name": "fig-sum", "caption": "A sum."}, None]


def test_a_merged_cell_knows_its_line_in_the_source():
    chapter = read_chapter("c", SOURCE)
    merged = merge(chapter, executed(chapter, {"pytorch": "tensor(2)", "mxnet": "array(2)"}))
    lines = SOURCE.splitlines()
    starts = [lines.index("```{code-cell}", n) + 1 for n in (4, 9, 14)]
    assert merged.metadata.source_map == [0, *starts, starts[-1], starts[-1]]


def test_a_stale_notebook_is_refused_with_chapter_cell_and_cure():
    stored = executed(read_chapter("c", SOURCE), {"pytorch": "2", "mxnet": "2"})
    today = read_chapter("c", SOURCE.replace("import mxnet", "import mxnet as mx"))
    with pytest.raises(
        ChapterError,
        match=r"chapter c: the MXNet notebook is stale: cell 1 \('import mxnet as mx'\) differs; "
        r"run `make notebooks`",
    ):
        merge(today, stored)


def test_a_missing_notebook_is_refused_with_chapter_and_cure(tmp_path):
    with pytest.raises(
        ChapterError, match=r"chapter c: the PyTorch notebook is missing: run `make notebooks`"
    ):
        load_stored("c", tmp_path)


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda f: f.tag)
@pytest.mark.parametrize("name", chapter_names())
def test_the_notebook_is_the_split_of_todays_source(name, framework):
    chapter = read_chapter(name, (BOOK / f"{name}.md").read_text("utf8"))
    where = stale(split(chapter, framework), load_stored(name)[framework.tag])
    assert where is None, f"{name}, {framework.label}: {where}; run `make notebooks`"


def test_every_notebook_has_a_chapter():
    stems = {path.stem for path in (BOOK / "notebooks").glob("*/*.ipynb")}
    assert stems == set(chapter_names())


def test_no_cell_of_the_book_escapes_the_comparison():
    for path in (BOOK / "notebooks").glob("*/*.ipynb"):
        text = path.read_text("utf8")
        assert "nbval" not in text.lower(), f"{path.name} has a marker of nbval"
        assert "raises-exception" not in text, f"{path.name} has a cell that may raise"


def test_what_is_not_compared_is_checked_in_the_next_cell():
    for path in (BOOK / "notebooks").glob("*/*.ipynb"):
        cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
        for cell, check in zip(cells, [*cells[1:], None], strict=True):
            if "compared=False" in cell.source:
                printed = "".join(o.get("text", "") for o in check.outputs).splitlines()
                assert printed, f"{path}: no check below {cell.source}"
                assert all(line.endswith(" True") for line in printed), f"{path}: {printed}"
