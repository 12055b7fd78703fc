"""Cross-correlation and its adjoint, the transposed convolution.

With K(a, b) the matrix of an element of the kernel, c_o x c_i, and each X and Y as c x places:

    corr2d      Y = sum over (a, b) of K(a, b) · X at the places that (a, b) meets
    trans_conv  Y at the places that (a, b) meets += K(a, b)ᵀ · X

What is checked and in which words is in `_checks`, how a library computes it in `_libraries`.
"""

from typing import Any, TypeVar

from d2lmini._checks import (
    check_channels,
    check_groups,
    check_memory,
    check_output_padding,
    check_rank,
)
from d2lmini._libraries import Library, common_library, item_bytes
from d2lmini._shapes import Geometry

__all__ = ["corr2d", "trans_conv"]

Array = TypeVar("Array")


def corr2d(
    X: Array,
    K: Array,
    *,
    stride: int | tuple[int, ...] = 1,
    padding: int | tuple[int, ...] = 0,
    dilation: int | tuple[int, ...] = 1,
    groups: int = 1,
) -> Array:
    r"""Cross-correlate X with K: sum every window of X, weighted with K, to one number.

    See the chapters *Cross-correlation and pooling* and *Padding, strides and channels*.

    Parameters
    ----------
    X : array of shape (n_h, n_w) or (batch, c_i, n_h, n_w)
        The input, of NumPy, PyTorch or MXNet (`mxnet.np`). Of one axis it has the shape (n,) or
        (batch, c_i, n), of three (batch, c_i, n_d, n_h, n_w).
    K : array of shape (k_h, k_w) or (c_o, c_i / groups, k_h, k_w)
        The kernel, of the same library, dtype and device, and of as many axes.
    stride : int or tuple of int
        Elements from one window to the next, along each axis.
    padding : int or tuple of int
        Zeros put on each side of X, along each axis.
    dilation : int or tuple of int
        Elements from one element of K to the next, along each axis.
    groups : int
        Number of groups that the channels are divided into, each with its own kernels.

    Returns
    -------
    array of shape (o_h, o_w) or (batch, c_o, o_h, o_w), with as many axes as X
        :math:`o = \lfloor (n + 2p - d(k - 1) - 1) / s \rfloor + 1`. Library, dtype and device are
        those of X; under PyTorch's autocast the dtype is a layer's. Numbers of 16 bits are summed
        in 32. Differentiable in X and K, twice in PyTorch, whose `vmap` and `compile` take it.

    Raises
    ------
    TypeError
        If X or K is not a dense array of numbers, they differ in library or dtype, or a parameter
        is not an integer.
    ValueError
        If a shape or a value does not fit, or Y needs more memory than there is.

    Examples
    --------
    >>> import numpy as np
    >>> corr2d(np.arange(9.0).reshape(3, 3), np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([[27., 37.],
           [57., 67.]])

    Notes
    -----
    *Is the kernel turned?* No: a layer called convolution does not turn it either. Turn K by
    180 degrees for the convolution of mathematics.

    *What are three axes?* A batch, channels and one axis to go along. An array of three dimensions
    needs its batch and channels: pass ``X[None, None]`` and ``K[None, None]``.

    *Are the zeros of the padding numbers like others?* Yes: times an infinity of K they are NaN.

    *Which dilation is none?* 1, as with stride: neighbouring elements of K meet neighbours.

    References
    ----------
    Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
    """
    library, x, k, groups = _prepare(X, K, groups, adjoint=False)
    geometry = Geometry.checked(tuple(k.shape[2:]), stride, padding, dilation)
    size = geometry.conv_size(tuple(x.shape[2:]))
    check_memory("Y", (x.shape[0], k.shape[0], *size), item_bytes(x))
    with library.uncast(x):
        Y = library.corr2d(library.exact(x), library.exact(k), groups, size, geometry)
    result: Array = _finish(library, Y, X, x)
    return result


