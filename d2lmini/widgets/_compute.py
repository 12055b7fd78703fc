"""The package's operations on nested lists: what a still form shows."""

from typing import Any

import numpy

from d2lmini.widgets._check import trans_size

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
