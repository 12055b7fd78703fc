"""What the feedback to options of choices inside exercises says, computed."""

import itertools
import re

import numpy
import pytest

from d2lmini import corr2d, kernel2matrix, trans_conv
from d2lmini.layouts import convert_kernel
from tests.support.choices import computed_in, drawn, feedback, holds
from tests.support.pages import source
from tests.support.units import unit


@feedback(
    "It stays in place. => The kernel is an odd number longer than the stride: what is cut off cannot be the same on both sides.",
    "It moves by one pixel. => The middle of a stamp counts, not its end: half of that.",
)
def kernel_of_seven():
    whole = {
        k: trans_conv(unit((1, 9), 0, 4), numpy.ones((1, k)), stride=(1, 2))[0] for k in (6, 7)
    }
    cut = {k: len(row) - 2 * 9 for k, row in whole.items()}
    in_place, moved = (numpy.flatnonzero(whole[k]) - (cut[k] + 1) // 2 for k in (6, 7))
    ends = moved[[0, -1]] - in_place[[0, -1]]
    return (
        cut[7] % 2 == (7 - 2) % 2 == 1 and cut[6] % 2 == 0,
        sorted(abs(ends)) == [0, 1] and abs(moved.mean() - in_place.mean()) == 1 / 2,
    )


@feedback(
    "in the middle of a kernel of 5 => The zeros around them only change how much there is to cut: the same pixels get the same weights.",
    "in a corner of a kernel of 4 => A row of zeros moves the weights by a whole pixel or not at all, and half a pixel is missing.",
)
def zeros_around():
    X, K = drawn(3, 4), drawn(3, 3)
    alone, around = trans_conv(X, K, stride=2), trans_conv(X, numpy.pad(K, 1), stride=2)
    stamp = numpy.flatnonzero(trans_conv(unit((1, 9), 0, 4), numpy.ones((1, 3)), stride=(1, 2)))
    missing = (stamp.mean() - 1) - (2 * 4 + 1 / 2)
    moved = [
        numpy.array_equal(trans_conv(X, numpy.pad(K, sides), stride=2), numpy.pad(alone, sides))
        for sides in itertools.product([(0, 1), (1, 0)], repeat=2)
    ]
    return (
        around.shape != alone.shape and (around[1:-1, 1:-1] == alone).all(),
        all(moved) and abs(missing) == 1 / 2,
    )


@feedback(
    "3 × 2 => The second layer makes a larger stamp of the first one's.",
    "3 × 4 => Rows and columns are exchanged: height comes first, then width.",
    "5 × 4 => The stamp of a stamp: the stamps of neighbouring weights overlap, they do not follow each other.",
)
def two_layers():
    first, second = drawn(2, 2), drawn(3, 2)
    stamp = trans_conv(trans_conv(unit((1, 1), 0, 0), first), second)
    counts = trans_conv(numpy.ones((2, 2)), numpy.ones((3, 2)))
    return (
        stamp.shape > second.shape == (3, 2) and stamp.shape[1] > second.shape[1],
        stamp.shape[::-1] == (3, 4) != stamp.shape,
        counts.max() > 1 and tuple(numpy.add(first.shape, second.shape)) == (5, 4) > stamp.shape,
    )


@feedback(
    "in the output of the convolution => There every element is the sum of one window, and all windows have equally many elements.",
    "in the gradient of the kernel => Each weight takes part in every window: none is used more often than another.",
)
def where_the_pattern_is():
    X, K = drawn(9, 9), numpy.arange(1.0, 10).reshape(3, 3)
    Y, counts = (corr2d(one, numpy.ones((3, 3)), stride=2) for one in (X, numpy.ones((9, 9))))
    windows = {(i, j): X[2 * i : 2 * i + 3, 2 * j : 2 * j + 3] for i, j in numpy.ndindex(4, 4)}
    W = kernel2matrix(K, (9, 9), stride=2)
    return (
        all(Y[place] == window.sum() for place, window in windows.items())
        and set(counts.ravel()) == {9},
        all(((weight == W).sum(1) == 1).all() for weight in K.ravel()),
    )


def gradients_of_groups(target):
    """Return the gradients of four kernels that begin alike, one for each group of pixels."""
    X, K = drawn(6, 6), numpy.ones((3, 3))
    groups = [target[a::2, b::2] for a, b in numpy.ndindex(2, 2)]
    return numpy.array([corr2d(X, corr2d(X, K) - group) for group in groups]).reshape(4, 9)


@feedback(
    "after as many steps as the layer has groups => All groups are changed in each step.",
    "never: groups that begin alike stay alike => Each group computes other pixels, and the target has other numbers there.",
)
def groups():
    found = gradients_of_groups(drawn(8, 8))
    repeated = gradients_of_groups(numpy.kron(drawn(4, 4), numpy.ones((2, 2))))
    alike = [(one == other).all() for one, other in itertools.combinations(found, 2)]
    return found.any(1).all(), not any(alike) and (repeated == repeated[0]).all()


@feedback(
    "a padding of 1 and an output padding of 1 => The size is right, but the first row is cut off in place of the last: every number stands one place too early.",
    "a padding of 1 => That cuts a row off on each side, and only one is too many.",
)
def same_of_three():
    X, K = drawn(3, 5), drawn(3, 3)
    whole = trans_conv(X, K, stride=2)
    spread = numpy.zeros((5, 9))
    spread[::2, ::2] = X
    right = corr2d(numpy.pad(spread, ((2, 1), (2, 1))), K[::-1, ::-1].copy())  # what SAME pads
    wrong = trans_conv(X, K, stride=2, padding=1, output_padding=1)
    cropped = trans_conv(X, K, stride=2, padding=1)
    return (
        wrong.shape == right.shape == (6, 10)
        and (wrong == whole[1:, 1:]).all()
        and (right == whole[:-1, :-1]).all()
        and (wrong[:-1, :-1] == right[1:, 1:]).all(),
        len(whole) - len(right) == 1 and (cropped == whole[1:-1, 1:-1]).all(),
    )


@feedback(
    "K.transpose(2, 3, 0, 1) => That is the line above: input channels stand where Keras has the output channels.",
    "K.transpose(3, 2, 1, 0) => Height and width are exchanged as well.",
    "K.transpose(1, 0, 2, 3) => The channels still stand in front of height and width.",
)
def lines_for_keras():
    K = drawn(4, 5, 2, 3)  # input and output channels, height and width
    right, given = convert_kernel(K, "PyTorch", "Keras"), K.transpose(2, 3, 0, 1)
    above = source("conventions").partition("{predict} keras-line")[0]
    return (
        "with `K.transpose(2, 3, 0, 1)`. What is wrong" in above
        and right.shape[2] == 5
        and given.shape[2] == 4,
        (K.transpose(3, 2, 1, 0) == right.swapaxes(0, 1)).all() and right.shape[:2] == (2, 3),
        K.transpose(1, 0, 2, 3).shape == (5, 4, 2, 3) and right.shape[2:] == (5, 4),
    )


@feedback(
    "grad_kernel(Y, G, …) => The second array is the smaller one: it lies in the first at as many places as the kernel has weights.",
    "grad_input(G, K, …) => That is a transposed convolution of the gradient, and it has the shape of no kernel.",
)
def gradient_of_the_kernel():
    Y, K = drawn(3, 3), drawn(3, 2)
    Z = trans_conv(Y, K)
    G = drawn(*Z.shape)
    found = [(G * trans_conv(Y, unit(K.shape, *place))).sum() for place in numpy.ndindex(K.shape)]
    other = trans_conv(G, K)
    called = re.search(r"^def grad_input.*?\n\n", source("gradients"), re.MULTILINE | re.DOTALL)
    return (
        Y.size < G.size and corr2d(G, Y).shape == K.shape and (corr2d(G, Y).ravel() == found).all(),
        "return trans_conv(G, K," in called[0]
        and numpy.greater(other.shape, Z.shape).all()
        and trans_conv(Y, other).shape != Z.shape,
    )


@feedback(
    "only if the three weights are alike => Work out both sums for three letters: each weight is in both.",
    "no, it takes four numbers => The longer blur is the shorter one, several times over.",
)
def short_blur():
    blurred = [numpy.convolve([1, 1], letter) for letter in numpy.eye(3)]
    times = trans_conv(trans_conv(*[numpy.ones((1, 2))] * 2), numpy.ones((1, 2)))
    longer = re.findall(r"\$\((1(?:, \d)+)\)\$ is \$\(1, 1\)\$", source("in-use"))
    return (
        all(row[0::2].sum() == row[1::2].sum() == 1 for row in blurred),
        [", ".join(f"{n:g}" for n in times[0])] == longer and times.size == 4,
    )


def multiply_adds(n, k, s=2):
    """Return those of dense W and of zero insertion, and the number of outputs."""
    m = (n - 1) * s + k
    dense = kernel2matrix(numpy.ones((k, k)), (m, m), stride=s).size
    spread = (n - 1) * s + 1 + 2 * (k - 1)
    return dense, numpy.count_nonzero(kernel2matrix(numpy.ones((k, k)), (spread, spread))), m**2


@feedback(
    "if the input is larger than the kernel => Compare the two formulas: which factor stands in the one alone?",
    "never => Both formulas have one factor of their own, and either may be the smaller one.",
)
def dense_or_zeros():
    sizes = list(itertools.product(range(2, 5), repeat=2))
    counted = {(n, k): multiply_adds(n, k) for n, k in sizes}
    alone = all((d / m, z / m) == (n**2, k**2) for (n, k), (d, z, m) in counted.items())
    return (
        alone and all(d > z for (n, k), (d, z, _) in counted.items() if n > k),
        alone and {numpy.sign(d - z) for d, z, _ in counted.values()} == {-1, 0, 1},
    )


@feedback(
    "with the side itself => A stamp has rows and columns.",
    "not at all: each weight has to be read as well => The weights are read once, and the image is far larger.",
)
def growing_kernels():
    X = numpy.ones((8, 8))
    work = {k: trans_conv(X, numpy.ones((k, k)), stride=2).sum() for k in (2, 4)}
    sides = [
        numpy.ptp(numpy.argwhere(trans_conv(unit((8, 8), 4, 4), numpy.ones((k, k)), stride=2)), 0)
        + 1
        for k in (2, 4)
    ]
    n, moved = 4000, {k: 4000**2 + 8000**2 + k**2 for k in (2, 4)}
    growth = (work[4] / moved[4]) / (work[2] / moved[2])
    return (
        work[4] == 4 * work[2] and (sides[1] == 2 * sides[0]).all() and len(sides[0]) == 2,
        1e-5 * n**2 > 4**2 and abs(growth - 4) < 1e-5,
    )


@feedback(
    "20 × 8 => That is its transpose: a row belongs to an output, a column to an input.",
    "20 × 20 => The outputs are fewer than the inputs: a window has to fit.",
    "6 × 20 => A window has six weights, and there are more windows than that.",
)
def shape_of_w():
    X, K = drawn(4, 5), drawn(3, 2)
    W, Y = kernel2matrix(K, (4, 5)), corr2d(X, K)
    return (
        W.T.shape == (20, 8)
        and W.shape == (Y.size, X.size)
        and numpy.allclose(W @ X.ravel(), Y.ravel()),
        Y.size < X.size == 20,
        set(numpy.count_nonzero(W, axis=1)) == {6} and len(W) > 6,
    )


@feedback(
    "(1, 1, −1, −1) => It is orthogonal to the first, not to the second.",
    "(0, 1, 1, 1) => It is orthogonal to neither.",
    "(1, −1, 0, 0) => It is orthogonal to the first; with the second, only the first two numbers count, and they do not cancel.",
)
def third_kernels():
    given = re.search(
        r"length 1: \$\(([^)]*)\) / 2\$ and \$\(([^)]*)\)", source("not-a-deconvolution")
    )
    rows = numpy.array([[int(n) for n in row.split(",")] for row in given.groups()])
    products = [[*(rows @ k)] for k in ([1, 1, -1, -1], [0, 1, 1, 1], [1, -1, 0, 0])]
    terms = rows[1] * [1, -1, 0, 0]
    return (
        products[0][0] == 0 != products[0][1],
        0 not in products[1],
        products[2][0] == 0 and numpy.flatnonzero(terms).tolist() == [0, 1] and terms.sum() != 0,
    )


@feedback(
    "200 Hz => The zeros between the elements repeat the spectrum.",
    "200, 1200, 2200, 3200 Hz => The spectrum has a mirror image below 0, too, and that is repeated with it.",
    "1000, 2000, 3000, 4000 Hz => There a constant would have its images. The tone lies beside it.",
)
def images_of_a_tone():
    one = numpy.ones((1, 1))
    tone, flat = numpy.cos(2 * numpy.pi * 200 * numpy.arange(1000) / 1000), numpy.ones(1000)
    spread = {
        name: numpy.append(trans_conv(x[None], one, stride=(1, 8))[0], [0] * 7)
        for name, x in (("tone", tone), ("flat", flat))
    }
    heard = {name: set(numpy.flatnonzero(abs(numpy.fft.rfft(x)) > 1)) for name, x in spread.items()}
    below = numpy.fft.fftfreq(1000, 1 / 1000)[abs(numpy.fft.fft(tone)) > 1]
    first = {200, 1200, 2200, 3200}
    return (
        numpy.allclose(numpy.fft.fft(spread["tone"]), numpy.tile(numpy.fft.fft(tone), 8)),
        set(below) == {200, -200}
        and heard["tone"] - first == {1000 * n - 200 for n in range(1, 5)},
        heard["flat"] - {0} == {1000, 2000, 3000, 4000} and not heard["tone"] & heard["flat"],
    )


@pytest.mark.parametrize("words", computed_in(__name__))
def test_what_a_feedback_says_is_so(words):
    assert holds(words)
