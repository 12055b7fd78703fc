"""The helper's page has every public function, and names the chapters that explain it."""

import re

import pytest

import d2lmini
from book._ext.notebooks.chapters import read_chapter
from book._ext.paths import BOOK

PAGE = (BOOK / "api.md").read_text("utf8")
ROWS = dict(re.findall(r"^\| \{py:func\}`~d2lmini\.(\w+)` \| (.+) \|$", PAGE, re.MULTILINE))
CHAPTER = re.compile(r"\{doc\}`(?:[^`<]+<)?([\w-]+)>?`")


def code_of(chapter):
    """Return the code of a chapter's cells."""
    cells = read_chapter(chapter, (BOOK / f"{chapter}.md").read_text("utf8")).notebook.cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def test_every_public_function_is_on_the_page_once():
    documented = re.findall(r"^\.\. autofunction:: d2lmini\.(\w+)$", PAGE, re.MULTILINE)
    assert sorted(documented) == sorted(d2lmini.__all__)


@pytest.mark.parametrize("name", d2lmini.__all__)
def test_a_function_leads_to_chapters_that_use_it(name):
    chapters = CHAPTER.findall(ROWS.get(name, ""))
    assert chapters, f"{name} has no row with a chapter"
    for chapter in chapters:
        assert re.search(rf"\b{name}\b", code_of(chapter)), f"{chapter} does not use {name}"
