"""NumPy, PyTorch and MXNet arrays behind a few functions; all that knows of libraries is here.

A library is found from an array's type among the modules that are already imported, so one that
is absent is never imported.
"""

import sys
import warnings
from typing import Any

from d2lmini._check import Pair
from d2lmini._shapes import Geometry, per_axis

__all__ = ["Library", "common_library", "library_of"]


class Library:
    """What the operations need of a library; the methods here serve where it has no better."""

    name = ""

    def columns(self, X: Any, geometry: Geometry) -> Any:
        """Lay out the windows of X as columns (im2col).

        X has shape (batch, c, n_h, n_w), the result (batch, c * k_h * k_w, windows).
        """
        windows = geometry.reduced(tuple(X.shape[2:]))
        padded = self.pad(X, geometry.padding)
        taps = [padded[:, :, rows, cols] for rows, cols in geometry.taps(windows)]
        return self.stack(taps).reshape(X.shape[0], -1, windows[0] * windows[1])

    def stamps(self, columns: Any, size: Pair, windows: Pair, geometry: Geometry) -> Any:
        """Add up columns where their windows lie (col2im): the adjoint of `columns`.

        Gives shape (batch, c, *size); `windows` is the number of windows in each direction.
        """
        k_h, k_w = geometry.kernel
        batch = columns.shape[0]
        taps = columns.reshape(batch, -1, k_h * k_w, *windows)
        Y = self.canvas(taps[:, :, 0], size, windows, geometry)
        for number, (rows, cols) in enumerate(geometry.taps(windows)):
            Y[:, :, rows, cols] += taps[:, :, number]
        return self.crop(Y, size, geometry.padding)

    def canvas(self, like: Any, size: Pair, windows: Pair, geometry: Geometry) -> Any:
        """Give zeros that hold every window and, after cropping, the size asked for."""
        axes = geometry.uncropped(windows), size, geometry.padding
        shape = per_axis(lambda full, n, p: max(full, n + 2 * p), *axes)
        return self.zeros(like, (*like.shape[:2], *shape))

    def crop(self, Y: Any, size: Pair, padding: Pair) -> Any:
        """Take the padding off."""
        (p_h, p_w), (n_h, n_w) = padding, size
        return Y[:, :, p_h : p_h + n_h, p_w : p_w + n_w]

    def in_place(self) -> bool:
        """Tell whether an array may be added to in place now."""
        return True

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
        """Put zeros around the last two axes."""
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


class NumPy(Library):
    """NumPy arrays; SciPy for sparse ones."""

    name = "NumPy"

    def is_number_type(self, X: Any) -> bool:
        return X.dtype.kind in "iuf"

    def zeros(self, like: Any, shape: tuple[int, ...]) -> Any:
        return sys.modules["numpy"].zeros(shape, like.dtype)

    def pad(self, X: Any, padding: Pair) -> Any:
        if padding == (0, 0):
            return X
        widths = ((0, 0), (0, 0), *((p, p) for p in padding))
        return sys.modules["numpy"].pad(X, widths)

    def stack(self, arrays: list[Any]) -> Any:
        return sys.modules["numpy"].stack(arrays, 2)

    def join(self, first: Any, second: Any) -> Any:
        return sys.modules["numpy"].concatenate([first, second])

    def take(self, values: Any, index: Any) -> Any:
        return values[index]

    def csr(self, values: Any, columns: Any, starts: Any, shape: Pair) -> Any:
        from scipy.sparse import csr_array

        return csr_array((values, columns, starts), shape=shape)


class PyTorch(Library):
    """PyTorch tensors; unfold and fold where their dtype allows them."""

    name = "PyTorch"

    def columns(self, X: Any, geometry: Geometry) -> Any:
        if not X.is_floating_point():
            return super().columns(X, geometry)
        return _functional().unfold(
            X, geometry.kernel, geometry.dilation, geometry.padding, geometry.stride
        )

    def stamps(self, columns: Any, size: Pair, windows: Pair, geometry: Geometry) -> Any:
        if not columns.is_floating_point() or geometry.reduced(size) != windows:
            return super().stamps(columns, size, windows, geometry)
        return _functional().fold(
            columns, size, geometry.kernel, geometry.dilation, geometry.padding, geometry.stride
        )

    def device(self, X: Any) -> Any:
        return X.device

    def is_number_type(self, X: Any) -> bool:
        return not X.is_complex() and X.dtype != sys.modules["torch"].bool

    def zeros(self, like: Any, shape: tuple[int, ...]) -> Any:
        return like.new_zeros(shape)

    def pad(self, X: Any, padding: Pair) -> Any:
        (p_h, p_w) = padding
        return X if padding == (0, 0) else _functional().pad(X, (p_w, p_w, p_h, p_h))

    def stack(self, arrays: list[Any]) -> Any:
        return sys.modules["torch"].stack(arrays, 2)

    def join(self, first: Any, second: Any) -> Any:
        return sys.modules["torch"].cat([first, second])

    def take(self, values: Any, index: Any) -> Any:
        torch = sys.modules["torch"]
        return values[torch.as_tensor(index, device=values.device)]

    def csr(self, values: Any, columns: Any, starts: Any, shape: Pair) -> Any:
        torch = sys.modules["torch"]
        indices = (torch.as_tensor(i, device=values.device) for i in (starts, columns))
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sparse CSR tensor support", UserWarning)
            return torch.sparse_csr_tensor(*indices, values, size=shape, check_invariants=False)


