"""Shapes, indices and text of the small module of arrays: all that needs no array."""

from typing import Any

__all__ = [
    "ALL",
    "BACKWARDS",
    "as_text",
    "broadcast",
    "checked_axes",
    "checked_index",
    "product",
    "slice_range",
    "strides",
]


class _Keys:
    """Return a slice as it is written: MicroPython makes none by a call."""

    def __getitem__(self, key: Any) -> Any:
        return key


ALL, BACKWARDS = _Keys()[:], _Keys()[::-1]


def product(numbers: Any) -> int:
    """Return the product of numbers."""
    result: int = 1
    for n in numbers:
        result *= n
    return result


def strides(shape: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return how far apart the neighbours along each axis lie in a list."""
    steps: list[int] = []
    step = 1
    for n in reversed(shape):
        steps.insert(0, step)
        step *= n
    return tuple(steps)


def checked_index(key: Any, n: int, axis: Any) -> int:
    """Return an index counted from the front; refuse what is none."""
    if isinstance(key, bool) or not isinstance(key, int):
        kind = type(key).__name__
        raise TypeError(f"an index here is a whole number or a slice, not {kind}: use a loop")
    if not -n <= key < n:
        raise IndexError(f"index {key} is outside axis {axis}, which has {n} elements")
    return key % n


def checked_axes(axis: Any, ndim: int) -> list[int]:
    """Return one axis, several, or of None all, each counted from the front; refuse others."""
    axes = range(ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    for one in axes:
        if isinstance(one, bool) or not isinstance(one, int):
            raise TypeError(f"an axis is a whole number, not {type(one).__name__}")
        if not -ndim <= one < ndim:
            raise IndexError(f"there is no axis {one}: the array's axes are 0 to {ndim - 1}")
    return [one % ndim for one in axes]


def slice_range(key: slice, n: int) -> tuple[Any, ...]:
    """Return a slice's first index, number of elements and step."""
    step = 1 if key.step is None else key.step
    if step == 0:
        raise ValueError("a slice's step is not 0")
    low, high = (0, n) if step > 0 else (-1, n - 1)
    first = _limited(key.start, n, low, high, low if step > 0 else high)
    last = _limited(key.stop, n, low, high, high if step > 0 else low)
    return first, max(0, -((first - last) // step)), step


def _limited(at: Any, n: int, low: int, high: int, default: int) -> int:
    if at is None:
        return default
    if not isinstance(at, int):
        raise TypeError(f"a slice's ends are whole numbers, not {at!r}")
    return min(max(at + n if at < 0 else at, low), high)


def broadcast(a: tuple[Any, ...], b: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the shape to which two shapes are repeated."""
    if len(a) < len(b):
        a, b = b, a
    b = (1,) * (len(a) - len(b)) + tuple(b)
    if any(n != m and n != 1 and m != 1 for n, m in zip(a, b)):  # noqa: B905
        raise ValueError(f"shapes {a} and {b} do not fit together")
    return tuple(m if n == 1 else n for n, m in zip(a, b))  # noqa: B905


def as_text(values: Any, indent: int) -> str:
    """Return nested lists as rows of numbers."""
    if not isinstance(values, list):
        return f"{values:g}" if isinstance(values, float) else str(values)
    if any(isinstance(one, list) for one in values):
        between = "\n" + " " * (indent + 1)
        return "[" + between.join([as_text(one, indent + 1) for one in values]) + "]"
    return "[" + " ".join([as_text(one, 0) for one in values]) + "]"
