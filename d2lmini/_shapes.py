"""Sizes: what goes in, what comes out, and which output padding gives a size back."""

from collections.abc import Iterator
from dataclasses import dataclass

from d2lmini._check import (
    Pair,
    check_output_padding,
    integer_pair,
    size_pair,
)

__all__ = ["Geometry", "conv_output_shape", "output_padding_for", "trans_conv_output_shape"]

Slices = tuple[slice, slice]


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
        return _pair(d * (k - 1) + 1 for k, d in zip(self.kernel, self.dilation, strict=True))

    def reduced(self, size: Pair) -> Pair:
        """Give the number of windows in an input: the size of a cross-correlation's output."""
        axes = zip(size, self.padding, self.span, self.stride, strict=True)
        out = _pair((n + 2 * p - e) // s + 1 for n, p, e, s in axes)
        if min(out) < 1:
            padded = _pair(n + 2 * p for n, p in zip(size, self.padding, strict=True))
            raise ValueError(f"{self._kernel_text()} does not fit in {_input_text(size, padded)}")
        return out

    def grown(self, size: Pair, output_padding: Pair = (0, 0)) -> Pair:
        """Give the size of a transposed convolution's output."""
        axes = zip(self.uncropped(size), output_padding, self.padding, strict=True)
        out = _pair(full + o - 2 * p for full, o, p in axes)
        if min(out) < 1:
            full = _pair(f + o for f, o in zip(self.uncropped(size), output_padding, strict=True))
            raise ValueError(f"padding {self.padding} leaves nothing of an output of shape {full}")
        return out

    def uncropped(self, size: Pair) -> Pair:
        """Give the size of a transposed convolution's output before padding crops it."""
        axes = zip(size, self.stride, self.span, strict=True)
        return _pair((n - 1) * s + e for n, s, e in axes)

    def taps(self, windows: Pair) -> Iterator[Slices]:
        """Give for each kernel element, in row order, what it meets in the padded input."""
        for a in range(self.kernel[0]):
            for b in range(self.kernel[1]):
                starts = (a * self.dilation[0], b * self.dilation[1])
                axes = zip(starts, windows, self.stride, strict=True)
                rows, columns = (slice(t, t + (m - 1) * s + 1, s) for t, m, s in axes)
                yield rows, columns

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
    axes = zip(size, geometry.padding, geometry.span, geometry.stride, strict=True)
    return _pair((n + 2 * p - e) % s for n, p, e, s in axes)


def _checked(
    input_shape: object, kernel: object, stride: object, padding: object, dilation: object
) -> tuple[Pair, Geometry]:
    size = size_pair("input_shape", input_shape)
    return size, Geometry.checked(integer_pair("kernel", kernel, 1), stride, padding, dilation)


def _pair(values: Iterator[int]) -> Pair:
    first, second = values
    return first, second


def _input_text(size: Pair, padded: Pair) -> str:
    text = f"input of shape {size}"
    return text if padded == size else f"{text} padded to {padded}"