class MXNet(Library):
    """MXNet's NumPy arrays; im2col and col2im from its older interface."""

    name = "MXNet"

    def columns(self, X: Any, geometry: Geometry) -> Any:
        if not _mxnet_float(X):
            return super().columns(X, geometry)
        columns = sys.modules["mxnet"].nd.im2col(X.as_nd_ndarray(), **_mxnet_window(geometry))
        return columns.as_np_ndarray()

    def stamps(self, columns: Any, size: Pair, windows: Pair, geometry: Geometry) -> Any:
        if not _mxnet_float(columns) or geometry.reduced(size) != windows:
            return super().stamps(columns, size, windows, geometry)
        image = sys.modules["mxnet"].nd.col2im(
            columns.as_nd_ndarray(), output_size=size, **_mxnet_window(geometry)
        )
        return image.as_np_ndarray()

    def in_place(self) -> bool:
        return not sys.modules["mxnet"].autograd.is_recording()

    def matmul(self, A: Any, B: Any) -> Any:
        if str(sys.modules["numpy"].dtype(A.dtype)) not in ("float32", "float64"):
            # MXNet multiplies matrices of these two alone.
            products = A.reshape(*A.shape, 1) * B.reshape(*B.shape[:-2], 1, *B.shape[-2:])
            return products.sum(-2).astype(A.dtype)
        return sys.modules["mxnet"].np.matmul(A, B)

    def device(self, X: Any) -> Any:
        return X.ctx

    def is_number_type(self, X: Any) -> bool:
        return str(sys.modules["numpy"].dtype(X.dtype)) != "bool"

    def zeros(self, like: Any, shape: tuple[int, ...]) -> Any:
        return sys.modules["mxnet"].np.zeros(shape, dtype=like.dtype, ctx=like.ctx)

    def pad(self, X: Any, padding: Pair) -> Any:
        if padding == (0, 0):
            return X
        widths = ((0, 0), (0, 0), *((p, p) for p in padding))
        return sys.modules["mxnet"].np.pad(X, widths)

    def stack(self, arrays: list[Any]) -> Any:
        return sys.modules["mxnet"].np.stack(arrays, 2)

    def join(self, first: Any, second: Any) -> Any:
        return sys.modules["mxnet"].np.concatenate([first, second])

    def take(self, values: Any, index: Any) -> Any:
        np = sys.modules["mxnet"].np
        return np.take(values, np.array(index, dtype="int64", ctx=values.ctx))

    def csr(self, values: Any, columns: Any, starts: Any, shape: Pair) -> Any:
        nd = sys.modules["mxnet"].nd
        parts = (values.as_nd_ndarray(), columns, starts)
        return nd.sparse.csr_matrix(parts, shape=shape, ctx=values.ctx, dtype=values.dtype)


LIBRARIES: tuple[tuple[str, str, Library], ...] = (
    ("torch", "Tensor", PyTorch()),
    ("mxnet", "np.ndarray", MXNet()),
    ("numpy", "ndarray", NumPy()),
)


def library_of(name: str, array: Any) -> Library:
    """Find the library of an array.

    Raises
    ------
    TypeError
        If it is no array of real numbers of one of the three.
    """
    for module, kind, library in LIBRARIES:
        if module in sys.modules and isinstance(array, _type(module, kind)):
            if not library.is_number_type(array):
                raise TypeError(f"expected {name} of real numbers, got dtype {array.dtype}")
            return library
    kind = f"{type(array).__module__}.{type(array).__name__}".removeprefix("builtins.")
    cure = ": call its as_np_ndarray()" if hasattr(array, "as_np_ndarray") else ""
    raise TypeError(f"expected {name} as a NumPy, PyTorch or MXNet array, got {kind}{cure}")


def common_library(X: Any, K: Any) -> Library:
    """Find the library of X and K, which have to agree in library, dtype and device."""
    library, other = library_of("X", X), library_of("K", K)
    if library is not other:
        raise TypeError(f"expected X and K of one library, got {library.name} and {other.name}")
    if X.dtype != K.dtype:
        raise TypeError(f"expected X and K of one dtype, got {_dtype(X)} and {_dtype(K)}")
    if library.device(X) != library.device(K):
        raise ValueError(
            f"expected X and K on one device, got {library.device(X)} and {library.device(K)}"
        )
    return library


def _type(module: str, kind: str) -> Any:
    found: Any = sys.modules[module]
    for part in kind.split("."):
        found = getattr(found, part)
    return found


def _dtype(array: Any) -> str:
    return getattr(array.dtype, "__name__", str(array.dtype))


def _functional() -> Any:
    return sys.modules["torch"].nn.functional


def _mxnet_float(X: Any) -> bool:
    return bool(sys.modules["numpy"].dtype(X.dtype).kind == "f")


def _mxnet_window(geometry: Geometry) -> dict[str, Pair]:
    return {
        "kernel": geometry.kernel,
        "stride": geometry.stride,
        "dilate": geometry.dilation,
        "pad": geometry.padding,
    }
