"""The part of NumPy's interface that the exercises need, in plain Python: what `np` is there.

It runs in MicroPython, where there is no NumPy, and in CPython, where the checks compute with it
what is expected.
"""

from typing import Any

from d2lmini.exercises._array import Array
from d2lmini.exercises._array import make_array as array
from d2lmini.exercises._axes import ALL, BACKWARDS, checked_axes, product

__all__ = ["Array", "arange", "array", "flip", "ones", "ones_like", "zeros", "zeros_like"]


def zeros(shape: Any) -> Array:
    """Return an array of zeros."""
    return _filled(shape, 0.0)


def ones(shape: Any) -> Array:
    """Return an array of ones."""
    return _filled(shape, 1.0)


def zeros_like(a: Array) -> Array:
    """Return zeros in the shape of an array."""
    return zeros(a.shape)


def ones_like(a: Array) -> Array:
    """Return ones in the shape of an array."""
    return ones(a.shape)


def arange(*limits: float) -> Array:
    """Return the numbers from a first one up to, and without, a last one."""
    first, last = limits[:2] if len(limits) > 1 else (0, limits[0])
    step = limits[2] if len(limits) > 2 else 1
    count = max(0, int(-((first - last) // step)))
    return Array([first + i * step for i in range(count)], (count,))


def flip(a: Array, axis: Any = None) -> Array:
    """Return an array with the order along all axes, or some, reversed."""
    turned = checked_axes(axis, a.ndim)
    keys = tuple(BACKWARDS if i in turned else ALL for i in range(a.ndim))
    return array(a[keys])


def __getattr__(name: str) -> None:
    raise AttributeError(f"np here has no {name}; it has {', '.join(__all__[1:])}")


def _filled(shape: Any, value: float) -> Array:
    shape = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    if any(not isinstance(n, int) or n < 0 for n in shape):
        raise ValueError(f"a shape consists of whole numbers from 0, not {shape}")
    return Array([value] * product(shape), shape)
