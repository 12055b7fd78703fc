"""A real browser over the built book, served and from disk."""

import pytest

from book._ext.paths import HTML
from tests.browser.widget_pages import open_browser, open_page, serve, write_page


@pytest.fixture(scope="session")
def browser():
    """Start the machine's Chromium once: a process can hold only one Playwright."""
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def served():
    """Serve the built book; return its address."""
    assert HTML.is_dir(), "the book is not built: run `make book`"
    with serve(HTML) as address:
        yield address


@pytest.fixture
def show(browser, tmp_path):
    """Return a function that opens a page with one figure."""
    return lambda widget, **context: open_page(
        browser, write_page(tmp_path, widget).as_uri(), **context
    )


@pytest.fixture(params=["served", "disk"])
def address(request):
    """Return the built book's address, once at a server and once on disk."""
    if request.param == "served":
        return request.getfixturevalue("served")
    assert HTML.is_dir(), "the book is not built: run `make book`"
    return HTML.as_uri()


@pytest.fixture(autouse=True)
def _close_pages(request):
    """Close what a test opened: a hundred open pages make the next ones slow."""
    if "browser" not in request.fixturenames:
        yield
        return
    opened = request.getfixturevalue("browser")
    shared = set(opened.contexts)
    yield
    for context in set(opened.contexts) - shared:
        context.close()
