"""The matrix of a cross-correlation, dense or sparse."""

from math import prod
from typing import Any

import numpy as np

from d2lmini._checks import check_channels, check_groups, check_memory, check_rank, integers
from d2lmini._libraries import item_bytes, library_of
from d2lmini._shapes import Geometry

__all__ = ["kernel2matrix"]

SIZES = {1: "n,", 2: "n_h, n_w", 3: "n_d, n_h, n_w"}
INT32_MAX = 2**31 - 1
INDEX_BYTES = 8  # of the element of K that an entry of W is


def kernel2matrix(
    K: Any,
    input_shape: tuple[int, ...] = (3, 3),
    *,
    stride: int | tuple[int, ...] = 1,
    padding: int | tuple[int, ...] = 0,
    dilation: int | tuple[int, ...] = 1,
    groups: int = 1,
    sparse: bool = False,
) -> Any:
    r"""Write a kernel as the matrix W with ``W @ X.reshape(-1) == corr2d(X, K).reshape(-1)``.

    ``W.T`` is then the matrix of `trans_conv` with the same kernel and parameters. See the chapter
    *Connection to matrix transposition*.

    Parameters
    ----------
    K : array of shape (k_h, k_w) or (c_o, c_i / groups, k_h, k_w)
        The kernel, of NumPy, PyTorch or MXNet (`mxnet.np`). Of one axis it has the shape (k,) or
        (c_o, c_i / groups, k), of three (c_o, c_i / groups, k_d, k_h, k_w).
    input_shape : (n_h, n_w) or, for a kernel with channels, (c_i, n_h, n_w)
        Shape of the X that W is for, without a batch: (n,) or (c_i, n) for one axis.
    stride, padding, dilation, groups : int or tuple of int
        As in `corr2d`.
    sparse : bool
        Return the library's sparse matrix in compressed row form: `scipy.sparse.csr_array`,
        `torch.sparse_csr` or MXNet's `CSRNDArray`. The dense one is never made. Indices have 32
        bits where they fit, in MXNet always 64.

    Returns
    -------
    array of shape (c_o * o_h * o_w, c_i * n_h * n_w)
        Rows follow the output's elements, channel by channel and row by row, columns the
        input's. Library, dtype and device are those of K. Dense, it is differentiable in K.

    Raises
    ------
    TypeError
        If K is not a dense array of numbers, or a parameter is not an integer.
    ValueError
        If a shape or a value does not fit, or the dense W needs more memory than there is.

    Examples
    --------
    >>> import numpy as np
    >>> kernel2matrix(np.array([[1, 2], [3, 4]]))
    array([[1, 2, 0, 3, 4, 0, 0, 0, 0],
           [0, 1, 2, 0, 3, 4, 0, 0, 0],
           [0, 0, 0, 1, 2, 0, 3, 4, 0],
           [0, 0, 0, 0, 1, 2, 0, 3, 4]])
    """
    library = library_of("K", K)
    check_rank("K", K, range(1, 6))
    number = check_groups(groups, K.ndim)
    c_i, *size = _input_channels_and_size(K, input_shape, number)
    kernel = tuple(K.shape) if K.ndim > 2 else (1, 1, *K.shape)
    geometry = Geometry.checked(kernel[2:], stride, padding, dilation)
    windows = geometry.conv_size(tuple(size))
    shape = (kernel[0] * prod(windows), c_i * prod(size))
    if not sparse:
        cure = ": pass sparse=True"
        check_memory("a dense W", shape, item_bytes(K), beside=INDEX_BYTES, cure=cure)
    taps, columns, starts = _entries(kernel, tuple(size), windows, geometry, number)
    if not sparse:
        return library.take(K.reshape(-1), _dense(taps, columns, starts, shape))
    index = np.int32 if max(*shape, len(taps)) <= INT32_MAX else np.int64
    values = library.take(K.reshape(-1), taps + 1)
    return library.csr(values, columns.astype(index), starts.astype(index), shape)


def _entries(
    kernel: tuple[int, ...],
    size: tuple[int, ...],
    windows: tuple[int, ...],
    geometry: Geometry,
    groups: int,
) -> tuple[Any, Any, Any]:
    """Return for each non-zero, row by row, its element of K and its column, and rows' starts."""
    c_o, c_g, *_ = kernel
    # For every window and every tap in it the place in X that it meets, and whether X has it.
    place, inside = np.zeros((1, 1), np.int64), np.ones((1, 1), bool)
    axes = windows, size, geometry.kernel, geometry.stride, geometry.padding, geometry.dilation
    for o, n, k, s, p, d in zip(*axes, strict=True):
        meets = np.arange(o)[:, None] * s + np.arange(k) * d - p
        there = (meets >= 0) & (meets < n)
        pairs = len(place) * o, place.shape[1] * k
        place = (place[:, None, :, None] * n + meets[:, None]).reshape(pairs)
        inside = (inside[:, None, :, None] & there[:, None]).reshape(pairs)
    channel = (np.arange(c_o) // (c_o // groups) * c_g)[:, None] + np.arange(c_g)
    shape = (c_o, len(place), c_g, place.shape[1])
    kept = np.broadcast_to(inside[:, None], shape)
    columns = (place[:, None] + channel[:, None, :, None] * prod(size))[kept]
    element = np.arange(prod(kernel)).reshape(c_o, 1, c_g, -1)
    starts = np.concatenate([[0], np.cumsum(np.tile(inside.sum(1) * c_g, c_o))])
    return np.broadcast_to(element, shape)[kept], columns, starts


def _dense(taps: Any, columns: Any, starts: Any, shape: tuple[int, int]) -> Any:
    """Return for each entry of W the element of K that it is, counted from 1; 0 is zero."""
    index = np.zeros(shape, np.int64)
    index[np.repeat(np.arange(shape[0]), np.diff(starts)), columns] = taps + 1
    return index


def _input_channels_and_size(K: Any, input_shape: object, groups: int) -> tuple[int, ...]:
    shape, channels = tuple(K.shape), K.ndim > 2
    names = SIZES[len(shape) - 2 * channels]
    names = f"(c_i, {names.rstrip(',')})" if channels else f"({names})"
    if not isinstance(input_shape, tuple | list):
        raise TypeError(f"expected input_shape as {names}, got {input_shape!r}")
    if len(input_shape) != len(shape) - channels:
        raise ValueError(
            f"expected input_shape as {names} for K of shape {shape}, got {input_shape!r}"
        )
    sizes = integers("each size of input_shape", input_shape, 1)
    if not channels:
        return 1, *sizes
    check_channels(sizes[0], shape, groups, adjoint=False)
    return sizes
