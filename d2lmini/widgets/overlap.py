"""Overlap: what a kernel's stamps add up to on a constant."""

from typing import Any

import numpy

import d2lmini
from d2lmini.widgets import _still as still
from d2lmini.widgets._arrays import Rows, trans_conv
from d2lmini.widgets._base import Widget
from d2lmini.widgets._state import DECLARED

__all__ = ["Overlap"]


class Overlap(Widget):
    """Add up the stamps that reach each cell of Y: the cause of checkerboards.

    Parameters
    ----------
    n : int
        Height and width of the input, all ones; 1 to 8.
    kernel, stride : int
        Of every layer; kernel 1 to 8, stride 1 to 4.
    layers : int
        Transposed convolutions stacked, 1 to 3.
    weights : dict
        Weights of the kernel that are not 1, ``{"0,1": 2}``; without any, Y counts stamps.

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
    weights: dict[str, float]

    @property
    def Y(self) -> Rows:  # noqa: N802
        """The output of a constant 1, computed by d2lmini."""
        return _counts(self.state)

    @property
    def R(self) -> Rows:  # noqa: N802
        """The output of a ramp that rises by 1 from column to column."""
        return _output(self.state, numpy.tile(numpy.arange(1.0, self.n + 1), (self.n, 1)))

    @property
    def K(self) -> Rows:  # noqa: N802
        """The kernel of every layer."""
        return _kernel(self.state)

    @property
    def ratio(self) -> float:
        """Largest over smallest of Y away from the borders; infinite where a cell gets nothing."""
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
        return f"Overlap: {_words(s)}\n{_painted(s)}Y = {still.lists(_counts(s))}"

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
        if _painted(s):
            parts[0] = still.grid(Y, "Y, output of a constant 1", "y", tints)
            parts.insert(0, still.grid(_kernel(s), "K, kernel", "k"))
        return still.figure("How many stamps reach each cell of Y", parts)


def _kernel(s: dict[str, Any]) -> Rows:
    sides = range(s["kernel"])
    return [[s["weights"].get(f"{a},{b}", 1) for b in sides] for a in sides]


def _painted(s: dict[str, Any]) -> str:
    K = _kernel(s)
    return f"K = {still.lists(K)}\n" if any(weight != 1 for row in K for weight in row) else ""


def _output(s: dict[str, Any], X: Any) -> Rows:
    Y: Rows = X.tolist()
    for _ in range(s["layers"]):
        Y = trans_conv(Y, _kernel(s), s)
    return Y


def _counts(s: dict[str, Any]) -> Rows:
    return _output(s, numpy.ones((s["n"], s["n"])))


def _ratio(s: dict[str, Any]) -> float:
    # one period of the output on an endless plane: o = i * stride + a, modulo the period
    plane = numpy.ones((1, 1))
    for _ in range(s["layers"]):
        wider = numpy.zeros([n * s["stride"] for n in plane.shape])
        for (a, b), weight in numpy.ndenumerate(_kernel(s)):
            rows, cols = ((numpy.arange(len(plane)) * s["stride"] + t) % len(wider) for t in (a, b))
            wider[numpy.ix_(rows, cols)] += weight * plane
        plane = wider
    return float(plane.max() / plane.min()) if plane.min() > 0 else float("inf")


def _words(s: dict[str, Any]) -> str:
    ratio = _ratio(s)
    what = "output of a constant" if _painted(s) else "count"
    text = "has no bound" if ratio == float("inf") else f"is {still.number(ratio)}"
    return (
        f"kernel {s['kernel']}, stride {s['stride']}, layers {s['layers']}, "
        f"input {s['n']} × {s['n']}: largest over smallest {what} away from the borders {text}"
    )
