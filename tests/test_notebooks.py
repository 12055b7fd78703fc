"""Executing chapters: what is written, and what is refused."""

import pytest

from book._ext.chapters import ChapterError, read_chapter, split
from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks import execute, write_notebooks

PYTORCH = FRAMEWORKS[0]


def cell(code):
    return f"# Title\n\n```{{code-cell}}\n{code}\n```\n"


@pytest.fixture
def book(tmp_path):
    (tmp_path / "chapter.md").write_text(cell("print(2 + 3)\n{'a': 1}"), "utf8")
    (tmp_path / "prose.md").write_text("# Prose alone\n", "utf8")
    return tmp_path


def contents(book):
    return {str(p.relative_to(book)): p.read_bytes() for p in book.rglob("*.ipynb")}


def test_executing_twice_changes_no_byte(book):
    write_notebooks(book)
    first = contents(book)
    write_notebooks(book, everything=True)
    assert contents(book) == first
    assert set(first) == {"notebooks/pytorch/chapter.ipynb", "notebooks/mxnet/chapter.ipynb"}
    assert b'"5\\n"' in first["notebooks/pytorch/chapter.ipynb"]


def test_only_what_changed_is_executed_and_what_is_gone_is_removed(book, capsys):
    write_notebooks(book)
    (book / "other.md").write_text(cell("'new'"), "utf8")
    (book / "chapter.md").unlink()
    capsys.readouterr()
    write_notebooks(book)
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "executing notebooks/pytorch/other.ipynb",
        "executing notebooks/mxnet/other.ipynb",
        "removing notebooks/mxnet/chapter.ipynb: its chapter is gone",
        "removing notebooks/pytorch/chapter.ipynb: its chapter is gone",
    ]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("x = 1\nx / 0", r"cell 1 \('x = 1'\): raised ZeroDivisionError: division by zero; mend"),
        ("import sys\nprint(1, file=sys.stderr)", r"cell 1 .*: wrote to standard error: 1"),
        ("object()", r"cell 1 .*: prints a memory address"),
    ],
    ids=["raises", "stderr", "address"],
)
def test_a_cell_that_cannot_be_compared_is_refused(tmp_path, code, message):
    chapter = read_chapter("c", cell(code))
    with pytest.raises(ChapterError, match=rf"^chapter c, PyTorch, {message}"):
        execute(split(chapter, PYTORCH), chapter, PYTORCH, tmp_path)
