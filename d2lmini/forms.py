"""The forms of one cross-correlation: what each costs, and each as a call that is ready to time.

A form takes X of shape (c_i, n, n), K of shape (c_o, c_i, k, k) and the stride. It prepares what
may stand ready before the clock starts, such as W, and returns the call, or None where the arrays'
library has no such form.
"""

import math
import sys
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np

from d2lmini._libraries import library_of
from d2lmini._matrix import kernel2matrix
from d2lmini._shapes import conv_output_shape
from d2lmini.times import LAYER

__all__ = ["FORMS", "costs", "counts", "maker", "ready"]

Call = Callable[[], Any]
MOST_BYTES = 200_000_000
MOST_WORK = 2_000_000_000  # multiply-adds: a second or two
# MXNet has no sparse product with a W of so many entries, zeros counted.
MXNET_ENTRIES = 2**31


def costs(layer: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Return name, bytes and multiply-adds of each form, as `cost` in counts.js does.

    Examples
    --------
    >>> costs({"n": 8, "kernel": 3, "stride": 1, "c_i": 1, "c_o": 1})[0]
    ('dense W', 9216, 2304)
    """
    n, kernel, stride, c_i, c_o = (layer[key] for key in LAYER)
    o_h, o_w = conv_output_shape((n, n), kernel, stride=stride)
    rows, weights = c_o * o_h * o_w, c_o * c_i * kernel**2
    entries, nonzero = rows * c_i * n * n, rows * c_i * kernel**2
    return [
        ("dense W", 4 * entries, entries),
        ("sparse W", 8 * nonzero + 4 * (rows + 1), nonzero),
        ("im2col", 4 * (nonzero // c_o + weights), nonzero),
        ("direct", 4 * weights, nonzero),
    ]


def counts(layer: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return multiply-adds and bytes that move of each form, as `d2lmini.transposed.costs` does.

    Every form reads the input and writes the output. What a form puts down in between, the columns
    of im2col and the transforms, counts twice: it is written and read. Those of the FFT, of one
    channel and with stride 1, are about right.

    Examples
    --------
    >>> layer = {"n": 8, "kernel": 3, "stride": 1, "c_i": 1, "c_o": 1}
    >>> for form, (work, moved) in counts(layer).items():
    ...     print(f"{form:8} {work:4} {moved:4}")
    dense W  2304 9616
    sparse W  324 3140
    im2col    324 3028
    direct    324  436
    layer     324  436
    FFT      1280 2484
    """
    n, kernel, stride, c_i, c_o = (layer[key] for key in LAYER)
    o_h, o_w = conv_output_shape((n, n), kernel, stride=stride)
    images = 4 * (c_i * n * n + c_o * o_h * o_w)
    found = {form: (work, images + size) for form, size, work in costs(layer)}
    work, moved = found["im2col"]
    found["im2col"] = work, moved + 4 * c_i * kernel**2 * o_h * o_w
    found["layer"] = found["direct"]
    if c_i == c_o == stride == 1:
        N = n * n
        transforms = round(3 * N * math.log2(N)) + 2 * N
        found["FFT"] = transforms, images + 4 * (kernel**2 + 2 * 4 * N)
    return found


def ready(form: str, X: Any, K: Any, stride: int, most_bytes: int = MOST_BYTES) -> Call | None:
    """Return the call of a form, or None where it needs too much or the library does not have it.

    Examples
    --------
    >>> import numpy as np
    >>> ready("direct", np.ones((1, 3, 3)), np.ones((1, 1, 2, 2)), 1)()
    array([[4., 4.],
           [4., 4.]])
    """
    layer = dict(zip(LAYER, (X.shape[1], K.shape[2], stride, K.shape[1], K.shape[0]), strict=True))
    needs = {name: needed for name, *needed in costs(layer)}
    size, work = needs.get(form, (0, 0))
    return FORMS[form](X, K, stride) if size <= most_bytes and work <= MOST_WORK else None


def maker(form: str, X: Any) -> str:
    """Return the name of the library that computes a form of X: NumPy leaves two to SciPy."""
    name = library_of("X", X).name
    return "SciPy" if name == "NumPy" and form.endswith(("sparse W", "FFT")) else name


def _dense(X: Any, K: Any, stride: int) -> Call:
    W, x = kernel2matrix(K, tuple(X.shape), stride=stride), X.reshape(-1)
    product = W.mv if hasattr(W, "mv") else W.dot
    return lambda: product(x)


def _sparse(X: Any, K: Any, stride: int) -> Call | None:
    if library_of("X", X).name == "MXNet":
        return _mxnet_sparse(X, K, stride)
    W, x = kernel2matrix(K, tuple(X.shape), stride=stride, sparse=True), X.reshape(-1)
    return lambda: W @ x


def _mxnet_sparse(X: Any, K: Any, stride: int) -> Call | None:
    o_h, o_w = conv_output_shape(X.shape[1:], K.shape[2:], stride=stride)
    if X.ctx.device_type != "cpu" or K.shape[0] * o_h * o_w * X.size >= MXNET_ENTRIES:
        return None
    W = kernel2matrix(K, X.shape, stride=stride, sparse=True)
    dot, x = sys.modules["mxnet"].nd.sparse.dot, X.reshape(-1, 1).as_nd_ndarray()
    return lambda: dot(W, x)


def _im2col(X: Any, K: Any, stride: int) -> Call:
    flat, kernel = K.reshape(len(K), -1), tuple(K.shape[2:])
    return lambda: flat @ _columns(X, kernel, stride)


def _direct(X: Any, K: Any, stride: int) -> Call:
    """Sum what each element of the kernel meets in X, weighted with it."""
    windows = conv_output_shape(tuple(X.shape[1:]), tuple(K.shape[2:]), stride=stride)
    rows, cols = (
        [slice(a, a + (o - 1) * stride + 1, stride) for a in range(k)]
        for o, k in zip(windows, K.shape[2:], strict=True)
    )
    places = list(product(rows, cols))
    flat = K.reshape(*K.shape[:2], -1)
    if flat.shape[:2] == (1, 1):
        image, terms = X[0], list(zip(flat.reshape(-1).tolist(), places, strict=True))
        return lambda: sum(weight * image[place] for weight, place in terms)
    # a product by 1 lays the weights of one element out in memory without gaps
    products = [(1 * flat[:, :, i], place) for i, place in enumerate(places)]
    return lambda: sum(
        weights @ X[:, rows, cols].reshape(len(X), -1) for weights, (rows, cols) in products
    )


def _layer(X: Any, K: Any, stride: int) -> Call | None:
    name, X4 = library_of("X", X).name, X[None]
    if name == "PyTorch":
        conv2d = sys.modules["torch"].nn.functional.conv2d
        return lambda: conv2d(X4, K, stride=stride)
    if name == "MXNet":
        convolution = sys.modules["mxnet"].npx.convolution
        window = {"kernel": K.shape[2:], "stride": (stride, stride), "num_filter": len(K)}
        return lambda: convolution(X4, K, no_bias=True, **window)
    return None


def _fft(X: Any, K: Any, stride: int) -> Call | None:
    """Multiply the transforms, of one channel and with stride 1; MXNet has no FFT for a CPU."""
    name, last = library_of("X", X).name, K.shape[2] - 1
    if tuple(K.shape[:2]) != (1, 1) or stride != 1 or name == "MXNet":
        return None
    image, kernel = X[0], K[0, 0]
    if name == "NumPy":
        from scipy.signal import fftconvolve

        return lambda: fftconvolve(image, kernel[::-1, ::-1], "valid")
    fft, flipped = sys.modules["torch"].fft, kernel.flip(0, 1)

    def call() -> Any:
        product = fft.rfft2(image) * fft.rfft2(flipped, s=image.shape)
        return fft.irfft2(product, s=image.shape)[last:, last:]

    return call


def _columns(X: Any, kernel: tuple[int, int], stride: int) -> Any:
    """Return the windows of X as the columns of a matrix."""
    name = library_of("X", X).name
    if name == "PyTorch":
        return sys.modules["torch"].nn.functional.unfold(X[None], kernel, stride=stride)[0]
    if name == "MXNet":
        im2col, X4 = sys.modules["mxnet"].nd.im2col, X[None].as_nd_ndarray()
        return im2col(X4, kernel=kernel, stride=(stride, stride)).as_np_ndarray()[0]
    view: Any = np.lib.stride_tricks.sliding_window_view
    windows = view(X, kernel, (1, 2))[:, ::stride, ::stride]
    return windows.transpose(0, 3, 4, 1, 2).reshape(len(X) * kernel[0] * kernel[1], -1)


FORMS: dict[str, Callable[[Any, Any, int], Call | None]] = {
    "dense W": _dense,
    "sparse W": _sparse,
    "im2col": _im2col,
    "direct": _direct,
    "layer": _layer,
    "FFT": _fft,
}
