"""Arrays in a figure's state, nested lists: made of any library's arrays, and computed with."""

from typing import Any

import numpy

import d2lmini
from d2lmini._libraries import host_array

__all__ = [
    "Rows",
    "corr2d",
    "kernel_matrix",
    "nested",
    "parameters",
    "shape",
    "stamped",
    "trans_conv",
]

Rows = list[list[float]]
# What `corr2d` and `kernel2matrix` take of a state; `trans_conv` takes output padding too.
WINDOW = ("stride", "padding", "dilation")
TRANSPOSED = (*WINDOW, "output_padding")


def nested(value: Any) -> Rows:
    """Return a two-dimensional array of any of the three libraries as nested lists.

    Parameters
    ----------
    value : array of shape (rows, columns)
        NumPy, PyTorch or MXNet array, or nested sequences.

    Returns
    -------
    list of list of int or float
        Whole numbers as int, so that they are written alike everywhere.

    Raises
    ------
    TypeError
        If it is not an array of numbers.
    ValueError
        If it is not two-dimensional.

    Examples
    --------
    >>> nested(((0.0, 1.5), (2, 3)))
    [[0, 1.5], [2, 3]]
    """
    if hasattr(value, "shape"):
        value = host_array(value).tolist()
    if not isinstance(value, list | tuple):
        raise TypeError(f"expected an array or nested lists, got {type(value).__name__}")
    if not value or not all(isinstance(row, list | tuple) for row in value):
        raise ValueError("expected an array of two dimensions, with rows and columns")
    return [[_plain(entry) for entry in row] for row in value]


def _plain(entry: Any) -> float:
    if hasattr(entry, "item"):
        entry = entry.item()
    if isinstance(entry, list | tuple):
        raise ValueError("expected an array of two dimensions, got more")
    if isinstance(entry, bool) or not isinstance(entry, int | float):
        raise TypeError(f"expected numbers, got {type(entry).__name__}")
    return int(entry) if isinstance(entry, float) and entry.is_integer() else entry


def shape(A: Rows) -> tuple[int, int]:
    """Return the numbers of rows and columns."""
    return len(A), len(A[0])


def parameters(s: dict[str, Any], names: tuple[str, ...] = WINDOW) -> dict[str, Any]:
    """Return the named parameters of an operation, as far as a state has them."""
    return {name: s[name] for name in names if name in s}


def trans_conv(X: Rows, K: Rows, s: dict[str, Any]) -> Rows:
    """Return the transposed convolution of X with K and the parameters in s."""
    return _rows(d2lmini.trans_conv(_array(X), _array(K), **parameters(s, TRANSPOSED)))


def stamped(X: Rows, K: Rows, s: dict[str, Any], only: int | None = None) -> Rows:
    """Return the sum of the stamps before cropping, or a single stamp."""
    stamps = _array(X)
    if only is not None:
        stamps = numpy.where(numpy.arange(stamps.size).reshape(stamps.shape) == only, stamps, 0)
    # What output padding adds beyond the cropped rows and columns is drawn; the rest was there.
    more = max(0, s["output_padding"] - s["padding"])
    whole = d2lmini.trans_conv(stamps, _array(K), stride=s["stride"], dilation=s["dilation"])
    return _rows(numpy.pad(whole, ((0, more), (0, more))))


def kernel_matrix(K: Rows, size: tuple[int, int], s: dict[str, Any]) -> Rows:
    """Return W with corr2d(X, K) = W X for X of the given shape, all arrays flattened."""
    return _rows(d2lmini.kernel2matrix(_array(K), size, **parameters(s)))


def corr2d(X: Rows, K: Rows, s: dict[str, Any]) -> Rows:
    """Return the cross-correlation of X with K and the parameters in s."""
    return _rows(d2lmini.corr2d(_array(X), _array(K), **parameters(s)))


def _array(rows: Rows) -> Any:
    return numpy.array(rows, float)


def _rows(array: Any) -> Rows:
    return array.tolist()  # type: ignore[no-any-return]
