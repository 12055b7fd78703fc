"""NumPy, PyTorch and MXNet behind a few functions; all that knows of libraries is in this folder.

A library is found from an array's type among the modules that are already imported, so one that
is absent is never imported.
"""

from typing import Any

import numpy as np

from d2lmini._libraries._library import Library
from d2lmini._libraries._mxnet import MXNet
from d2lmini._libraries._numpy import NUMPY
from d2lmini._libraries._pytorch import PyTorch

__all__ = [
    "LIBRARIES",
    "Library",
    "common_library",
    "host_array",
    "item_bytes",
    "library_of",
]

LIBRARIES: tuple[Library, ...] = (PyTorch(), MXNet(), NUMPY)


def library_of(name: str, array: Any) -> Library:
    """Find the library of an array.

    Raises
    ------
    TypeError
        If it is not a dense array of real numbers of one of the three.
    """
    for library in LIBRARIES:
        if library.owns(array):
            library.check(name, array)
            return library
    kind = f"{type(array).__module__}.{type(array).__name__}".removeprefix("builtins.")
    cure = ": call its as_np_ndarray()" if hasattr(array, "as_np_ndarray") else ""
    if isinstance(array, list | tuple):
        cure = f": make it one, as numpy.array({name}, float) does"
    raise TypeError(f"expected {name} as a NumPy, PyTorch or MXNet array, got {kind}{cure}")


def common_library(X: Any, K: Any) -> tuple[Library, Any, Any]:
    """Find the library of X and K, which have to agree in library, dtype and device.

    X and K come back in the dtype to compute in.
    """
    library, other = library_of("X", X), library_of("K", K)
    if library is not other:
        raise TypeError(f"expected X and K of one library, got {library.name} and {other.name}")
    if library.device(X) != library.device(K):
        raise ValueError(
            f"expected X and K on one device, got {library.device(X)} and {library.device(K)}"
        )
    X, K = library.autocast(X), library.autocast(K)
    if X.dtype != K.dtype:
        raise TypeError(f"expected X and K of one dtype, got {X.dtype} and {K.dtype}")
    return library, X, K


def host_array(value: Any) -> Any:
    """Return a NumPy array of what an array of any library, or nested sequences, hold."""
    if hasattr(value, "asnumpy"):  # MXNet, of either interface
        return value.asnumpy()
    if hasattr(value, "detach"):  # PyTorch; NumPy has no bfloat16 and takes nothing from a GPU
        value = value.detach().cpu()
        value = value.float() if str(value.dtype) == "torch.bfloat16" else value
    return np.asarray(value)


def item_bytes(array: Any) -> int:
    """Return the bytes of an element."""
    return int(getattr(array, "itemsize", None) or np.dtype(array.dtype).itemsize)
