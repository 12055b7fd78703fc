"""PyTorch: what its operators are called, and what autocast and vmap make of them."""

import sys
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

from d2lmini._checks import Sizes
from d2lmini._libraries._library import Library
from d2lmini._shapes import per_axis

__all__ = ["PyTorch"]

INTEGERS = {"uint8", "int8", "int16", "int32", "int64"}
DTYPES = INTEGERS | {"float16", "bfloat16", "float32", "float64"}


class PyTorch(Library):
    """PyTorch's tensors."""

    name, module_name = "PyTorch", "torch"

    def owns(self, array: Any) -> bool:
        return self.module_name in sys.modules and isinstance(array, self.module.Tensor)

    def check(self, name: str, X: Any) -> None:
        if X.is_nested:
            raise TypeError(f"expected {name} as one tensor, got a nested one: pad or unbind it")
        if X.layout != self.module.strided:
            raise TypeError(f"expected {name} dense, got layout {X.layout}: call its to_dense()")
        if X.is_quantized:
            raise TypeError(f"expected {name} not quantized, got {X.dtype}: call its dequantize()")
        if X.is_complex() or X.dtype == self.module.bool:
            raise TypeError(f"expected {name} of real numbers, got dtype {X.dtype}")
        if str(X.dtype).removeprefix("torch.") not in DTYPES:
            other = "float32" if X.is_floating_point() else "int64"
            raise TypeError(
                f"expected {name} of a dtype that PyTorch computes with, got {X.dtype}: "
                f"call its to(torch.{other})"
            )

    def device(self, X: Any) -> Any:
        return X.device

    def autocast(self, X: Any) -> Any:
        if not self._autocasts(X):
            return X
        wide = X.dtype == self.module.float64 or not X.is_floating_point()
        return X if wide else X.to(self.module.get_autocast_dtype(X.device.type))

    def uncast(self, X: Any) -> AbstractContextManager[None]:
        kind = X.device.type
        return self.module.autocast(kind, enabled=False) if self._autocasts(X) else nullcontext()

    def _autocasts(self, X: Any) -> bool:
        torch, kind = self.module, X.device.type
        return bool(torch.amp.is_autocast_available(kind) and torch.is_autocast_enabled(kind))

    def exact(self, X: Any) -> Any:
        return X.float() if X.is_floating_point() and X.itemsize == 2 else X

    def cast(self, X: Any, dtype: Any) -> Any:
        return X.to(dtype)

    def pad(self, X: Any, before: Sizes, size: Sizes) -> Any:
        after = per_axis(lambda n, p, full: full - n - p, X.shape[2:], before, size)
        widths = [width for pair in zip(before, after, strict=True) for width in pair[::-1]][::-1]
        return self.module.nn.functional.pad(X, widths) if any(widths) else X

    def in_order(self, X: Any) -> Any:
        return X.contiguous()

    def permute(self, X: Any, *axes: int) -> Any:
        return X.permute(axes)

    def zeros(self, X: Any, K: Any, shape: tuple[int, ...]) -> Any:
        if self._in_vmap(X) or self._in_vmap(K) or type(X) is not type(K):
            X = X.reshape(-1)[:1] + K.reshape(-1)[:1]  # a batch or a subclass, of either, is Y's
        return X.new_zeros(shape)

    def adder(self, Y: Any, length: int) -> Callable[[Any, Any, Any], Any]:
        if self._in_vmap(Y):
            return super().adder(Y, length)  # vmap has no rule for these two
        tensor = self.module.Tensor
        product = tensor.addcmul_ if length == 1 else tensor.baddbmm_
        return cast(Callable[[Any, Any, Any], Any], product)

    def _in_vmap(self, X: Any) -> bool:
        torch = self.module
        return not torch.compiler.is_compiling() and torch.func.debug_unwrap(X) is not X

    def take(self, values: Any, index: Any) -> Any:
        index = self.module.as_tensor(index, device=values.device)
        return self.module.cat([values.new_zeros(1), values])[index]

    def csr(self, values: Any, columns: Any, starts: Any, shape: Sizes) -> Any:
        torch = self.module
        indices = (torch.as_tensor(i, device=values.device) for i in (starts, columns))
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sparse CSR tensor support", UserWarning)
            return torch.sparse_csr_tensor(*indices, values, size=shape, check_invariants=False)