def trans_conv(
    X: Array,
    K: Array,
    *,
    stride: int | tuple[int, ...] = 1,
    padding: int | tuple[int, ...] = 0,
    output_padding: int | tuple[int, ...] = 0,
    dilation: int | tuple[int, ...] = 1,
    groups: int = 1,
) -> Array:
    r"""Sum the stamps of a transposed convolution: every element of X scales K.

    It is the adjoint of `corr2d` with the same kernel and parameters. See the chapters *Basic
    operation* and *Padding, strides and channels*.

    Parameters
    ----------
    X : array of shape (n_h, n_w) or (batch, c_i, n_h, n_w)
        The input, of NumPy, PyTorch or MXNet (`mxnet.np`). Of one axis it has the shape (n,) or
        (batch, c_i, n), of three (batch, c_i, n_d, n_h, n_w).
    K : array of shape (k_h, k_w) or (c_i, c_o / groups, k_h, k_w)
        The kernel, of the same library, dtype and device, and of as many axes.
    stride : int or tuple of int
        Elements of the output from one stamp to the next, along each axis.
    padding : int or tuple of int
        Elements taken off each side of the output, along each axis.
    output_padding : int or tuple of int
        Elements added at the end of the output, along each axis; fewer than stride or dilation.
    dilation : int or tuple of int
        Elements from one element of K to the next, along each axis.
    groups : int
        Number of groups that the channels are divided into, each with its own kernels.

    Returns
    -------
    array of shape (o_h, o_w) or (batch, c_o, o_h, o_w), with as many axes as X
        :math:`o = (n - 1) s + d(k - 1) + 1 - 2p + o_p`, with :math:`o_p` the output padding.
        Library, dtype and device are those of X; under PyTorch's autocast the dtype is a layer's.
        Numbers of 16 bits are summed in 32. Differentiable in X and K, twice in PyTorch, whose
        `vmap` and `compile` take it.

    Raises
    ------
    TypeError
        If X or K is not a dense array of numbers, they differ in library or dtype, or a parameter
        is not an integer.
    ValueError
        If a shape or a value does not fit, or Y needs more memory than there is.

    Examples
    --------
    >>> import numpy as np
    >>> K = np.array([[0.0, 1.0], [2.0, 3.0]])
    >>> trans_conv(K, K)
    array([[ 0.,  0.,  1.],
           [ 0.,  4.,  6.],
           [ 4., 12.,  9.]])

    Notes
    -----
    *Does padding pad?* It crops: it undoes the padding that a cross-correlation puts on.

    *Is output padding zeros?* No: it keeps rows and columns at the end that padding would crop, and
    is zero only where no stamp reaches. `output_padding_for` says which restores a shape.

    *Why is K (c_i, c_o / groups, ...)?* It is the kernel of the `corr2d` that leads back, from c_o
    channels to c_i: the same array serves both.

    *Is it the inverse of `corr2d`?* No: it restores the shape and, in general, not the values.

    *Is the kernel turned?* No: a stamp is K as it stands.

    References
    ----------
    Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
    """
    library, x, k, groups = _prepare(X, K, groups, adjoint=True)
    geometry = Geometry.checked(tuple(k.shape[2:]), stride, padding, dilation)
    extra = check_output_padding(output_padding, geometry.stride, geometry.dilation)
    size = geometry.trans_conv_size(tuple(x.shape[2:]), extra)
    check_memory("Y", (x.shape[0], k.shape[1] * groups, *size), item_bytes(x))
    with library.uncast(x):
        Y = library.trans_conv(library.exact(x), library.exact(k), groups, size, geometry)
    result: Array = _finish(library, Y, X, x)
    return result


def _prepare(X: Any, K: Any, groups: object, *, adjoint: bool) -> tuple[Library, Any, Any, int]:
    library, X, K = common_library(X, K)
    check_rank("X", X, range(1, 6))
    check_rank("K", K, [X.ndim])
    number = check_groups(groups, X.ndim)
    if X.ndim <= 2:
        return library, X.reshape(1, 1, *X.shape), K.reshape(1, 1, *K.shape), number
    check_channels(X.shape[1], tuple(K.shape), number, adjoint=adjoint)
    return library, X, K, number


def _finish(library: Library, Y: Any, X: Any, x: Any) -> Any:
    Y = library.cast(Y, x.dtype)
    return Y if X.ndim > 2 else Y.reshape(Y.shape[2:])
