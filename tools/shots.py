"""Photograph every page of the built book, wide and narrow, light and dark (`make shots`)."""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import BrowserContext

from book._ext.chromium import open_browser
from book._ext.paths import BUILD, HTML, ROOT

SHOTS = BUILD / "shots"
WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__)
    parser.add_argument("--only", default="", help="pages whose name has these letters in it")
    options = parser.parse_args(arguments)
    if not HTML.is_dir():
        print("the book is not built: run `make book`", file=sys.stderr)
        return 1
    pages = [page for page in sorted((HTML / "book").glob("*.html")) if options.only in page.stem]
    SHOTS.mkdir(exist_ok=True)
    with open_browser() as browser:
        for width in WIDTHS:
            for scheme in SCHEMES:
                size = {"width": width, "height": 900}
                context = browser.new_context(viewport=size, color_scheme=scheme)
                for page in pages:
                    photograph(context, page, SHOTS / f"{page.stem}-{width}-{scheme}.png")
                context.close()
    print(f"{len(pages) * len(WIDTHS) * len(SCHEMES)} pictures in {SHOTS.relative_to(ROOT)}")
    return 0


def photograph(context: BrowserContext, page: Path, target: Path) -> None:
    """Write a picture of a whole page."""
    tab = context.new_page()
    tab.goto(page.as_uri(), wait_until="load")
    tab.screenshot(path=target, full_page=True)
    tab.close()


if __name__ == "__main__":
    sys.exit(main())
