"""`make chapter` lays down a chapter that can be executed and built as it is."""

import nbformat
import pytest
import yaml

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.paths import ROOT
from tools import chapter

pytestmark = pytest.mark.slow


@pytest.fixture
def book(tmp_path, monkeypatch):
    (tmp_path / "_toc.yml").write_text((ROOT / "_toc.yml").read_text("utf8"), "utf8")
    (tmp_path / "book").mkdir()
    monkeypatch.setattr(chapter, "BOOK", tmp_path / "book")
    monkeypatch.setattr(chapter, "TOC", tmp_path / "_toc.yml")
    return tmp_path


def test_a_new_chapter_runs_in_both_frameworks_and_stands_last_of_the_numbered(book, capsys):
    assert chapter.main(["polyphase-form"]) == 0
    assert "make test ONLY=polyphase-form" in capsys.readouterr().out
    for framework in FRAMEWORKS:
        path = notebook_path(book / "book", framework, "polyphase-form")
        cells = nbformat.read(path, as_version=4).cells
        shown = [o.data["text/plain"] for c in cells if c.cell_type == "code" for o in c.outputs]
        assert "".join(shown[0].split()).endswith("([[2.,0.],[6.,2.]])")
        assert shown[1].startswith("Stamping: ")
    old, new = (
        yaml.safe_load(p.read_text("utf8"))["parts"] for p in (ROOT / "_toc.yml", chapter.TOC)
    )
    added = {"file": "book/polyphase-form"}
    assert new[-2]["chapters"] == [*old[-2]["chapters"], added]
    assert new[-2]["numbered"]
    del new[-2]["chapters"][-1]
    assert new == old


@pytest.mark.parametrize("name", ["Polyphase", "a b", "-a", "../a", "a_b", ""])
def test_a_name_that_is_no_page_s_is_refused(book, name, capsys):
    before = chapter.TOC.read_text("utf8")
    assert chapter.main(["--", name]) == 1
    assert "small letters, digits and hyphens" in capsys.readouterr().err
    assert (chapter.TOC.read_text("utf8"), list((book / "book").iterdir())) == (before, [])


def test_a_chapter_that_is_there_is_left_alone(book, capsys):
    (book / "book" / "mine.md").write_text("# Mine\n", "utf8")
    assert chapter.main(["mine"]) == 1
    assert "book/mine.md is there already" in capsys.readouterr().err
    assert (book / "book" / "mine.md").read_text("utf8") == "# Mine\n"
