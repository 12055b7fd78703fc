"""An array in plain Python: a slice is a view, as in NumPy; what is not here is refused by name."""

from typing import Any

from d2lmini.exercises._axes import (
    ALL,
    as_text,
    broadcast,
    checked_axes,
    checked_index,
    product,
    slice_range,
    strides,
)

__all__ = ["Array", "make_array"]


class Array:
    """Numbers in a grid of any number of axes: a list, and where each element lies in it."""

    def __init__(
        self, data: list[Any], shape: tuple[Any, ...], steps: tuple[Any, ...] = (), offset: int = 0
    ) -> None:
        self.data, self.shape, self.offset = data, shape, offset
        self.strides = steps if steps else strides(shape)

    def __getattr__(self, name: str) -> None:
        raise AttributeError(f"an array here has no {name}: write it with loops and slices")

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return product(self.shape)

    @property
    def T(self) -> "Array":  # noqa: N802  NumPy's name
        """The array with its axes in reverse."""
        shape, steps = tuple(reversed(self.shape)), tuple(reversed(self.strides))
        return Array(self.data, shape, steps, self.offset)

    def __len__(self) -> int:
        return int(self.shape[0])

    def __iter__(self) -> Any:
        return iter([self[i] for i in range(self.shape[0])])

    def __repr__(self) -> str:
        return f"array({as_text(self.tolist(), 6)})"

    def __str__(self) -> str:
        return as_text(self.tolist(), 0)

    def __bool__(self) -> bool:
        if self.size != 1:
            raise ValueError("an array of more than one element is neither true nor false")
        return bool(self.flat()[0])

    def __getitem__(self, key: Any) -> Any:
        view = self._view(key)
        return view if view.shape else view.data[view.offset]

    def __setitem__(self, key: Any, value: Any) -> None:
        view = self._view(key)
        value = _array_of(value)
        if broadcast(view.shape, value.shape) != view.shape:
            raise ValueError(f"a value of shape {value.shape} does not fit into {view.shape}")
        values = value.stretched(view.shape).flat()
        for place, number in zip(view.places(), values):  # noqa: B905  MicroPython's has no strict
            view.data[place] = number

    def _view(self, key: Any) -> "Array":
        keys = key if isinstance(key, tuple) else (key,)
        if len(keys) > self.ndim:
            raise IndexError(f"{len(keys)} indices for an array of {self.ndim} axes")
        shape, steps, offset = [], [], self.offset
        for axis, (n, step) in enumerate(zip(self.shape, self.strides)):  # noqa: B905
            one = keys[axis] if axis < len(keys) else ALL
            if isinstance(one, slice):
                first, count, by = slice_range(one, n)
                shape.append(count)
                steps.append(step * by)
            else:
                first = checked_index(one, n, axis)
            offset += step * first
        return Array(self.data, tuple(shape), tuple(steps), offset)

    def places(self) -> list[Any]:
        """Return where each element lies in the list, row by row."""
        places = [self.offset]
        for n, step in zip(self.shape, self.strides):  # noqa: B905
            places = [place + step * i for place in places for i in range(n)]
        return places

    def flat(self) -> list[Any]:
        """Return the elements, row by row."""
        return [self.data[place] for place in self.places()]

    def stretched(self, shape: tuple[Any, ...]) -> "Array":
        """Return a view in which axes of one element are repeated."""
        missing = len(shape) - self.ndim
        steps = [0] * missing
        for axis, step in enumerate(self.strides):
            steps.append(step if self.shape[axis] == shape[missing + axis] else 0)
        return Array(self.data, shape, tuple(steps), self.offset)

    def tolist(self) -> Any:
        """Return nested lists of the elements."""
        return [self[i].tolist() if self.ndim > 1 else self[i] for i in range(self.shape[0])]

    def copy(self) -> "Array":
        """Return an array with elements of its own."""
        return Array(self.flat(), self.shape)

    def reshape(self, *sizes: Any) -> "Array":
        """Return the elements, row by row, in another shape."""
        one = len(sizes) == 1 and isinstance(sizes[0], (tuple, list))
        shape = sizes[0] if one else sizes
        known = product([n for n in shape if n != -1])
        whole = known and self.size % known == 0
        new = tuple(self.size // known if n == -1 and whole else n for n in shape)
        if product(new) != self.size or -1 in new:
            raise ValueError(f"{self.size} elements do not fit into shape {tuple(shape)}")
        if self.strides == strides(self.shape):
            return Array(self.data, new, (), self.offset)
        return Array(self.flat(), new)

    def sum(self, axis: Any = None) -> Any:
        """Return the sum of all elements, or along one axis or several."""
        gone = checked_axes(axis, self.ndim)
        kept = [a for a in range(self.ndim) if a not in gone]
        order = kept + gone
        turned = Array(
            self.data,
            tuple(self.shape[a] for a in order),
            tuple(self.strides[a] for a in order),
            self.offset,
        ).flat()
        shape = tuple(self.shape[a] for a in kept)
        each = self.size // product(shape) if self.size else 0
        sums = [sum(turned[i * each : (i + 1) * each]) for i in range(product(shape))]
        return Array(sums, shape) if shape else sums[0]

    def max(self) -> Any:
        """Return the largest element."""
        return max(self.flat())

    def min(self) -> Any:
        """Return the smallest element."""
        return min(self.flat())

    def any(self) -> bool:
        """Return whether some element is true."""
        return any(self.flat())

    def all(self) -> bool:
        """Return whether every element is true."""
        return all(self.flat())

    def __matmul__(self, other: Any) -> Any:
        if not isinstance(other, Array) or self.ndim > 2 or other.ndim > 2:
            raise ValueError("@ multiplies arrays of one or two axes here")
        A = self if self.ndim == 2 else self.reshape(1, -1)
        B = other if other.ndim == 2 else other.reshape(-1, 1)
        if A.shape[1] != B.shape[0]:
            raise ValueError(f"@ does not fit: {self.shape} @ {other.shape}")
        columns = [column.flat() for column in B.T]
        products = [sum([a * b for a, b in zip(row.flat(), c)]) for row in A for c in columns]  # noqa: B905
        shape = self.shape[:-1] + other.shape[1:]
        return Array(products, shape) if shape else products[0]

    def _with(self, other: Any, do: Any) -> "Array":
        other = _array_of(other)
        shape = broadcast(self.shape, other.shape)
        a, b = self.stretched(shape).flat(), other.stretched(shape).flat()
        return Array([do(x, y) for x, y in zip(a, b)], shape)  # noqa: B905

    def _set(self, values: "Array") -> "Array":
        if values.shape != self.shape:
            raise ValueError(f"a value of shape {values.shape} does not fit into {self.shape}")
        for place, number in zip(self.places(), values.flat()):  # noqa: B905
            self.data[place] = number
        return self

    def __neg__(self) -> "Array":
        return self._with(0, lambda a, _: -a)

    def __abs__(self) -> "Array":
        return self._with(0, lambda a, _: abs(a))

    def __add__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: a + b)

    def __radd__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: b + a)

    def __iadd__(self, other: Any) -> "Array":
        return self._set(self + other)

    def __sub__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: b - a)

    def __isub__(self, other: Any) -> "Array":
        return self._set(self - other)

    def __mul__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: a * b)

    def __rmul__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: b * a)

    def __imul__(self, other: Any) -> "Array":
        return self._set(self * other)

    def __truediv__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: a / b)

    def __rtruediv__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: b / a)

    def __itruediv__(self, other: Any) -> "Array":
        return self._set(self / other)

    def __pow__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: a**b)

    def __eq__(self, other: Any) -> "Array":  # type: ignore[override]
        return self._with(other, lambda a, b: a == b)

    def __ne__(self, other: Any) -> "Array":  # type: ignore[override]
        return self._with(other, lambda a, b: a != b)

    def __lt__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: a < b)

    def __le__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: a <= b)

    def __gt__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: a > b)

    def __ge__(self, other: Any) -> "Array":
        return self._with(other, lambda a, b: a >= b)

    __hash__ = None  # type: ignore[assignment]


def make_array(values: Any) -> Array:
    """Make an array of nested lists, or copy one."""
    if isinstance(values, Array):
        return values.copy()
    shape, level = [], values
    while isinstance(level, (list, tuple)):
        shape.append(len(level))
        level = level[0] if len(level) else None
    flat = [values]
    for n in shape:
        if any(not isinstance(one, (list, tuple)) or len(one) != n for one in flat):
            raise ValueError("rows of different lengths make no array")
        flat = [item for one in flat for item in one]
    return Array([_number(item) for item in flat], tuple(shape))


def _array_of(value: Any) -> Array:
    if isinstance(value, Array):
        return value
    return make_array(value) if isinstance(value, (list, tuple)) else Array([_number(value)], ())


def _number(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value
    raise TypeError(f"an array holds numbers, not {value!r}")
