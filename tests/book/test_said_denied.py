"""Sentences of the later chapters with a "not", a "no" or an "only", computed both ways."""

import itertools
import math

import numpy

from d2lmini import conv_output_shape, corr2d, trans_conv, trans_conv_output_shape
from tests.support.drawn import figure
from tests.support.prose import sentences
from tests.support.says import says

rng = numpy.random.default_rng(33)


def row(values, weights, s, d=1, p=0, o=0):
    """Return a transposed convolution of one row."""
    size = {"stride": (1, s), "dilation": (1, d), "padding": (0, p), "output_padding": (0, o)}
    return trans_conv(numpy.array([values], float), numpy.array([weights], float), **size)[0]


@says("three-forms", "The input, times the {not}weight, spread with {} zeros between neighbours.")
def test_a_kernel_of_one_weight(only, zeros):
    Y = row([3, 5], [7], zeros + 1)
    assert Y.tolist() == [21, 0, 0, 35]
    assert only is True


@says(
    "three-forms",
    "In general, {not}places that are a multiple of the greatest common divisor of $s$ and $d$ get anything.",
)
def test_the_places_that_get_something(only):
    for s, d in itertools.product(range(1, 7), repeat=2):
        Y = row(numpy.ones(4), numpy.ones(3), s, d)
        reached = numpy.flatnonzero(Y)
        assert (reached % math.gcd(s, d) == 0).all() == only
    assert only is True


@says("alignment", "The difference does {not}depend on $i$:")
@says("upsampling-images", "The right side depends {not}on $u - i s$.")
def test_what_the_place_depends_on(denied):
    shifts, weights = set(), {}
    for i in range(5):
        one = numpy.eye(5)[i]
        places = numpy.flatnonzero(row(one, [1, 1, 1, 1], 3))
        shifts.add(float(places.mean()) + 0.5 - 3 * (i + 0.5))
        for u in range(15):
            weights.setdefault(u - 3 * i, set()).add(round(1 - abs((u + 0.5) / 3 - 0.5 - i), 9))
    assert denied == (len(shifts) == 1) == all(len(found) == 1 for found in weights.values())
    assert denied is True


@says("alignment", "with a kernel whose {not}weight is in its middle")
def test_the_kernel_of_the_figure(only):
    (cell,) = {s.cell for s in sentences("alignment") if s.text.startswith("Kernel 3, stride 2")}
    K = numpy.array(figure("alignment", cell)[1]["K"])
    assert only == (numpy.count_nonzero(K) == 1)
    assert K[1, 1]
    assert only is True


@says("alignment", "with padding $s - 1$, and {not}border needs mending:")
@says("alignment", "With an even $e - s$ the question does {not}come up.")
def test_no_border_and_no_question(denied):
    for s in (2, 3, 4):
        tent = 1 - abs(numpy.arange(2 * s - 1) - (s - 1)) / s
        values = rng.normal(size=5)
        places = numpy.arange(4 * s + 1) / s
        assert numpy.allclose(row(values, tent, s, p=s - 1), numpy.interp(places, range(5), values))
    for k, s in itertools.product(range(1, 8), range(1, 5)):
        if k >= s:
            shared = (k - s) % 2 == 0
            exact = (
                k >= s
                and shared
                and trans_conv_output_shape((5, 5), k, stride=s, padding=(k - s) // 2)
            )
            assert not shared or exact == (5 * s, 5 * s)
    assert denied is True


@says(
    "shape-arithmetic",
    "The remainder $r$ is the number of places at the end of the padded input that {not}window reaches.",
)
@says("gradients", "since {not}window reached the last $r$ rows and columns")
def test_the_places_that_no_window_reaches(no):
    for n, k, s, p in itertools.product(range(6, 14), (2, 3, 5), (1, 2, 3, 4), (0, 1)):
        m, _ = conv_output_shape((n, n), k, stride=s, padding=p)
        reached = row(numpy.ones(m), numpy.ones(k), s)
        r = (n + 2 * p - k) % s
        assert n + 2 * p - len(reached) == r
    assert no is True


@says(
    "shape-arithmetic",
    "{not}where $o > p$ is there nothing to hold: {not}stamp reaches the last $o - p$ rows, and they are zeros",
)
def test_the_added_rows_that_hold_nothing(only, no):
    k = 4
    for s, p, o in itertools.product((3, 4), (0, 1, 2), (0, 1, 2)):
        Y = row(numpy.ones(3), numpy.ones(k), s, p=p, o=o)
        assert (Y[-1] == 0) == (o > p)
        assert o <= p or not Y[-(o - p) :].any()
    assert (only, no) == (True, True)


@says(
    "checkerboards",
    "an output element at an even row and an even column {not}ever meets the kernel's even rows and even columns",
)
@says("checkerboards", "At $\\sigma = 0$ {not}the counts matter.")
def test_what_an_even_place_meets(only):
    K = numpy.zeros((5, 5))
    K[1::2] = K[:, 1::2] = 1
    Y = trans_conv(rng.normal(size=(4, 5)), K, stride=2)
    assert only == (not Y[::2, ::2].any())
    assert Y[1::2, 1::2].any()
    ones = trans_conv(numpy.ones((6, 6)), numpy.ones((3, 3)), stride=2)
    assert set(ones[2:-2, 2:-2].ravel()) == {1, 2, 4}
    assert only is True


@says("checkerboards", "{} ones meet where {} stamps overlap, and the {} lies where {not}one does.")
@says("checkerboards", "The tent overlaps unevenly and makes {not}pattern")
def test_the_tent_makes_no_pattern(*numbers):
    Y, counts = (row(numpy.ones(6), weights, 2)[2:-2] for weights in ([1, 2, 1], [1, 1, 1]))
    assert numbers[-1] is True
    assert numpy.ptp(Y) == 0 < numpy.ptp(counts)
    if len(numbers) == 4:
        ones, stamps, large, _ = numbers
        assert counts.max() == ones == stamps
        assert Y[counts == 1].max() == large == 2


@says("segmentation", "A class that is in neither mask has {not}IoU: it would be ${} / {}$")
def test_a_class_in_neither_mask(no, both, either):
    empty = numpy.zeros((2, 3), bool)
    assert ((empty & empty).sum(), (empty | empty).sum()) == (both, either)
    assert no == (either == 0)
    assert no is True


@says("segmentation", "It is learned as well, but the stamps do {not}overlap.")
def test_stamps_as_large_as_the_stride(denied):
    counts = trans_conv(numpy.ones((3, 3)), numpy.ones((2, 2)), stride=2)
    assert denied == (counts.max() == 1)
    assert denied is True


@says("not-a-deconvolution", "Unpooling does {not}undo pooling:")
@says(
    "not-a-deconvolution",
    "a convolution of one channel loses nothing, whatever its kernel, unless all weights are 0:",
)
def test_what_is_undone(denied):
    P = numpy.zeros((2, 8))
    P[0, 1] = P[1, 6] = 1
    assert numpy.allclose(P @ P.T, numpy.eye(2))
    assert denied == (not numpy.allclose(P.T @ P, numpy.eye(8)))
    assert denied is True
    full, single = rng.normal(size=(2, 3)), numpy.eye(2, 3, 1) * (1, 1, 0)
    for K in (full, single, 0 * full):
        units = numpy.eye(12).reshape(-1, 3, 4)
        W = numpy.array([corr2d(one, K, padding=(1, 2)).ravel() for one in units]).T
        assert numpy.linalg.matrix_rank(W) == (12 if K.any() else 0)
