"""Run a chapter's notebook in a kernel of its own and clean what it printed."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets.config import Config

from book._ext.frameworks import Framework
from book._ext.notebooks.chapters import METADATA, Chapter, ChapterError
from book._ext.notebooks.kernels import kernel_settings
from book._ext.notebooks.stored import RANDOM_MIME
from book._ext.notebooks.values import expressions, fill, shown

__all__ = ["execute"]

ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")
COLOUR = re.compile(r"\x1b\[[\d;]*m")
LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
CELL_TIMEOUT_S = 300


class _Client(NotebookClient):  # type: ignore[misc]
    """A client that evaluates the expressions of the prose where they stand."""

    place: Callable[[str, str], str]

    async def async_execute_cell(
        self, cell: NotebookNode, cell_index: int, *args: Any, **options: Any
    ) -> NotebookNode:
        """Run a cell; of a Markdown cell, evaluate the expressions that have no value yet."""
        cell = await super().async_execute_cell(cell, cell_index, *args, **options)
        if cell.cell_type == "markdown" and (asked := expressions(cell.source)):
            reply = await self.kc.execute_interactive(
                "",
                store_history=False,
                user_expressions={expression: expression for expression in asked},
                timeout=CELL_TIMEOUT_S,
            )
            answers = reply["content"]["user_expressions"]
            for expression in asked:
                self._check(cell, expression, answers[expression])
            fill(cell, answers)
        return cell

    def _check(self, cell: NotebookNode, expression: str, answer: Mapping[str, Any]) -> None:
        try:
            text = shown(answer)
            if ADDRESS.search(text):
                raise ValueError(f"the value {text} has a memory address, new at every run")
        except ValueError as error:
            raise ChapterError(f"{self.place(cell.id, expression)}: {error}") from None


def execute(
    notebook: NotebookNode, chapter: Chapter, framework: Framework, folder: Path, keep: int
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
        If a cell or an expression in prose raises, a cell writes to standard error, or a memory
        address is shown: none of these can be compared.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kept = [cell.outputs for cell in cells[:keep]]
    client = _Client(
        notebook,
        timeout=CELL_TIMEOUT_S,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # what is printed is one output, however many pieces it came in
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(folder)}},
        config=Config(KernelManager=kernel_settings()),
    )
    client.place = lambda cell_id, expression: (
        f"{chapter.where_evaluated(cell_id, expression)}: in the {framework.label} notebook "
        f"{{eval}}`{expression}`"
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
