"""A question whose parameters are drawn: an author writes one, the page has several of its kind."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from book._ext.free import ARROW, NAMES
from book._ext.predictions import RULE, Question, prediction_of

__all__ = ["DRAWN", "Drawn", "drawn"]

DRAWN = ("vary", "let", "where", "from")  # the options of a draw beside those of its questions
EACH = 4  # questions of a kind
MOST_TRIES = 400
PLACE = re.compile(r"@([A-Za-z])")
RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)")
ARRAY = re.compile(r"(\d)x(\d):(-?\d+)\.\.(-?\d+)")
ROWS = ("input", "kernel", "output")  # options that hold an array or a size, no expression
CODE = ("answer", "check")


@dataclass(frozen=True)
class Drawn:
    """One question with its parameters: what the directive `predict` takes, and what it reads."""

    options: dict[str, str]
    lines: list[str]
    question: Question


def drawn(name: str, options: Mapping[str, str], lines: Sequence[str]) -> list[Drawn]:
    """Draw the questions of a kind, the same at each build.

    Raises
    ------
    ValueError
        If the options are none, or too few questions can be drawn: an answer has to differ from
        its wrong values, and a question from the others.
    """
    ranges = _ranges(options.get("vary", ""))
    draw, why = random.Random(name), ""
    found: dict[object, Drawn] = {}
    for _ in range(MOST_TRIES):
        values = {key: _value(text, draw) for key, text in ranges.items()}
        for key, text in _pairs(options.get("let", "")).items():
            values[key] = eval(_code(text, values), dict(NAMES))
        if len(found) == EACH:
            break
        if not eval(_code(options.get("where", "True"), values), {"np": np}):
            continue
        try:
            one = _filled(options, lines, values)
        except ValueError as error:  # an error gives the right answer here: draw again
            why = str(error)
            continue
        if one.question.wrong:
            found.setdefault((one.question.answer, "\n".join(one.lines)), one)
    if len(found) < EACH:
        raise ValueError(f"only {len(found)} of {EACH} questions can be drawn; the last: {why}")
    return list(found.values())


def _pairs(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    return {name.strip(): value.strip() for name, _, value in pairs}


def _ranges(text: str) -> dict[str, str]:
    ranges = _pairs(text)
    for values in ranges.values():
        if not (RANGE.fullmatch(values) or ARRAY.fullmatch(values)):
            raise ValueError(f"vary is like n=3..6; X=2x3:0..4, not {text!r}")
    return ranges


def _value(text: str, draw: random.Random) -> Any:
    if size := ARRAY.fullmatch(text):
        rows, columns, low, high = map(int, size.groups())
        return np.array([[draw.randint(low, high) for _ in range(columns)] for _ in range(rows)])
    low, high = map(int, text.split(".."))
    return draw.randint(low, high)


def _filled(options: Mapping[str, str], lines: Sequence[str], values: Mapping[str, Any]) -> Drawn:
    forms = {**dict.fromkeys(ROWS, _rows), **dict.fromkeys(CODE, _code)}
    filled = {
        key: forms.get(key, _tex)(text, values) for key, text in options.items() if key not in DRAWN
    }
    text = []
    for line in lines:
        value, arrow, feedback = line.partition(ARROW)
        is_item = line.startswith("- ") and arrow and filled["asks"] != "choice"
        new = _code(value, values) if is_item else _tex(value, values)
        text.append(new + arrow + _tex(feedback, values))
    if "from" in options:
        text += [*([] if RULE in text else ["", RULE]), "", f"Read again: {options['from']}."]
    return Drawn(filled, text, prediction_of(filled, text))


def _put(text: str, values: Mapping[str, Any], form: Any) -> str:
    def one(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise KeyError(f"@{match[1]} is not drawn; there are {', '.join(values)}")
        value = values[match[1]]
        return form(value) if isinstance(value, np.ndarray) else str(value)

    return PLACE.sub(one, text)


def _rows(text: str, values: Mapping[str, Any]) -> str:
    return _put(text, values, lambda a: "; ".join(" ".join(map(str, row)) for row in a.tolist()))


def _code(text: str, values: Mapping[str, Any]) -> str:
    return _put(text, values, lambda a: f"np.array({a.tolist()})")


def _tex(text: str, values: Mapping[str, Any]) -> str:
    def array(a: Any) -> str:
        body = r" \\ ".join(" & ".join(map(str, row)) for row in a.tolist())
        return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"

    return _put(text, values, array)
