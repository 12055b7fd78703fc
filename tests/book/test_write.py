"""Making the notebooks: what is executed, written and removed."""

import pytest

from book._ext.notebooks.write import write_notebooks
from tests.book.test_execute import cell


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
