"""What the operations ask of a library of arrays, and how NumPy and PyTorch do it."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from d2lmini._checks import Sizes
from d2lmini._shapes import Geometry, per_axis

__all__ = ["Library"]


class Library:
    """What the operations ask of a library, and how NumPy and PyTorch do it."""

    name = ""
    module_name = ""

    @cached_property
    def module(self) -> Any:
        """The module, once it has been imported."""
        return sys.modules[self.module_name]

    def corr2d(self, X: Any, K: Any, groups: int, size: Sizes, geometry: Geometry) -> Any:
        """Cross-correlate, with an output of some size: one product for each row of the kernel.

        A row's windows cut columns from the rows of X. They serve every row of the kernel, which
        meets rows that are a stride apart: such rows of X are laid side by side.
        """
        (batch, c_i, *n), (c_o, c_g, k, *_), (o, *others) = X.shape, K.shape, size
        stride, width = geometry.stride[0], prod(others)
        rows, *padded = per_axis(lambda n, p: n + 2 * p, n, geometry.padding)
        rows = -(-rows // stride)
        X = self.pad(X, geometry.padding, (rows * stride, *padded))
        X = self.permute(
            X.reshape(batch, c_i, rows, stride, *padded), 3, 0, 1, 2, *range(4, 3 + len(n))
        )
        columns = self.module.stack([X[(..., *cut)] for cut in geometry.cuts(others)], 3)
        length = c_g * columns.shape[3]
        columns = columns.reshape(stride, batch * groups, length, rows * width)
        weights = self.permute(K.reshape(groups, c_o // groups, c_g, k, -1), 3, 0, 1, 2, 4)
        weights = self.for_batch(weights.reshape(k, groups, c_o // groups, length), batch)
        Y = self.zeros(X, K, (batch * groups, c_o // groups, o * width))
        add = self.adder(Y, length)
        for row, weight in enumerate(weights):
            start, place = divmod(row * geometry.dilation[0], stride)
            add(Y, weight, columns[place, ..., start * width : (start + o) * width])
        return Y.reshape(batch, c_o, *size)

    def trans_conv(self, X: Any, K: Any, groups: int, size: Sizes, geometry: Geometry) -> Any:
        """Take the adjoint, with an output of some size: each element of K stamps X."""
        (batch, c_i, *n), (_, c_o, *kernel) = X.shape, K.shape
        X = X.reshape(batch, groups, c_i // groups, *n)
        weights = K.reshape(groups, c_i // groups, c_o, prod(kernel))
        weights = self.in_order(self.permute(weights, 3, 0, 2, 1))
        Y = self.zeros(X, K, (batch, groups, c_o, *size))
        stamps = geometry.stamps(n, size)
        if c_i == groups:
            weights, add = weights.reshape(-1, groups, c_o, *[1 for _ in n]), self.adder(Y, 1)
            for weight, (of, at) in zip(weights, stamps, strict=True):
                add(Y[at], weight, X[of])
        else:
            X = X.reshape(batch, groups, c_i // groups, prod(n))
            for weight, (of, at) in zip(weights, stamps, strict=True):
                part = Y[at]
                part += (weight @ X).reshape(batch, groups, c_o, *n)[of]
        return Y.reshape(batch, c_o * groups, *size)

    def for_batch(self, weights: Any, batch: int) -> Any:
        """Make of (k, groups, m, l) the matrices for all groups of all arrays of a batch."""
        if batch == 1:
            return weights
        k, *matrices = weights.shape
        weights = weights.reshape(k, 1, *matrices)
        weights = self.module.broadcast_to(weights, (k, batch, *matrices))
        return weights.reshape(k, batch * matrices[0], *matrices[1:])

    def owns(self, array: Any) -> bool:
        """Tell whether an array is of this library."""
        raise NotImplementedError

    def check(self, name: str, X: Any) -> None:
        """Raise TypeError unless X is a dense array of real numbers."""
        raise NotImplementedError

    def device(self, X: Any) -> Any:
        """Return the device that holds X."""
        return "cpu"

    def autocast(self, X: Any) -> Any:
        """Return X in the dtype in which the library's layers take it here."""
        return X

    def exact(self, X: Any) -> Any:
        """Return numbers of 16 bits in 32, so that a sum of many is rounded only once."""
        return X.astype("float32") if X.dtype == np.float16 else X

    def uncast(self, X: Any) -> AbstractContextManager[None]:
        """Leave the dtype that X has to the operations within."""
        return nullcontext()

    def cast(self, X: Any, dtype: Any) -> Any:
        """Return X in a dtype."""
        return X.astype(dtype, copy=False)

    def pad(self, X: Any, before: Sizes, size: Sizes) -> Any:
        """Put zeros around all axes but the batch and the channels, up to some size."""
        after = per_axis(lambda n, p, full: full - n - p, X.shape[2:], before, size)
        widths = ((0, 0), (0, 0), *zip(before, after, strict=True))
        return self.module.pad(X, widths) if any(before + after) else X

    def permute(self, X: Any, *axes: int) -> Any:
        """Put the axes in another order."""
        return X.transpose(axes)

    def in_order(self, X: Any) -> Any:
        """Lay X out in memory in the order of its axes."""
        return self.module.ascontiguousarray(X)

    def zeros(self, X: Any, K: Any, shape: tuple[int, ...]) -> Any:
        """Return zeros of the kind of X and K."""
        raise NotImplementedError

    def adder(self, Y: Any, length: int) -> Callable[[Any, Any, Any], Any]:
        """Return what adds to a part of Y a product of matrices with sums of some length."""

        def add(part: Any, A: Any, B: Any) -> None:
            part += A * B if length == 1 else A @ B

        return add

    def take(self, values: Any, index: Any) -> Any:
        """Pick from a vector by a NumPy array of indices; 0 is zero, 1 the first element."""
        raise NotImplementedError

    def csr(self, values: Any, columns: Any, starts: Any, shape: Sizes) -> Any:
        """Make the library's sparse matrix in compressed row form."""
        raise NotImplementedError
