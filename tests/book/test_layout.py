"""What the template of all pages puts in their heads."""

import re

import pytest

from book._ext.paths import HTML

# Chromium 156 gives a page from a disk, at 1 of some 30 loads, an empty store that is lost with
# the page, if a script asks for it before the page has loaded anything from a file of its own.
LOADED = re.compile(r'<link[^>]* rel="stylesheet"|<script[^>]* src=')
PAGES = sorted(HTML.rglob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_script_asks_what_is_stored_before_a_file_is_loaded(page):
    text = page.read_text("utf8")
    asked, loaded = text.find("localStorage"), LOADED.search(text)
    assert asked == -1 or (loaded and loaded.start() < asked)


def test_there_are_pages_that_ask():
    assert sum("localStorage" in page.read_text("utf8") for page in PAGES) > 20
