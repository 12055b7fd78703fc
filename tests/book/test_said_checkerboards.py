"""What "Checkerboards" says of counts, sub-kernels and the five ways, on drawn kernels."""

import itertools

import numpy
import pytest

from d2lmini import corr2d, trans_conv, trans_conv_output_shape
from tests.support.says import says

rng = numpy.random.default_rng(14)


def drawn(*shape):
    """Return whole numbers, none of them zero."""
    return rng.integers(1, 9, shape) * rng.choice([-1, 1], shape)


def middle(K, s, n=12):
    """Return what a layer makes of a flat input, away from the border."""
    Y = trans_conv(numpy.ones((n, n), K.dtype), K, stride=s)
    far = max(K.shape)
    return Y[far:-far, far:-far]


def sums(K, s):
    """Return the sums of the sub-kernels, in rows and columns."""
    return numpy.array([[K[a::s, b::s].sum() for b in range(s)] for a in range(s)])


def even(s):
    """Return a drawn kernel whose sub-kernels have equal sums, and one of which it is not so."""
    K = drawn(2 * s, 2 * s)
    other = K.copy()
    for a, b in itertools.product(range(s), repeat=2):
        K[a, b] += 7 - K[a::s, b::s].sum()
    other[0, 0] += 1 + abs(sums(other, s)).sum()
    return K, other


