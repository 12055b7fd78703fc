"""NumPy, PyTorch and MXNet arrays behind a few functions; all that knows of libraries is here.

A library is found from an array's type among the modules that are already imported, so one that
is absent is never imported.
"""

import sys
import warnings
from typing import Any

from d2lmini._check import Pair
from d2lmini._library import Library
from d2lmini._shapes import Geometry, per_axis

__all__ = ["common_library", "library_of"]


class NumPy(Library):
    """NumPy arrays; SciPy for sparse ones."""

    name = "NumPy"

    def is_number_type(self, X: Any) -> bool:
        return X.dtype.kind in "iuf"

    def zeros(self, like: Any, shape: tuple[int, ...]) -> Any:
        return sys.modules["numpy"].zeros(shape, like.dtype)

    def grow(self, X: Any, before: Pair, after: Pair) -> Any:
        widths = ((0, 0), (0, 0), (before[0], after[0]), (before[1], after[1]))
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
    """PyTorch tensors; unfold where their dtype allows it."""

    name = "PyTorch"

    def columns(self, X: Any, geometry: Geometry) -> Any:
        if not X.is_floating_point():
            return super().columns(X, geometry)
        return _functional().unfold(
            X, geometry.kernel, geometry.dilation, geometry.padding, geometry.stride
        )

    def add_product(self, Y: Any, A: Any, B: Any) -> Any:
        return sys.modules["torch"].addcmul(Y, A, B) if _in_vmap(Y) else Y.addcmul_(A, B)

    def stamp(self, Y: Any, place: Any, weights: Any, X: Any) -> None:
        if X.shape[2] != 1 or _in_vmap(Y):
            super().stamp(Y, place, weights, X)
        else:
            Y[place].addcmul_(X, weights[..., None])

    def in_order(self, X: Any) -> Any:
        return X.contiguous()

    def device(self, X: Any) -> Any:
        return X.device

    def is_number_type(self, X: Any) -> bool:
        return not X.is_complex() and X.dtype != sys.modules["torch"].bool

    def zeros(self, like: Any, shape: tuple[int, ...]) -> Any:
        return like.new_zeros(shape)

    def grow(self, X: Any, before: Pair, after: Pair) -> Any:
        return _functional().pad(X, (before[1], after[1], before[0], after[0]))

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
    slices_quickly = False  # a tenth of a millisecond each, whatever their size

    def columns(self, X: Any, geometry: Geometry) -> Any:
        if not _mxnet_float(X):
            return super().columns(X, geometry)
        columns = sys.modules["mxnet"].nd.im2col(X.as_nd_ndarray(), **_mxnet_window(geometry))
        return columns.as_np_ndarray()

    def stamp(self, Y: Any, place: Any, weights: Any, X: Any) -> None:
        Y[place] += self.product(weights, X)

    def stamps(self, X: Any, K: Any, size: Pair, geometry: Geometry) -> Any:
        batch, groups, c_i, *windows = X.shape
        if not _mxnet_float(X):
            return super().stamps(X, K, size, geometry)
        transposed = K.reshape(1, groups, c_i, -1).swapaxes(2, 3)
        columns = self.matmul(transposed, X.reshape(batch, groups, c_i, -1))
        columns = columns.reshape(batch, -1, windows[0] * windows[1])
        if geometry.reduced(size) == tuple(windows):
            Y = _col2im(columns, size, geometry)
        else:  # output padding of a stride or more: col2im would look for more windows
            Y = _col2im(columns, geometry.uncropped((windows[0], windows[1])), geometry.bare())
            axes = Y.shape[2:], size, geometry.padding
            Y = self.grow(Y, (0, 0), per_axis(lambda full, n, p: max(n + p - full, 0), *axes))
            (p_h, p_w), (n_h, n_w) = geometry.padding, size
            Y = Y[:, :, p_h : p_h + n_h, p_w : p_w + n_w]
        return Y

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

    def grow(self, X: Any, before: Pair, after: Pair) -> Any:
        widths = ((0, 0), (0, 0), (before[0], after[0]), (before[1], after[1]))
        return sys.modules["mxnet"].np.pad(X, widths)

    def stack(self, arrays: list[Any]) -> Any:
        return sys.modules["mxnet"].np.stack(arrays, 2)

    def join(self, first: Any, second: Any) -> Any:
        return sys.modules["mxnet"].np.concatenate([first, second])

    def take(self, values: Any, index: Any) -> Any:
        np = sys.modules["mxnet"].np
        return np.take(values, np.array(index, ctx=values.ctx))

    def csr(self, values: Any, columns: Any, starts: Any, shape: Pair) -> Any:
        nd = sys.modules["mxnet"].nd
        parts = (values.as_nd_ndarray(), columns, starts)
        return nd.sparse.csr_matrix(parts, shape=shape, ctx=values.ctx)


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
        raise TypeError(f"expected X and K of one dtype, got {X.dtype} and {K.dtype}")
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


def _functional() -> Any:
    return sys.modules["torch"].nn.functional


def _in_vmap(X: Any) -> bool:
    """Tell whether `torch.vmap` is at work: it has no rule for addcmul_."""
    return bool(sys.modules["torch"]._C._functorch.is_batchedtensor(X))


def _mxnet_float(X: Any) -> bool:
    return bool(sys.modules["numpy"].dtype(X.dtype).kind == "f")


def _col2im(columns: Any, size: Pair, geometry: Geometry) -> Any:
    window = _mxnet_window(geometry)
    image = sys.modules["mxnet"].nd.col2im(columns.as_nd_ndarray(), output_size=size, **window)
    return image.as_np_ndarray()


def _mxnet_window(geometry: Geometry) -> dict[str, Pair]:
    return {
        "kernel": geometry.kernel,
        "stride": geometry.stride,
        "dilate": geometry.dilation,
        "pad": geometry.padding,
    }
