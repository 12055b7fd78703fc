"""What "Gradients" and the chapters on pooling and enlarging say of their examples, computed."""

import itertools

import numpy

from d2lmini import corr2d, trans_conv
from tests.support.says import says

rng = numpy.random.default_rng(17)
X = numpy.arange(9).reshape(3, 3)
K = numpy.array([[1, 2], [3, 4]])
G = numpy.array([[1, -2], [0, 3]])


def drawn(*shape):
    """Return whole numbers, none of them zero."""
    return rng.integers(1, 9, shape) * rng.choice([-1, 1], shape)


def loss(X, K):
    """Return the sum of the outputs, weighted by G."""
    return (corr2d(X, K) * G).sum()


@says(
    "gradients",
    "$X_{0,0}$ lies in the first window only, under the weight {}, so $L$ grows by $G_{0,0} \\cdot 1 = 1$ for each unit of it.",
)
def test_the_corner_lies_in_one_window(weight):
    one = numpy.zeros((3, 3), int)
    one[0, 0] = 1
    windows = corr2d(one, K)
    assert windows.tolist() == [[weight, 0], [0, 0]]
    assert loss(X + one, K) - loss(X, K) == G[0, 0] * weight == 1


@says(
    "gradients",
    "$X_{1,1}$ lies in all {} windows: under the weight {} in the first, {} in the second, {} in the third, {} in the fourth.",
)
def test_the_middle_lies_in_all_windows(windows, *weights):
    one = numpy.zeros((3, 3), int)
    one[1, 1] = 1
    under = corr2d(one, K).ravel().tolist()
    assert under == list(weights)
    assert len(under) == windows
    assert loss(X + one, K) - loss(X, K) == trans_conv(G, K)[1, 1]


@says(
    "gradients",
    "The result can have more rows than the kernel, since the last $r$ rows of $\\bar{\\mathbf{X}}$ may have room for further windows; only the first $k$ count.",
)
def test_the_kernel_s_gradient_is_the_first_rows_of_a_cross_correlation():
    longer = 0
    for n, k, s, d in itertools.product((7, 8, 9), (2, 3), (1, 2, 3), (1, 2)):
        A, B = drawn(n, n + 1), drawn(k, k)
        size = {"stride": s, "dilation": d}
        C = drawn(*corr2d(A, B, **size).shape)
        whole = corr2d(A, C, stride=d, dilation=s)
        longer += whole.shape[0] > k
        for place in numpy.ndindex(k, k):
            other = B.copy()
            other[place] += 1
            grown = ((corr2d(A, other, **size) - corr2d(A, B, **size)) * C).sum()
            assert grown == whole[place]
    assert longer


@says(
    "gradients",
    "For the input, {eq}`eq-adjoint` says it all: the adjoint of the adjoint is `corr2d`",
)
def test_the_adjoint_of_the_adjoint():
    for s in (1, 2):
        A, C = drawn(7, 9), drawn(3, 3)
        Y = drawn(*corr2d(A, C, stride=s).shape)
        assert (trans_conv(Y, C, stride=s) * A).sum() == (Y * corr2d(A, C, stride=s)).sum()


@says(
    "padding-strides-channels",
    "Seen from the output, the input moves by {} an element for every output element: a stride of $1/2$.",
)
def test_the_input_moves_by_half_an_element(half):
    row = trans_conv(numpy.array([[1, 2, 3]]), numpy.array([[1]]), stride=(1, 2))[0]
    assert row.tolist() == [1, 0, 2, 0, 3]
    places = [int(numpy.flatnonzero(row == value)[0]) for value in (1, 2, 3)]
    assert numpy.diff(places).tolist() == [1 / half] * 2


@says(
    "three-forms",
    "(1,\\; 2 + 100,\\; 3 + 200,\\; {}) \\quad \\text{and} \\quad ({},\\; {},\\; {}).",
)
def test_the_two_phases_of_the_example(last, a, b, c):
    row = numpy.convolve([1, 0, 2, 0, 3], [1, 10, 100])
    assert row[::2].tolist() == [1, 2 + 100, 3 + 200, last]
    assert row[1::2].tolist() == [a, b, c]


@says(
    "alignment",
    "Not at all, with these weights: the {} numbers land where they land, and a larger kernel filled up with zeros only moves them by whole pixels.",
)
def test_a_kernel_filled_up_with_zeros_moves_the_output_by_whole_pixels(weights):
    A, C = drawn(4, 5), drawn(3, 3)
    assert C.size == weights
    Y = trans_conv(A, C, stride=2)
    for before, after in itertools.product(range(3), repeat=2):
        larger = numpy.pad(C, (before, after))
        Z = trans_conv(A, larger, stride=2)
        assert (numpy.pad(Y, (before, after)) == Z).all()


@says("basic-operation", "With one image and one channel, they compute the same thing.")
@says(
    "cross-correlation",
    "With one image, one {term}`channel`, our kernel and no bias, it gives the same numbers",
)
@says(
    "padding-strides-channels", "The array is the same; only its axes are read from the other side."
)
def test_arrays_of_four_axes_give_what_two_axes_give():
    A, C = drawn(5, 6), drawn(2, 3)
    for operation in (corr2d, trans_conv):
        assert (operation(A[None, None], C[None, None])[0, 0] == operation(A, C)).all()
    D = drawn(4, 2, 2, 2)
    there = corr2d(drawn(1, 2, 5, 6), D)
    assert there.shape[1] == 4
    assert trans_conv(there, D).shape == (1, 2, 5, 6)


@says(
    "upsampling-images",
    "So every input pixel makes the same tent, shifted by $s$ for the next one: a kernel.",
)
def test_every_pixel_s_weights_are_the_same_tent_shifted_by_the_stride():
    for s in (2, 3, 4, 5):
        places = (numpy.arange(12 * s) + 0.5) / s - 0.5
        weights = [numpy.maximum(1 - abs(places - i), 0) for i in range(12)]
        for i in range(2, 10):
            assert numpy.allclose(weights[i][s:], weights[i - 1][:-s])
        k = 2 * s if s % 2 == 0 else 2 * s - 1
        assert numpy.count_nonzero(weights[5] > 1e-9) == k
