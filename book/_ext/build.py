"""Build the book (`make book`): words into the notebooks, then pages from sources and notebooks."""

import argparse
import contextlib
import io
import sys
import time

from jupyter_book.sphinx import build_sphinx

from book._ext.mistakes import explained
from book._ext.notebooks.chapters import ChapterError
from book._ext.notebooks.write import write_words
from book._ext.paths import BUILD, HTML, ROOT

__all__ = ["build", "main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="make book", description=__doc__)
    parser.add_argument("--builder", default="html", choices=["html", "singlehtml", "linkcheck"])
    return build(parser.parse_args(arguments).builder)


def build(builder: str = "html") -> int:
    """Build the book and say what an author has to mend; return the exit status."""
    start = time.monotonic()
    try:
        words = write_words()
    except ChapterError as error:
        print(error, file=sys.stderr)
        return 1
    if words:
        print(f"wrote the words of {', '.join(words)}", flush=True)
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        result = build_sphinx(
            ROOT,
            BUILD / builder,
            noconfig=True,
            path_config=ROOT / "_config.yml",
            confoverrides={
                "external_toc_path": str(ROOT / "_toc.yml"),
                "latex_individualpages": False,
            },
            builder=builder,
            warningiserror=True,
            keep_going=True,
            quiet=True,
        )
    if mistakes := explained(said.getvalue()):
        print(*mistakes, sep="\n", file=sys.stderr)
    if result != 0:
        print("the book is not built: mend the above and run it again", file=sys.stderr)
        return 1
    if builder == "html":
        took = f"{time.monotonic() - start:.0f} s"
        print(f"The book, built in {took}: {(HTML / 'index.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
