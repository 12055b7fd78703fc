"""The operations of the book."""

from typing import Any


def _zeros(like: Any, shape: tuple[int, ...]) -> Any:
    if type(like).__module__.startswith("torch"):
        return like.new_zeros(shape)
    import numpy

    if isinstance(like, numpy.ndarray):
        return numpy.zeros(shape, like.dtype)
    import mxnet

    return mxnet.np.zeros(shape, dtype=like.dtype, ctx=like.ctx)


def corr2d(X: Any, K: Any) -> Any:
    """Cross-correlate X with K."""
    (n_h, n_w), (k_h, k_w) = X.shape, K.shape
    o_h, o_w = n_h - k_h + 1, n_w - k_w + 1
    Y = _zeros(X, (o_h, o_w))
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + X[a : a + o_h, b : b + o_w] * K[a, b]
    return Y


def trans_conv(X: Any, K: Any) -> Any:
    """Transposed convolution of X with K."""
    (n_h, n_w), (k_h, k_w) = X.shape, K.shape
    Y = _zeros(X, (n_h + k_h - 1, n_w + k_w - 1))
    for a in range(k_h):
        for b in range(k_w):
            Y[a : a + n_h, b : b + n_w] += X * K[a, b]
    return Y


def kernel2matrix(K: Any, input_shape: tuple[int, int] = (3, 3)) -> Any:
    """Matrix of the cross-correlation with K."""
    (n_h, n_w), (k_h, k_w) = input_shape, K.shape
    o_h, o_w = n_h - k_h + 1, n_w - k_w + 1
    W = _zeros(K, (o_h * o_w, n_h * n_w))
    for i in range(o_h):
        for j in range(o_w):
            for a in range(k_h):
                for b in range(k_w):
                    W[i * o_w + j, (i + a) * n_w + j + b] = K[a, b]
    return W
