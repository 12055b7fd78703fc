"""Fill in: the learner works out Y."""

from collections.abc import Iterator
from typing import Any

from d2lmini.widgets import _still as still
from d2lmini.widgets._arrays import Rows, trans_conv
from d2lmini.widgets._base import Widget
from d2lmini.widgets._state import DECLARED

__all__ = ["FillIn"]

_LEVELS = DECLARED["levels"]
_WORD = 0xFFFFFFFF


class FillIn(Widget):
    """Ask for every cell of Y, check each, and hint at its terms.

    Parameters
    ----------
    seed : int
        Which exercise, 0 to 99999; the same numbers everywhere.
    level : int
        1: stride 1; 2: stride 2; 3: and padding 1; 4: and dilation 2.
    answers : dict
        What was typed so far, ``{"0,1": 4}``.

    Raises
    ------
    ValueError
        If there is no such exercise, or an answer is not a number under its place.

    Examples
    --------
    >>> FillIn(seed=1).X
    [[3, 3], [1, 3]]
    """

    _positional = 2
    seed: int
    level: int
    answers: dict[str, float]

    @property
    def X(self) -> Rows:  # noqa: N802
        """The exercise's input."""
        return _exercise(self.state)[0]

    @property
    def K(self) -> Rows:  # noqa: N802
        """The exercise's kernel."""
        return _exercise(self.state)[1]

    @property
    def Y(self) -> Rows:  # noqa: N802
        """The solution, computed by d2lmini."""
        return _solution(self.state)

    @staticmethod
    def _text(s: dict[str, Any]) -> str:
        X, K = _exercise(s)
        return (
            f"FillIn: exercise {s['seed']}, level {s['level']}, {_parameters(s)}\n"
            f"X = {still.lists(X)}\nK = {still.lists(K)}\nY = ? (solution: "
            f"{still.lists(_solution(s))})"
        )

    @staticmethod
    def _html(s: dict[str, Any]) -> str:
        X, K = _exercise(s)
        Y = _solution(s)
        empty = still.grid(
            Y, f"Y, {len(Y)} × {len(Y[0])}, to fill in", "y", show=lambda _: "&nbsp;"
        )
        solution = still.grid(Y, "Y", "y")
        parts = [
            still.grid(X, "X, input", "x"),
            still.grid(K, "K, kernel", "k"),
            empty,
            f'<details style="flex-basis:100%"><summary>Solution</summary>{solution}</details>',
        ]
        return still.figure(f"Work out Y = trans_conv(X, K), {_parameters(s)}", parts)


def _random(seed: int) -> Iterator[int]:
    """Yield 32-bit numbers, the same as `random` in arithmetic.js (mulberry32)."""
    state = seed & _WORD
    while True:
        state = (state + 0x6D2B79F5) & _WORD
        t = ((state ^ state >> 15) * (state | 1)) & _WORD
        t ^= (t + (((t ^ t >> 7) * (t | 61)) & _WORD)) & _WORD
        yield t ^ t >> 14


def _exercise(s: dict[str, Any]) -> tuple[Rows, Rows]:
    draw = _random(s["seed"] * len(_LEVELS) + s["level"])
    digits = [next(draw) * (DECLARED["largest_digit"] + 1) >> 32 for _ in range(8)]
    return [list(digits[0:2]), list(digits[2:4])], [list(digits[4:6]), list(digits[6:8])]


def _solution(s: dict[str, Any]) -> Rows:
    return trans_conv(*_exercise(s), _LEVELS[s["level"] - 1])


def _parameters(s: dict[str, Any]) -> str:
    p = _LEVELS[s["level"] - 1]
    return f"stride {p['stride']}, padding {p['padding']}, dilation {p['dilation']}"
