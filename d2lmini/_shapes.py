"""Sizes: what goes in, what comes out, and which output padding gives a size back."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from d2lmini._checks import Pair, check_output_padding, integer_pair, size_pair

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

    def conv_size(self, size: Pair) -> Pair:
        """Return the number of windows in an input: the size of a cross-correlation's output."""
        padded = per_axis(lambda n, p: n + 2 * p, size, self.padding)
        out = per_axis(lambda n, e, s: (n - e) // s + 1, padded, self.span, self.stride)
        if min(out) < 1:
            raise ValueError(f"{self._kernel_text()} does not fit in {_input_text(size, padded)}")
        return out

    def trans_conv_size(self, size: Pair, output_padding: Pair = (0, 0)) -> Pair:
        """Return the size of a transposed convolution's output."""
        full = per_axis(lambda n, o: n + o, self.full_size(size), output_padding)
        out = per_axis(lambda n, p: n - 2 * p, full, self.padding)
        if min(out) < 1:
            raise ValueError(f"padding {self.padding} leaves nothing of an output of shape {full}")
        return out

    def full_size(self, size: Pair) -> Pair:
        """Return the size of a transposed convolution's output before padding crops it."""
        return per_axis(lambda n, s, e: (n - 1) * s + e, size, self.stride, self.span)

    def cells(self, size: Pair) -> Pair:
        """Return how many cells of stride[0] x stride[1] elements cover a padded array."""
        return per_axis(lambda n, p, s: -(-(n + 2 * p) // s), size, self.padding, self.stride)

    def taps(self, cells: Pair) -> tuple[int, list[tuple[int, slice]]]:
        """Return how many cells have windows, and what each element of the kernel meets in them.

        The flat arrays go through the cells row by row. An element, in row order, meets one place
        of a cell, counted row by row, in a slice of the cells. What the flat arrays hold in the
        cells of no window is either zero or not looked at.
        """
        rows, cols = per_axis(
            lambda k, d, s: [divmod(t * d, s) for t in range(k)],
            self.kernel, self.dilation, self.stride,
        )  # fmt: skip
        length = (cells[0] - rows[-1][0]) * cells[1] - cols[-1][0]
        starts = [
            (place_h * self.stride[1] + place_w, row * cells[1] + col)
            for (row, place_h), (col, place_w) in product(rows, cols)
        ]
        return length, [(place, slice(start, start + length)) for place, start in starts]

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
    r"""Return the height and width of a cross-correlation's output.

    See the chapter *Shape arithmetic*.

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
        If something is not an integer or a pair of integers.
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
    return geometry.conv_size(size)


def trans_conv_output_shape(
    input_shape: tuple[int, int],
    kernel: int | tuple[int, int],
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    output_padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
) -> Pair:
    r"""Return the height and width of a transposed convolution's output.

    See the chapter *Shape arithmetic*.

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
        If something is not an integer or a pair of integers.
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
    return geometry.trans_conv_size(size, extra)


def output_padding_for(
    input_shape: tuple[int, int],
    kernel: int | tuple[int, int],
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
) -> Pair:
    r"""Return the output padding with which a transposed convolution restores an input's shape.

    A stride takes several sizes to one; output padding says which of them to go back to. See the
    chapter *Shape arithmetic*.

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
        If something is not an integer or a pair of integers.
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


def _input_text(size: Pair, padded: Pair) -> str:
    text = f"input of shape {size}"
    return text if padded == size else f"{text} padded to {padded}"
