"""What the feedback to the wrong values of the exercises on paper says that they are."""

import math
import re
from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np

from d2lmini import conv_output_shape, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support.errors import phases
from tests.support.says import VALUES

__all__ = ["OF_EXERCISES"]

STACK = ((7, 2, 3), (2, 2, 0), (3, 1, 1), (3, 2, 0))  # kernel, stride and padding of each layer
DIFFERENCE = np.array([[1.0, -1.0]])
W45 = kernel2matrix(np.ones((3, 2)), (4, 5))
W33 = kernel2matrix(np.ones((2, 2)), (3, 3))
ROW = kernel2matrix(DIFFERENCE[0], (4,))
MEAN = np.full((1, 4), 1 / 4)
SIGMA = math.sqrt((MEAN**2).sum())


def numbers(v: Any) -> list[int]:
    """Return the numbers that a question names as digits."""
    return [int(n) for n in re.findall(r"\d+", v.words)]


def array(v: Any) -> Any:
    """Return the array that a question writes out."""
    (body,) = re.findall(r"\\begin\{bmatrix\} (.*?) \\end", v.words)
    return np.array([[int(n) for n in row.split("&")] for row in body.split(r"\\")])


def zeros(v: Any, *places: float) -> Any:
    """Return an array of the size that a question names, with a one at a place."""
    found = np.zeros([int(n) for n in re.findall(r"(\d+)×(\d+) input", v.words)[0]])
    if places:
        found[tuple(map(int, places))] = 1
    return found


def sizes(n: int, layers: Any = STACK, rounded: Callable[[float], int] = math.floor) -> list[int]:
    """Return the sizes on the way through the layers."""
    found = [n]
    for k, s, p in layers:
        found.append(rounded((found[-1] + 2 * p - k) / s) + 1)
    return found


def pooled(v: Any) -> int:
    """Return the last size if one padding of the first layer is forgotten and windows stay."""
    (k, s, p), *others = STACK
    first = (numbers(v)[0] + p - k) // s + 1
    return sizes(first, others)[-1]


def up_to(bytes_of: Callable[[int], float], most: float) -> int:
    """Return the largest side of which a matrix has so many bytes."""
    return next(n for n in count(3) if bytes_of(n + 1) > most)


def from_kernel(v: Any, transforms: float) -> int:
    """Return from which kernel on that many multiplications for each pixel are fewer."""
    side = numbers(v)[0]
    return next(k for k in count(1) if (side - k + 1) ** 2 * k**2 > (transforms + 2) * side**2)


def gigabytes(v: Any) -> float:
    """Return the bytes that a question names."""
    return int(re.findall(r"(\d+) GB", v.words)[0]) * 1e9


def phase(v: Any) -> tuple[int, int, int]:
    """Return the two weights of a phase and the mean of all sums."""
    small, large, mean = numbers(v)[:3]
    return small, large, mean


def silent(v: Any, d: int | None = None) -> int:
    """Return how many phases along an axis are zero."""
    k, dilation = v.get("k", 2), v.get("d", 1) if d is None else d
    (row,) = trans_conv(np.ones((1, 9)), np.ones((1, k)), stride=v.s, dilation=dilation)
    return sum(not row[a :: v.s].any() for a in range(v.s))


def tripling(parity: int) -> int:
    """Return how many kernels to 6 and paddings make all sizes three times as large."""
    found = 0
    for k in range(1, 7):
        for p in range(k):
            for o in range(3):
                made = {
                    n: trans_conv_output_shape((n,), k, stride=3, padding=p, output_padding=o)[0]
                    for n in (5, 9)
                }
                found += k % 2 == parity and all(m == 3 * n for n, m in made.items())
    return found


