"""Overlap: how many stamps reach each cell."""

from typing import Any

import numpy
import traitlets

from d2lmini.widgets import _static as still
from d2lmini.widgets._base import Whole, Widget
from d2lmini.widgets._check import check_whole
from d2lmini.widgets._compute import Rows, trans_conv

_KEYS = ("n", "kernel", "stride", "layers")
_MOST_CELLS = 40


class Overlap(Widget):
    """Count the stamps that reach each cell of Y: the cause of checkerboards.

    Parameters
    ----------
    n : int
        Height and width of the input, all ones; 1 to 8.
    kernel, stride : int
        Of every layer; kernel 1 to 8, stride 1 to 4.
    layers : int
        Transposed convolutions stacked, 1 to 3.

    Raises
    ------
    ValueError
        If a parameter is out of range or the output larger than 40 by 40.

    Examples
    --------
    >>> Overlap(2, kernel=3, stride=2).Y[2]
    [2.0, 2.0, 4.0, 2.0, 2.0]
    """

    _keys = _KEYS
    n = Whole(4).tag(sync=True)
    kernel = Whole(3).tag(sync=True)
    stride = Whole(2).tag(sync=True)
    layers = traitlets.Int(1).tag(sync=True)

    def __init__(self, n: int = 4, **traits: Any) -> None:
        super().__init__(n=n, **traits)

    _accept_all = traitlets.validate(*_KEYS)(Widget._accept)

    @property
    def Y(self) -> Rows:  # noqa: N802
        """The counts, computed by d2lmini on ones."""
        return _counts(self.state)

    @property
    def ratio(self) -> float:
        """Largest over smallest count away from the borders; infinite where a cell gets none."""
        return _ratio(self.state)

    @staticmethod
    def _check(s: dict[str, Any]) -> None:
        for key, label, high in (
            ("n", "input size", 8),
            ("kernel", "kernel", 8),
            ("stride", "stride", 4),
            ("layers", "layers", 3),
        ):
            check_whole(label, s[key], 1, high)
        side = s["n"]
        for _ in range(s["layers"]):
            side = s["stride"] * (side - 1) + s["kernel"]
        if side > _MOST_CELLS:
            limit = f"at most {_MOST_CELLS} by {_MOST_CELLS} are drawn"
            raise ValueError(f"Y would be {side} by {side}, and {limit}")

    @staticmethod
    def _text(s: dict[str, Any]) -> str:
        return f"Overlap: {_words(s)}\nY = {still.lists(_counts(s))}"

    @staticmethod
    def _html(s: dict[str, Any]) -> str:
        Y = _counts(s)
        most = max(max(row) for row in Y)
        tints = {
            (i, j): f"rgba(140,100,255,{0.45 * v / most:.2f})"
            for i, row in enumerate(Y)
            for j, v in enumerate(row)
        }
        parts = [still.grid(Y, "Y, stamps that reach each cell", "y", tints), still.note(_words(s))]
        return still.figure("How many stamps reach each cell of Y", parts)


def _counts(s: dict[str, Any]) -> Rows:
    Y: Rows = numpy.ones((s["n"], s["n"])).tolist()
    K: Rows = numpy.ones((s["kernel"], s["kernel"])).tolist()
    for _ in range(s["layers"]):
        Y = trans_conv(Y, K, {**s, "padding": 0, "output_padding": 0, "dilation": 1})
    return Y


def _ratio(s: dict[str, Any]) -> float:
    # one period of the counts on an endless line: o = i * stride + a, modulo the period
    line = numpy.ones(1)
    for _ in range(s["layers"]):
        wider = numpy.zeros(len(line) * s["stride"])
        for a in range(s["kernel"]):
            places = (numpy.arange(len(line)) * s["stride"] + a) % len(wider)
            wider[places] += line
        line = wider
    return float("inf") if line.min() == 0 else float((line.max() / line.min()) ** 2)


def _words(s: dict[str, Any]) -> str:
    ratio = _ratio(s)
    text = "has no bound" if ratio == float("inf") else f"is {still.number(ratio)}"
    return (
        f"kernel {s['kernel']}, stride {s['stride']}, layers {s['layers']}, "
        f"input {s['n']} × {s['n']}: largest over smallest count away from the borders {text}"
    )
