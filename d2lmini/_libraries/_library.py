"""What the operations ask of a library of arrays, and how NumPy and PyTorch do it."""

import sys
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from d2lmini._checks import Pair
from d2lmini._shapes import Geometry, per_axis

__all__ = ["Library"]


class Library:
    """What the operations ask of a library, and how NumPy and PyTorch do it.

    The larger array, X of `corr2d` and Y of `trans_conv`, is cut into cells of the stride's size,
    and what stands in one place of all cells makes one flat array. One element of the kernel meets
    a slice of a flat array, in all windows at once: there the operation is a product of matrices.
    """

    name = ""
    module_name = ""

    @cached_property
    def module(self) -> Any:
        """The module, once it has been imported."""
        return sys.modules[self.module_name]

    def corr2d(self, X: Any, K: Any, groups: int, geometry: Geometry) -> Any:
        """Cross-correlate arrays of four axes: each element of K adds to the whole of Y."""
        (batch, c_i, n_h, n_w), c_o = X.shape, K.shape[0]
        cells, (s_h, s_w) = geometry.cells((n_h, n_w)), geometry.stride
        X = self.pad(X, geometry.padding, (cells[0] * s_h, cells[1] * s_w))
        X = X.reshape(batch, c_i, cells[0], s_h, cells[1], s_w)
        X = self.permute(X, 3, 5, 0, 1, 2, 4)
        X = X.reshape(s_h * s_w, batch * groups, c_i // groups, cells[0] * cells[1])
        weights = K.reshape(groups, c_o // groups, *K.shape[1:])
        weights = self.for_batch(self.permute(weights, 3, 4, 0, 1, 2), batch)
        Y = self.zeros(X, K, (batch * groups, c_o // groups, cells[0] * cells[1]))
        add, (length, taps) = self.adder(Y, c_i // groups), geometry.taps(cells)
        part = Y[..., :length]
        for weight, (place, met) in zip(weights, taps, strict=True):
            add(part, weight, X[place, ..., met])
        o_h, o_w = geometry.conv_size((n_h, n_w))
        return self.in_order(Y.reshape(batch, c_o, *cells)[:, :, :o_h, :o_w])

    def trans_conv(self, X: Any, K: Any, groups: int, size: Pair, geometry: Geometry) -> Any:
        """Take the adjoint of `corr2d`, with an output of some height and width."""
        (batch, c_i), c_o = X.shape[:2], K.shape[1] * groups
        cells, (s_h, s_w), (p_h, p_w) = geometry.cells(size), geometry.stride, geometry.padding
        X = self.pad(X, (0, 0), cells)
        X = X.reshape(batch * groups, c_i // groups, cells[0] * cells[1])
        weights = K.reshape(groups, c_i // groups, *K.shape[1:])
        weights = self.for_batch(self.permute(weights, 3, 4, 0, 2, 1), batch)
        Y = self.zeros(X, K, (s_h * s_w, batch * groups, c_o // groups, cells[0] * cells[1]))
        add, (length, taps) = self.adder(Y, c_i // groups), geometry.taps(cells)
        X = X[..., :length]
        for weight, (place, met) in zip(weights, taps, strict=True):
            add(Y[place, ..., met], weight, X)
        Y = self.permute(Y.reshape(s_h, s_w, batch, c_o, *cells), 2, 3, 4, 0, 5, 1)
        Y = Y.reshape(batch, c_o, cells[0] * s_h, cells[1] * s_w)
        return self.in_order(Y[:, :, p_h : p_h + size[0], p_w : p_w + size[1]])

    def for_batch(self, weights: Any, batch: int) -> Any:
        """Make of (k_h, k_w, groups, m, n) the matrices for all groups of all arrays of a batch."""
        k_h, k_w, *matrices = weights.shape
        weights = self.in_order(weights).reshape(k_h * k_w, 1, *matrices)
        weights = self.module.broadcast_to(weights, (k_h * k_w, batch, *matrices))
        return weights.reshape(k_h * k_w, batch * matrices[0], *matrices[1:])

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

    def cast(self, X: Any, dtype: Any) -> Any:
        """Return X in a dtype."""
        return X.astype(dtype, copy=False)

    def pad(self, X: Any, before: Pair, size: Pair) -> Any:
        """Put zeros around the last two of four axes, up to a height and a width."""
        after = per_axis(lambda n, p, full: full - n - p, tuple(X.shape[2:]), before, size)
        widths = ((0, 0), (0, 0), (before[0], after[0]), (before[1], after[1]))
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

    def csr(self, values: Any, columns: Any, starts: Any, shape: Pair) -> Any:
        """Make the library's sparse matrix in compressed row form."""
        raise NotImplementedError
