"""The operations as plain loops over every index: slow, and easy to check against the formulas."""

from itertools import product

import numpy as np


def corr2d(X, K, stride, padding, dilation, groups):
    """Y[b, o, *u] is the sum of K times what the window at u covers."""
    c_o, c_g, *kernel = K.shape
    axes = list(zip(X.shape[2:], kernel, stride, padding, dilation, strict=True))
    out = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes]
    Y = np.zeros((X.shape[0], c_o, *out), X.dtype)
    for b, o, *u in product(*map(range, Y.shape)):
        for c, *i in product(range(c_g), *map(range, kernel)):
            steps = zip(u, i, axes, strict=True)
            place = [at * s - p + tap * d for at, tap, (_, _, s, p, d) in steps]
            if all(0 <= at < n for at, n in zip(place, X.shape[2:], strict=True)):
                channel = o // (c_o // groups) * c_g + c
                Y[(b, o, *u)] += X[(b, channel, *place)] * K[(o, c, *i)]
    return Y


def trans_conv(X, K, stride, padding, output_padding, dilation, groups):
    """Every element X[b, c, *i] adds its multiple of K[c] to the output."""
    c_i, c_g, *kernel = K.shape
    axes = list(zip(X.shape[2:], kernel, stride, padding, output_padding, dilation, strict=True))
    out = [(n - 1) * s + d * (k - 1) + 1 - 2 * p + o for n, k, s, p, o, d in axes]
    Y = np.zeros((X.shape[0], c_g * groups, *out), X.dtype)
    for b, c, *i in product(*map(range, X.shape)):
        for o, *u in product(range(c_g), *map(range, kernel)):
            steps = zip(i, u, axes, strict=True)
            place = [at * s - p + tap * d for at, tap, (_, _, s, p, _, d) in steps]
            if all(0 <= at < n for at, n in zip(place, out, strict=True)):
                channel = c // (c_i // groups) * c_g + o
                Y[(b, channel, *place)] += X[(b, c, *i)] * K[(c, o, *u)]
    return Y
