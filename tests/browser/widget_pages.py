"""Small pages that hold widgets as the book does, and a browser to open them in."""

import contextlib
import functools
import http.server
import os
import re
import shutil
import threading

import pytest

import d2lmini.widgets
from book._ext import chromium as installed
from book._ext.chromium import BrowserMissingError, find_chromium
from book._ext.paths import ROOT
from d2lmini.widgets._base import STATIC
from d2lmini.widgets._state import MIME
from d2lmini.widgets.sphinx import widget_html

# What docs/hosting.md recommends to who serves the book.
POLICY = re.search(
    r"^Content-Security-Policy: (.*)$",
    (ROOT / "docs" / "hosting.md").read_text("utf8"),
    re.MULTILINE,
)[1]
GUARDED = {"Content-Security-Policy": POLICY}
NAMES = d2lmini.widgets.__all__
PAGE = """<!doctype html>
<html lang="en"{theme}><head><meta charset="utf-8"><title>Widgets</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>body{{max-width:760px;margin:0 auto;padding:8px;font-family:sans-serif}}
@media (prefers-color-scheme:dark){{body{{background:#121212;color:#ddd}}}}</style></head>
<body><main><h1>Widgets</h1>{body}</main>
<script src="d2lmini-widgets.js" defer></script></body></html>
"""


def chromium():
    """Return the path of an installed Chromium; a skip names it, unless a run requires one."""
    try:
        return find_chromium()
    except BrowserMissingError as error:
        if os.environ.get("D2LMINI_TEST_BROWSER") == "required":
            pytest.fail(str(error))
        pytest.skip(str(error))


@contextlib.contextmanager
def open_browser():
    """Open a headless Chromium."""
    chromium()
    with installed.open_browser() as opened:
        yield opened


def write_page(folder, *widgets, theme=""):
    """Write a page with the widgets into the folder and return its path."""
    shutil.copy(STATIC / "d2lmini-widgets.js", folder)
    body = "".join(widget_html(widget._repr_mimebundle_()[0][MIME]) for widget in widgets)
    path = folder / "index.html"
    attribute = f' data-theme="{theme}"' if theme else ""
    path.write_text(PAGE.format(body=body, theme=attribute), encoding="utf-8")
    return path


@contextlib.contextmanager
def serve(folder, headers=()):
    """Serve a folder at a free port, with more headers if wanted, and yield its address."""

    def end_headers(self):
        for name, value in dict(headers).items():
            self.send_header(name, value)
        http.server.SimpleHTTPRequestHandler.end_headers(self)

    members = {"log_message": lambda *_: None, "end_headers": end_headers}
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), members)
    handler = functools.partial(quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def open_more(page):
    """Open what figures have under "More"."""
    page.locator("details:has(> .more)").evaluate_all(
        "all => { for (const one of all) one.open = true; }"
    )


def open_page(browser, address, *, more=True, **context):
    """Open an address, and "More" unless told not to.

    The page's `complaints` gathers console messages and foreign requests.
    """
    page = browser.new_context(**context).new_page()
    page.set_default_timeout(10_000)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    home = address.rpartition("/")[0]
    page.on(
        "request",
        lambda r: None if r.url.startswith((home, "data:")) else page.complaints.append(r.url),
    )
    page.goto(address)
    if more:
        open_more(page)
    return page


def numbers(page, grid, index=0):
    """Return the numbers a grid shows, row by row; an empty cell gives None."""
    rows = (
        page.locator(f"[data-grid='{grid}'] .cells")
        .nth(index)
        .evaluate(
            """cells => [...cells.querySelectorAll('.d2l-row')].map(row =>
             [...row.children].map(cell =>
                 cell.querySelector('input')?.value ?? cell.textContent))"""
        )
    )
    value = lambda text: float(text.replace("−", "-")) if text.strip() else None  # noqa: E731
    return [[value(text) for text in row] for row in rows]
