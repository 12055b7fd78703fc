"""Addresses inside the pages: each theorem, table, formula and term keeps its own."""

from collections import Counter

import pytest

from book._ext.paths import HTML
from tests.support.anchors import LIST, Places, found, places_of, read, text_of

PAGES = sorted((HTML / "book").glob("*.html"))
CURE = "run `make book` and `python -m tests.support.anchors`"


def test_the_pages_have_places_of_every_kind():
    kinds = Counter(kind for _, kind, _ in found())
    assert set(kinds) == {"theorem", "table", "formula", "term"}
    assert min(kinds.values()) >= 5, kinds


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_theorem_and_table_has_an_anchor_and_shows_it(page):
    read_page = places_of(page)
    for kind, anchor in read_page.places:
        assert anchor, f"a {kind} has no anchor: write (name)= above it"
        assert anchor in read_page.links, f"{anchor} shows no link to itself"


def test_no_anchor_is_ever_taken_away():
    assert sorted(read() - found()) == [], "links from elsewhere lead to these: give them back"


def test_every_anchor_is_in_the_list_of_those_that_stay():
    assert sorted(found() - read()) == [], CURE
    assert LIST.read_text("utf8") == text_of(read())


def test_what_has_no_anchor_is_seen():
    page = Places('<table class="docutils table"></table><blockquote id="a"></blockquote><table>')
    assert page.places == [("table", ""), ("theorem", "a")]
    assert page.links == set()
