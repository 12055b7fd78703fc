"""The three array libraries behind a few names, and the settings of a random case."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st

from book._ext.frameworks import FRAMEWORKS
from tests.support.available import why_missing

NAMES = ("numpy", "pytorch", "mxnet")


@dataclass(frozen=True)
class Backend:
    """One library: `array` makes an array of it from a NumPy array, `numpy` gives one back."""

    name: str

    def array(self, values: Any, dtype: str | None = None) -> Any:
        """Make an array."""
        values = np.asarray(values, dtype)
        if self.name == "numpy":
            return values
        if self.name == "pytorch":
            import torch

            return torch.tensor(values)
        import mxnet

        return mxnet.np.array(values, dtype=values.dtype)

    def numpy(self, array: Any) -> np.ndarray:
        """Return a NumPy array."""
        if self.name == "mxnet":
            return array.asnumpy()
        return array.detach().numpy() if self.name == "pytorch" else array

    def dtype(self, array: Any) -> str:
        """Return the dtype's name."""
        return str(np.dtype(array.dtype) if self.name == "mxnet" else array.dtype).split(".")[-1]


@cache
def backend(name: str) -> Backend:
    """Return a library, or skip the test with the reason why it is not there."""
    for framework in FRAMEWORKS:
        if framework.tag == name and (reason := why_missing(framework)):
            pytest.skip(reason)
    if name == "mxnet":
        from mxnet import npx

        npx.set_np()
    return Backend(name)


def module(name: str) -> ModuleType:
    """Return a framework's module, or skip the test as `backend` does."""
    backend(name)
    return import_module(next(one.module for one in FRAMEWORKS if one.tag == name))


@dataclass(frozen=True)
class Case:
    """Random arrays and every parameter of an operation."""

    X: np.ndarray
    K: np.ndarray
    parameters: dict[str, Any]


@st.composite
def cases(draw: Any, *, adjoint: bool, axes: int = 2) -> Case:
    """Draw a case with whole numbers as values, so that every sum is exact in float64."""

    def numbers(least: int, most: int) -> tuple[int, ...]:
        return draw(st.tuples(*[st.integers(least, most)] * axes))

    groups = draw(st.integers(1, 3))
    c_in, c_out = groups * draw(st.integers(1, 2)), groups * draw(st.integers(1, 2))
    kernel = numbers(1, 4 if axes < 3 else 3)
    stride, dilation, padding = numbers(1, 3), numbers(1, 3), numbers(0, 2)
    size = numbers(1, 7 if axes < 3 else 4)
    parameters = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    spans = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    if adjoint:
        limits = [max(s, d) - 1 for s, d in zip(stride, dilation, strict=True)]
        extra = draw(st.tuples(*(st.integers(0, limit) for limit in limits)))
        parameters["output_padding"] = extra
        every = zip(size, stride, spans, padding, extra, strict=True)
        assume(all((n - 1) * s + e - 2 * p + o > 0 for n, s, e, p, o in every))
    else:
        assume(all(n + 2 * p >= e for n, p, e in zip(size, padding, spans, strict=True)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    X = rng.integers(-9, 10, (draw(st.integers(1, 2)), c_in, *size)).astype("float64")
    channels = (c_in, c_out // groups) if adjoint else (c_out, c_in // groups)
    return Case(X, rng.integers(-9, 10, (*channels, *kernel)).astype("float64"), parameters)


def restoring(case: Case) -> tuple[int, ...]:
    """Return the output padding with which the way back has the shape of the case's X."""
    names = ("stride", "padding", "dilation")
    axes = zip(
        case.X.shape[2:], case.K.shape[2:], *(case.parameters[n] for n in names), strict=True
    )
    return tuple((n + 2 * p - d * (k - 1) - 1) % s for n, k, s, p, d in axes)
