"""Putting stored outputs back beside their source."""

import nbformat
import pytest
from nbformat import v4

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.chapters import read_chapter, split
from book._ext.page.merge import merge
from tests.book.test_chapters import SOURCE, sources
from tests.book.test_pictures import gray

PYTORCH = FRAMEWORKS[0]


def executed(chapter, texts):
    """Return the split notebooks, the shared cell's output set to a text for each framework."""
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


@pytest.mark.parametrize(
    ("other", "cells"),
    [
        (gray([10, 201]), 1),
        (gray([10, 202]), 3),
        (gray([10, 200]) + " ", 3),
    ],
    ids=["one step of colour", "two steps", "another text"],
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
    first = [lines.index(code) + 1 for code in ("# Title", "import torch", "import mxnet", "1 + 1")]
    # MyST-NB and myst-parser each add one.
    assert [line + 2 for line in merged.metadata.source_map] == [*first, first[-1], first[-1]]
