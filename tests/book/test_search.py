"""The search finds what a reader types: the helper's names, and the operation's."""

import json
import re
from functools import cache

import pytest
from sphinx.search.en import SearchEnglish

import d2lmini
from book._ext.paths import HTML
from d2lmini import widgets
from tests.book.test_answers import NAMES
from tests.support.pages import source

STEM = SearchEnglish({}).stem
LISTED = re.compile(r"\{py:func\}`~d2lmini\.([\w.]+)`|autofunction:: d2lmini\.([\w.]+)")
DOCUMENTED = {a or b for a, b in LISTED.findall(source("api"))}


@cache
def index():
    """Return what the page's search looks words up in."""
    return json.loads((HTML / "searchindex.js").read_text("utf8")[len("Search.setIndex(") : -1])


def pages_of(word):
    """Return the numbers of the pages that have a word, in a title or elsewhere."""
    found = [index()[part].get(word, []) for part in ("terms", "titleterms")]
    return {page for one in found for page in (one if isinstance(one, list) else [one])}


def found(query):
    """Return the pages that have every word of a query, as `searchtools.js` looks for them."""
    words = [STEM(word.lower()) for word in re.findall(r"\w+", query)]
    several = set.intersection(*map(pages_of, words))
    return {index()["docnames"][page].removeprefix("book/") for page in several}


@pytest.mark.parametrize("name", [*NAMES, *(n.replace("-", " ") for n in NAMES if "-" in n)])
def test_each_name_of_the_operation_is_found_where_it_is_explained(name):
    assert {"glossary", "why-upsample"} <= found(name)


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_each_function_is_found_on_its_page_and_as_an_object(name):
    module, _, last = f"d2lmini.{name}".rpartition(".")
    assert last in [one[-1] for one in index()["objects"][module]]
    assert "api" in found(last)


@pytest.mark.parametrize("name", [*d2lmini.__all__, *widgets.__all__])
def test_each_public_name_is_found_in_a_chapter_that_uses_it(name):
    assert [page for page in found(name) if re.search(rf"\b{name}\b", source(page))] != []


def test_what_no_page_says_is_not_found():
    assert found("quaternion") == found("transposed quaternion") == set()
