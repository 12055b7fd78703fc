"""What a still form shows: the package's operations, on nested lists."""

from typing import Any

import numpy

import d2lmini

Rows = list[list[float]]
WINDOW = ("stride", "padding", "dilation")


def trans_conv(X: Rows, K: Rows, s: dict[str, Any]) -> Rows:
    """Return the transposed convolution of X with K and the parameters in s."""
    return _rows(
        d2lmini.trans_conv(_array(X), _array(K), **_parameters(s, (*WINDOW, "output_padding")))
    )


def stamped(X: Rows, K: Rows, s: dict[str, Any], only: int | None = None) -> Rows:
    """Return the sum of the stamps before cropping, or one stamp alone."""
    stamps = _array(X)
    if only is not None:
        stamps = numpy.where(numpy.arange(stamps.size).reshape(stamps.shape) == only, stamps, 0)
    # What output padding adds beyond the cropped rows and columns is drawn; the rest was there.
    more = max(0, s["output_padding"] - s["padding"])
    whole = d2lmini.trans_conv(stamps, _array(K), stride=s["stride"], dilation=s["dilation"])
    return _rows(numpy.pad(whole, ((0, more), (0, more))))


def kernel_matrix(K: Rows, shape: tuple[int, int], s: dict[str, Any]) -> Rows:
    """Return W with corr2d(X, K) = W X for X of the given shape, all arrays flattened."""
    return _rows(d2lmini.kernel2matrix(_array(K), shape, **_parameters(s, WINDOW)))


def corr2d(X: Rows, K: Rows, s: dict[str, Any]) -> Rows:
    """Return the cross-correlation of X with K and the parameters in s."""
    return _rows(d2lmini.corr2d(_array(X), _array(K), **_parameters(s, WINDOW)))


def _array(rows: Rows) -> Any:
    return numpy.array(rows, float)


def _rows(array: Any) -> Rows:
    return array.tolist()  # type: ignore[no-any-return]


def _parameters(s: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: s[name] for name in names if name in s}
