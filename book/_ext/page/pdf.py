"""Print the whole book as one PDF, with Chromium (`make pdf`)."""

import re
import sys
from pathlib import Path

from playwright.sync_api import PdfMargins

from book._ext.chromium import BrowserMissingError, open_browser
from book._ext.paths import BUILD, ROOT

__all__ = ["main", "print_book"]

FOLDER = BUILD / "singlehtml"
TARGET = BUILD / "transposed-convolution.pdf"
MARGIN: PdfMargins = {"top": "15mm", "bottom": "18mm", "left": "14mm", "right": "14mm"}
FOOT = (
    '<div style="width:100%;font:8px sans-serif;text-align:center">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)


def print_book(folder: Path = FOLDER, target: Path = TARGET) -> None:
    """Print the book built as a single page.

    Parameters
    ----------
    folder : Path
        What `jupyter-book build --builder singlehtml` wrote.
    target : Path
        The PDF to write: A4, with bookmarks, tagged, its cross-references links inside it.

    Raises
    ------
    BrowserMissingError
        If no Chromium is installed.
    """
    page = folder / "print.html"  # beside the files it names; Sphinx puts it a folder deeper
    page.write_text(_inside((folder / "book" / "index.html").read_text("utf8")), "utf8")
    with open_browser() as browser:
        tab = browser.new_page(color_scheme="light")
        tab.goto(page.as_uri(), wait_until="load")
        tab.evaluate("document.fonts.ready")
        tab.pdf(
            path=target, format="A4", margin=MARGIN, print_background=True, outline=True,
            tagged=True, display_header_footer=True, header_template="<span></span>",
            footer_template=FOOT,
        )  # fmt: skip


def _inside(text: str) -> str:
    """Keep links into the book and to the web; a file beside the page is not in the PDF."""
    text = text.replace('href="book/index.html#', 'href="#')
    return re.sub(r'(<a\b[^>]*?) href="(?!#|https?:)[^"]*"', r"\1", text)


def main() -> int:
    """Run the command line; return the exit status."""
    try:
        print_book()
    except BrowserMissingError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The book on paper: {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
