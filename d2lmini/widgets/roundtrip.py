"""Round trip: whether the transposed convolution undoes the convolution."""

from typing import Any

import numpy

import d2lmini
from d2lmini.widgets import _still as still
from d2lmini.widgets._arrays import Rows, corr2d, kernel_matrix, shape, trans_conv
from d2lmini.widgets._base import Widget

__all__ = ["RoundTrip"]


class RoundTrip(Widget):
    """Compare Z = trans_conv(corr2d(X, K), K) with X, after a prediction.

    Parameters
    ----------
    X : array of shape (n_h, n_w)
        Input, sizes 1 to 5.
    K : array of shape (k_h, k_w)
        Kernel of both operations.
    stride : int
        Stride of both.
    guess_shape, guess_values : {"", "same", "other"}
        The reader's prediction.
    revealed : bool
        Whether Z is shown.

    Raises
    ------
    ValueError
        If the kernel does not fit into X.

    Examples
    --------
    >>> RoundTrip([[0, 1], [2, 3]], [[2]]).Z
    [[0.0, 4.0], [8.0, 12.0]]
    """

    _positional = 2
    X: Rows
    K: Rows
    stride: int
    guess_shape: str
    guess_values: str
    revealed: bool

    @property
    def Y(self) -> Rows:  # noqa: N802
        """The cross-correlation, computed by d2lmini."""
        return _there(self.state)

    @property
    def Z(self) -> Rows:  # noqa: N802
        """The transposed convolution of Y, computed by d2lmini."""
        return _back(self.state)

    @staticmethod
    def _check(s: dict[str, Any]) -> None:
        d2lmini.conv_output_shape(shape(s["X"]), shape(s["K"]), stride=s["stride"])

    @staticmethod
    def _text(s: dict[str, Any]) -> str:
        return (
            f"RoundTrip: stride {s['stride']}\nX = {still.lists(s['X'])}\n"
            f"K = {still.lists(s['K'])}\n"
            f"Y = {still.lists(_there(s))}\nZ = {still.lists(_back(s))}"
        )

    @staticmethod
    def _html(s: dict[str, Any]) -> str:
        Z = _back(s)
        W = numpy.array(kernel_matrix(s["K"], shape(s["X"]), s))
        answer = [still.grid(Z, "Z = trans_conv(Y, K)", "x")]
        if numpy.shape(Z) == numpy.shape(s["X"]):
            answer.append(still.grid((numpy.array(Z) - s["X"]).tolist(), "Z − X", "w"))
        answer.append(still.grid((W.T @ W).tolist(), "WᵀW, which makes Z of X", "w"))
        row = "display:flex;flex-wrap:wrap;gap:.8em 1.2em"
        parts = [
            still.grid(s["X"], "X, input", "x"),
            still.grid(s["K"], "K, kernel", "k"),
            still.grid(_there(s), "Y = corr2d(X, K)", "y"),
            still.note("Has Z = trans_conv(Y, K) the shape of X? Has it the values of X?"),
            f'<details style="flex-basis:100%"><summary>Answer</summary><div style="{row}">'
            f"{''.join(answer)}</div></details>",
        ]
        return still.figure(f"Round trip X to Y to Z, stride {s['stride']}", parts)


def _there(s: dict[str, Any]) -> Rows:
    return corr2d(s["X"], s["K"], s)


def _back(s: dict[str, Any]) -> Rows:
    return trans_conv(_there(s), s["K"], s)
