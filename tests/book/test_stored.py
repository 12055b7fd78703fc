"""The stored notebooks: nobody's work is overwritten, and outputs find their cells again."""

import json
from itertools import chain

import nbformat
import pytest
from nbformat import v4

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.notebooks.chapters import ChapterError, read_chapter, split
from book._ext.notebooks.stored import (
    RANDOM_MIME,
    Manifest,
    first_change,
    keep_outputs,
    read_stored,
    with_stored_outputs,
)

PYTORCH = FRAMEWORKS[0]


def source(*codes):
    return "# Title\n\n" + "\n".join(f"```{{code-cell}}\n{code}\n```\n" for code in codes)


def result(text):
    return v4.new_output("execute_result", {"text/plain": text}, execution_count=1)


def executed(*codes):
    """Return a chapter and its notebook, in which each cell's output is its code in capitals."""
    chapter = read_chapter("c", source(*codes))
    notebook = split(chapter, PYTORCH)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [result(cell.source.upper())]
    return chapter, notebook


@pytest.fixture
def stored(tmp_path):
    """Write a notebook of two cells; return the manifest and the notebook's path."""
    _, notebook = executed("a", "b")
    (tmp_path / "c.md").write_text(source("a", "b"), "utf8")
    manifest = Manifest.read(tmp_path / "notebooks")
    path = notebook_path(tmp_path, PYTORCH, "c")
    manifest.write(path, notebook, executed=True)
    manifest.save()
    return manifest, path


def edit(path, change):
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


