"""Sizes: what goes in, what comes out, and which output padding gives a size back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from d2lmini._check import (
    Pair,
    check_output_padding,
    integer_pair,
    size_pair,
)

__all__ = [
    "Geometry",
    "conv_output_shape",
    "output_padding_for",
    "per_axis",
    "trans_conv_output_shape",
]

T = TypeVar("T")


@dataclass(frozen=True)
class Geometry:
    """A kernel's size and how its windows lie, as pairs (height, width)."""

    kernel: Pair
    stride: Pair
    padding: Pair
    dilation: Pair

    @classmethod
    def checked(cls, kernel: Pair, stride: object, padding: object, dilation: object) -> "Geometry":
        """Check the parameters and make pairs of them."""
        return cls(
            kernel,
            integer_pair("stride", stride, 1),
            integer_pair("padding", padding, 0),
            integer_pair("dilation", dilation, 1),
        )

    @property
    def span(self) -> Pair:
        """Rows and columns from a window's first tap to its last, both counted."""
        return per_axis(lambda k, d: d * (k - 1) + 1, self.kernel, self.dilation)

    def reduced(self, size: Pair) -> Pair:
        """Give the number of windows in an input: the size of a cross-correlation's output."""
        padded = per_axis(lambda n, p: n + 2 * p, size, self.padding)
        out = per_axis(lambda n, e, s: (n - e) // s + 1, padded, self.span, self.stride)
        if min(out) < 1:
            raise ValueError(f"{self._kernel_text()} does not fit in {_input_text(size, padded)}")
        return out

    def grown(self, size: Pair, output_padding: Pair = (0, 0)) -> Pair:
        """Give the size of a transposed convolution's output."""
        full = per_axis(lambda n, o: n + o, self.uncropped(size), output_padding)
        out = per_axis(lambda n, p: n - 2 * p, full, self.padding)
        if min(out) < 1:
            raise ValueError(f"padding {self.padding} leaves nothing of an output of shape {full}")
        return out

    def uncropped(self, size: Pair) -> Pair:
        """Give the size of a transposed convolution's output before padding crops it."""
        return per_axis(lambda n, s, e: (n - 1) * s + e, size, self.stride, self.span)

    def taps(self, windows: Pair) -> Iterator[tuple[slice, slice]]:
        """Give for each kernel element, in row order, what it meets in the padded input."""
        for a in range(self.kernel[0]):
            for b in range(self.kernel[1]):
                yield per_axis(_met, (a, b), self.dilation, windows, self.stride)

    def bare(self) -> "Geometry":
        """Give the same without padding."""
        return replace(self, padding=(0, 0))

    def _kernel_text(self) -> str:
        text = f"kernel of shape {self.kernel}"
        return text if self.span == self.kernel else f"{text}, spread to {self.span} by dilation,"


def conv_output_shape(
    input_shape: tuple[int, int],
    kernel: int | tuple[int, int],
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
) -> Pair:
    r"""Give the height and width of a cross-correlation's output.

    Parameters
    ----------
    input_shape : (n_h, n_w)
        Height and width of the input, in elements.
    kernel, stride, padding, dilation : int or pair of int
        As in `corr2d`; `kernel` is the kernel's size.

    Returns
    -------
    (int, int)
        :math:`\lfloor (n + 2p - d(k - 1) - 1) / s \rfloor + 1` for each axis.

    Raises
    ------
    TypeError
        If something is no integer or pair of integers.
    ValueError
        If a value is out of range, or the kernel does not fit.

    Examples
    --------
    >>> conv_output_shape((16, 18), 5, stride=3, padding=2)
    (6, 6)

    References
    ----------
    Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
    """
    size, geometry = _checked(input_shape, kernel, stride, padding, dilation)
    return geometry.reduced(size)


def trans_conv_output_shape(
    input_shape: tuple[int, int],
    kernel: int | tuple[int, int],
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    output_padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
) -> Pair:
    r"""Give the height and width of a transposed convolution's output.

    Parameters
    ----------
    input_shape : (n_h, n_w)
        Height and width of the input, in elements.
    kernel, stride, padding, output_padding, dilation : int or pair of int
        As in `trans_conv`; `kernel` is the kernel's size.

    Returns
    -------
    (int, int)
        :math:`(n - 1) s + d(k - 1) + 1 - 2p + o` for each axis, with `o` the output padding.

    Raises
    ------
    TypeError
        If something is no integer or pair of integers.
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
    return geometry.grown(size, extra)


def output_padding_for(
    input_shape: tuple[int, int],
    kernel: int | tuple[int, int],
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
) -> Pair:
    r"""Give the output padding with which a transposed convolution restores an input's shape.

    Parameters
    ----------
    input_shape : (n_h, n_w)
        Height and width of what the convolution got, in elements.
    kernel, stride, padding, dilation : int or pair of int
        The convolution's, and the transposed convolution's.

    Returns
    -------
    (int, int)
        :math:`(n + 2p - d(k - 1) - 1) \bmod s` for each axis: the rows and columns at the end that
        no window of the convolution reached.

    Raises
    ------
    TypeError
        If something is no integer or pair of integers.
    ValueError
        If a value is out of range, or the kernel does not fit.

    Examples
    --------
    >>> output_padding_for((16, 18), 5, stride=3, padding=2)
    (0, 2)
    """
    size, geometry = _checked(input_shape, kernel, stride, padding, dilation)
    geometry.reduced(size)
    axes = size, geometry.padding, geometry.span, geometry.stride
    return per_axis(lambda n, p, e, s: (n + 2 * p - e) % s, *axes)


def _checked(
    input_shape: object, kernel: object, stride: object, padding: object, dilation: object
) -> tuple[Pair, Geometry]:
    size = size_pair("input_shape", input_shape)
    return size, Geometry.checked(integer_pair("kernel", kernel, 1), stride, padding, dilation)


def per_axis(formula: Callable[..., T], *pairs: Pair) -> tuple[T, T]:
    """Apply a formula to the heights and to the widths."""
    first, second = map(formula, *pairs)
    return first, second


def _met(tap: int, dilation: int, windows: int, stride: int) -> slice:
    first = tap * dilation
    return slice(first, first + (windows - 1) * stride + 1, stride)


def _input_text(size: Pair, padded: Pair) -> str:
    text = f"input of shape {size}"
    return text if padded == size else f"{text} padded to {padded}"
