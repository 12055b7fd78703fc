"""Results in prose: `{eval}` and an expression, of which readers see the value.

A kernel answers after the cell above. The value stands in the notebook as plain text, and the
kernel's answer in the Markdown cell's metadata, as jupyterlab-myst keeps it: `user_expressions`.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

from book._ext.notebooks.install import without_install

__all__ = [
    "UNKNOWN",
    "answers_of",
    "expressions",
    "fill",
    "keep_answers",
    "shown",
    "values_of",
    "with_values",
]

EVAL = re.compile(r"\{eval\}`([^`]+)`")
KEY = "user_expressions"
Answer = Mapping[str, Any]  # a kernel's, to one expression
UNKNOWN = "?"  # the value where the framework is not there; the manifest lists the notebook


def expressions(text: str) -> list[str]:
    """Return the expressions of a text that have no value yet, in order."""
    return EVAL.findall(text)


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Replace each expression of a text by its value; one that has none stays."""
    return EVAL.sub(lambda match: values.get(match[1], match[0]), text)


def fill(cell: NotebookNode, answers: Mapping[str, Answer]) -> None:
    """Put a kernel's answers into a Markdown cell's metadata, and their values into its text."""
    new = {e: dict(answers[e]) for e in expressions(cell.source) if e in answers}
    if new:
        known = {**answers_of(cell), **new}
        cell.metadata[KEY] = [{"expression": e, "result": known[e]} for e in known]
        cell.source = with_values(cell.source, {e: shown(new[e]) for e in new})


def answers_of(cell: NotebookNode) -> dict[str, Answer]:
    """Return the answers that a cell's metadata holds, by expression."""
    return {entry["expression"]: entry["result"] for entry in cell.metadata.get(KEY, [])}


def values_of(cell: NotebookNode) -> dict[str, str]:
    """Return the values that a cell's metadata holds, by expression."""
    return {expression: shown(answer) for expression, answer in answers_of(cell).items()}


def keep_answers(
    expected: NotebookNode, stored: NotebookNode, kept: int, *, all_known: bool = False
) -> None:
    """Fill in the prose below the kept code cells with the values that it had there.

    Where `all_known`, what has no value then is given UNKNOWN: nobody can evaluate it here.
    """
    answers: defaultdict[int, dict[str, Answer]] = defaultdict(dict)
    for above, cell in _prose(stored):
        answers[above].update(answers_of(cell))
    unknown = {"status": "ok", "data": {"text/plain": repr(UNKNOWN)}, "metadata": {}}
    for above, cell in _prose(expected):
        known = answers[above] if above <= kept else {}
        given = {e: unknown for e in expressions(cell.source)} if all_known else {}
        fill(cell, {**given, **known})


def _prose(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Yield the Markdown cells, each with the number of the chapter's code cells above it."""
    above = 0
    for cell in without_install(notebook):
        above += cell.cell_type == "code"
        if cell.cell_type == "markdown":
            yield above, cell


def shown(answer: Answer) -> str:
    """Return what readers see of an answer: a text without quotes, or else its repr.

    Raises
    ------
    ValueError
        If the expression raised, or if its value does not stand in one line.
    """
    if answer["status"] != "ok":
        raise ValueError(f"{answer['ename']}: {answer['evalue']}")
    text = str(answer["data"]["text/plain"])
    if text[:1] in ("'", '"'):
        text = str(ast.literal_eval(text))
    if not text or "\n" in text:
        raise ValueError(f"the value {text!r} is not one line; print it in a cell")
    return text
