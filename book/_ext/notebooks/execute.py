"""Run a chapter's notebook in a kernel of its own and clean what it printed."""

import re
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets.config import Config

from book._ext.frameworks import Framework
from book._ext.notebooks.chapters import METADATA, Chapter, ChapterError
from book._ext.notebooks.kernels import kernel_settings
from book._ext.notebooks.stored import RANDOM_MIME

__all__ = ["execute"]

ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")
COLOUR = re.compile(r"\x1b\[[\d;]*m")
LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
CELL_TIMEOUT_S = 300


def execute(
    notebook: NotebookNode, chapter: Chapter, framework: Framework, folder: Path, keep: int = 0
) -> None:
    """Run a notebook in a kernel of its own, in place, and clean its outputs.

    Parameters
    ----------
    notebook : NotebookNode
        The split of a chapter.
    chapter, framework : Chapter, Framework
        Whose split it is; for messages.
    folder : Path
        Where the kernel runs.
    keep : int
        How many code cells at the beginning keep the outputs they have. They are run nevertheless:
        what follows needs what they define.

    Raises
    ------
    ChapterError
        If a cell raises, writes to standard error or prints a memory address: none of these can
        be compared.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kept = [cell.outputs for cell in cells[:keep]]
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
        raise _raised(error, cells, chapter, framework) from None
    notebook.metadata = METADATA
    for cell in cells:
        for output in cell.outputs:
            _clean(output, f"{chapter.where(cell.id)}: in the {framework.label} notebook this cell")
    for cell, outputs in zip(cells, kept, strict=False):
        cell.outputs = outputs


def _raised(
    error: CellExecutionError, cells: list[NotebookNode], chapter: Chapter, framework: Framework
) -> ChapterError:
    """Return what a cell raised, with the line of the source that did."""
    cell = next(c for c in cells if any(o.output_type == "error" for o in c.get("outputs", [])))
    found = LINE.search(COLOUR.sub("", str(error)))
    line = int(found[1]) - 1 if found else 0
    return ChapterError(
        f"{chapter.where(cell.id, line)}: {error.ename}: {error.evalue}\n"
        f"    {cell.source.splitlines()[line].strip()}\n"
        f"raised in the {framework.label} notebook; mend the cell, then `make notebooks`"
    )


def _clean(output: NotebookNode, where: str) -> None:
    if output.get("name") == "stderr":
        raise ChapterError(f"{where} wrote to standard error: {output.text.strip()}")
    output.get("data", {}).pop(RANDOM_MIME, None)
    text = output.get("text", "") + str(output.get("data", {}).get("text/plain", ""))
    if ADDRESS.search(text):
        raise ChapterError(
            f"{where} prints a memory address, which is new at every run: {text.strip()}"
        )
