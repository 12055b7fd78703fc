"""Making the notebooks: what is executed, written, kept and removed."""

from shutil import copytree

import nbformat
import pytest

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks import write
from book._ext.notebooks.chapters import ChapterError
from book._ext.notebooks.stored import Manifest
from book._ext.notebooks.write import write_notebooks, write_words
from tests.book.test_execute import cell

pytestmark = pytest.mark.slow

MXNET = FRAMEWORKS[1]
FIRST = "from pathlib import Path\nprint(Path('../../number').read_text())"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a book whose first cell prints what stands in a file, and execute it."""
    folder = tmp_path_factory.mktemp("made") / "book"
    folder.mkdir()
    (folder / "number").write_text("5", "utf8")
    (folder / "chapter.md").write_text(cell(FIRST) + "\nWords.\n\n" + cell("1 + 1"), "utf8")
    (folder / "prose.md").write_text("# Only prose\n", "utf8")
    write_notebooks(folder)
    return folder


@pytest.fixture
def book(made, tmp_path):
    """Give each test a copy of its own, executed already."""
    return copytree(made, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def no_kernel(monkeypatch):
    """Fail where a notebook is executed."""

    def refuse(*_arguments, **_options):
        raise AssertionError("a notebook was executed")

    monkeypatch.setattr(write, "execute", refuse)


def contents(book):
    return {str(p.relative_to(book)): p.read_bytes() for p in (book / "notebooks").rglob("*.*")}


def change(book, old, new):
    path = book / "chapter.md"
    text = path.read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new), "utf8")


def printed(book, tag):
    """Return what a notebook's code cells print or show."""
    notebook = nbformat.read(book / "notebooks" / tag / "chapter.ipynb", as_version=4)
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    return [o.get("text") or o.data["text/plain"] for o in outputs]


def test_executing_twice_changes_no_byte(book):
    first = contents(book)
    write_notebooks(book, everything=True)
    assert contents(book) == first
    made = {f"notebooks/{f.tag}/chapter.ipynb" for f in FRAMEWORKS}
    assert set(first) == made | {"notebooks/manifest.json"}
    assert printed(book, "pytorch") == ["5\n", "2"]


def test_words_go_into_both_notebooks_and_nothing_is_executed(book, no_kernel):
    change(book, "Words.", "Other words.")
    assert write_words(book) == ["pytorch/chapter.ipynb", "mxnet/chapter.ipynb"]
    after = contents(book)
    for framework in FRAMEWORKS:
        assert b"Other words." in after[f"notebooks/{framework.tag}/chapter.ipynb"]
        assert printed(book, framework.tag) == ["5\n", "2"]
    assert write_words(book) == []
    write_notebooks(book)
    assert contents(book) == after


def test_changed_code_is_left_to_make_notebooks(book, no_kernel):
    change(book, "1 + 1", "1 + 2")
    line = (book / "chapter.md").read_text("utf8").splitlines().index("1 + 2") + 1
    before = contents(book)
    with pytest.raises(
        ChapterError, match=rf"^book/chapter\.md:{line}: the PyTorch notebook .* `make notebooks`$"
    ):
        write_words(book)
    assert contents(book) == before


def test_code_before_the_change_keeps_its_outputs(book):
    (book / "number").write_text("6", "utf8")
    change(book, "1 + 1", "1 + 2")
    write_notebooks(book)
    assert printed(book, "mxnet") == ["5\n", "3"]
    write_notebooks(book, everything=True)
    assert printed(book, "mxnet") == ["6\n", "3"]


def test_only_what_changed_is_executed_and_what_is_gone_is_removed(book, capsys):
    (book / "other.md").write_text(cell("'new'"), "utf8")
    (book / "chapter.md").unlink()
    notes = book / "notebooks" / "pytorch" / "my-notes.ipynb"
    notes.write_bytes((notes.parent / "chapter.ipynb").read_bytes())
    capsys.readouterr()
    write_notebooks(book)
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "executing notebooks/pytorch/other.ipynb",
        "executing notebooks/mxnet/other.ipynb",
        "removing notebooks/mxnet/chapter.ipynb: its chapter is gone",
        "removing notebooks/pytorch/chapter.ipynb: its chapter is gone",
    ]
    assert notes.exists()
    assert set(Manifest.read(book / "notebooks").made) == {
        "mxnet/other.ipynb", "pytorch/other.ipynb"
    }  # fmt: skip


@pytest.mark.parametrize("act", [write_words, write_notebooks], ids=["words", "notebooks"])
@pytest.mark.parametrize("gone", [False, True], ids=["changed", "removed"])
def test_an_edited_notebook_is_never_overwritten_or_removed(book, act, gone, no_kernel):
    path = book / "notebooks" / "pytorch" / "chapter.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[1].source == "# Title"
    notebook.cells[1].source = "# My title"
    nbformat.write(notebook, path)
    edited = path.read_bytes()
    if gone:
        (book / "chapter.md").unlink()
    else:
        change(book, "Words.", "Other words.")
    if gone and act is write_words:
        assert act(book) == []
    else:
        with pytest.raises(ChapterError, match=r"pytorch/chapter\.ipynb was changed by hand"):
            act(book)
    assert path.read_bytes() == edited


def test_without_a_framework_its_outputs_stay_and_wait(book, monkeypatch, capsys):
    monkeypatch.setattr(write, "why_missing", lambda f: "no wheel" if f is MXNET else None)
    change(book, "1 + 1", "1 + 2")
    write_notebooks(book)
    assert "not executing mxnet/chapter.ipynb, whose stored outputs stay: no wheel" in (
        capsys.readouterr().out
    )
    assert printed(book, "pytorch") == ["5\n", "3"]
    assert printed(book, "mxnet") == ["5\n", "2"]
    change(book, "Words.", "Other words.")
    assert len(write_words(book)) == 2
    assert Manifest.read(book / "notebooks").to_execute == ["mxnet/chapter.ipynb"]
    monkeypatch.undo()
    write_notebooks(book)
    assert printed(book, "mxnet") == ["5\n", "3"]
    assert Manifest.read(book / "notebooks").to_execute == []


def test_a_chapter_is_made_by_name(book, no_kernel):
    write_notebooks(book, ["chapter"])
    with pytest.raises(ChapterError, match=r"^no chapter is called chaptre; there are chapter$"):
        write_notebooks(book, ["chaptre"])
