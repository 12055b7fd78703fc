"""Overlap: how many stamps reach each cell."""

from typing import Any

import numpy

import d2lmini
from d2lmini.widgets import _still as still
from d2lmini.widgets._arrays import Rows, trans_conv
from d2lmini.widgets._base import Widget
from d2lmini.widgets._state import DECLARED

__all__ = ["Overlap"]


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

    n: int
    kernel: int
    stride: int
    layers: int

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
        size = s["n"], s["n"]
        for _ in range(s["layers"]):
            size = d2lmini.trans_conv_output_shape(size, s["kernel"], stride=s["stride"])
        if size[0] > (most := DECLARED["most_cells"]):
            limit = f"at most {most} by {most} are drawn"
            raise ValueError(f"Y would be {size[0]} by {size[0]}, and {limit}")

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
        Y = trans_conv(Y, K, s)
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
