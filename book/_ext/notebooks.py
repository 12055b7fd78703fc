"""Make the notebooks from the chapters: split, execute, clean, write (`make notebooks`)."""

import argparse
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets.config import Config

from book._ext.address import repository
from book._ext.chapters import Chapter, ChapterError, chapter_names, read_chapter, split, stale
from book._ext.frameworks import BOOK, FRAMEWORKS, Framework, notebook_path
from book._ext.install import install_cell, without_install
from book._ext.kernels import kernel_settings

__all__ = ["execute", "main", "write_notebooks"]

# What a kernel adds to an output that is a new random id at every run.
RANDOM_MIME = "application/vnd.jupyter.widget-view+json"
ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")
CELL_TIMEOUT_S = 300


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; gives the exit status."""
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
    """Bring the first cell in line with the book's address; it needs no run, it has no output."""
    cells = install_cell(framework, repository()) + without_install(stored)
    if [c.source for c in cells] != [c.source for c in stored.cells]:
        print(f"writing the first cell of {path.name}, {framework.label}: the address changed")
        stored.cells = cells
        nbformat.write(stored, path)


def execute(notebook: NotebookNode, chapter: Chapter, framework: Framework, folder: Path) -> None:
    """Run a notebook in a kernel of its own, in place, and clean its outputs.

    Raises
    ------
    ChapterError
        If a cell raises, writes to standard error or prints a memory address: none of these can
        be compared.
    """
    folder.mkdir(parents=True, exist_ok=True)
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_S,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # what is printed is one output, however many pieces it came in
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(folder)}},
        config=Config(KernelManager=kernel_settings()),
    )
    try:
        client.execute()
    except CellExecutionError as error:
        number = next(
            i
            for i, c in enumerate(notebook.cells)
            if any(o.output_type == "error" for o in c.get("outputs", []))
        )
        raise ChapterError(
            f"{_where(chapter, framework, notebook, number)}: raised {error.ename}: "
            f"{error.evalue}; mend the cell in book/{chapter.name}.md\n{error}"
        ) from None
    notebook.metadata = split(chapter, framework).metadata
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            _clean(output, _where(chapter, framework, notebook, number))


def _clean(output: NotebookNode, where: str) -> None:
    if output.get("name") == "stderr":
        raise ChapterError(f"{where}: wrote to standard error: {output.text.strip()}")
    output.get("data", {}).pop(RANDOM_MIME, None)
    text = output.get("text", "") + str(output.get("data", {}).get("text/plain", ""))
    if ADDRESS.search(text):
        raise ChapterError(f"{where}: prints a memory address, new at every run: {text.strip()}")


def _where(chapter: Chapter, framework: Framework, notebook: NotebookNode, number: int) -> str:
    first_line = notebook.cells[number].source.strip().partition("\n")[0]
    return f"chapter {chapter.name}, {framework.label}, cell {number} ({first_line!r})"


if __name__ == "__main__":
    sys.exit(main())
