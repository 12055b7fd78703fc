"""Results in prose: computed at their place, kept, shown everywhere, and compared again."""

import shutil

import nbformat
import pytest

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks import write
from book._ext.notebooks.chapters import ChapterError, read_chapter, split
from book._ext.notebooks.execute import execute
from book._ext.notebooks.stored import with_stored_outputs
from book._ext.notebooks.values import UNKNOWN, fill, shown, values_of
from book._ext.notebooks.write import write_notebooks, write_words
from book._ext.page.merge import merge
from tests.book.test_write import change, contents

PYTORCH, MXNET = FRAMEWORKS
CAPTION = "---\nmystnb:\n  figure:\n    name: fig-x\n    caption: Of {eval}`x`.\n---\n"
CHAPTER = f"""\
# Title

```{{code-cell}}
x = 3
```

Three times that is {{eval}}`3 * x`, in
words {{eval}}`"large" if x > 2 else "small"`.

```{{code-cell}}
{CAPTION}x = 5
```

Now it is {{eval}}`x`, and {{eval}}`x / 3`.
"""
VALUES = [
    "Three times that is 9, in\nwords large.",
    "*Of 5.*",
    "Now it is 5, and 1.6666666666666667.",
]


def ok(value):
    return {"status": "ok", "data": {"text/plain": value}, "metadata": {}}


def prose(notebook):
    return [c.source for c in notebook.cells if c.cell_type == "markdown"][1:]


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    book = tmp_path_factory.mktemp("book")
    (book / "chapter.md").write_text(CHAPTER, "utf8")
    write_notebooks(book)
    return book


@pytest.fixture
def book(executed, tmp_path):
    return shutil.copytree(executed, tmp_path / "book")


def stored(book, tag):
    return nbformat.read(book / "notebooks" / tag / "chapter.ipynb", as_version=4)


def filled(text, values):
    """Return a chapter and its splits, the expression x with each framework's value."""
    chapter = read_chapter("c", text)
    splits = {f.tag: split(chapter, f) for f in FRAMEWORKS}
    for tag, notebook in splits.items():
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                fill(cell, {"x": ok(values[tag])})
    return chapter, splits


@pytest.mark.parametrize(
    ("value", "text"), [("3", "3"), ("'so'", "so"), ('"it\'s"', "it's"), ("(1, 2)", "(1, 2)")]
)
def test_a_text_is_shown_without_quotes_and_all_else_as_it_prints(value, text):
    assert shown(ok(value)) == text


@pytest.mark.parametrize("value", ["''", "array([1,\n 2])", r"'a\nb'"])
def test_a_value_that_is_not_one_line_is_refused(value):
    with pytest.raises(ValueError, match="is not one line; print it in a cell"):
        shown(ok(value))


@pytest.mark.slow
def test_a_value_is_computed_where_it_stands_and_kept_as_jupyterlab_myst_keeps_it(book):
    for framework in FRAMEWORKS:
        notebook = stored(book, framework.tag)
        nbformat.validate(notebook)
        assert prose(notebook) == VALUES
        last = notebook.cells[-1].metadata["user_expressions"]
        assert [entry["expression"] for entry in last] == ["x", "x / 3"]
        assert last[0]["result"] == ok("5")


@pytest.mark.slow
def test_the_page_shows_the_values_in_its_prose_and_captions(book):
    chapter = read_chapter("chapter", CHAPTER)
    page = merge(chapter, {f.tag: with_stored_outputs(chapter, f, book) for f in FRAMEWORKS})
    assert prose(page) == [VALUES[0], VALUES[2]]
    assert page.cells[3].metadata["mystnb"]["figure"]["caption"] == "Of 5."


@pytest.mark.slow
def test_words_around_a_value_change_without_a_kernel(book, monkeypatch):
    monkeypatch.setattr(write, "execute", None)
    change(book, "Now it is", "Then it was")
    assert len(write_words(book)) == 2
    write_notebooks(book)
    assert prose(stored(book, "mxnet"))[-1] == VALUES[-1].replace("Now it is", "Then it was")


@pytest.mark.slow
def test_a_new_expression_waits_for_a_kernel_and_then_has_its_value(book):
    change(book, "`x / 3`", "`x / 5`")
    before = contents(book)
    line = CHAPTER.splitlines().index("Now it is {eval}`x`, and {eval}`x / 3`.") + 1
    said = rf"^book/chapter\.md:{line}: the PyTorch notebook .* this value yet: run `make note"
    with pytest.raises(ChapterError, match=said):
        write_words(book)
    assert contents(book) == before
    write_notebooks(book)
    assert prose(stored(book, "pytorch"))[-1] == "Now it is 5, and 1.0."


@pytest.mark.slow
def test_without_a_framework_a_new_value_is_open_and_the_page_takes_the_others(book, monkeypatch):
    monkeypatch.setattr(write, "why_missing", lambda f: "no wheel" if f is MXNET else None)
    change(book, "`x / 3`", "`x / 5`")
    write_notebooks(book)
    assert prose(stored(book, "mxnet"))[-1] == f"Now it is 5, and {UNKNOWN}."
    chapter = read_chapter("chapter", (book / "chapter.md").read_text("utf8"))
    page = merge(chapter, {f.tag: with_stored_outputs(chapter, f, book) for f in FRAMEWORKS})
    assert prose(page)[-1] == "Now it is 5, and 1.0."
    monkeypatch.undo()
    write_notebooks(book)
    assert prose(stored(book, "mxnet"))[-1] == "Now it is 5, and 1.0."


def test_an_answer_that_comes_later_leaves_those_that_were_kept():
    cell = nbformat.v4.new_markdown_cell("It is {eval}`x` of {eval}`y`.")
    for late in ({"y": ok("7")}, {"x": ok("3")}):
        fill(cell, late)
    assert cell.source == "It is 3 of 7."
    assert values_of(cell) == {"x": "3", "y": "7"}


def test_frameworks_that_disagree_are_both_named_with_the_line():
    chapter, splits = filled("# T\n\nHere\nis {eval}`x`.\n", {"pytorch": "3", "mxnet": "4"})
    said = r"^book/c\.md:4: \{eval\}`x` is 3 in PyTorch and 4 in MXNet; round it"
    with pytest.raises(ChapterError, match=said):
        merge(chapter, splits)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("object()", "the value .* has a memory address, new at every run"),
        ("'a\\nb'", "is not one line"),
    ],
)
def test_an_expression_that_cannot_be_shown_is_refused_with_its_line(tmp_path, expression, said):
    text = f"```{{code-cell}}\n1\n```\n\nIt\nis {{eval}}`{expression}`.\n"
    chapter = read_chapter("c", text)
    with pytest.raises(ChapterError, match=rf"^book/c\.md:6: in the PyTorch notebook .*{said}"):
        execute(split(chapter, PYTORCH), chapter, PYTORCH, tmp_path, keep=0)
