"""What the operations need of a library of arrays, and how most libraries do it."""

from typing import Any

from d2lmini._check import Pair
from d2lmini._shapes import Geometry, per_axis

__all__ = ["Library"]


class Library:
    """What the operations need of a library; the methods here serve where it has no better."""

    name = ""
    slices_quickly = True

    def columns(self, X: Any, geometry: Geometry) -> Any:
        """Lay out the windows of X as columns (im2col).

        X has shape (batch, c, n_h, n_w), the result (batch, c * k_h * k_w, windows).
        """
        windows = geometry.reduced(tuple(X.shape[2:]))
        padded = self.pad(X, geometry.padding)
        taps = [padded[:, :, rows, cols] for rows, cols in geometry.taps(windows)]
        return self.stack(taps).reshape(X.shape[0], -1, windows[0] * windows[1])

    def weighted_taps(self, X: Any, weights: Any, windows: Pair, geometry: Geometry) -> Any:
        """Sum the windows of X, element by element of a kernel, without their columns.

        X has shape (batch, c, n_h, n_w), `weights` (c, k_h * k_w, 1, 1).
        """
        padded = self.pad(X, geometry.padding)
        taps = enumerate(geometry.taps(windows))
        _, (rows, cols) = next(taps)
        Y = padded[:, :, rows, cols] * weights[:, 0]
        for number, (rows, cols) in taps:
            Y = self.add_product(Y, weights[:, number], padded[:, :, rows, cols])
        return Y

    def stamps(self, X: Any, K: Any, size: Pair, geometry: Geometry) -> Any:
        """Sum the stamps of X, element by element of a kernel: col2im(Kᵀ · X) without columns.

        X has shape (batch, groups, c_i, n_h, n_w), K (groups, c_i, c_o, k_h * k_w), with c_i and
        c_o counted in a group; gives shape (batch, groups * c_o, *size).
        """
        windows = tuple(X.shape[3:])
        axes = geometry.uncropped(windows), size, geometry.padding
        full = per_axis(lambda grown, n, p: max(grown, n + 2 * p), *axes)
        weights = self.in_order(K.swapaxes(1, 3).swapaxes(0, 1))  # (taps, groups, c_o, c_i)
        like = X.reshape(-1)[:1] + K.reshape(-1)[:1]  # of both, for vmap
        Y = self.zeros(like, (*X.shape[:2], K.shape[2], *full))
        for number, (rows, cols) in enumerate(geometry.taps(windows)):
            self.stamp(Y, (..., rows, cols), weights[number], X)
        (p_h, p_w), (n_h, n_w) = geometry.padding, size
        return Y[..., p_h : p_h + n_h, p_w : p_w + n_w].reshape(X.shape[0], -1, n_h, n_w)

    def stamp(self, Y: Any, place: Any, weights: Any, X: Any) -> None:
        """Add a product to a part of Y, in place."""
        part = Y[place]  # to write it back with Y[place] += would copy it once more
        part += self.product(weights, X)

    def product(self, weights: Any, X: Any) -> Any:
        """Multiply the channels of X, (batch, groups, c_i, n_h, n_w), by (groups, c_o, c_i)."""
        if X.shape[2] == 1:
            return X * weights[..., None]
        Y = self.matmul(weights[None], X.reshape(*X.shape[:3], -1))
        return Y.reshape(*Y.shape[:3], *X.shape[3:])

    def add_product(self, Y: Any, A: Any, B: Any) -> Any:
        """Give Y + A * B."""
        return Y + A * B

    def in_order(self, X: Any) -> Any:
        """Lay out an array in memory in the order of its axes, where that makes products faster."""
        return X

    def matmul(self, A: Any, B: Any) -> Any:
        """Multiply stacks of matrices."""
        return A @ B

    def device(self, X: Any) -> Any:
        """Give the device that holds X."""
        return "cpu"

    def is_number_type(self, X: Any) -> bool:
        """Tell whether X holds real numbers."""
        raise NotImplementedError

    def zeros(self, like: Any, shape: tuple[int, ...]) -> Any:
        """Give zeros of the dtype and device of another array."""
        raise NotImplementedError

    def pad(self, X: Any, padding: Pair) -> Any:
        """Put zeros around the last two axes of four."""
        return self.grow(X, padding, padding) if any(padding) else X

    def grow(self, X: Any, before: Pair, after: Pair) -> Any:
        """Put zeros before and after the last two axes of four."""
        raise NotImplementedError

    def stack(self, arrays: list[Any]) -> Any:
        """Stack along a new third axis."""
        raise NotImplementedError

    def join(self, first: Any, second: Any) -> Any:
        """Join two vectors."""
        raise NotImplementedError

    def take(self, values: Any, index: Any) -> Any:
        """Pick from a vector by a NumPy array of indices."""
        raise NotImplementedError

    def csr(self, values: Any, columns: Any, starts: Any, shape: Pair) -> Any:
        """Make the library's sparse matrix in compressed row form."""
        raise NotImplementedError
