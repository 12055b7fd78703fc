"""What the feedback to each wrong value says that it is, tied to what computes it by its words."""

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.signal import convolve2d

from d2lmini import conv_output_shape, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support.errors import (
    channels,
    exact_padding,
    gradient_rows,
    grown,
    images,
    kernel,
    least_times,
    matrix,
    most_overlap,
    one_and_cropped,
    phases,
    quotient,
    rate,
    ratio,
    rows,
    shift,
    tent,
    widening,
    windows,
)
from tests.support.meant_exercises import OF_EXERCISES
from tests.support.says import VALUES

__all__ = ["MEANT"]

WRITTEN: dict[str, Callable[..., Any]] = {
    # where a picture lands
    "The size is right, and the direction is not.": lambda v: -shift(v.k, v.s, v.p),
    "The padding is left out.": lambda v: shift(v.k, v.s),
    "That is the output padding; the picture moves by half of it, the other way.": exact_padding,
    "The middle of a stamp counts: half of that.": lambda v: 2 * shift(v.k, v.s, v.p),
    "That is the model for 48 kHz, which cuts {} samples at the beginning.": lambda v, cut: shift(
        2 * v.s, v.s, cut
    ),
    "{} are cut, all at the end; the middle moves by half as many.": lambda v, cut: (
        cut if cut == 2 * shift(2 * v.s, v.s) else None
    ),
    "It would, if the cut were the same on both sides.": lambda v: shift(2 * v.s, v.s, v.s / 2),
    # checkerboards
    "The next layer finds an uneven input, and makes it more so.": lambda v: ratio(1, v.k, v.s),
    "That is what {} layers give.": lambda v, n: ratio(int(n), v.k, v.s),
    "Layers do not add the ratio up: each works on what the one before left.": lambda v: (
        3 * ratio(1, v.k, v.s)
    ),
    "For that, the two neighbours that are added would both have to be the largest.": lambda v: (
        (2 * 2 * 2) ** 2 if ratio(1, v.k, v.s) == 2**2 else None
    ),
    "That is along {} axis; the counts of both multiply.": lambda v, one: most_overlap(v) * one,
    "With a stride of {} it would be so many.": lambda v, s: trans_conv(
        np.ones((12, 12)), np.ones((v.k, v.k)), stride=int(s)
    ).max(),
    "The stride does not divide the kernel: some elements get one more along each axis.": (
        lambda v: (most_overlap(v) - 1) ** 2
    ),
    # a stamp, turned
    "That is the stamp in PyTorch. Here it is turned by {} degrees.": lambda v, turn: (
        kernel(v)[0, 0] if turn == 180 else None
    ),
    "The columns are turned round; the rows are too.": lambda v: kernel(v)[:, ::-1][0, 0],
    "The rows are turned round; the columns are too.": lambda v: kernel(v)[::-1][0, 0],
    # gradients
    "Then the gradient would have {} rows. The last window ends one row above the end.": (
        gradient_rows
    ),
    "It is smaller than the stride: else another window would fit.": lambda v: v.s,
    "So it grows when {} of the three is doubled.": lambda v, count: grown(2, count),
    "So it grows when {} of the three are doubled.": lambda v, count: grown(2, count),
    "The three factors {} are multiplied, not added.": lambda v, factor: (
        factor + factor + factor if grown(factor, 3) == factor * factor * factor else None
    ),
    # W and im2col
    "That is the number of all entries.": lambda v: matrix(v).size,
    "That is how many entries it has.": lambda v: matrix(v).size,
    "That is how many are not zero.": lambda v: np.count_nonzero(matrix(v)),
    "That is one row of W. There is one for each window.": lambda v: (matrix(v)[0] == 0).sum(),
    "That is one row. There is one for each window.": lambda v: (matrix(v)[0] == 0).sum(),
    "That is how many columns it has: one for each input element.": lambda v: matrix(v).shape[1],
    "That is how many nonzero entries each row has.": lambda v: np.count_nonzero(matrix(v)[0]),
    "Along an axis, the kernel has {} place more.": lambda v, more: (
        (v.n - v.k) * (v.m - v.k)
        if matrix(v).shape[0] == (v.n - v.k + more) * (v.m - v.k + more)
        else None
    ),
    "Not the side counts, but the number of pixels, and that {}.": lambda v, twice: (
        2 if twice == 2 else None
    ),
    "That is how much the image grows, and the work of the direct form.": lambda v: round(
        conv_output_shape((8192, 8192), 3)[0] ** 2 / 4096**2
    ),
    "W grows with the square of the number of pixels.": lambda v: 2**3,
    "So many has the input; most are copied several times.": lambda v: (
        images(v)[0] * images(v)[1] * images(v)[1]
    ),
    "That is {} of the three channels.": lambda v, one: (
        windows(v) * images(v)[2] ** 2 * one if images(v)[0] == 3 else None
    ),
    "A window has to fit: there are fewer of them than elements.": lambda v: (
        math.prod(images(v)) * images(v)[2] * images(v)[1]
    ),
    "So many windows there are; each has several numbers.": windows,
    "The window to the right would be {} further, but there is none in this line.": (
        lambda v, one: one
    ),
    "That is the shift against row {}: a line of the input.": lambda v, row: (
        np.argmax(kernel2matrix(np.ones((2, 2)), (3, 3)) != 0, axis=1)[2] if row == 0 else None
    ),
    # the forms of a layer
    "That is how much larger the output is in one direction.": widening,
    "Both forms use each of the {} weights.": lambda v, count: (
        count if count == np.ones((v.k, v.k)).size else None
    ),
    "So many times as many takes polyphase, but for its border.": lambda v: (
        (v.s * math.ceil(v.k / v.s)) ** 2 / v.k**2
    ),
    "So long takes the memory. The arithmetic takes longer.": lambda v: (
        least_times(v)[1] if least_times(v)[0] > least_times(v)[1] else None
    ),
    "Both go on at the same time, so the longer one counts.": lambda v: sum(least_times(v)[:2]),
    "That is the number of multiply-adds for a byte.": lambda v: least_times(v)[2],
    # channels and weights
    "That is enough for {} input channel.": lambda v, one: one * v.k * v.k,
    "That many would do for a kernel of {} with stride {}.": lambda v, k, s: channels(v)[0] * k * s,
    "The window has {} directions.": lambda v, two: math.prod(channels(v)) if two == 2 else None,
    "A window holds its pixels in every channel: the numbers multiply.": lambda v: (
        v.s * v.s + v.c - 1
    ),
    "Then the output has fewer numbers than the input.": lambda v: (
        v.c if v.c * 1 < v.c * v.s * v.s else None
    ),
    "Each output channel has a kernel for each input channel.": lambda v: (
        np.ones((1, v.d, v.k, v.k)).size
    ),
    "A kernel belongs to a pair of channels: their numbers multiply.": lambda v: (
        np.ones((v.c, v.k, v.k)).size + np.ones((v.d, v.k, v.k)).size
    ),
    "The kernel has {} directions.": lambda v, two: (
        np.ones((v.c, v.d, v.k)).size if two == 2 else None
    ),
    # sizes
    "Each layer halves what the one before it has left: the factors multiply.": lambda v: math.ceil(
        v.n / (2 * v.m)
    ),
    "That is what the first layer leaves.": lambda v: conv_output_shape(
        (v.n, v.n), v.k, stride=2, padding=v.p
    )[0],
    "That is for a stride of {} without padding.": one_and_cropped,
    "The windows may leave rows at the end that none of them reaches.": lambda v: 1,
    "So many are added at most; the smallest size is one more.": lambda v: max(
        n % v.s for n in range(99)
    ),
    "It is not the kernel that leaves rows over, but the stride.": lambda v: v.k,
    'That is what all stamps together reach, as with "valid".': lambda v: trans_conv_output_shape(
        (v.n, v.n), v.k, stride=v.s
    )[0],
    'Of a convolution with a stride of {}, "same" leaves the size. Here it is the size times the '
    "stride.": lambda v, s: math.ceil(v.n / s),
    "That is the convolution of the same name, which goes the other way.": lambda v: len(
        range(0, v.n, v.s)
    ),
    "The padding is left out: it is the last of the numbers.": lambda v: trans_conv_output_shape(
        (v.n, v.n), v.k, stride=v.s
    )[0],
    "The padding is cut off at both ends.": lambda v: (
        trans_conv_output_shape((v.n, v.n), v.k, stride=v.s, padding=v.p)[0] + v.p
    ),
    "So many a convolution would make, with the same numbers.": lambda v: conv_output_shape(
        (v.n, v.n), v.k, stride=v.s, padding=v.p
    )[0],
    # three forms
    "Then the first window would hold nothing but zeros.": lambda v: v.k,
    "That was enough for {} weights.": lambda v, k: k - 1,
    "That is how many zeros stand between {} elements.": lambda v, two: (
        np.count_nonzero(trans_conv(np.ones((1, 2)), np.ones((1, 1)), stride=(1, 2)) == 0)
        if two == 2
        else None
    ),
    "The other {} phases have so many: the stride does not divide the kernel.": lambda v, two: (
        phases(v)[1] if two == v.s - 1 == phases(v).count(phases(v)[1]) else None
    ),
    "Each weight belongs to one of {} phases.": lambda v, s: sum(phases(v)) if s == v.s else None,
    "Each weight belongs to one of the phases.": lambda v: sum(phases(v)),
    "The stride leaves out two weights of {}, and the kernel is longer than one stride.": (
        lambda v, s: 1 if s == v.s < v.k else None
    ),
    "So many has the last phase: the stride does not divide the kernel.": lambda v: phases(v)[-1],
    "So many phases there are.": lambda v: len(phases(v)),
    "The zeros at both ends are missing, for the windows that hold only one element.": lambda v: (
        trans_conv(np.ones((1, v.n)), np.ones((1, 1)), stride=(1, v.s)).size
    ),
    "Zeros stand between neighbours only, and none behind the last one.": lambda v: (
        trans_conv(np.ones((1, v.n)), np.ones((1, v.s)), stride=(1, v.s)).size + 2 * (v.k - 1)
    ),
    "That is the length of the output.": lambda v: (
        trans_conv(np.ones((1, v.n)), np.ones((1, v.k)), stride=(1, v.s)).size
    ),
    # tents
    "For an even stride it is {} the stride. Here the tent's middle is on a pixel, and both ends "
    "are {}.": lambda v, twice, end: twice * 3 if end == 0 and tent(4) == twice * 4 else None,
    "Then neighbours would not mix at all.": lambda v: v.get("s", 3),
    "The {} outermost of these have the weight 0.": lambda v, two: (
        tent(v.get("s", 3)) + two if tent(v.get("s", 3)) % 2 else tent(v.s) + 1
    ),
    "Look where the tent's middle is: on a pixel, or between {}.": lambda v, two: (
        ({2 * v.s, 2 * v.s - 1} - {tent(v.s)}).pop() if two == 2 else None
    ),
    # shares
    "That is another score, which counts the shared pixels {} (Dice).": lambda v, twice: (
        twice * v.c / (v.a + v.b)
    ),
    "That is the share of the mask that was found.": lambda v: v.c / v.a,
    "That is the share of the prediction that is right.": lambda v: v.c / v.b,
    "The shared pixels are in both sums: take them off once.": lambda v: v.c / (v.a + v.b),
    # tones
    "The period is {} elements long, so there are fewer periods than elements.": lambda v, s: (
        rate(v) * s if s == v.s else None
    ),
    "A period is several elements long, so there are fewer periods than elements.": lambda v: (
        rate(v) * v.s
    ),
    "That is how many elements there are in a second, not how many periods.": rate,
    "That is the highest frequency that so many numbers can hold.": lambda v: (
        np.fft.rfft(np.ones(rate(v))).size - 1
    ),
    # arrays
    "The kernel is turned by {} degrees. A stamp is the kernel as it is.": lambda v, turn: (
        trans_conv(1.0 * v.X, np.rot90(1.0 * v.K, turn / 90).copy(), stride=(2, 1))
    ),
    "The kernel is transposed. A stamp is the kernel as it is.": lambda v: trans_conv(
        1.0 * v.X, np.swapaxes(1.0 * v.K, 0, 1), stride=(2, 1)
    ),
    "The input is transposed: its rows lie below each other.": lambda v: trans_conv(
        np.swapaxes(1.0 * v.X, 0, 1), 1.0 * v.K, stride=(2, 1)
    ),
    "That is what the first channel makes. What the second makes is added.": lambda v: convolve2d(
        v.X, v.K
    ),
    "That is what the second channel makes. What the first makes is added.": lambda v: convolve2d(
        v.U, v.L
    ),
    "The kernels are exchanged.": lambda v: convolve2d(v.X, v.L) + convolve2d(v.U, v.K),
    "That is the kernel turned by {} degrees. A stamp is the kernel as it is.": lambda v, turn: (
        np.rot90(v.K, turn / 90)
    ),
    "That is the transpose of the kernel.": lambda v: np.swapaxes(v.K, 0, 1),
    "The first column has to be divided by the first element of the input, and the second one "
    "holds {} stamps.": lambda v, two: convolve2d(v.X, v.K)[:, : int(two)],
    "Those are its weights from the end to the beginning: a stamp is the kernel as it is.": (
        lambda v: [quotient(v)[::-1]]
    ),
    "The second stamp reaches all but the first of these numbers: take it away before you read "
    "the next weight.": lambda v: [rows(v)[0][: len(quotient(v))]],
}
NUMBER = "|".join([r"\d+", *(word.capitalize() for word in VALUES), *VALUES])
# Each as an expression; {} in it is a number, which reaches the function.
MEANT = {
    re.compile(re.escape(words).replace(r"\{\}", rf"({NUMBER})")): right
    for words, right in (WRITTEN | OF_EXERCISES).items()
}
