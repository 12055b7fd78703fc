"""Matrix: the same numbers from W and its transpose."""

from typing import Any

import numpy

import d2lmini
from d2lmini.widgets import _still as still
from d2lmini.widgets._arrays import (
    TRANSPOSED,
    Rows,
    corr2d,
    kernel_matrix,
    parameters,
    shape,
    trans_conv,
)
from d2lmini.widgets._base import Widget
from d2lmini.widgets._state import DECLARED

__all__ = ["Matrix"]


class Matrix(Widget):
    """Link X, K and Y to the matrix W of the cross-correlation, or to its transpose.

    Parameters
    ----------
    X : array of shape (n_h, n_w)
        What is multiplied, flattened.
    K : array of shape (k_h, k_w)
        Kernel.
    stride, padding, dilation : int
        Parameters of the cross-correlation that W stands for.
    output_padding : int
        Of the transposed convolution, smaller than the stride; `corr2d` has none.
    transposed : bool
        True: ``Y = trans_conv(X, K)`` by the transpose of W. False: ``Y = corr2d(X, K)`` by W.

    Raises
    ------
    ValueError
        If Y would be empty or W have more than 1600 entries.

    Examples
    --------
    >>> Matrix([[0, 1], [2, 3]], [[0, 1], [2, 3]]).Y
    [[0.0, 0.0, 1.0], [0.0, 4.0, 6.0], [4.0, 12.0, 9.0]]
    """

    _positional = 2
    X: Rows
    K: Rows
    stride: int
    padding: int
    output_padding: int
    dilation: int
    transposed: bool

    @property
    def Y(self) -> Rows:  # noqa: N802
        """The result, computed by d2lmini."""
        return _result(self.state)

    @property
    def W(self) -> Rows:  # noqa: N802
        """The matrix of the cross-correlation, not transposed."""
        return _matrix(self.state)

    @staticmethod
    def _check(s: dict[str, Any]) -> None:
        entries = numpy.prod([*shape(s["X"]), *_size(s)])
        if s["output_padding"] >= s["stride"]:
            raise ValueError(
                f"output padding must be smaller than the stride, {s['stride']}, "
                "or W would have more rows than X has cells"
            )
        if entries > (most := DECLARED["most_entries"]):
            raise ValueError(f"W would have {entries} entries, and at most {most} are drawn")

    @staticmethod
    def _text(s: dict[str, Any]) -> str:
        return (
            f"Matrix: {_operation(s)}, {_parameters(s)}\n"
            f"X = {still.lists(s['X'])}\nK = {still.lists(s['K'])}\n"
            f"W = {still.lists(_matrix(s))}\nY = {still.lists(_result(s))}"
        )

    @staticmethod
    def _html(s: dict[str, Any]) -> str:
        W = numpy.array(_matrix(s))
        M = W.T if s["transposed"] else W
        name = "W transposed" if s["transposed"] else "W"
        zeros = {(int(i), int(j)): "none" for i, j in zip(*numpy.nonzero(M == 0), strict=True)}
        parts = [
            still.grid(s["X"], "X, input", "x"),
            still.grid(s["K"], "K, kernel", "k"),
            still.grid(_result(s), "Y, output", "y"),
            still.grid(M.tolist(), f"{name}, {M.shape[0]} × {M.shape[1]}", "w", zeros),
            still.note(f"Y flattened is {name} times X flattened."),
        ]
        title = f"{_operation(s)} as a matrix product, {_parameters(s)}"
        return still.figure(title, parts)


def _operation(s: dict[str, Any]) -> str:
    return f"Y = {'trans_conv' if s['transposed'] else 'corr2d'}(X, K)"


def _parameters(s: dict[str, Any]) -> str:
    names = ["stride", "padding", "output_padding", "dilation"]
    if not s["transposed"]:
        names.remove("output_padding")
    return ", ".join(f"{name.replace('_', ' ')} {s[name]}" for name in names)


def _result(s: dict[str, Any]) -> Rows:
    operation = trans_conv if s["transposed"] else corr2d
    return operation(s["X"], s["K"], s)


def _size(s: dict[str, Any]) -> tuple[int, int]:
    """Return the shape of Y, or raise ValueError where it has none."""
    X, K = shape(s["X"]), shape(s["K"])
    if s["transposed"]:
        return d2lmini.trans_conv_output_shape(X, K, **parameters(s, TRANSPOSED))
    return d2lmini.conv_output_shape(X, K, **parameters(s))


def _matrix(s: dict[str, Any]) -> Rows:
    # corr2d, which W stands for, takes the larger array to the smaller
    return kernel_matrix(s["K"], _size(s) if s["transposed"] else shape(s["X"]), s)