def shuffled(X, kernels, s=2):
    """Return the outputs of one convolution for each place of a block, interleaved."""
    outputs = [corr2d(numpy.pad(X, 1), K) for K in kernels]
    Y = numpy.zeros([s * n for n in outputs[0].shape], int)
    for group, output in enumerate(outputs):
        Y[group // s :: s, group % s :: s] = output
    return Y


@says(
    "checkerboards",
    "The input was flat; the output is not: every other element gets {} {term}`stamps <stamp>`.",
)
def test_every_other_element_of_the_row_gets_two_stamps(several):
    row = trans_conv(numpy.ones((1, 4), int), numpy.ones((1, 3), int), stride=(1, 2))[0]
    assert row[2:-2:2].tolist() == [several] * 3
    assert row[1::2].tolist() == [1] * 4


@says(
    "checkerboards",
    "Away from the border, these are $\\lceil k / s \\rceil$ or $\\lfloor k / s \\rfloor$ in each direction, for a kernel of size $k$ that is no smaller than the stride $s$. The largest count divided by the smallest is",
)
@says("checkerboards", "and it is {} exactly when the stride divides the kernel size.")
@says("checkerboards", "A kernel size that the stride divides makes the counts equal here as well.")
@says(
    "checkerboards",
    "An element of the output gets a stamp from every input element within reach of the kernel.",
)
@says("cheat-sheet", "- Equal overlap: $s$ divides $k$.")
@says("cheat-sheet", "With equal weights, that is when $s$ does not divide $k$.")
@says("glossary", "With equal weights they do when the stride does not divide the kernel size")
def test_counts_of_stamps_away_from_the_border(one):
    for s, k in [(step, size) for step in range(1, 5) for size in range(step, 9)]:
        counts = middle(numpy.ones((k, k), int), s, n=20)
        row = {-(-k // s), k // s}
        assert set(counts.ravel().tolist()) == {a * b for a in row for b in row}
        ratio = counts.max() / counts.min()
        assert ratio == (-(-k // s) / (k // s)) ** 2
        assert (ratio == one) == (k % s == 0)


@says(
    "checkerboards",
    "Hence the largest number is at most the sum of the largest numbers of the last two layers, and the output shows that it is reached. The smallest stays {}.",
)
def test_the_largest_numbers_of_layers_are_sums_of_the_two_before(smallest):
    Y, largest = numpy.ones((1, 9), int), [1]
    for _ in range(6):
        Y = trans_conv(Y, numpy.ones((1, 3), int), stride=(1, 2))
        inside = Y[0, len(Y[0]) // 4 : -len(Y[0]) // 4]
        largest.append(int(inside.max()))
        assert inside.min() == smallest
    assert all(c == a + b for a, b, c in zip(largest, largest[1:], largest[2:], strict=False))


@says(
    "checkerboards",
    "> Away from the border, a layer with one {term}`channel` gives a flat output for a flat input exactly > when its $s^2$ sub-kernels have equal sums.",
)
@says("checkerboards", "Counts are the special case in which all weights are 1.")
@says("checkerboards", "So equal counts are neither needed nor enough.")
@says("checkerboards", "The random kernel has equal counts and makes a pattern all the same.")
@says("checkerboards", "Equal counts would settle the matter if all weights were equal.")
@says("questions", "Equal counts are not enough: the sums of the sub-kernels have to be equal.")
@says(
    "glossary",
    "The pattern that a transposed convolution leaves when the sums of its sub-kernels differ",
)
def test_an_output_is_flat_exactly_where_the_sums_are_equal():
    for s in (2, 3):
        for K in (*even(s), numpy.full((2 * s, 2 * s), 5), drawn(2 * s + 1, 2 * s)):
            flat = len(numpy.unique(middle(K, s))) == 1
            assert flat == (len(numpy.unique(sums(K, s))) == 1)
            assert set(middle(K, s).ravel().tolist()) == set(sums(K, s).ravel().tolist())
        _, uneven = even(s)
        assert len(numpy.unique(middle(uneven, s))) > 1
        assert len(numpy.unique(middle(numpy.ones_like(uneven), s))) == 1
    tent = numpy.outer([1, 2, 1], [1, 2, 1])
    assert len(numpy.unique(middle(tent, 2))) == 1
    assert len(numpy.unique(middle(numpy.ones((3, 3), int), 2))) > 1


@says(
    "checkerboards",
    "With more channels, equal sums for each pair of an input and an output channel are enough. For one flat input they are not necessary, since the differences of several pairs may cancel; for *all* flat inputs they are.",
)
def test_pairs_of_channels_may_cancel_for_one_flat_input_only():
    K = drawn(4, 4)
    pair = numpy.stack([K, 9 - K])
    assert len(numpy.unique(sums(K, 2))) > 1
    flat = sum(middle(one, 2) for one in pair)
    assert len(numpy.unique(flat)) == 1
    tilted = sum(weight * middle(one, 2) for weight, one in zip((2, 1), pair, strict=True))
    assert len(numpy.unique(tilted)) > 1
    balanced = [even(2)[0] for _ in range(2)]
    assert len(numpy.unique(3 * middle(balanced[0], 2) - 5 * middle(balanced[1], 2))) == 1


def share(k, spread, draws=4000):
    """Return the part of the energy that is pattern, for drawn weights, and the sub-kernels' sums."""
    K = 1 + spread * rng.standard_normal((draws, k, k))
    s = numpy.stack([K[:, a::2, b::2].sum((1, 2)) for a in (0, 1) for b in (0, 1)], axis=1)
    return 1 - (s.mean(1) ** 2).mean() / (s**2).mean(), s


@says(
    "checkerboards",
    "For a kernel of 4, every $q$ is {}, the mean of the sums' squares is $16 + 4 \\sigma^2$, and their variance takes $3 \\sigma^2$ of it.",
)
def test_the_share_of_the_pattern_of_a_kernel_of_four(weights):
    assert (sums(numpy.ones((4, 4)), 2) == weights).all()
    for spread in (0.5, 1.0, 2.0):
        found, s = share(4, spread)
        assert (s**2).mean() == pytest.approx(16 + 4 * spread**2, rel=0.05)
        assert found == pytest.approx(3 * spread**2 / (16 + 4 * spread**2), rel=0.05)


@says(
    "checkerboards",
    "A kernel of {} makes none where all weights are equal, and comes close to a kernel of {} only where the weights are spread widely.",
)
def test_one_kernel_comes_close_to_the_other_where_weights_are_spread(better, worse):
    assert share(better, 0)[0] == pytest.approx(0, abs=1e-12)
    gaps = [share(worse, spread)[0] - share(better, spread)[0] for spread in (0, 0.5, 1, 2, 20)]
    assert min(gaps[:3]) > 0.1
    assert gaps[-1] < 0.02


@says(
    "checkerboards",
    "| kernel 4 | any 4×4 | $4 \\cdot 4 = 16$ | equal | differ | | sub-pixel, 3×3 | any 6×6 | $4 \\cdot 9 = 36$ | equal | differ | | ICNR | any 6×6 | $4 \\cdot 9 = 36$ | equal | equal at the start | | resize, 3×3 | nine numbers in a 4×4 | $4 \\cdot 9 = 36$ | equal | equal, always |",
)
@says("checkerboards", "| kernel {} | any {}×{} | $3 \\cdot 3 = 9$ | {} to {} | differ |")
@says(
    "checkerboards",
    "All five layers are transposed convolutions with a stride of 2. They differ in the kernels that they allow.",
)
@says("checkerboards", "Its counts are equal, and nothing ties its sums together.")
@says("checkerboards", "With ICNR, the four groups are equal, and so are the sums.")
@says(
    "checkerboards",
    "Each of its sub-kernels sums all nine weights. The sums are equal whatever the weights are.",
)
@says(
    "checkerboards",
    "So resizing pays for equal sums with freedom: nine free weights in a 4×4 kernel.",
)
@says("checkerboards", "- `ICNR`: the same, with the four groups of kernels equal at the start")
@says(
    "glossary",
    "Starting a {term}`sub-pixel convolution` with equal groups of kernels, so that it has no {term}`checkerboard`",
)
@says("checkerboards", "They double the size in one of these ways")
def test_the_five_ways_as_one_kernel(k, high, wide, fewest, most):
    X = drawn(6, 7)
    counts = {int(n) for n in numpy.unique(middle(numpy.ones((high, wide), int), 2))}
    assert (min(counts), max(counts)) == (fewest, most)
    assert len(numpy.unique(middle(numpy.ones((4, 4), int), 2))) == 1
    assert k == high
    assert len(numpy.unique(sums(drawn(k, k), 2))) > 1
    assert len(numpy.unique(sums(drawn(4, 4), 2))) > 1
    for size, p, o in ((3, 1, 1), (4, 1, 0), (6, 2, 0)):
        assert trans_conv_output_shape((6, 7), size, stride=2, padding=p, output_padding=o) == (
            12,
            14,
        )

    groups = drawn(4, 3, 3)
    for kernels, same in ((groups, False), (groups[[0] * 4], True)):
        K6 = numpy.zeros((6, 6), int)
        for group, K in enumerate(kernels):
            K6[group // 2 :: 2, group % 2 :: 2] = K[::-1, ::-1]
        assert (shuffled(X, kernels) == trans_conv(X, K6, stride=2, padding=2)).all()
        assert (len(numpy.unique(sums(K6, 2))) == 1) == same
    repeated = corr2d(numpy.pad(X, 1), groups[0]).repeat(2, axis=0).repeat(2, axis=1)
    assert (shuffled(X, groups[[0] * 4]) == repeated).all()

    K = groups[1]
    K4 = trans_conv(numpy.ones((2, 2), int), K[::-1, ::-1].copy())
    resized = corr2d(numpy.pad(X.repeat(2, axis=0).repeat(2, axis=1), 1), K)
    assert (resized == trans_conv(X, K4, stride=2, padding=1)).all()
    assert (sums(K4, 2) == K.sum()).all()


@says("checkerboards", "A convolution with kernel 3 and stride 2 makes its input smaller.")
def test_a_convolution_with_a_stride_makes_its_input_smaller():
    assert all(
        numpy.less(corr2d(drawn(n, n + 2), drawn(3, 3), stride=2).shape, (n, n + 2)).all()
        for n in range(3, 20)
    )
