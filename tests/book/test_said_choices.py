"""What the feedback to each option of a choice says, computed; no option is without."""

import re

import numpy
import pytest

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from d2lmini.systems import systems
from d2lmini.trained import trained
from tests.book import test_said_choices_exercises as exercises
from tests.support.choices import FOUND, computed_in, drawn, feedback, holds
from tests.support.pages import printed, source
from tests.support.units import unit

rng = numpy.random.default_rng(55)


def test_every_feedback_to_a_choice_is_computed():
    computed = {*computed_in(__name__), *computed_in(exercises.__name__)}
    assert sorted(FOUND - computed) == [], "compute it here"
    assert sorted(computed - FOUND) == [], "no choice says this any more"


@feedback(
    "All of them => Only the window that this output came from had anything to do with it.",
    "The one at the same place => The output came from a whole window, and its gradient goes back to all of it.",
    "The four at the top left => That is the window of the output to the left of it.",
)
def gradients():
    X, K = rng.normal(size=(3, 3)), rng.random((2, 2)) + 1
    back = trans_conv(unit((2, 2), 0, 1), K) != 0
    heard = [
        corr2d(X + unit((3, 3), *p), K)[0, 1] != corr2d(X, K)[0, 1] for p in numpy.ndindex(3, 3)
    ]
    left = numpy.argwhere(trans_conv(unit((2, 2), 0, 0), K))
    return (
        (back.ravel() == heard).all() and not back.all(),
        back.sum() == K.size,
        left.min(0).tolist() == [0, 0] and left.max(0).tolist() == [1, 1],
    )


@feedback(
    "six ones => The first two places get two weights, the others one.",
    "1, 2, 1, 2, 1, 2 => Its sums are 2, 4, 1 and 2.",
)
def silent_kernels():
    counts = [len(numpy.ones(6)[a::4]) for a in range(4)]
    return counts == [2, 2, 1, 1], [sum([1, 2, 1, 2, 1, 2][a::4]) for a in range(4)] == [2, 4, 1, 2]


def counts_equal(k, s):
    """Return whether a kernel's stamps are equally many at each place of a long row."""
    counts = trans_conv(numpy.ones((1, 30)), numpy.ones((1, k)), stride=(1, s))[0, k:-k]
    return numpy.ptp(counts) == 0


@feedback(
    "The odd ones => The figure has a kernel of 3, and its counts are not equal.",
    "All that are larger than the stride => A kernel of 3 is, and its counts are not equal.",
    "None => Try it in the figure: change the kernel size.",
)
def equal_counts():
    text = source("padding-strides-channels")
    (figure,) = re.findall(r"Overlap\(([^)]*)\)", text)
    shown = re.search(r"kernel=(\d)", figure)
    shown = int(shown[1]) if shown else int(figure.split(",")[0])
    some = any(counts_equal(k, 2) for k in range(2, 9))
    return shown == 3 and not counts_equal(3, 2), not counts_equal(3, 2) and 3 > 2, some


@feedback(
    "15 and 18 => The stride divides these, but it has to divide what is left of the padded size after the kernel.",
    "17 and 20 => The padded size divides by the stride only after the kernel is taken off.",
    "16 alone => One more window needs as many rows more as the stride.",
)
def sizes_that_come_back():
    k, s, p = 5, 3, 2
    there = {n: conv_output_shape((n, n), k, stride=s, padding=p) for n in range(15, 21)}
    came = [n for n in there if trans_conv_output_shape(there[n], k, stride=s, padding=p)[0] == n]
    left = [n for n in there if (n + 2 * p - k) % s == 0]
    return (
        15 % s == 18 % s == 0 and came == left and not {15, 18} & set(came),
        [n for n in there if (n + 2 * p) % s == 0] == [17, 20] and came == left,
        came == [16, 16 + s] and there[16 + s][0] == there[16][0] + 1,
    )


def over_runs(decoder, measure):
    """Return the mean of what a decoder reached."""
    runs = [r for r in trained("segmentation")["runs"] if r["decoder"] == decoder]
    return numpy.mean([numpy.mean(r[measure]) for r in runs])


