"""What "Three equal forms" and the pages on its forms say, computed on drawn arrays."""

import itertools

import numpy

from d2lmini import corr2d, trans_conv
from tests.support.drawn import figure
from tests.support.prose import sentences
from tests.support.says import says

rng = numpy.random.default_rng(12)
SETTINGS = list(itertools.product((1, 2, 3, 4), (1, 2, 3)))


def drawn(*shape):
    """Return whole numbers, none of them zero."""
    return rng.integers(1, 9, shape) * rng.choice([-1, 1], shape)


def by_zeros(X, K, s):
    """Return the cross-correlation of the spread input with the turned kernel, and its products."""
    Z = numpy.zeros([s * (n - 1) + 1 for n in X.shape], int)
    Z[::s, ::s] = X
    around = numpy.pad(Z, [(k - 1, k - 1) for k in K.shape])
    Y = corr2d(around, K[::-1, ::-1])
    useful = corr2d((around != 0).astype(int), numpy.ones(K.shape, int)).sum()
    return Y, Y.size * K.size, useful


def by_phases(X, K, s):
    """Return the interleaved convolutions with the sub-kernels."""
    Y = numpy.zeros([s * (n - 1) + k for n, k in zip(X.shape, K.shape, strict=True)], int)
    for a, b in itertools.product(range(s), repeat=2):
        part = K[a::s, b::s]
        if part.size:
            phase = trans_conv(X, part)
            Y[a::s, b::s] = phase[: len(Y[a::s]), : len(Y[0, b::s])]
    return Y


@says("three-forms", "There are three, and they agree in every number.")
@says("three-forms", "All three are one sum, read in three orders.")
@says("three-forms", "Equal results, unequal work.")
@says(
    "three-forms",
    "The useful products are the same $n^2 k^2$; the others have an inserted or a bordering zero.",
)
@says(
    "three-forms",
    "The sum over $j$ is then a sum over *all* places $v = s j$, since the others add nothing",
)
@says(
    "padding-strides-channels",
    "The two readings agree in every number, but with a stride above 1 the second does more work: most of its products are products with an inserted zero.",
)
@says("questions", "its sub-kernels, interleaved, are one kernel of a transposed convolution")
@says(
    "glossary",
    "The reading of a transposed convolution as $s^2$ convolutions with stride 1, interleaved",
)
@says("index", "computes the operation in three ways, and proves them equal")
def test_the_three_forms_agree_and_the_second_wastes():
    for k, s in SETTINGS:
        X, K = drawn(4, 6), drawn(k, k + 1)
        Y = trans_conv(X, K, stride=s)
        zeros, products, useful = by_zeros(X, K, s)
        assert (zeros == Y).all()
        assert (by_phases(X, K, s) == Y).all()
        assert useful == X.size * K.size
        assert products >= useful
        if s > 1:
            assert products - useful > products / 2


