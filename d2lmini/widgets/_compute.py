"""The operations on nested lists, with every parameter: what a still form shows.

The tests compare them with the package's public operations and with PyTorch.
"""

from typing import Any

import numpy

from d2lmini.widgets._check import conv_size, trans_size

Rows = list[list[float]]


def trans_conv(X: Rows, K: Rows, s: dict[str, Any]) -> Rows:
    """Return the transposed convolution of X with K and the parameters in s."""
    out = stamped(X, K, s)
    p = s["padding"]
    rows, cols = trans_size(len(X), len(K), s), trans_size(len(X[0]), len(K[0]), s)
    return [row[p : p + cols] for row in out[p : p + rows]]


def stamped(X: Rows, K: Rows, s: dict[str, Any], only: int | None = None) -> Rows:
    """Return the sum of the stamps before cropping, or one stamp alone."""
    stride, dilation = s["stride"], s["dilation"]
    more = max(0, s["output_padding"] - s["padding"])
    shape = [
        stride * (n - 1) + dilation * (k - 1) + 1 + more
        for n, k in zip(numpy.shape(X), numpy.shape(K), strict=True)
    ]
    Y = numpy.zeros(shape)
    for t in range(len(X) * len(X[0])) if only is None else [only]:
        i, j = divmod(t, len(X[0]))
        for a, row in enumerate(K):
            for b, k in enumerate(row):
                Y[i * stride + a * dilation, j * stride + b * dilation] += X[i][j] * k
    result: Rows = Y.tolist()
    return result


def kernel_matrix(K: Rows, shape: tuple[int, int], s: dict[str, Any]) -> Rows:
    """Return W with corr2d(X, K) = W X for X of the given shape, all arrays flattened."""
    dilation = s.get("dilation", 1)
    p = {**s, "dilation": dilation}
    o_h, o_w = conv_size(shape[0], len(K), p), conv_size(shape[1], len(K[0]), p)
    W = numpy.zeros((o_h * o_w, shape[0] * shape[1]))
    for r in range(o_h * o_w):
        for a, row in enumerate(K):
            for b, k in enumerate(row):
                i = r // o_w * s["stride"] + a * dilation - s["padding"]
                j = r % o_w * s["stride"] + b * dilation - s["padding"]
                if 0 <= i < shape[0] and 0 <= j < shape[1]:
                    W[r, i * shape[1] + j] = k
    result: Rows = W.tolist()
    return result


def corr2d(X: Rows, K: Rows, s: dict[str, Any]) -> Rows:
    """Return the cross-correlation of X with K and the parameters in s."""
    shape = len(X), len(X[0])
    W = numpy.array(kernel_matrix(K, shape, s))
    cols = conv_size(shape[1], len(K[0]), {"dilation": 1, **s})
    result: Rows = (W @ numpy.ravel(X)).reshape(-1, cols).tolist()
    return result
