"""NumPy, with SciPy for sparse matrices."""

from typing import Any

import numpy as np

from d2lmini._checks import Sizes
from d2lmini._libraries._library import Library

__all__ = ["NUMPY"]


class NumPy(Library):
    """NumPy arrays; SciPy for sparse ones."""

    name, module_name = "NumPy", "numpy"

    def owns(self, array: Any) -> bool:
        return isinstance(array, np.ndarray)

    def check(self, name: str, X: Any) -> None:
        if isinstance(X, np.ma.MaskedArray):
            raise TypeError(
                f"expected {name} without a mask, got a masked array: call its filled(0)"
            )
        if isinstance(X, np.matrix):
            raise TypeError(f"expected {name} as a NumPy array, got a numpy.matrix: pass its A")
        if X.dtype.kind not in "iuf":
            raise TypeError(f"expected {name} of real numbers, got dtype {X.dtype}")

    def zeros(self, X: Any, K: Any, shape: tuple[int, ...]) -> Any:
        return np.zeros(shape, X.dtype)

    def take(self, values: Any, index: Any) -> Any:
        return np.concatenate([np.zeros(1, values.dtype), values])[index]

    def csr(self, values: Any, columns: Any, starts: Any, shape: Sizes) -> Any:
        try:
            from scipy.sparse import csr_array
        except ModuleNotFoundError as error:
            raise ImportError('a sparse W needs SciPy: pip install "d2lmini[sparse]"') from error
        return csr_array((values, columns, starts), shape=shape)


NUMPY = NumPy()
