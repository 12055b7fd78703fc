"""MXNet's NumPy interface, and its older one where that is quicker."""

import sys
from dataclasses import replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from d2lmini._checks import Sizes
from d2lmini._libraries._library import Library
from d2lmini._libraries._numpy import NUMPY
from d2lmini._shapes import Geometry, per_axis

__all__ = ["MXNet"]

DTYPES = {"float16", "float32", "float64", "uint8", "int8", "int32", "int64"}
# One call for each matrix saves more than it costs from so many products on, in sums so long.
LEAST_PRODUCTS, LEAST_LENGTH = 2**19, 8


class MXNet(Library):
    """MXNet's NumPy arrays, computed in its older interface.

    That one has im2col and col2im, and its reshape does not copy.
    """

    name, module_name = "MXNet", "mxnet"

    @cached_property
    def module(self) -> Any:
        return sys.modules[self.module_name].np

    @cached_property
    def nd(self) -> Any:
        """The older interface."""
        return sys.modules[self.module_name].nd

    def owns(self, array: Any) -> bool:
        return self.module_name in sys.modules and isinstance(array, self.module.ndarray)

    def check(self, name: str, X: Any) -> None:
        if str(np.dtype(X.dtype)) not in DTYPES:
            raise TypeError(f"expected {name} of real numbers, got dtype {np.dtype(X.dtype)}")

    def device(self, X: Any) -> Any:
        return X.ctx

    def corr2d(self, X: Any, K: Any, groups: int, size: Sizes, geometry: Geometry) -> Any:
        if _for_numpy(X):
            return self._like(X, NUMPY.corr2d(X.asnumpy(), K.asnumpy(), groups, size, geometry))
        if len(size) != 2:
            return self._corr2d_of_planes(X, K, groups, size, geometry)
        columns = self.nd.im2col(X.as_nd_ndarray(), **_window(geometry))
        columns = columns.reshape((len(X) * groups, -1, prod(size)))
        Y = self._product(K.as_nd_ndarray().reshape((groups, len(K) // groups, -1)), columns)
        return Y.reshape((len(X), len(K), *size)).as_np_ndarray()

    def trans_conv(self, X: Any, K: Any, groups: int, size: Sizes, geometry: Geometry) -> Any:
        if _for_numpy(X):
            return self._like(X, NUMPY.trans_conv(X.asnumpy(), K.asnumpy(), groups, size, geometry))
        if len(size) != 2:
            return self._trans_conv_of_planes(X, K, groups, size, geometry)
        batch, c_i, *windows = X.shape
        weights = K.as_nd_ndarray().reshape((groups, c_i // groups, -1)).transpose((0, 2, 1))
        X = X.as_nd_ndarray().reshape((batch * groups, c_i // groups, -1))
        columns = self._product(weights, X).reshape((batch, -1, prod(windows)))
        if geometry.conv_size(size) == tuple(windows):
            return self._col2im(columns, size, geometry)
        # Output padding of a stride or more: col2im would look for more windows.
        (p_h, p_w), full = geometry.padding, geometry.full_size((windows[0], windows[1]))
        Y = self._col2im(columns, full, replace(geometry, padding=(0, 0)))
        Y = self.pad(Y, (0, 0), per_axis(max, full, (size[0] + p_h, size[1] + p_w)))
        return Y[:, :, p_h : p_h + size[0], p_w : p_w + size[1]]

    def _corr2d_of_planes(
        self, X: Any, K: Any, groups: int, size: Sizes, geometry: Geometry
    ) -> Any:
        """Do with two axes what has one or three: MXNet's im2col takes two."""
        (batch, c_i, n, *plane), (c_o, c_g, k, *_) = X.shape, K.shape
        if not plane:
            X, K = X.reshape(batch, c_i, 1, n), K.reshape(c_o, c_g, 1, k)
            return self.corr2d(X, K, groups, (1, *size), geometry.plane()).reshape(
                batch, c_o, *size
            )
        p = geometry.padding[0]
        X = self.pad(X, (p, 0, 0), (n + 2 * p, *plane)).swapaxes(1, 2)
        Y: Any = 0
        for t, (cut,) in enumerate(geometry.first().cuts(size[:1])):
            part, weights = X[:, cut].reshape(-1, c_i, *plane), K[:, :, t]
            Y = Y + self.corr2d(part, weights, groups, size[1:], geometry.plane())
        return Y.reshape(batch, size[0], c_o, *size[1:]).swapaxes(1, 2)

    def _trans_conv_of_planes(
        self, X: Any, K: Any, groups: int, size: Sizes, geometry: Geometry
    ) -> Any:
        """Take the adjoint of it."""
        (batch, c_i, n, *plane), (_, c_g, k, *_) = X.shape, K.shape
        if not plane:
            X, K = X.reshape(batch, c_i, 1, n), K.reshape(c_i, c_g, 1, k)
            flat = self.trans_conv(X, K, groups, (1, *size), geometry.plane())
            return flat.reshape(batch, -1, *size)
        X = X.swapaxes(1, 2).reshape(batch * n, c_i, *plane)
        Y: Any = 0
        for t, ((*_, of), (*_, at)) in enumerate(geometry.first().stamps([n], size[:1])):
            part = self.trans_conv(X, K[:, :, t], groups, size[1:], geometry.plane())
            part = part.reshape(batch, n, -1, *size[1:])
            part = self.module.concatenate([part, self.module.zeros_like(part[:, :1])], 1)
            index = np.full(size[0], n)  # of nothing, after all that there is
            index[at] = np.arange(n)[of]
            Y = Y + part.take(self.module.array(index, ctx=X.ctx), 1)
        return Y.swapaxes(1, 2)

    def in_order(self, X: Any) -> Any:
        return X  # what MXNet permutes, it copies

    def take(self, values: Any, index: Any) -> Any:
        zero = self.module.zeros(1, dtype=values.dtype, ctx=values.ctx)
        index = self.module.array(index, ctx=values.ctx)
        return self.module.take(self.module.concatenate([zero, values]), index)

    def csr(self, values: Any, columns: Any, starts: Any, shape: Sizes) -> Any:
        parts = (values.as_nd_ndarray(), columns, starts)
        return self.nd.sparse.csr_matrix(parts, shape=shape, ctx=values.ctx)

    def _like(self, X: Any, values: Any) -> Any:
        return self.module.array(values, dtype=values.dtype, ctx=X.ctx)

    def _product(self, A: Any, B: Any) -> Any:
        """Multiply matrices of the shapes (groups, m, l) and (batch * groups, l, n).

        Only a layer gets the quick product, of a matrix and a transposed one; what is transposed
        is copied.
        """
        (groups, m, length), (matrices, _, n) = A.shape, B.shape
        if groups == 1 and n < length:
            return self._layer(B.transpose((0, 2, 1)), A[0]).transpose((0, 2, 1))
        if LEAST_LENGTH <= length <= m and m * length * n >= LEAST_PRODUCTS:
            B = B.transpose((0, 2, 1))
            return self.nd.stack(*(self._layer(A[i % groups], B[i]) for i in range(matrices)))
        if groups < matrices:
            A = A.expand_dims(0).broadcast_to((matrices // groups, *A.shape))
        return self.nd.batch_dot(A.reshape((matrices, m, length)), B)

    def _layer(self, X: Any, weight: Any) -> Any:
        """Multiply X, or each matrix in it, with a transposed matrix."""
        options = {"num_hidden": len(weight), "no_bias": True, "flatten": False}
        return self.nd.FullyConnected(X, weight, **options)

    def _col2im(self, columns: Any, size: Sizes, geometry: Geometry) -> Any:
        return self.nd.col2im(columns, output_size=size, **_window(geometry)).as_np_ndarray()


def _for_numpy(X: Any) -> bool:
    """Tell whether MXNet has no im2col and no product of matrices for X, nor a gradient."""
    return np.dtype(X.dtype).kind != "f" or X.shape[0] == 0


def _window(geometry: Geometry) -> dict[str, Sizes]:
    return {
        "kernel": geometry.kernel,
        "stride": geometry.stride,
        "dilate": geometry.dilation,
        "pad": geometry.padding,
    }
