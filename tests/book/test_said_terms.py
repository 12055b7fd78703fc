"""What the glossary says that a term is, by other terms; and what pages say with them."""

import numpy
from scipy.signal import convolve2d, correlate2d

from d2lmini import conv_output_shape, corr2d, trans_conv, trans_conv_output_shape
from d2lmini.systems import systems
from tests.support.says import says
from tests.support.worlds_arrays import gradient

rng = numpy.random.default_rng(42)


@says(
    "glossary",
    "Another name for the {term}`transposed convolution`, after the pass of a convolution layer that computes it",
)
@says("glossary", "In deep learning, a misleading name for the {term}`transposed convolution`")
def test_the_backward_pass_of_a_convolution_computes_it_and_undoes_nothing():
    X, K, G = rng.normal(size=(4, 5)), rng.normal(size=(2, 3)), rng.normal(size=(3, 3))
    assert numpy.allclose(gradient(lambda one: corr2d(one, K), X, G), trans_conv(G, K))
    assert not numpy.allclose(trans_conv(corr2d(X, K), K), X)


@says(
    "glossary",
    "Another name for the {term}`transposed convolution`: from one output element to the next, the input moves by $1/s$ of an element.",
)
@says("basic-operation", "A sum of this kind is a {term}`convolution` in the mathematical sense.")
@says(
    "glossary", "In mathematics, a {term}`cross-correlation` with the kernel turned by 180 degrees"
)
def test_steps_of_a_part_of_an_element():
    X, K, s = rng.normal(size=(3, 4)), rng.normal(size=(2, 3)), 3
    spread = numpy.zeros((2 * s + 1, 3 * s + 1))
    spread[::s, ::s] = X
    assert numpy.allclose(trans_conv(X, K, stride=s), convolve2d(spread, K))
    assert numpy.allclose(trans_conv(X, K), convolve2d(X, K))
    assert numpy.allclose(convolve2d(X, K), correlate2d(X, K[::-1, ::-1]))
    assert not numpy.allclose(trans_conv(X, K), correlate2d(X, K))


@says("glossary", "Starting a {term}`sub-pixel convolution` with equal groups of kernels")
@says("glossary", "leaves when the sums of its sub-kernels differ (see {term}`polyphase`)")
@says("three-forms", "A {term}`sub-pixel convolution` is such a layer")
def test_equal_groups_leave_no_pattern():
    group, s = rng.normal(size=(3, 3)), 2
    equal = numpy.zeros((6, 6))
    for a, b in numpy.ndindex(s, s):
        equal[a::s, b::s] = group[::-1, ::-1]
    for K, flat in ((equal, True), (rng.normal(size=(6, 6)), False)):
        sums = [K[a::s, b::s].sum() for a in range(s) for b in range(s)]
        inside = trans_conv(numpy.ones((7, 7)), K, stride=s)[5:-5, 5:-5]
        assert bool(numpy.ptp(sums) < 1e-9) == bool(numpy.ptp(inside) < 1e-9) == flat
    X = rng.normal(size=(4, 5))
    assert numpy.allclose(trans_conv(X, equal, stride=s)[::s, ::s], correlate2d(X, group, "full"))


@says("glossary", "Lays a {term}`kernel` over each window of the input")
def test_a_kernel_lies_over_each_window():
    X, K = rng.normal(size=(3, 4)), rng.normal(size=(2, 2))
    assert numpy.isclose(corr2d(X, K)[1, 2], (X[1:3, 2:4] * K).sum())


@says(
    "alignment", "It leaves the picture in place exactly when it needs no {term}`output padding`."
)
@says(
    "padding-strides-channels",
    "An {term}`output padding` of $o$ adds $o$ rows or columns at the end of the output.",
)
def test_output_padding_adds_at_the_end_and_moves():
    X, K = numpy.eye(5)[[2]], numpy.ones((1, 5))
    for s, o in ((2, 1), (3, 2), (3, 0)):
        size = {"stride": (1, s), "padding": (0, 1)}
        plain, more = (trans_conv(X, K, **size, output_padding=(0, one)) for one in (0, o))
        assert more.shape[1] - plain.shape[1] == o
        assert (more[:, : plain.shape[1]] == plain).all()
    for k in range(1, 9):
        for s in (2, 3):
            for p in range(3):
                o = s + 2 * p - k
                if not 0 <= o < s:
                    continue
                size = trans_conv_output_shape((5, 5), k, stride=s, padding=p, output_padding=o)
                row = trans_conv(
                    X, numpy.ones((1, k)), stride=(1, s), padding=(0, p), output_padding=(0, o)
                )
                centre = numpy.flatnonzero(row[0]).mean() + 0.5
                assert size == (5 * s, 5 * s)
                assert (centre == 2.5 * s) == (o == 0)


@says("conventions", "So each {term}`stamp` comes out turned.")
@says("basic-operation", "We call the scaled kernel at its place a {term}`stamp`.")
def test_a_stamp_is_the_scaled_kernel():
    K = rng.normal(size=(2, 3))
    one = numpy.zeros((3, 3))
    one[1, 1] = 5
    assert numpy.allclose(trans_conv(one, K)[1:3, 1:4], 5 * K)
    assert numpy.allclose(correlate2d(one, K)[1:3, 1:4], 5 * K[::-1, ::-1])


@says(
    "why-upsample", "A {term}`pooling` layer with a 2×2 window keeps one number out of every four"
)
def test_what_pooling_keeps():
    n, m = conv_output_shape((6, 10), 2, stride=2)
    assert 4 * n * m == 6 * 10


@says(
    "conventions",
    "With a {term}`stride` of 1 that is an output as large as the input: of the three rows and columns, the last ones are cut off.",
)
@says(
    "conventions",
    "The first has another shape, the second another value, and nothing is wrong with the layer.",
)
def test_what_flax_keeps_of_the_example():
    X = numpy.array([[0.0, 1], [2, 3]])
    tab = systems()["tab"]
    turned = correlate2d(X, X, "full")  # the stamps turned
    assert tab["as written"] == turned[:2, :2].tolist()
    assert turned.shape == (3, 3)
    assert numpy.shape(tab["as written"]) == X.shape
    assert tab["padding 1"] != trans_conv(X, X, padding=1).tolist()
    assert numpy.shape(tab["padding 1"]) == trans_conv(X, X, padding=1).shape
