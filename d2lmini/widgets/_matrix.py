"""Matrix: the same numbers from W and its transpose."""

from typing import Any

import numpy
import traitlets

from d2lmini.widgets import _static as still
from d2lmini.widgets._base import Array, Whole, Widget
from d2lmini.widgets._check import check_conv, check_trans, check_whole, conv_size, trans_size
from d2lmini.widgets._compute import Rows, corr2d, kernel_matrix, trans_conv

_KEYS = ("X", "K", "stride", "padding", "output_padding", "dilation", "transposed")
_MOST_ENTRIES = 1600


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

    _keys = _KEYS
    X = Array([[27, 37], [57, 67]]).tag(sync=True)
    K = Array([[1, 2], [3, 4]]).tag(sync=True)
    stride = Whole(1).tag(sync=True)
    padding = Whole(0).tag(sync=True)
    output_padding = Whole(0).tag(sync=True)
    dilation = Whole(1).tag(sync=True)
    transposed = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self, X: Any = ((27, 37), (57, 67)), K: Any = ((1, 2), (3, 4)), **traits: Any
    ) -> None:
        super().__init__(X=X, K=K, **traits)

    _accept_all = traitlets.validate(*_KEYS)(Widget._accept)

    @property
    def Y(self) -> Rows:  # noqa: N802
        """The result, computed by d2lmini."""
        return _result(self.state)

    @property
    def W(self) -> Rows:  # noqa: N802
        """The matrix of the cross-correlation, not transposed."""
        return _matrix(self.state)

    @staticmethod
    def _check(state: dict[str, Any]) -> None:
        check_whole("output padding", state["output_padding"], 0, 3)
        (check_trans if state["transposed"] else check_conv)(state)
        if state["output_padding"] >= state["stride"]:
            raise ValueError(
                f"output padding must be smaller than the stride, {state['stride']}, "
                "or W would have more rows than X has cells"
            )
        entries = numpy.prod(_large(state)) * numpy.prod(_small(state))
        if entries > _MOST_ENTRIES:
            raise ValueError(
                f"W would have {entries} entries, and at most {_MOST_ENTRIES} are drawn"
            )

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


def _sizes(s: dict[str, Any], size: Any) -> tuple[int, int]:
    return size(len(s["X"]), len(s["K"]), s), size(len(s["X"][0]), len(s["K"][0]), s)


def _large(s: dict[str, Any]) -> tuple[int, int]:
    return _sizes(s, trans_size) if s["transposed"] else (len(s["X"]), len(s["X"][0]))


def _small(s: dict[str, Any]) -> tuple[int, int]:
    return (len(s["X"]), len(s["X"][0])) if s["transposed"] else _sizes(s, conv_size)


def _matrix(s: dict[str, Any]) -> Rows:
    return kernel_matrix(s["K"], _large(s), s)
