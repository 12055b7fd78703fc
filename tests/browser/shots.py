"""Photograph every page of the built book, wide and narrow, light and dark (`make shots`)."""

import argparse
import sys
from pathlib import Path

from book._ext.frameworks import BOOK
from tests.browser.conftest import HTML
from tests.browser.widget_pages import open_browser, serve

SHOTS = BOOK.parent / "_build" / "shots"
WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; gives the exit status."""
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__)
    parser.add_argument("--only", default="", help="pages whose name has these letters in it")
    options = parser.parse_args(arguments)
    if not HTML.is_dir():
        print("the book is not built: run `make book`", file=sys.stderr)
        return 1
    pages = [page for page in sorted((HTML / "book").glob("*.html")) if options.only in page.stem]
    SHOTS.mkdir(exist_ok=True)
    with serve(HTML) as address, open_browser() as browser:
        for width in WIDTHS:
            for scheme in SCHEMES:
                size = {"width": width, "height": 900}
                context = browser.new_context(viewport=size, color_scheme=scheme)
                for page in pages:
                    photograph(
                        context, f"{address}/book/{page.name}", f"{page.stem}-{width}-{scheme}"
                    )
                context.close()
    print(f"{len(pages) * len(WIDTHS) * len(SCHEMES)} pictures in {SHOTS.relative_to(BOOK.parent)}")
    return 0


def photograph(context, address: str, name: str) -> Path:
    """Write a picture of a whole page; gives its path."""
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    target = SHOTS / f"{name}.png"
    page.screenshot(path=target, full_page=True)
    page.close()
    return target


if __name__ == "__main__":
    sys.exit(main())
