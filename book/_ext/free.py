"""A question whose right answer an expression gives: a choice, a number, or an array."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import d2lmini
import d2lmini.layouts
import d2lmini.systems
import d2lmini.trained  # for expressions, as `d2lmini.trained`
from d2lmini.predictions import Wrong

__all__ = [
    "ARROW",
    "NAMES",
    "Free",
    "cells_of",
    "choice_of",
    "items_of",
    "number_of",
    "without_items",
]

ARROW = " => "  # between an option or a wrong value and what is said of it
MARKUP = re.compile(r"[$`*{}\[\]<>]")  # options are words: the page shows them as they stand
NAMES: dict[str, Any] = {"np": np, "d2lmini": d2lmini}

Item = tuple[str, str]  # an option or a wrong value, and its feedback


@dataclass(frozen=True)
class Free:
    """A question as `d2lmini.predictions.check` reads it; a choice's answer is an index."""

    asks: str
    answer: tuple[float, ...]
    wrong: list[Wrong]
    options: tuple[str, ...] = ()
    columns: int = 1  # of an array


def choice_of(options: Mapping[str, str], lines: Sequence[str]) -> Free:
    """Read a choice; `check` gives the text or the index, from 0, of the right option.

    Raises
    ------
    ValueError
        If the right option is not exactly one of them, or a wrong one has no feedback.
    """
    items = items_of(lines)
    texts = [text for text, _ in items]
    if len(items) < 2 or len(set(texts)) < len(texts):
        raise ValueError("a choice needs two or more options that differ, as a list")
    for text in texts:
        if MARKUP.search(text):
            raise ValueError(f"an option is words without markup, not {text!r}")
    right = _index(_value("check", options.get("check", "")), texts)
    if items[right][1]:
        raise ValueError(f"{texts[right]!r} is right: what explains it stands below ---")
    wrong = [
        Wrong(text, (float(i),), _said(text, feedback))
        for i, (text, feedback) in enumerate(items)
        if i != right
    ]
    return Free("choice", (float(right),), wrong, tuple(texts))


def number_of(options: Mapping[str, str], lines: Sequence[str]) -> Free:
    """Read a number that `answer` computes; the list has the values of typical errors.

    Raises
    ------
    ValueError
        If an expression gives no number, or two give the same.
    """
    answer = _number("answer", options["answer"])
    wrong = [
        Wrong(text, (_number("a wrong value", text),), _said(text, feedback))
        for text, feedback in items_of(lines)
    ]
    values = [answer, *(w.value[0] for w in wrong)]
    if len(set(values)) < len(values):
        raise ValueError("the answer and its wrong values have to differ")
    return Free("number", (answer,), wrong)


def cells_of(options: Mapping[str, str], lines: Sequence[str]) -> Free:
    """Read an array that `answer` computes; the list has the arrays of typical errors.

    Raises
    ------
    ValueError
        If an expression gives no array, the shapes differ, or two give the same.
    """
    answer = _array("answer", options["answer"])
    wrong = []
    for text, feedback in items_of(lines):
        value = _array("a wrong value", text)
        if value.shape != answer.shape:
            raise ValueError(f"{text!r} has the shape {value.shape}, the answer {answer.shape}")
        wrong.append(Wrong(text, tuple(value.ravel().tolist()), _said(text, feedback)))
    values = [tuple(answer.ravel().tolist()), *(w.value for w in wrong)]
    if len(set(values)) < len(values):
        raise ValueError("the answer and its wrong values have to differ")
    return Free("cells", values[0], wrong, columns=answer.shape[1])


def items_of(lines: Sequence[str]) -> list[Item]:
    """Return the list at a question's end, item by item."""
    text = re.sub(r"\n +", " ", "\n".join(lines[_question(lines) :]))
    items = [line.removeprefix("- ") for line in text.split("\n") if line.startswith("- ")]
    parts = [item.partition(ARROW) for item in items]
    return [(text.strip(), feedback.strip()) for text, _, feedback in parts]


def without_items(lines: Sequence[str]) -> list[str]:
    """Return a question's lines above its list."""
    return list(lines[: _question(lines)])


def _question(lines: Sequence[str]) -> int:
    return next((i for i, line in enumerate(lines) if line.startswith("- ")), len(lines))


def _index(value: Any, texts: Sequence[str]) -> int:
    if isinstance(value, str) and value in texts:
        return texts.index(value)
    number = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if number and 0 <= value < len(texts):
        return int(value)
    raise ValueError(f"check gives {value!r}, which is none of the options {', '.join(texts)}")


def _said(text: str, feedback: str) -> str:
    if not feedback:
        raise ValueError(f"{text!r} is wrong and needs feedback, after{ARROW.rstrip()}")
    return feedback


def _number(name: str, expression: str) -> float:
    value = _value(name, expression)
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {expression!r} gives no number: {error}") from error


def _array(name: str, expression: str) -> Any:
    array = np.asarray(_value(name, expression))
    if array.ndim != 2 or array.dtype.kind not in "if":
        raise ValueError(f"{name}: {expression!r} gives no rows of numbers")
    return array.astype(float)


def _value(name: str, expression: str) -> Any:
    """Evaluate what the author wrote, with NumPy as `np` and with `d2lmini`."""
    if not expression:
        raise ValueError(f"predict needs the option {name}")
    try:
        return eval(expression, dict(NAMES))
    except Exception as error:
        raise ValueError(f"{name}: {expression!r} fails: {error}") from error
