"""Run a chapter's notebook in a kernel of its own and clean what it printed."""

import re
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets.config import Config

from book._ext.frameworks import Framework
from book._ext.notebooks.chapters import Chapter, ChapterError, split
from book._ext.notebooks.kernels import kernel_settings

__all__ = ["execute"]

# What a kernel adds to an output that is a new random id at every run.
RANDOM_MIME = "application/vnd.jupyter.widget-view+json"
ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")
CELL_TIMEOUT_S = 300


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