@feedback(
    "Learning it, over the fixed kernel => It has by far the more weights, but the blocks at every edge are gone before.",
    "Neither gains anything => Repeating is wrong along every edge, and an edge is a large part of a small shape.",
)
def gains():
    weights = [over_runs(one, "weights") for one in ("nearest", "bilinear", "learned")]
    boundary = [over_runs(one, "boundary") for one in ("nearest", "bilinear", "learned")]
    shares = []
    for radius in (4, 12):
        disc = (numpy.hypot(*numpy.mgrid[:32, :32] - 15.7) < radius).astype(int)
        wrong = numpy.kron(disc[4::8, 4::8], numpy.ones((8, 8))) != disc
        shares.append(wrong.sum() / disc.sum())
    first, second = numpy.diff(boundary)
    return weights[2] > 100 * weights[1] == 100 * weights[0] and first > second, shares[0] > shares[
        1
    ] > 0


@feedback(
    "The first of them => The way back uses the same span of the kernel as the way there.",
    "The second of them => The way there uses the same span of the kernel as the way back.",
    "Both of them => The number of weights differs; the sizes depend on the span alone.",
)
def dilated_sizes():
    both = [{"kernel_size": 3, "dilation": 2}, {"kernel_size": 5, "dilation": 1}]
    there = [
        conv_output_shape((18, 18), b["kernel_size"], stride=3, padding=2, dilation=b["dilation"])
        for b in both
    ]
    back = [
        trans_conv_output_shape(
            (6, 6), b["kernel_size"], stride=3, padding=2, dilation=b["dilation"]
        )
        for b in both
    ]
    spans = [b["dilation"] * (b["kernel_size"] - 1) + 1 for b in both]
    same = there[0] == there[1] and back[0] == back[1] and spans[0] == spans[1]
    return same, same, same and both[0]["kernel_size"] ** 2 != both[1]["kernel_size"] ** 2


@feedback(
    "The kernel is transposed and the end is cut off => The first element keeps its place in the transpose, so the last stamp would still add a zero in the middle.",
    "The stamps replace each other where they overlap => The number in the middle is larger than every product: several were added.",
    "The output is cropped by a padding of 1 => Then only the middle would be left, a single number.",
)
def what_went_wrong():
    B = numpy.array([[0.0, 1], [2, 3]])
    printed = numpy.array(systems()["tab"]["as written"])
    last = trans_conv(B * unit((2, 2), 1, 1), B.T.copy())
    return (
        B.T[0, 0] == B[0, 0] == last[1, 1] == 0,
        printed[1, 1] > numpy.multiply.outer(B, B).max(),
        trans_conv(B, B, padding=1).size == 1
        and trans_conv(B, B, padding=1)[0, 0] == trans_conv(B, B)[1, 1],
    )


