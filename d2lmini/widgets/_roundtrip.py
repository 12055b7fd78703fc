"""Round trip: whether the transposed convolution undoes the convolution."""

from typing import Any

import numpy
import traitlets

from d2lmini.widgets import _static as still
from d2lmini.widgets._base import Array, Whole, Widget
from d2lmini.widgets._check import check_array, check_conv
from d2lmini.widgets._compute import Rows, corr2d, kernel_matrix, trans_conv

_KEYS = ("X", "K", "stride", "guess_shape", "guess_values", "revealed")
_ANSWERS = ["", "same", "other"]
_MOST_SIDE = 5


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

    _keys = _KEYS
    X = Array([[0, 1, 2], [3, 4, 5], [6, 7, 8]]).tag(sync=True)
    K = Array([[1, 2], [3, 4]]).tag(sync=True)
    stride = Whole(1).tag(sync=True)
    guess_shape = traitlets.Enum(_ANSWERS, "").tag(sync=True)
    guess_values = traitlets.Enum(_ANSWERS, "").tag(sync=True)
    revealed = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        X: Any = ((0, 1, 2), (3, 4, 5), (6, 7, 8)),
        K: Any = ((1, 2), (3, 4)),
        **traits: Any,
    ) -> None:
        super().__init__(X=X, K=K, **traits)

    _accept_all = traitlets.validate(*_KEYS)(Widget._accept)

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
        check_conv(_full(s))
        check_array("X", s["X"], _MOST_SIDE)

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
        W = numpy.array(kernel_matrix(s["K"], (len(s["X"]), len(s["X"][0])), _full(s)))
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


def _full(s: dict[str, Any]) -> dict[str, Any]:
    return {**s, "padding": 0, "output_padding": 0, "dilation": 1}


def _there(s: dict[str, Any]) -> Rows:
    return corr2d(s["X"], s["K"], _full(s))


def _back(s: dict[str, Any]) -> Rows:
    return trans_conv(_there(s), s["K"], _full(s))