def shares(k: float, s: int) -> int:
    """Return how many stamps lie over each other in the middle of a row, at most."""
    (row,) = trans_conv(np.ones((1, 9)), np.ones((1, int(k))), stride=(1, s))
    return int(row[len(row) // 2 :].max())


def grouped(v: Any) -> tuple[int, int]:
    """Return how many groups a question names, and the side of the kernel."""
    groups = VALUES[re.findall(r"(\w+) groups", v.words)[0]]
    return int(groups), numbers(v)[0]


OF_EXERCISES: dict[str, Callable[..., Any]] = {
    # a single one
    "That shows it at row {} and column {}: rows are counted from 0.": zeros,
    "Then every element leaves a stamp, and where stamps overlap you see sums.": lambda v: (
        zeros(v) + 1
    ),
    # JAX
    "So many they expected: PyTorch's padding crops the output.": lambda v: trans_conv_output_shape(
        (numbers(v)[0],), v.k, stride=v.s, padding=v.p
    )[0],
    "That is the spread-out input with its zeros; the kernel has fewer places in it.": lambda v: (
        trans_conv(np.ones((1, numbers(v)[0])), np.ones((1, 1)), stride=v.s).size + 2 * v.p
    ),
    "That is without the zeros between the elements.": lambda v: conv_output_shape(
        (numbers(v)[0],), v.k, padding=v.p
    )[0],
    # two cross-correlations
    "That is the sum of both; one follows the other, so the weights multiply.": lambda v: (
        DIFFERENCE + DIFFERENCE.T
    ),
    "The signs are all turned: the first element of the window has the weight 1 in both steps.": (
        lambda v: -trans_conv(DIFFERENCE, DIFFERENCE.T)
    ),
    "A window has to fit: round down at each layer.": lambda v: sizes(
        numbers(v)[0], rounded=math.ceil
    )[-1],
    "That is the size before the last layer.": lambda v: sizes(numbers(v)[0])[-2],
    "The last layer has a stride of {}.": lambda v, s: (
        conv_output_shape((sizes(numbers(v)[0])[-2],), 3)[0] if STACK[-1][1] == s else None
    ),
    "In the first layer, the padding counts on both sides.": pooled,
    "Half of an odd number is rounded up here: the padding lets one more window fit.": lambda v: (
        numbers(v)[0] // 2 // 2 // 2 // 2
    ),
    "That is after {} layers.": lambda v, layers: sizes(numbers(v)[0], [(3, 2, 1)] * int(layers))[
        -1
    ],
    "A size is a whole number, and it is rounded up at each layer.": lambda v: (
        numbers(v)[0] / 2 / 2 / 2 / 2
    ),
    # gradients
    "That is the mean: each place counts in full.": lambda v: array(v).mean(),
    "The signs count: the gradients at some places cancel others.": lambda v: abs(array(v)).sum(),
    "So often the bias is added; each time, another gradient arrives.": lambda v: array(v).size,
    "That is the mean, which average pooling would take; here the gradients are added up.": (
        lambda v: np.full(numbers(v)[1:], numbers(v)[0]).mean()
    ),
    "That is along one axis of the block.": lambda v: np.full(numbers(v)[1], numbers(v)[0]).sum(),
    "That is how often the number is used; each time, a gradient arrives.": lambda v: (
        np.ones(numbers(v)[1:]).size
    ),
    # stamps and phases
    "So many get one.": lambda v: phases(v).count(1),
    "All of them would, if the kernel were {} strides long.": lambda v, strides: (
        len(phases(v)) if {strides * v.s / len(phases(v))} == {max(phases(v))} else None
    ),
    "So long is a stamp.": lambda v: v.k,
    "Those are zero along one axis; the other one adds some.": lambda v: silent(v) * v.s,
    "Those are zero for both axes; for one of them is enough.": lambda v: silent(v) * silent(v),
    "So many zeros stand between neighbours of a row.": silent,
    "Without dilation. With it, only even places are reached.": lambda v: silent(v, 1),
    "So many rows are too many, and the padding crops on both sides.": lambda v: v.k - v.s,
    "The stamps add one row less than the kernel has; half of that is cropped on each side.": (
        lambda v: v.k / 2
    ),
    "So many there are along one axis; the numbers of both axes multiply.": lambda v: shares(
        v.k, v.s
    ),
    "So many there are with a kernel of {}.": lambda v, k: shares(k, v.s) ** 2,
    "So many output elements one input reaches; asked is the other way round.": lambda v: (
        np.ones((v.k, v.k)).size
    ),
    "That is so where both the row and the column are odd: such a pixel is in a single window.": (
        lambda v: trans_conv(np.ones(numbers(v)[4:6]), np.ones((v.k, v.k)), stride=v.s)[3, 5]
    ),
    "So many weights has a window; not each of them comes to lie over this pixel.": lambda v: (
        np.ones((v.k, v.k)).size if shares(v.k, v.s) < v.k else None
    ),
    # multiplications and memory
    "That is for one transform: input, kernel and output take one each.": lambda v: from_kernel(
        v, math.log2(numbers(v)[0] ** 2)
    ),
    "Under the logarithm stands the number of pixels, not the side.": lambda v: from_kernel(
        v, 3 * math.log2(numbers(v)[0])
    ),
    "There the direct form still needs fewer.": lambda v: (
        from_kernel(v, 3 * math.log2(numbers(v)[0] ** 2)) - 1
    ),
    "That takes as many outputs as inputs; a window has to fit, so there are fewer.": lambda v: (
        up_to(lambda n: 4 * n**4, gigabytes(v))
    ),
    "That is with one byte for an entry.": lambda v: up_to(
        lambda n: (n - 2) ** 2 * n**2, gigabytes(v)
    ),
    "That is with eight bytes for an entry.": lambda v: up_to(
        lambda n: 8 * (n - 2) ** 2 * n**2, gigabytes(v)
    ),
    "That is for as many GiB, of {} × {} × {} bytes. A GB has a billion.": lambda v, *sides: up_to(
        lambda n: 4 * (n - 2) ** 2 * n**2, math.prod(sides) * gigabytes(v) / 1e9
    ),
    "That is for a row of elements. The other axis counts as well.": lambda v: (
        numbers(v)[0] / numbers(v)[2]
    ),
    # W
    "So many has a row. Not every weight comes to lie over every element.": lambda v: (
        np.count_nonzero(W45[0])
    ),
    "So many windows there are; none of the elements is in all of them.": lambda v: (
        len(W45) if not W45.all(0).any() else None
    ),
    "So large are the sums of the rows. An element at the border is in fewer windows.": lambda v: (
        np.full((3, 3), W33.sum(1)[0])
    ),
    "So it would be if each element were in one window; windows overlap.": lambda v: np.ones(
        W33.shape[1]
    ).reshape(3, 3),
    "There the kernel is turned round. A cross-correlation uses it as it stands.": lambda v: (
        kernel2matrix(DIFFERENCE[0, ::-1], (4,))
    ),
    "There the kernel runs down the columns, and they belong to the inputs.": lambda v: (
        np.eye(*ROW.shape) - np.eye(*ROW.shape, -1)
    ),
    "In the first column and the last stands only one number: nothing cancels it.": lambda v: [
        ROW.sum(0) * (np.count_nonzero(ROW, axis=0) > 1)
    ],
    "The signs are exchanged: the first window begins with 1.": lambda v: [-ROW.sum(0)],
    "That is its square, of which you need the root.": lambda v: SIGMA**2,
    "That is the sum of the weights; their squares are added, and then comes the root.": (
        lambda v: MEAN.sum()
    ),
    "There and back multiplies by σ twice.": lambda v: 1 / SIGMA,
    "By that it is multiplied: divide by it.": lambda v: SIGMA**2,
    # weights
    "That one weight takes all of the change; two that share it change less.": (
        lambda v: phase(v)[1] + phase(v)[2] - sum(phase(v)[:2])
    ),
    "That scales both. The larger weight does not have to change more than the other.": lambda v: (
        phase(v)[1] * phase(v)[2] / sum(phase(v)[:2])
    ),
    "That makes both weights equal: a larger change than is needed.": lambda v: phase(v)[2] / 2,
    "So many the other two learn: a number for each pair of channels, and no kernel.": lambda v: (
        v.c * v.d
    ),
    "There is a kernel for each pair of channels.": lambda v: np.ones((v.c, v.k, v.k)).size,
    "That is the kernel of one pair of channels.": lambda v: np.ones((v.k, v.k)).size,
    "So many has the one without groups; most are zeros.": lambda v: (
        (grouped(v)[0] * grouped(v)[1]) ** 2
    ),
    "That is the kernel of one channel.": lambda v: grouped(v)[1] ** 2,
    "So many has the kernel, for all four together.": lambda v: (
        4 * np.ones((6, 6))[:: v.s, :: v.s].size
    ),
    "The stride leaves out rows and columns, not one of them.": lambda v: (
        np.ones((6, 6))[:: v.s].size
    ),
    # layers that triple
    "Those are the ones with an even kernel.": lambda v: tripling(0),
    "Those are the ones with an odd kernel.": lambda v: tripling(1),
    "So many pairs of kernel and output padding there are; for half of them no whole padding fits, "
    "and for one it would be negative.": lambda v: 2 * (tripling(0) + tripling(1) + 1),
}
