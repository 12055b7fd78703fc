"""Put the present scripts and style sheets into a book that is built already.

Only Sphinx writes a file's digest beside its address in a page; a browser that starts empty does
without. Building the book for it would take a minute of a fault's time.
"""

import shutil

from book._ext.paths import HTML, ROOT

FOLDERS = (ROOT / "book" / "static", ROOT / "d2lmini" / "widgets" / "static")


def main() -> None:
    """Copy every file that the book has of the folders that it copies as they are."""
    for folder in FOLDERS:
        for source in folder.iterdir():
            target = HTML / "_static" / source.name
            if source.is_file() and target.is_file():
                shutil.copy(source, target)


if __name__ == "__main__":
    main()
