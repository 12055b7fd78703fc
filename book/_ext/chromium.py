"""The browser that prints, photographs and tests the built book."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

__all__ = ["BrowserMissingError", "find_chromium", "open_browser"]

# The first has no windows, for which the others run a process more for each page.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Without these Chromium asks its maker's hosts for updates and, as root, does not start.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# The book asks no other host; a page that does is to show it, whether there is a network or not.
ARGUMENTS += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]


class BrowserMissingError(Exception):
    """No Chromium is installed."""


def find_chromium() -> str:
    """Return the path of an installed Chromium.

    Raises
    ------
    BrowserMissingError
        If there is none.
    """
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        raise BrowserMissingError(f"no browser: none of {', '.join(PROGRAMS)} is installed")
    return path


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Open a headless Chromium and close it at the end.

    Raises
    ------
    BrowserMissingError
        If none is installed.
    """
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
