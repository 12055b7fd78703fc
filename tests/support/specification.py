"""The operations as plain loops over every index: slow, and easy to check against the formulas."""

from itertools import product

import numpy as np


def corr2d(X, K, stride, padding, dilation, groups):
    """Y[b, o, u, v] is the sum of K times what the window at (u, v) covers."""
    c_o, c_g, *kernel = K.shape
    axes = list(zip(X.shape[2:], kernel, stride, padding, dilation, strict=True))
    out = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes]
    Y = np.zeros((X.shape[0], c_o, *out), X.dtype)
    for b, o, u, v in product(*map(range, Y.shape)):
        for c, i, j in product(range(c_g), *map(range, kernel)):
            row = u * stride[0] - padding[0] + i * dilation[0]
            col = v * stride[1] - padding[1] + j * dilation[1]
            if 0 <= row < X.shape[2] and 0 <= col < X.shape[3]:
                channel = o // (c_o // groups) * c_g + c
                Y[b, o, u, v] += X[b, channel, row, col] * K[o, c, i, j]
    return Y


def trans_conv(X, K, stride, padding, output_padding, dilation, groups):
    """Every element X[b, c, i, j] adds its multiple of K[c] to the output."""
    c_i, c_g, *kernel = K.shape
    axes = zip(X.shape[2:], kernel, stride, padding, output_padding, dilation, strict=True)
    out = [(n - 1) * s + d * (k - 1) + 1 - 2 * p + o for n, k, s, p, o, d in axes]
    Y = np.zeros((X.shape[0], c_g * groups, *out), X.dtype)
    for b, c, i, j in product(*map(range, X.shape)):
        for o, u, v in product(range(c_g), *map(range, kernel)):
            row = i * stride[0] - padding[0] + u * dilation[0]
            col = j * stride[1] - padding[1] + v * dilation[1]
            if 0 <= row < out[0] and 0 <= col < out[1]:
                channel = c // (c_i // groups) * c_g + o
                Y[b, channel, row, col] += X[b, c, i, j] * K[c, o, u, v]
    return Y
