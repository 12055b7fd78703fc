"""A real browser over the built book, served and from disk."""

import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import sync_playwright

from book._ext.frameworks import BOOK

HTML = BOOK.parent / "_build" / "html"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without these Chromium asks its maker's hosts for updates and, as root, does not start.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files without a line for each request."""

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture(scope="session")
def browser():
    """Start the machine's Chromium; a skip names it, unless the run requires a browser."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        message = f"no browser: none of {', '.join(NAMES)} is installed"
        if os.environ.get("D2LMINI_TEST_BROWSER") == "required":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served():
    """Serve the built book; gives its address."""
    assert HTML.is_dir(), "the book is not built: run `make book`"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(HTML)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["served", "disk"])
def address(request):
    """Give the built book's address, once from a server and once from disk."""
    if request.param == "served":
        return request.getfixturevalue("served")
    assert HTML.is_dir(), "the book is not built: run `make book`"
    return HTML.as_uri()
