"""What a figure's state is: what `states.json` says of its keys, and the checks that follow.

The page's half of the figures reads the same file.
"""

import json
import pathlib
import re
from typing import Any

__all__ = ["DECLARED", "FIGURES", "MIME", "as_json", "check_entry", "check_state"]

MIME = "application/vnd.d2lmini.widget+json"
DECLARED: dict[str, Any] = json.loads(
    (pathlib.Path(__file__).parent / "states.json").read_text(encoding="utf-8")
)
FIGURES: dict[str, dict[str, dict[str, Any]]] = DECLARED["figures"]


def as_json(state: dict[str, Any]) -> str:
    """Return a state as strict JSON, which every browser reads: no NaN, no Infinity."""
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def check_state(figure: str, state: dict[str, Any]) -> None:
    """Raise TypeError or ValueError unless every array and number is as the figure declares it."""
    for key, declared in FIGURES[figure].items():
        if declared["kind"] == "array":
            _check_array(declared, state[key])
        elif declared["kind"] == "answers":
            _check_answers(declared["label"], state[key])
        elif "high" in declared:
            _check_whole(declared, state[key])


def _check_array(declared: dict[str, Any], A: list[list[float]]) -> None:
    label, side, cols = declared["label"], declared["side"], len(A[0])
    if any(len(row) != cols for row in A):
        raise ValueError(f"{label} must have rows of one length")
    if not (1 <= len(A) <= side and 1 <= cols <= side):
        raise ValueError(f"{label} must have from 1 to {side} rows and columns, got {len(A), cols}")
    for row in A:
        for entry in row:
            check_entry(label, entry)


def _check_answers(label: str, answers: dict[str, Any]) -> None:
    for place, number in answers.items():
        if not re.fullmatch(r"[0-9],[0-9]", str(place)):
            raise ValueError(f'{label} must be numbers under their places, like {{"0,1": 4}}')
        check_entry(label, number)


def check_entry(label: str, entry: Any) -> None:
    """Raise ValueError unless an entry of an array is a number that a cell has room for."""
    largest = DECLARED["largest"]
    number = isinstance(entry, int | float) and not isinstance(entry, bool)
    # NaN fails the comparison as well
    if not number or not abs(entry) <= largest:
        raise ValueError(f"{label} must hold numbers of at most {largest} either way")


def _check_whole(declared: dict[str, Any], value: int) -> None:
    label, low, high = declared["label"], declared["low"], declared["high"]
    if isinstance(value, bool):
        raise TypeError(f"{label} must be a whole number, got {value}")
    if not low <= value <= high:
        raise ValueError(f"{label} must be from {low} to {high}, got {value}")
