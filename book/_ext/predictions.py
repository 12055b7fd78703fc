"""A prediction as an author writes it: options and body of the directive `predict`."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from book._ext.free import Free, cells_of, choice_of, number_of
from book._ext.settings import LEAST, Settings, settings_of
from book._ext.settings import OPTIONS as OF_SETTINGS
from d2lmini.predictions import OPERATIONS, Array, Prediction, Setting

__all__ = ["KNOWN", "RULE", "Question", "answer_text", "prediction_of", "question_and_reason"]

PARAMETERS = ("stride", "padding", "output_padding", "dilation")
OPTIONS = ("asks", "operation", "input", "kernel", "at", "hint", *PARAMETERS)
COMPUTED = ("asks", "answer", "hint")
FREE = {"choice": ("asks", "check", "hint"), "number": COMPUTED, "cells": COMPUTED}
READ = {"choice": choice_of, "number": number_of, "cells": cells_of}
KNOWN = tuple(dict.fromkeys((*OPTIONS, "answer", "check", *OF_SETTINGS, *LEAST)))
RULE = "---"  # between the question and what explains the answer

Question = Prediction | Free | Settings


def prediction_of(options: Mapping[str, str], lines: Sequence[str] = ()) -> Question:
    """Read a prediction from a directive's options and the lines of its body.

    Raises
    ------
    ValueError
        If an option is unknown or missing, or the operation refuses the parameters.
    """
    asks = options.get("asks", "")
    if asks == "settings":
        return settings_of(options)
    free = asks == "choice" or "answer" in options
    known = FREE.get(asks, KNOWN) if free else OPTIONS
    for name in options:
        if name not in known:
            raise ValueError(f"predict knows no option {name!r}; there are {', '.join(known)}")
    if free:
        question = lines[: question_and_reason(lines)]
        if asks not in FREE:
            raise ValueError(f"answer is for asks: number or cells, not {asks!r}")
        return READ[asks](options, question)
    return _computed(options)


def _computed(options: Mapping[str, str]) -> Prediction:
    for name in ("asks", "input", "kernel"):
        if not options.get(name):
            raise ValueError(f"predict needs the option {name}")
    operation = options.get("operation", "trans_conv")
    if operation not in OPERATIONS:
        raise ValueError(f"predict knows {', '.join(OPERATIONS)}, not {operation!r}")
    setting = Setting(
        _array("input", options["input"]),
        _array("kernel", options["kernel"]),
        operation,
        **{name: int(options[name]) for name in PARAMETERS if name in options},
    )
    return Prediction(setting, options["asks"], _place(options.get("at", "0 0")))


def question_and_reason(lines: Sequence[str]) -> int:
    """Return how many lines the question has: up to the rule, or all."""
    return list(lines).index(RULE) if RULE in lines else len(lines)


def answer_text(prediction: Question) -> str:
    """Return the right answer in words, or as a LaTeX array where it is one."""
    numbers = [f"{n:g}" for n in prediction.answer]
    if isinstance(prediction, Settings):
        names = (name.replace("_", " ") for name in prediction.find)
        found = ", ".join(f"{name} {n}" for name, n in zip(names, numbers, strict=True))
        return f"For example: {found}." if prediction.several else f"{found.capitalize()}."
    if prediction.asks == "choice" and isinstance(prediction, Free):
        return prediction.options[int(prediction.answer[0])]
    if prediction.asks == "shape":
        return f"{numbers[0]} × {numbers[1]}"
    if prediction.asks == "number":
        return numbers[0]
    width = prediction.columns
    rows = [" & ".join(numbers[i : i + width]) for i in range(0, len(numbers), width)]
    body = r" \\ ".join(rows)
    return rf"$\begin{{bmatrix}} {body} \end{{bmatrix}}$"


def _array(name: str, text: str) -> Array:
    """Read rows, divided by semicolons, of numbers, divided by spaces, or a size: 2x3 ones."""
    if size := re.fullmatch(r"([1-9]\d*)x([1-9]\d*)", text):
        return np.ones((int(size[1]), int(size[2])))
    try:
        return np.array([[float(n) for n in row.split()] for row in text.split(";")], float)
    except ValueError as error:
        raise ValueError(
            f"{name} is rows like 1 2; 3 4 of one length, or a size like 2x3, not {text!r}"
        ) from error


def _place(text: str) -> tuple[int, int]:
    try:
        row, column = map(int, text.split())
    except ValueError as error:
        raise ValueError(f"at is a row and a column like 0 1, not {text!r}") from error
    return row, column