@says(
    "three-forms",
    "Each phase is a convolution with a stride of {} and has every $s$-th element of $Y$. Where the stride does not divide $k$, some sub-kernels are shorter",
)
@says(
    "three-forms",
    "- *Polyphase* takes $s^2$ convolutions with sub-kernels of at most $\\lceil k / s \\rceil^2$ weights.",
)
def test_the_sub_kernels_of_the_phases(stride):
    for k, s in itertools.product(range(1, 9), range(1, 6)):
        K, X = drawn(k), drawn(5)
        sizes = [len(K[a::s]) for a in range(s)]
        assert max(sizes) == -(-k // s)
        assert (len(set(sizes)) == 1) == (k % s == 0)
        Y = trans_conv(X[None], K[None], stride=(1, s))[0]
        for a in range(min(s, k)):
            phase = trans_conv(X[None], K[None, a::s], stride=stride)[0]
            assert (Y[a::s] == phase[: len(Y[a::s])]).all()


@says(
    "three-forms",
    "{term}`output padding` keeps as many more at the end. Both choose from the same sum",
)
@says("cheat-sheet", "output padding makes it larger, at the end only")
@says(
    "questions",
    "It is not padding: it crops less at the end, so that the added rows hold what the stamps put there.",
)
@says(
    "shape-arithmetic",
    "Output padding is not padding with zeros, or not always. The layer computes all $(n - 1) s + e$ places, and then crops $p$ at the start and $p - o$ at the end.",
)
def test_padding_and_output_padding_choose_from_the_whole_sum():
    for k, s, p in itertools.product((2, 3, 5), (2, 3), (0, 1)):
        X, K = drawn(3, 4), drawn(k, k)
        whole = trans_conv(X, K, stride=s)
        for o in range(s):
            Y = trans_conv(X, K, stride=s, padding=p, output_padding=o)
            kept = numpy.pad(whole, [(0, max(o - p, 0))] * 2)[p:, p:]
            assert (kept[: Y.shape[0], : Y.shape[1]] == Y).all()
            assert Y.shape == tuple(n - 2 * p + o for n in whole.shape)
            if o <= p:
                assert Y[-1].any()


@says(
    "three-forms",
    "The element in the middle of the output, $Y_{2,2}$, is computed in three ways: by {live}`{} stamps <fig-forms?step={}>`, each of which has one product there; by {live}`a window with zeros inserted <fig-forms?reading=zeros&step={}>`, whose {} products include {} with a zero; and by {live}`a window of its phase <fig-forms?reading=phases&step={}>`, which has the same {} products and no other. The sum is {} each time.",
)
@says(
    "three-forms",
    "Its right neighbour is of {live}`another phase <fig-forms?reading=phases&step={}>`, with {} weights.",
)
def test_one_element_of_the_figure_in_the_three_forms(*numbers):
    (cell,) = {s.cell for s in sentences("three-forms") if s.text.startswith("A kernel of")}
    state = figure("three-forms", cell)[1]
    X, K, s = numpy.array(state["X"]), numpy.array(state["K"]), state["stride"]
    Y = trans_conv(X, K, stride=s)
    u, v = (size // 2 for size in Y.shape)
    shown = u * Y.shape[1] + v + 1  # the cells of Y that are shown when this one is the last
    if len(numbers) == 2:
        assert numbers == (shown + 1, K[u % s :: s, (v + 1) % s :: s].size)
        return
    stamps, step, window, products, idle, phase, same, total = numbers
    assert (u, v) == (2, 2)
    reach = [(i, j) for i, j in numpy.ndindex(X.shape) if max(u - s * i, v - s * j) < len(K)]
    assert len(reach) == stamps == step == X.size
    assert window == phase == shown
    Z = numpy.zeros([s * (n - 1) + 1 for n in X.shape], int)
    Z[::s, ::s] = X
    met = numpy.pad(Z, len(K) - 1)[u : u + len(K), v : v + len(K)]
    assert (met.size, (met == 0).sum()) == (products, idle)
    part = K[u % s :: s, v % s :: s]
    assert part.size == same == products - idle
    assert (met * K[::-1, ::-1]).sum() == (X * part[::-1, ::-1]).sum() == Y[u, v] == total


@says("three-forms", "- *Stamps* take $n^2 k^2$: every element meets every weight once.")
def test_stamps_take_a_product_for_every_element_and_weight():
    X, K = numpy.ones((4, 4), int), numpy.ones((3, 3), int)
    for s in (1, 2, 3, 4):
        assert trans_conv(X, K, stride=s).sum() == X.size * K.size


@says(
    "three-forms",
    "For a large input the wasted share approaches $1 - 1/s^2$: with a stride of {}, {} products in {}; with a stride of {}, all but {} in {}.",
)
def test_the_wasted_share_of_a_large_input(two, useless, of, eight, one, in_all):
    assert 1 - 1 / two**2 == useless / of
    assert 1 / eight**2 == one / in_all
    for s, share in ((two, useless / of), (eight, 1 - one / in_all)):
        _, products, useful = by_zeros(drawn(90, 90), drawn(4, 4), s)
        assert abs(1 - useful / products - share) < 0.02


@says(
    "three-forms",
    "As stamps: single elements that never touch. With zeros inserted: a cross-correlation with one weight changes nothing but the scale. As phases: one of the {} sub-kernels has the weight, the other {} are empty, so {} output elements in {} are zero",
)
def test_a_kernel_of_one_weight_with_a_stride_of_three(kernels, empty, zero, elements):
    X, K = drawn(3, 4), numpy.array([[5]])
    Y = trans_conv(X, K, stride=3)
    parts = [K[a::3, b::3].size for a, b in itertools.product(range(3), repeat=2)]
    assert (len(parts), parts.count(0), sum(parts)) == (kernels, empty, 1)
    inside = Y[:6, :9]
    assert (inside == 0).sum() / inside.size == zero / elements


@says(
    "three-forms",
    "Every place $s j + d i = 2 (j + i)$ is even, so the odd phase is zero: in two directions, {} elements in {}.",
)
def test_stride_and_dilation_of_two_leave_three_phases_empty(zero, phases):
    Y = trans_conv(drawn(3, 4), drawn(3, 2), stride=2, dilation=2)
    filled = [Y[a::2, b::2].any() for a, b in itertools.product((0, 1), repeat=2)]
    assert filled == [True, False, False, False]
    assert (len(filled) - sum(filled), len(filled)) == (zero, phases)


@says(
    "three-forms",
    "A kernel whose size is a multiple of the stride goes back into $s^2$ kernels in the same way.",
)
@says(
    "three-forms",
    "With kernels of odd size $m$ and *same* padding, the windows begin $(m - 1)/2$ elements before the input, which is $s (m - 1) / 2$ places of the output",
)
def test_a_sub_pixel_convolution_and_its_kernels():
    for m, s in itertools.product((1, 3, 5), (2, 3)):
        K, X = drawn(m * s, m * s), drawn(6, 7)
        Y = trans_conv(X, K, stride=s, padding=s * (m - 1) // 2)
        assert Y.shape == (6 * s, 7 * s)
        around = numpy.pad(X, (m - 1) // 2)
        for a, b in itertools.product(range(s), repeat=2):
            part = K[a::s, b::s]
            assert part.shape == (m, m)
            assert (Y[a::s, b::s] == corr2d(around, part[::-1, ::-1])).all()
