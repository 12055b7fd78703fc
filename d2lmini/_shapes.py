"""Sizes: what goes in, what comes out, and which output padding gives a size back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar, cast

from d2lmini._checks import Sizes, check_output_padding, per_axis_integers, sizes

__all__ = [
    "Geometry",
    "conv_output_shape",
    "output_padding_for",
    "per_axis",
    "trans_conv_output_shape",
]

T = TypeVar("T")
Shape = TypeVar("Shape", bound=Sizes)


@dataclass(frozen=True)
class Geometry:
    """A kernel's size and how its windows lie, a number for each axis."""

    kernel: Sizes
    stride: Sizes
    padding: Sizes
    dilation: Sizes

    @classmethod
    def checked(
        cls, kernel: Sizes, stride: object, padding: object, dilation: object
    ) -> "Geometry":
        """Check the parameters and give each axis its own."""
        return cls(
            kernel,
            per_axis_integers("stride", stride, 1, len(kernel)),
            per_axis_integers("padding", padding, 0, len(kernel)),
            per_axis_integers("dilation", dilation, 1, len(kernel)),
        )

    @property
    def span(self) -> Sizes:
        """Elements from a window's first tap to its last, both counted."""
        return per_axis(lambda k, d: d * (k - 1) + 1, self.kernel, self.dilation)

    def conv_size(self, size: Sizes) -> Sizes:
        """Return the number of windows in an input: the size of a cross-correlation's output."""
        padded = per_axis(lambda n, p: n + 2 * p, size, self.padding)
        out = per_axis(lambda n, e, s: (n - e) // s + 1, padded, self.span, self.stride)
        if min(out) < 1:
            raise ValueError(f"{self._kernel_text()} does not fit in {_input_text(size, padded)}")
        return out

    def trans_conv_size(self, size: Sizes, output_padding: Sizes) -> Sizes:
        """Return the size of a transposed convolution's output."""
        full = per_axis(lambda n, o: n + o, self.full_size(size), output_padding)
        out = per_axis(lambda n, p: n - 2 * p, full, self.padding)
        if min(out) < 1:
            raise ValueError(f"padding {self.padding} leaves nothing of an output of shape {full}")
        return out

    def full_size(self, size: Sizes) -> Sizes:
        """Return the size of a transposed convolution's output before padding crops it."""
        return per_axis(lambda n, s, e: (n - 1) * s + e, size, self.stride, self.span)

    def cuts(self, windows: Sequence[int]) -> list[tuple[slice, ...]]:
        """Return for each element of the kernel, in order, what it meets in all windows.

        Axes may be left out: those of the windows are the last ones.
        """
        given = (pairs[-len(windows) :] for pairs in (self.kernel, self.stride, self.dilation))
        axes = per_axis(
            lambda o, k, s, d: [slice(t * d, t * d + (o - 1) * s + 1, s) for t in range(k)],
            windows, *given,
        )  # fmt: skip
        return list(product(*axes))

    def stamps(self, size: Sequence[int], out: Sequence[int]) -> list[tuple[Any, Any]]:
        """Return for each element of the kernel, in order, which elements it stamps, and where.

        What padding crops is left out.
        """
        axes = per_axis(_stamps, size, out, self.kernel, self.stride, self.padding, self.dilation)
        of, at = (product(*parts) for parts in zip(*axes, strict=True))
        return [((..., *o), (..., *a)) for o, a in zip(of, at, strict=True)]

    def first(self) -> "Geometry":
        """Return what concerns the first axis."""
        return Geometry(self.kernel[:1], self.stride[:1], self.padding[:1], self.dilation[:1])

    def plane(self) -> "Geometry":
        """Return what concerns the last two axes; before one only, one of size 1 is put."""
        given = (self.kernel, 1), (self.stride, 1), (self.padding, 0), (self.dilation, 1)
        return Geometry(*((one, *numbers)[-2:] for numbers, one in given))

    def _kernel_text(self) -> str:
        text = f"kernel of shape {self.kernel}"
        return text if self.span == self.kernel else f"{text}, spread to {self.span} by dilation,"


def conv_output_shape(
    input_shape: Shape,
    kernel: int | tuple[int, ...],
    *,
    stride: int | tuple[int, ...] = 1,
    padding: int | tuple[int, ...] = 0,
    dilation: int | tuple[int, ...] = 1,
) -> Shape:
    r"""Return the size of a cross-correlation's output, axis by axis.

    See the chapter *Shape arithmetic*.

    Parameters
    ----------
    input_shape : (n,), (n_h, n_w) or (n_d, n_h, n_w)
        Size of the input along its axes, in elements.
    kernel, stride, padding, dilation : int or tuple of int
        As in `corr2d`; `kernel` is the kernel's size.

    Returns
    -------
    tuple of int
        :math:`\lfloor (n + 2p - d(k - 1) - 1) / s \rfloor + 1` for each axis.

    Raises
    ------
    TypeError
        If something is not an integer or a tuple of integers.
    ValueError
        If a value is out of range, or the kernel does not fit.

    Examples
    --------
    >>> conv_output_shape((16, 18), 5, stride=3, padding=2)
    (6, 6)
    >>> conv_output_shape((16,), 5, stride=3, padding=2)
    (6,)

    References
    ----------
    Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
    """
    size, geometry = _checked(input_shape, kernel, stride, padding, dilation)
    return cast(Shape, geometry.conv_size(size))


def trans_conv_output_shape(
    input_shape: Shape,
    kernel: int | tuple[int, ...],
    *,
    stride: int | tuple[int, ...] = 1,
    padding: int | tuple[int, ...] = 0,
    output_padding: int | tuple[int, ...] = 0,
    dilation: int | tuple[int, ...] = 1,
) -> Shape:
    r"""Return the size of a transposed convolution's output, axis by axis.

    See the chapter *Shape arithmetic*.

    Parameters
    ----------
    input_shape : (n,), (n_h, n_w) or (n_d, n_h, n_w)
        Size of the input along its axes, in elements.
    kernel, stride, padding, output_padding, dilation : int or tuple of int
        As in `trans_conv`; `kernel` is the kernel's size.

    Returns
    -------
    tuple of int
        :math:`(n - 1) s + d(k - 1) + 1 - 2p + o` for each axis, with `o` the output padding.

    Raises
    ------
    TypeError
        If something is not an integer or a tuple of integers.
    ValueError
        If a value is out of range, or nothing is left of the output.

    Examples
    --------
    >>> trans_conv_output_shape((6, 6), 5, stride=3, padding=2, output_padding=(0, 2))
    (16, 18)

    References
    ----------
    Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
    """
    size, geometry = _checked(input_shape, kernel, stride, padding, dilation)
    extra = check_output_padding(output_padding, geometry.stride, geometry.dilation)
    return cast(Shape, geometry.trans_conv_size(size, extra))


def output_padding_for(
    input_shape: Shape,
    kernel: int | tuple[int, ...],
    *,
    stride: int | tuple[int, ...] = 1,
    padding: int | tuple[int, ...] = 0,
    dilation: int | tuple[int, ...] = 1,
) -> Shape:
    r"""Return the output padding with which a transposed convolution restores an input's shape.

    A stride takes several sizes to one; output padding says which of them to go back to. See the
    chapter *Shape arithmetic*.

    Parameters
    ----------
    input_shape : (n,), (n_h, n_w) or (n_d, n_h, n_w)
        Size of what the convolution got along its axes, in elements.
    kernel, stride, padding, dilation : int or tuple of int
        The convolution's, and the transposed convolution's.

    Returns
    -------
    tuple of int
        :math:`(n + 2p - d(k - 1) - 1) \bmod s` for each axis: the elements at the end that no
        window of the convolution reached.

    Raises
    ------
    TypeError
        If something is not an integer or a tuple of integers.
    ValueError
        If a value is out of range, or the kernel does not fit.

    Examples
    --------
    >>> output_padding_for((16, 18), 5, stride=3, padding=2)
    (0, 2)
    """
    size, geometry = _checked(input_shape, kernel, stride, padding, dilation)
    geometry.conv_size(size)
    axes = size, geometry.padding, geometry.span, geometry.stride
    return cast(Shape, per_axis(lambda n, p, e, s: (n + 2 * p - e) % s, *axes))


def _checked(
    input_shape: object, kernel: Any, stride: object, padding: object, dilation: object
) -> tuple[Sizes, Geometry]:
    size = sizes("input_shape", input_shape)
    kernel = per_axis_integers("kernel", kernel, 1, len(size))
    return size, Geometry.checked(kernel, stride, padding, dilation)


def per_axis(formula: Callable[..., T], *sizes: Sequence[int]) -> tuple[T, ...]:
    """Apply a formula to the sizes of each axis."""
    return tuple(map(formula, *sizes))


def _stamps(n: int, out: int, k: int, s: int, p: int, d: int) -> tuple[list[slice], list[slice]]:
    """Return for each element of a kernel of one axis which elements it stamps, and where."""
    of, at = [], []
    for first in range(-p, k * d - p, d):  # where the first element's stamp has it
        start = max(0, -(first // s))
        stop = max(start, min(n, (out - 1 - first) // s + 1))
        of.append(slice(start, stop))
        at.append(slice(first + start * s, first + stop * s, s))
    return of, at


def _input_text(size: Sizes, padded: Sizes) -> str:
    text = f"input of shape {size}"
    return text if padded == size else f"{text} padded to {padded}"