EDITS = {
    "a word": lambda nb: nb.cells[0].update(source="# Another title"),
    "code": lambda nb: nb.cells[1].update(source="a + 1"),
    "an output": lambda nb: nb.cells[2].outputs[0].data.update({"text/plain": "C"}),
    "a cell more": lambda nb: nb.cells.append(v4.new_markdown_cell("mine")),
    "a cell less": lambda nb: nb.cells.pop(),
    "an output less": lambda nb: nb.cells[2].outputs.clear(),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_an_edit_is_found_and_told_with_both_ways_on(stored, change):
    manifest, path = stored
    manifest.check(path, read_stored(path))
    edit(path, change)
    with pytest.raises(ChapterError) as raised:
        manifest.check(path, read_stored(path))
    said = str(raised.value)
    assert said.startswith("book/notebooks/pytorch/c.ipynb was changed by hand")
    assert "make it in book/c.md" in said
    assert "`git checkout book/notebooks/pytorch/c.ipynb`" in said
    assert len(said.splitlines()) <= 5


def from_lab(notebook):
    """Change what JupyterLab changes when all cells are run and the notebook is saved."""
    notebook.metadata.kernelspec.display_name = "Python 3 (ipykernel)"
    notebook.metadata.language_info.update(version="3.11.7", file_extension=".py")
    notebook.metadata.widgets = {"state": {}}
    for cell in notebook.cells[1:]:
        cell.metadata.execution = {"iopub.status.busy": "2026-11-25T00:00:00Z"}
        cell.execution_count += 7
        cell.outputs[0].execution_count += 7
        cell.outputs[0].data[RANDOM_MIME] = {"model_id": "0af3"}


def test_what_an_editor_rewrites_is_no_edit(stored):
    manifest, path = stored
    before = read_stored(path)
    edit(path, lambda nb: [setattr(c, "execution_count", 1) for c in nb.cells[1:]])
    edit(path, from_lab)
    manifest.check(path, read_stored(path))
    for cell, old in zip(read_stored(path).cells, before.cells, strict=True):
        assert cell.get("outputs") == old.get("outputs")
        assert cell.get("execution_count") == old.get("execution_count")


def test_a_notebook_that_nobody_listed_is_not_overwritten(stored):
    manifest, path = stored
    own = path.with_name("my-notes.ipynb")
    own.write_bytes(path.read_bytes())
    with pytest.raises(ChapterError, match=r"my-notes\.ipynb was not made by `make notebooks`"):
        manifest.check(own, read_stored(own))


def test_the_manifest_is_read_as_it_was_saved(stored):
    manifest, path = stored
    manifest.write(path, read_stored(path), executed=False)
    manifest.sources["c"] = "digest"
    manifest.save()
    again = Manifest.read(manifest.path.parent)
    assert again == manifest
    assert again.to_execute == ["pytorch/c.ipynb"]
    again.write(path, read_stored(path), executed=True)
    assert again.to_execute == []
    again.remove(path)
    assert (again.made, path.exists()) == ({}, False)


@pytest.mark.parametrize(
    "text", ['{"cells": [', "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", '{"a": 1}', ""]
)
def test_what_is_not_a_notebook_is_told_with_its_name(tmp_path, text):
    path = tmp_path / "c.ipynb"
    path.write_text(text, "utf8")
    with pytest.raises(ChapterError, match=r"c\.ipynb: is not a notebook .*`git checkout --ours`"):
        read_stored(path)


@pytest.mark.parametrize(
    ("before", "after", "kept", "outputs"),
    [
        ("ab", "ab", 2, "AB"),
        ("abc", "aBc", 1, "ABC"),
        ("abc", "ac", 1, "AC"),
        ("ac", "abc", 1, "A-C"),
        ("abc", "xabc", 0, "-ABC"),
        ("abc", "cab", 0, "-AB"),
    ],
)
def test_outputs_stay_with_their_code(before, after, kept, outputs):
    _, old = executed(*before)
    new = split(read_chapter("c", source(*after)), PYTORCH)
    assert keep_outputs(new, old) == kept
    code = [cell for cell in new.cells if cell.cell_type == "code"]
    shown = [c.outputs[0].data["text/plain"] if c.outputs else "-" for c in code]
    assert "".join(shown) == outputs
    assert [cell.execution_count for cell in code] == list(range(1, len(after) + 1))


def test_the_first_changed_line_of_code_is_named():
    _, old = executed("a", "b\nc\nd")
    text = source("a", "b\nc\nx")
    chapter = read_chapter("c", text)
    place = first_change(split(chapter, PYTORCH), old, chapter)
    assert place == f"book/c.md:{text.splitlines().index('x') + 1}"
    shorter = read_chapter("c", source("a"))
    assert first_change(split(shorter, PYTORCH), old, shorter) == "book/c.md:1"
    text = source("a", "b\nc")  # its last line is gone
    cut = read_chapter("c", text)
    place = first_change(split(cut, PYTORCH), old, cut)
    assert place == f"book/c.md:{text.splitlines().index('c') + 1}"
    same = read_chapter("c", source("a", "b\nc\nd").replace("Title", "Other words"))
    assert first_change(split(same, PYTORCH), old, same) is None


def test_a_missing_or_older_notebook_is_refused_with_place_and_cure(stored):
    _, path = stored
    book = path.parents[2]
    today = read_chapter("c", source("a", "B"))
    with pytest.raises(
        ChapterError,
        match=r"^book/c\.md:\d+: the PyTorch notebook of c does not have this code yet: run `make",
    ):
        with_stored_outputs(today, PYTORCH, book)
    path.unlink()
    with pytest.raises(ChapterError, match=r"^the PyTorch notebook of c is missing: run `make not"):
        with_stored_outputs(today, PYTORCH, book)


def test_the_books_manifest_lists_the_books_notebooks():
    from book._ext.paths import BOOK, NOTEBOOKS

    manifest = json.loads((NOTEBOOKS / "manifest.json").read_text("utf8"))
    files = chain.from_iterable((NOTEBOOKS / f.tag).glob("*.ipynb") for f in FRAMEWORKS)
    assert set(manifest["made"]) == {p.relative_to(NOTEBOOKS).as_posix() for p in files}
    assert set(manifest["sources"]) == {p.stem for p in BOOK.glob("*.md")} & {
        name.split("/")[1].removesuffix(".ipynb") for name in manifest["made"]
    }
