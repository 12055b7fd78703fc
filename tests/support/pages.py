"""What stands on a page: its text, the code of a section, and what its cells print."""

import re

import nbformat

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.stored import notebook_path
from book._ext.paths import BOOK
from tests.support.prose import sentences


def source(page: str) -> str:
    """Return the text of a page."""
    return (BOOK / f"{page}.md").read_text("utf8")


def printed(page: str) -> str:
    """Return all that the cells of a page print."""
    cells = nbformat.read(notebook_path(BOOK, FRAMEWORKS[0], page), as_version=4).cells
    return "".join(o.get("text", "") for c in cells for o in c.get("outputs", []))


def code_of(page: str, words: str) -> str:
    """Return the code of the section in which a sentence stands."""
    (found,) = [s.code for s in sentences(page) if words in s.text]
    return found


def order(page: str, thing: str, words: str) -> int:
    """Return 1 where a thing stands above words of its page, -1 where it stands below."""
    text = " ".join(source(page).split())
    assert text.count(words) == 1
    places = [found.start() for found in re.finditer(re.escape(thing), text)]
    assert places
    above = {place < text.index(words) for place in places}
    assert len(above) == 1, f"{thing} stands above and below"
    return 1 if above.pop() else -1
