"""The forms of a transposed convolution in both frameworks, each as a call that is ready to time.

X has the shape (batch, c_i, n, n) and K (c_i, c_o, k, k). What depends on the kernel only stands
ready before the clock starts.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.timing import Call
from d2lmini import kernel2matrix, trans_conv_output_shape

__all__ = ["READY", "phases"]


def phases(K: np.ndarray, s: int) -> np.ndarray:
    """Return the turned sub-kernels, as the kernel of one convolution: s * s for each channel."""
    c_i, c_o, k, _ = K.shape
    sub = -(-k // s)
    whole = np.zeros((c_i, c_o, s * sub, s * sub), K.dtype)
    whole[:, :, :k, :k] = K
    parts = whole.reshape(c_i, c_o, sub, s, sub, s)[:, :, ::-1, :, ::-1, :]
    return parts.transpose(1, 3, 5, 0, 2, 4).reshape(c_o * s * s, c_i, sub, sub)


def resized_kernel(K: np.ndarray, s: int) -> np.ndarray:
    """Return a kernel of k - s + 1, as a convolution takes it."""
    small = K.shape[2] - s + 1
    return np.ascontiguousarray(K.swapaxes(0, 1)[:, :, :small, :small])


def pytorch(form: str, X: np.ndarray, K: np.ndarray, s: int, p: int) -> Call:
    """Return the call of a form in PyTorch."""
    import torch
    from torch.nn import functional

    def tensor(values: np.ndarray) -> Any:
        return torch.tensor(values.astype("float32", order="C"))

    (b, c_i, n, _), (_, c_o, k, _) = X.shape, K.shape
    out, _ = trans_conv_output_shape((n, n), k, stride=s, padding=p)
    x, kernel = tensor(X), tensor(K)
    if form == "layer":
        return lambda: functional.conv_transpose2d(x, kernel, stride=s, padding=p)
    if form == "product and col2im":
        flat = tensor(K.reshape(c_i, -1).T)
        rows = x.reshape(b, c_i, n * n)
        return lambda: functional.fold(flat @ rows, (out, out), k, stride=s, padding=p)
    if form == "polyphase":
        parts = tensor(phases(K, s))

        def polyphase() -> Any:
            every = functional.conv2d(x, parts, padding=parts.shape[2] - 1)
            return functional.pixel_shuffle(every, s)[:, :, p : p + out, p : p + out]

        return polyphase
    if form == "zero insertion":
        turned = tensor(K[:, :, ::-1, ::-1].swapaxes(0, 1))
        wide = s * (n - 1) + 1

        def inserted() -> Any:
            Z = torch.zeros(b, c_i, wide, wide)
            Z[:, :, ::s, ::s] = x
            return functional.conv2d(Z, turned, padding=k - 1 - p)

        return inserted
    if form == "resize and convolve":
        small = tensor(resized_kernel(K, s))
        return lambda: functional.conv2d(
            functional.interpolate(x, scale_factor=s), small, padding=p
        )
    if form == "FFT":
        return _pytorch_fft(x, kernel, s, slice(p, p + out))
    columns, size = x.reshape(b, -1).T.contiguous(), {"stride": s, "padding": p}
    if form == "dense W":
        W = kernel2matrix(kernel, (c_o, out, out), **size).T.contiguous()
    else:
        W = turned_over(kernel2matrix(kernel, (c_o, out, out), sparse=True, **size))
    return lambda: (W @ columns).T.reshape(b, c_o, out, out)


def _pytorch_fft(x: Any, kernel: Any, s: int, kept: slice) -> Call:
    """Return zero insertion by transforms: the sum of the channels' products, transformed back."""
    import torch

    b, c_i, n, _ = x.shape
    wide = s * (n - 1) + 1
    side = wide + kernel.shape[2] - 1
    spectrum = torch.fft.rfft2(kernel, s=(side, side))

    def transformed() -> Any:
        Z = torch.zeros(b, c_i, side, side)
        Z[:, :, :wide:s, :wide:s] = x
        images = torch.fft.rfft2(Z)[:, :, None]
        total = images[:, 0] * spectrum[0]
        for channel in range(1, c_i):
            total.addcmul_(images[:, channel], spectrum[channel])
        return torch.fft.irfft2(total, s=(side, side))[:, :, kept, kept]

    return transformed