@feedback(
    "Blur more, so that no edge is wrong by much => That would add to the averaging which the halving has done.",
    "Repeat pixels, as the nearest neighbour does => Its blocks are far from the picture wherever there is a slope.",
    "Nothing: the bilinear kernel is the best of its size => Bicubic already has four more weights in a row and some that are negative.",
)
def learned_kernels():
    slope = numpy.arange(32.0)
    halved = slope.reshape(-1, 2).mean(1)
    near, tent, bicubic = (numpy.array(one, float) for one in (
        [1, 1], [1, 3, 3, 1], [-9, -27, 67, 225, 225, 67, -27, -9]))  # fmt: skip
    errors = []
    for K in (near, tent / 4, bicubic / 256):
        size = {"stride": (1, 2), "padding": (0, len(K) // 2 - 1)}
        errors.append(abs(trans_conv(halved[None], K[None], **size)[0] - slope)[8:-8].max())
    wave = numpy.exp(-2j * numpy.pi * 0.2 * numpy.arange(3))
    averaging, blurred = abs(wave[:2].mean()), abs(wave[:2].mean() * (wave @ [1, 2, 1]) / 4)
    return (
        blurred < averaging < 1,
        errors[0] > 0.4 > errors[1],
        len(bicubic) - len(tent) == 4 and bicubic.min() < 0 < tent.min(),
    )


@feedback(
    "All of them: they have seen pictures => A kernel of 4 mixes two pixels in each direction, and no weights make up for what it does not see.",
    "Only those of 8 and 12, which have as many weights => With weights that fit the halving, fewer are enough.",
)
def larger_kernels():
    runs = trained("upsampling-images")["runs"]
    psnr = {
        k: numpy.mean([numpy.mean(r["psnr"]) for r in runs if r["kernel"] == k]) for k in (4, 6, 8)
    }
    seen = {len(range(a, 4, 2)) for a in (0, 1)}
    over = re.findall(r"learned +(\d+) .*?(-?\d\.\d\d) ± \S+ +\d+ of", printed("upsampling-images"))
    gain = {int(k): float(value) for k, value in over}  # over the bicubic kernel
    return seen == {2} and gain[4] < 0 and psnr[4] < psnr[6], gain[6] > 0


@feedback(
    "Nowhere => A block has one class only afterwards. What if it had two before?",
    "In every block alike => Inside a large area, a block has one class before and after.",
    "In the middle of the larger areas => There all pixels of a block have the class that is repeated.",
)
def wrong_classes():
    disc = (numpy.hypot(*numpy.mgrid[:24, :24] - 11.3) < 8).astype(int)
    after = numpy.kron(disc[1::4, 1::4], numpy.ones((4, 4), int))
    blocks = [one.reshape(6, 4, 6, 4).swapaxes(1, 2).reshape(36, 16) for one in (disc, after)]
    mixed, wrong = numpy.ptp(blocks[0], 1) > 0, (blocks[0] != blocks[1]).any(1)
    inside = disc[8:16, 8:16]
    return (
        (numpy.ptp(blocks[1], 1) == 0).all() and wrong[mixed].all(),
        not wrong[~mixed].any() and not mixed.all(),
        inside.all() and (after[8:16, 8:16] == inside).all(),
    )


@feedback(
    "1 => Then one row and one column too many are left.",
    "2 => Then one row and one column are missing.",
)
def paddings_of_four():
    made = {
        p: numpy.subtract(trans_conv_output_shape((6, 7), 4, padding=p), (6, 7)) for p in (1, 2)
    }
    return (made[1] == 1).all(), (made[2] == -1).all()


@feedback(
    "about 0.78 => That is the share of right pixels, and the IoU of the ground alone.",
    "about 0.26 => There are four classes, and the ground is one of them.",
    "0 => One class has some pixels right: the ground.",
)
def all_ground():
    (row,) = re.findall(r"pixels of each class: \[([\d ]+)\]", printed("segmentation"))
    masks = numpy.repeat(range(4), [int(n) for n in row.split()])
    ground = numpy.zeros_like(masks)
    both = [((masks == c) & (ground == c)).sum() for c in range(4)]
    ious = [both[c] / ((masks == c) | (ground == c)).sum() for c in range(4)]
    right = (ground == masks).mean()
    return (
        round(right, 2) == 0.78 and right == ious[0],
        round(sum(ious) / 3, 2) == 0.26 and len(ious) == len(row.split()) == 4,
        [c for c in range(4) if both[c]] == [0],
    )


@feedback(
    "1 for an odd size, 0 for an even one => Without output padding the size is twice a number, less one.",
    "1 for every size => An odd size would become one too large.",
)
def odd_and_even():
    same = {"stride": 2, "padding": 1}
    there = {n: conv_output_shape((n,), 3, **same) for n in range(3, 40)}
    back = {
        o: {n: trans_conv_output_shape(m, 3, output_padding=o, **same)[0] for n, m in there.items()}
        for o in (0, 1)
    }
    return (
        all(back[0][n] == 2 * m - 1 for n, (m,) in there.items()),
        {back[1][n] - n for n in there if n % 2} == {1},
    )


@feedback(
    "Yes: what W does, its transpose undoes. => The transpose undoes the shapes. Multiply the two: is that the identity?",
    "Not with this kernel, but with a better one of 2×2. => The four numbers that are left cannot hold nine.",
)
def back_again():
    X, K = drawn(3, 3), drawn(2, 2)
    W = kernel2matrix(K, (3, 3))
    Z = trans_conv(corr2d(X, K), K)
    return (
        Z.shape == X.shape
        and not numpy.allclose(W.T @ W, numpy.eye(9))
        and not numpy.allclose(Z, X),
        corr2d(X, K).size == 4 and numpy.linalg.matrix_rank(W.T @ W) <= 4 < X.size == 9,
    )


@pytest.mark.parametrize("words", computed_in(__name__))
def test_what_a_feedback_says_is_so(words):
    assert holds(words)
