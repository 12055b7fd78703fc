"""Make the notebooks from the chapters (`make notebooks`): read, split, execute, write."""

import argparse
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from book._ext.address import repository
from book._ext.frameworks import FRAMEWORKS, Framework, notebook_path
from book._ext.notebooks.chapters import ChapterError, chapter_names, read_chapter, split, stale
from book._ext.notebooks.execute import execute
from book._ext.notebooks.install import install_cell, without_install
from book._ext.paths import BOOK

__all__ = ["main", "write_notebooks"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="make notebooks", description=__doc__)
    parser.add_argument("--all", action="store_true", help="execute unchanged chapters too")
    options = parser.parse_args(arguments)
    try:
        write_notebooks(BOOK, everything=options.all)
    except ChapterError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def write_notebooks(book: Path, *, everything: bool = False) -> None:
    """Execute the notebooks whose source changed, and remove those whose chapter is gone.

    Raises
    ------
    ChapterError
        If a source is not well formed or a cell does not run.
    """
    names = chapter_names(book)
    for name in names:
        chapter = read_chapter(name, (book / f"{name}.md").read_text("utf8"))
        for framework in FRAMEWORKS:
            path = notebook_path(book, framework, name)
            notebook = split(chapter, framework)
            if path.exists() and not everything:
                stored = nbformat.read(path, as_version=4)
                if stale(notebook, stored) is None:
                    _write_install(stored, framework, path)
                    continue
            print(f"executing {path.relative_to(book)}", flush=True)
            execute(notebook, chapter, framework, path.parent)
            notebook.cells[:0] = install_cell(framework, repository())
            nbformat.write(notebook, path)
    for path in sorted((book / "notebooks").glob("*/*.ipynb")):
        if path.stem not in names:
            print(f"removing {path.relative_to(book)}: its chapter is gone")
            path.unlink()


def _write_install(stored: NotebookNode, framework: Framework, path: Path) -> None:
    """Bring the first cell in line with the book's address; it has no output and needs no run."""
    cells = install_cell(framework, repository()) + without_install(stored)
    if [c.source for c in cells] != [c.source for c in stored.cells]:
        print(f"writing the first cell of {path.name}, {framework.label}: the address changed")
        stored.cells = cells
        nbformat.write(stored, path)


if __name__ == "__main__":
    sys.exit(main())
