"""Stamping: how X and K make Y."""

from typing import Any

import d2lmini
from d2lmini.widgets import _still as still
from d2lmini.widgets._arrays import TRANSPOSED, Rows, parameters, shape, stamped, trans_conv
from d2lmini.widgets._base import Widget

__all__ = ["Stamping"]

# More intermediate arrays than these are left to the live form.
_MOST_DRAWN = 9


class Stamping(Widget):
    """Step through a transposed convolution, one stamp ``X[i, j] * K`` after the other.

    Parameters
    ----------
    X : array of shape (n_h, n_w)
        Input, sizes 1 to 8.
    K : array of shape (k_h, k_w)
        Kernel, sizes 1 to 8.
    stride, padding, output_padding, dilation : int
        As in `d2lmini.trans_conv`. Y has
        ``stride * (n - 1) - 2 * padding + dilation * (k - 1) + 1 + output_padding`` rows
        or columns.
    step : int
        Stamps done, -1 for all of them.
    reading : {"stamps", "zeros", "phases"}
        Stamps added up; zeros inserted and a stride-1 cross-correlation; or one for each phase
        of Y, of X with the weights of K that meet this phase.
    show_all : bool
        Lay out every intermediate array.

    Raises
    ------
    TypeError, traitlets.TraitError
        If X or K is not an array of numbers or another value is of the wrong kind.
    ValueError
        If nothing of Y would be left.

    Examples
    --------
    >>> Stamping([[0, 1], [2, 3]], [[0, 1], [2, 3]]).Y
    [[0.0, 0.0, 1.0], [0.0, 4.0, 6.0], [4.0, 12.0, 9.0]]
    """

    _positional = 2
    X: Rows
    K: Rows
    stride: int
    padding: int
    output_padding: int
    dilation: int
    step: int
    reading: str
    show_all: bool

    @property
    def Y(self) -> Rows:  # noqa: N802
        """The result, computed by d2lmini."""
        return trans_conv(self.X, self.K, self.state)

    @staticmethod
    def _check(s: dict[str, Any]) -> None:
        _size(s)

    @staticmethod
    def _text(s: dict[str, Any]) -> str:
        Y = trans_conv(s["X"], s["K"], s)
        return (
            f"Stamping: {_parameters(s)}\n"
            f"X = {still.lists(s['X'])}\nK = {still.lists(s['K'])}\nY = {still.lists(Y)}"
        )

    @staticmethod
    def _html(s: dict[str, Any]) -> str:
        X, K = s["X"], s["K"]
        parts = [
            still.grid(X, "X, input", "x"),
            still.sign("stamped with"),
            still.grid(K, "K, kernel", "k"),
            still.sign("="),
        ]
        count = len(X) * len(X[0])
        if count <= _MOST_DRAWN:
            for t in range(count):
                parts += [still.sign("+")] if t else []
                parts.append(_one_stamp(s, t))
            parts.append(still.sign("="))
        parts.append(still.grid(stamped(X, K, s), "Y, output", "y", _cropped(s)))
        words = _parameters(s) + (". Struck cells are cropped by padding." if s["padding"] else ".")
        return still.figure(
            f"Transposed convolution of X with K, {_parameters(s)}", [*parts, still.note(words)]
        )


def _one_stamp(s: dict[str, Any], t: int) -> str:
    i, j = divmod(t, len(s["X"][0]))
    marks = {
        (i * s["stride"] + a * s["dilation"], j * s["stride"] + b * s["dilation"]): "mark"
        for a, row in enumerate(s["K"])
        for b, _ in enumerate(row)
    }
    only = stamped(s["X"], s["K"], s, only=t)
    return still.grid(only, f"X[{i},{j}]·K = {still.number(s['X'][i][j])}·K", "none", marks)


def _cropped(s: dict[str, Any]) -> dict[tuple[int, int], str]:
    p = s["padding"]
    rows, cols = _size(s)
    canvas = stamped(s["X"], s["K"], s)
    return {
        (i, j): "cropped"
        for i, row in enumerate(canvas)
        for j, _ in enumerate(row)
        if not (p <= i < p + rows and p <= j < p + cols)
    }


def _size(s: dict[str, Any]) -> tuple[int, int]:
    """Return the shape of Y, or raise ValueError where nothing of it is left."""
    return d2lmini.trans_conv_output_shape(
        shape(s["X"]), shape(s["K"]), **parameters(s, TRANSPOSED)
    )


def _parameters(s: dict[str, Any]) -> str:
    names = ("stride", "padding", "output_padding", "dilation")
    return ", ".join(f"{name.replace('_', ' ')} {s[name]}" for name in names)