def turned_over(W: Any) -> Any:
    """Return the transpose of a sparse tensor in compressed rows, in compressed rows too."""
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that sparse tensors are new in PyTorch
        by_column = W.to_sparse_csc()
        parts = by_column.ccol_indices(), by_column.row_indices(), by_column.values()
        return torch.sparse_csr_tensor(*parts, size=W.shape[::-1])


def mxnet(form: str, X: np.ndarray, K: np.ndarray, s: int, p: int) -> Call:
    """Return the call of a form in MXNet, which waits for its result."""
    calls = _mxnet(form, X, K, s, p)

    def waited() -> Any:
        result = calls()
        result.wait_to_read()
        return result

    return waited


def _mxnet(form: str, X: np.ndarray, K: np.ndarray, s: int, p: int) -> Call:
    warnings.simplefilter("ignore")  # MXNet uses names that NumPy deprecated
    from mxnet import nd, npx
    from mxnet import np as mnp

    npx.set_np()

    def array(values: np.ndarray) -> Any:
        return mnp.array(np.ascontiguousarray(values), dtype="float32")

    (b, c_i, n, _), (_, c_o, k, _) = X.shape, K.shape
    out, _ = trans_conv_output_shape((n, n), k, stride=s, padding=p)
    x, kernel = array(X), array(K)

    def conv(Z: Any, weights: Any, pad: int) -> Any:
        size = {"kernel": weights.shape[2:], "num_filter": len(weights), "pad": (pad, pad)}
        return npx.convolution(Z, weights, no_bias=True, **size)

    if form == "layer":
        size = {"kernel": (k, k), "stride": (s, s), "pad": (p, p), "num_filter": c_o}
        return lambda: npx.deconvolution(x, kernel, no_bias=True, **size)
    if form == "product and col2im":
        flat, rows = array(K.reshape(c_i, -1).T), x.reshape(b, c_i, n * n)
        window = {"kernel": (k, k), "stride": (s, s), "pad": (p, p)}

        def product() -> Any:
            columns = mnp.matmul(flat, rows).as_nd_ndarray()
            return nd.col2im(columns, output_size=(out, out), **window).as_np_ndarray()

        return product
    if form == "polyphase":
        parts = array(phases(K, s))
        sub = parts.shape[2]
        side = n + sub - 1

        def polyphase() -> Any:
            every = conv(x, parts, sub - 1).reshape(b, c_o, s, s, side, side)
            whole = every.transpose(0, 1, 4, 2, 5, 3).reshape(b, c_o, s * side, s * side)
            return whole[:, :, p : p + out, p : p + out]

        return polyphase
    if form == "zero insertion":
        turned, wide = array(K[:, :, ::-1, ::-1].swapaxes(0, 1)), s * (n - 1) + 1

        def inserted() -> Any:
            Z = mnp.zeros((b, c_i, wide, wide))
            Z[:, :, ::s, ::s] = x
            return conv(Z, turned, k - 1 - p)

        return inserted
    if form == "resize and convolve":
        small, image = array(resized_kernel(K, s)), x.as_nd_ndarray()

        def resized() -> Any:
            wide = nd.UpSampling(image, scale=s, sample_type="nearest")
            return conv(wide.as_np_ndarray(), small, p)

        return resized
    return _mxnet_w(x, kernel, out, {"stride": s, "padding": p}, sparse=form == "sparse W")


def _mxnet_w(x: Any, kernel: Any, out: int, size: dict[str, int], *, sparse: bool) -> Call:
    """Return the product with the transpose of W, dense or sparse."""
    from mxnet import nd
    from mxnet import np as mnp

    b, c_o = len(x), kernel.shape[1]
    W = kernel2matrix(kernel, (c_o, out, out), sparse=sparse, **size)
    columns = x.reshape(b, -1).T
    if not sparse:
        rows = W.T.copy()
        return lambda: mnp.dot(rows, columns).T.reshape(b, c_o, out, out)
    old = columns.as_nd_ndarray()

    def product() -> Any:
        found = nd.sparse.dot(W, old, transpose_a=True).tostype("default")
        return found.as_np_ndarray().T.reshape(b, c_o, out, out)

    return product


READY: dict[str, Callable[[str, np.ndarray, np.ndarray, int, int], Call]] = {
    "pytorch": pytorch,
    "mxnet": mxnet,
}
