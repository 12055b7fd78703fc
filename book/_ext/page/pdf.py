"""Print the whole book, or some chapters, as one PDF, with Chromium (`make pdf`)."""

import re
import sys
from collections.abc import Sequence
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
# Take out of the page what is no chosen chapter; return the names that no chapter has.
CHOOSE = """chapters => {
    const named = [...document.querySelectorAll('article [id^="document-"]')]
        .map(mark => [mark.id.replace(/^document-(book\\/)?/, ''), mark.nextElementSibling]);
    for (const [name, section] of named) if (!chapters.includes(name)) section.remove();
    for (const part of document.querySelectorAll('article > section > *'))
        if (!part.querySelector('[id^="document-"]')) part.remove();
    return chapters.filter(name => !named.some(([other]) => other === name));
}"""


def print_book(folder: Path = FOLDER, target: Path = TARGET, chapters: Sequence[str] = ()) -> None:
    """Print the book built as a single page.

    Parameters
    ----------
    folder : Path
        What `jupyter-book build --builder singlehtml` wrote.
    target : Path
        The PDF to write: A4, with bookmarks, tagged, its cross-references links inside it.
    chapters : sequence of str
        The chapters to print; all, and the first page, where there are none.

    Raises
    ------
    ValueError
        If there is no such chapter.
    BrowserMissingError
        If no Chromium is installed.
    """
    page = folder / "print.html"  # beside the files it names; Sphinx puts it a folder deeper
    page.write_text(_inside((folder / "book" / "index.html").read_text("utf8")), "utf8")
    with open_browser() as browser:
        tab = browser.new_page(color_scheme="light")
        tab.goto(page.as_uri(), wait_until="load")
        if chapters and (unknown := tab.evaluate(CHOOSE, list(chapters))):
            raise ValueError(f"expected names of chapters, got {', '.join(unknown)}")
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


def main(chapters: Sequence[str]) -> int:
    """Run the command line with the names of chapters; return the exit status."""
    try:
        print_book(chapters=chapters)
    except (BrowserMissingError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The book on paper: {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
