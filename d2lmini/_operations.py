"""Cross-correlation and its adjoint, the transposed convolution.

Both are a product with the kernel and a move between an array and the columns of its windows:

    corr2d      Y = K · im2col(X)
    trans_conv  Y = col2im(Kᵀ · X)

Columns hold every element of an array once for each element of the kernel. Where a library adds up
parts of arrays quickly, they are never made as a whole: what one element of the kernel adds to Y
goes there at once.
"""

from typing import Any

from d2lmini._backend import common_library
from d2lmini._check import check_channels, check_groups, check_output_padding, check_rank
from d2lmini._library import Library
from d2lmini._shapes import Geometry

__all__ = ["corr2d", "trans_conv"]


def corr2d(
    X: Any,
    K: Any,
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    groups: int = 1,
) -> Any:
    r"""Cross-correlate X with K: every window of X, weighted with K, is summed to one number.

    Parameters
    ----------
    X : array of shape (n_h, n_w) or (batch, c_i, n_h, n_w)
        The input, of NumPy, PyTorch or MXNet (`mxnet.np`).
    K : array of shape (k_h, k_w) or (c_o, c_i / groups, k_h, k_w)
        The kernel, of the same library, dtype and device.
    stride : int or pair of int
        Rows and columns between neighbouring windows.
    padding : int or pair of int
        Rows and columns of zeros put on each side of X.
    dilation : int or pair of int
        Rows and columns between neighbouring elements of K.
    groups : int
        Number of groups that the channels are divided into, each with its own kernels.

    Returns
    -------
    array of shape (o_h, o_w) or (batch, c_o, o_h, o_w)
        :math:`o = \lfloor (n + 2p - d(k - 1) - 1) / s \rfloor + 1`. Library, dtype and device are
        those of X. Differentiable in X and K, twice in PyTorch, whose `vmap` and `compile` take it.

    Raises
    ------
    TypeError
        If X or K is no array of numbers, they differ in library or dtype, or a parameter is no
        integer.
    ValueError
        If a shape or a value does not fit.

    Examples
    --------
    >>> import numpy as np
    >>> corr2d(np.arange(9.0).reshape(3, 3), np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([[27., 37.],
           [57., 67.]])

    References
    ----------
    Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
    """
    library, X4, K4, groups = _prepare(X, K, groups, adjoint=False)
    geometry = Geometry.checked(tuple(K4.shape[2:]), stride, padding, dilation)
    batch, c_i, *size = X4.shape
    c_o = K4.shape[0]
    o_h, o_w = geometry.reduced((size[0], size[1]))
    if c_i == c_o == groups and library.slices_quickly:
        Y = library.weighted_taps(X4, K4.reshape(c_o, -1, 1, 1), (o_h, o_w), geometry)
    else:
        columns = library.columns(X4, geometry).reshape(batch, groups, -1, o_h * o_w)
        Y = library.matmul(K4.reshape(1, groups, c_o // groups, -1), columns)
        Y = Y.reshape(batch, c_o, o_h, o_w)
    return Y if X.ndim == 4 else Y.reshape(Y.shape[2:])


def trans_conv(
    X: Any,
    K: Any,
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    output_padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    groups: int = 1,
) -> Any:
    r"""Transposed convolution: every element of X scales K, and the stamps are summed.

    It is the adjoint of `corr2d` with the same kernel and parameters.

    Parameters
    ----------
    X : array of shape (n_h, n_w) or (batch, c_i, n_h, n_w)
        The input, of NumPy, PyTorch or MXNet (`mxnet.np`).
    K : array of shape (k_h, k_w) or (c_i, c_o / groups, k_h, k_w)
        The kernel, of the same library, dtype and device.
    stride : int or pair of int
        Rows and columns of the output between the stamps of neighbouring elements.
    padding : int or pair of int
        Rows and columns taken off each side of the output.
    output_padding : int or pair of int
        Rows and columns added at the end of the output; smaller than stride or dilation.
    dilation : int or pair of int
        Rows and columns between neighbouring elements of K.
    groups : int
        Number of groups that the channels are divided into, each with its own kernels.

    Returns
    -------
    array of shape (o_h, o_w) or (batch, c_o, o_h, o_w)
        :math:`o = (n - 1) s + d(k - 1) + 1 - 2p + o_p`, with :math:`o_p` the output padding.
        Library, dtype and device are those of X. Differentiable in X and K, twice in PyTorch,
        whose `vmap` and `compile` take it.

    Raises
    ------
    TypeError
        If X or K is no array of numbers, they differ in library or dtype, or a parameter is no
        integer.
    ValueError
        If a shape or a value does not fit.

    Examples
    --------
    >>> import numpy as np
    >>> K = np.array([[0.0, 1.0], [2.0, 3.0]])
    >>> trans_conv(K, K)
    array([[ 0.,  0.,  1.],
           [ 0.,  4.,  6.],
           [ 4., 12.,  9.]])

    References
    ----------
    Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
    """
    library, X4, K4, groups = _prepare(X, K, groups, adjoint=True)
    geometry = Geometry.checked(tuple(K4.shape[2:]), stride, padding, dilation)
    extra = check_output_padding(output_padding, geometry.stride, geometry.dilation)
    batch, c_i, n_h, n_w = X4.shape
    c_g, c_o = c_i // groups, K4.shape[1]
    size = geometry.grown((n_h, n_w), extra)
    X5, K5 = X4.reshape(batch, groups, c_g, n_h, n_w), K4.reshape(groups, c_g, c_o, -1)
    Y = library.stamps(X5, K5, size, geometry)
    return Y if X.ndim == 4 else Y.reshape(Y.shape[2:])


def _prepare(X: Any, K: Any, groups: object, *, adjoint: bool) -> tuple[Library, Any, Any, int]:
    library = common_library(X, K)
    check_rank("X", X, (2, 4))
    check_rank("K", K, (X.ndim,))
    number = check_groups(groups, X.ndim)
    if X.ndim == 2:
        return library, X.reshape(1, 1, *X.shape), K.reshape(1, 1, *K.shape), number
    check_channels(X.shape[1], tuple(K.shape), number, adjoint=adjoint)
    return library, X, K, number
