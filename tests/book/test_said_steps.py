"""The steps that are worked by hand: where a kernel is laid, what stands beside what, in order."""

import itertools

import numpy
from scipy.signal import convolve2d

from d2lmini import corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support.says import says

rng = numpy.random.default_rng(47)
TENS = 10 ** numpy.arange(4)


def row(values, weights, s):
    """Return a transposed convolution of one row."""
    X, K = (numpy.array([one], float) for one in (values, weights))
    return trans_conv(X, K, stride=(1, s))[0]


@says(
    "three-forms",
    "Take one row, $X = ({}, {}, {})$, the kernel $K = ({}, {}, {})$ and a {term}`stride` of {}.",
)
@says(
    "three-forms",
    "Spread the row with a zero between neighbours, put {} zeros at each end, turn the kernel round to",
)
@says("three-forms", "Each element of $X$ puts the kernel down, {} places after the {<} one:")
@says("three-forms", "Interleaved, they are the row from above.")
@says(
    "three-forms",
    "Powers of ten keep the three weights apart: each digit of the output tells which weight put it there.",
)
def test_the_row_in_three_ways(*numbers):
    X, K, s = numpy.array([1, 2, 3]), TENS[:3], 2
    Y = row(X, K, s)
    assert Y.tolist() == [1, 10, 102, 20, 203, 30, 300]
    places = [int(numpy.flatnonzero(row(numpy.eye(3)[j], K, s))[0]) for j in range(3)]
    if len(numbers) == 7:
        assert numbers == (*X, *K, s)
    elif len(numbers) == 1:
        spread = numpy.zeros(5)
        spread[::s] = X
        border = numpy.pad(spread, numbers[0])
        assert numpy.array_equal(numpy.correlate(border, K[::-1], "valid"), Y)
    elif numbers:
        assert {b - a for a, b in itertools.pairwise(places)} == {numbers[0] * numbers[1]}
    again = numpy.empty(7)
    again[::2], again[1::2] = numpy.convolve(X, K[::2]), numpy.convolve(X, K[1::2])
    assert (again == Y).all()


@says("three-forms", "Let the kernel have one weight {<}: $({}, {}, {}, {})$.")
@says("three-forms", "The {<} stamp ends there, and the second has its {} there.")
def test_the_fourth_place(*numbers):
    stamps = [row(numpy.eye(2)[j] * (1, 2), TENS, 2) for j in range(2)]
    if len(numbers) == 5:
        assert (numbers[0], list(numbers[1:])) == (1, TENS.tolist())
        return
    first, weight = numbers
    assert numpy.flatnonzero(stamps[0])[-1] == 3
    assert stamps[1][3] / 2 == weight
    assert first == -1


@says(
    "three-forms",
    "The full output is computed {<}, in each way; one function then cuts from it what",
)
@says("three-forms", "Rows and columns do {not}mix in what follows, so one row is proof enough.")
@says(
    "three-forms",
    "{term}`Padding <padding>` $p$ drops the {<} $p$ elements of $Y$, and {term}`output padding` keeps as many {<} at the end.",
)
@says("three-forms", "Both choose from the {<} sum, so the proofs do {not}change.")
def test_padding_cuts_from_the_full_output(*words):
    X, K, s = rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), 2
    full = trans_conv(X, K, stride=s)
    for p, o in ((1, 0), (1, 1), (0, 0)):
        Y = trans_conv(X, K, stride=s, padding=p, output_padding=o)
        assert numpy.allclose(Y, full[p : len(full) - p + o, p : full.shape[1] - p + o])
    a, b = rng.normal(size=3), rng.normal(size=4)
    c, d = rng.normal(size=2), rng.normal(size=2)
    outer = trans_conv(numpy.outer(a, b), numpy.outer(c, d), stride=s)
    assert numpy.allclose(outer, numpy.outer(row(a, c, s), row(b, d, s)))
    assert repr(words) in ("(-1,)", "(True,)", "(-1, 1)", "(0, True)")


@says(
    "three-forms",
    "Count the multiplications for an input of $n \\times n$, before anything is cut off.",
)
@says("three-forms", "No product is wasted.")
@says("three-forms", "every element meets every weight once")
@says("three-forms", "it wastes nothing but the products with its border.")
@says("three-forms", "the others have an inserted or a bordering zero.")
def test_products_that_are_wasted():
    n, k, s = 3, 4, 2
    useful = int(trans_conv(numpy.ones((n, n)), numpy.ones((k, k)), stride=s).sum())
    assert useful == n**2 * k**2
    spread = numpy.zeros(((n - 1) * s + 1,) * 2)
    spread[::s, ::s] = 1
    assert corr2d(numpy.pad(spread, k - 1), numpy.ones((k, k))).sum() == useful
    phases = [numpy.pad(numpy.ones((n, n)), k // s - 1) for _ in range(s * s)]
    kept = sum(corr2d(one, numpy.ones((k // s, k // s))).sum() for one in phases)
    assert kept == useful


@says(
    "three-forms",
    "The stamps $({}, {}, {}, {})$ and $({}, {}, {}, {})$ overlap in {} place, the fourth.",
)
@says(
    "three-forms", "Spread with {} zeros, the row is $({}, {}, {}, {})$, with {} zeros at each end."
)
@says(
    "three-forms",
    "The phase {} has the weights {} and {}, and the phases {} and {} have one each, {} and {}.",
)
@says(
    "three-forms", "A row $X = ({}, {})$ has the kernel $K = ({}, {}, {}, {})$ and a stride of {}."
)
def test_the_exercise_by_hand(*numbers):
    X, s = [1, 2], 3
    Y = row(X, TENS, s)
    if len(numbers) == 9:
        stamps = [row([1, 0], TENS, s), row([0, 2], TENS, s)]
        assert [*stamps[0][:4], *stamps[1][3:], (stamps[0] * stamps[1] > 0).sum()] == list(numbers)
        assert stamps[0][3] * stamps[1][3] > 0
    elif len(numbers) == 6:
        zeros, *spread, border = numbers
        assert spread.count(0) == zeros
        assert spread[0::s] == X
        found = numpy.correlate(numpy.pad(spread, border), TENS[::-1], "valid")
        assert found.tolist() == Y.tolist()
    elif numbers[0] == 0:
        a, *two, b, c, tens, hundreds = numbers
        assert TENS[a::s].tolist() == two
        assert [TENS[b::s].tolist(), TENS[c::s].tolist()] == [[tens], [hundreds]]
    else:
        assert numbers == (*X, *TENS, s)


@says(
    "cross-correlation",
    "Lay the kernel over the upper left corner of the input, multiply each number of the kernel by the one below it, and add the products: that is the {<} output.",
)
@says(
    "cross-correlation",
    "Then move the kernel by {} column, or to the start of the next row, and do it again.",
)
@says(
    "cross-correlation",
    "The kernel's corner can lie in $n_h - k_h + 1$ rows and $n_w - k_w + 1$ columns, so the output has the shape",
)
def test_the_kernel_moves_from_the_corner(*numbers):
    X, K = rng.normal(size=(4, 6)), rng.normal(size=(2, 3))
    Y = corr2d(X, K)
    step = numbers[0] if numbers in ((1,), (2,)) else 1
    windows = [
        (X[i : i + 2, j : j + 3] * K).sum()
        for i in range(4 - 2 + 1)
        for j in range(0, 6 - 3 + 1, step)
    ]
    assert numpy.allclose(windows, Y.ravel())
    assert numbers in ((), (-1,), (1,))


@says(
    "cross-correlation",
    "A *convolution* in mathematics flips the kernel upside down and {<} to {<} before laying it over the input.",
)
@says("cross-correlation", "The layers do {not}: they compute a *cross-correlation*.")
@says(
    "cross-correlation",
    "For a kernel that is learned, it makes no difference, since the flipped one can be learned just as well.",
)
def test_what_flips(*words):
    X, K = rng.normal(size=(4, 6)), rng.normal(size=(2, 3))
    assert numpy.allclose(convolve2d(X, K, "valid"), corr2d(X, K[::-1, ::-1]))
    assert not numpy.allclose(convolve2d(X, K, "valid"), corr2d(X, K))
    assert words in ((), (-1, 1), (True,))


@says(
    "cross-correlation",
    "The {<} step gives $X_{i,j} - X_{i,j+1}$, and the second takes the difference of {} such rows:",
)
@says(
    "cross-correlation",
    "That is a weighted sum over a {}×{} window, and so a cross-correlation with",
)
def test_the_difference_of_differences(*numbers):
    X = rng.normal(size=(4, 6))
    across = corr2d(X, numpy.array([[1.0, -1.0]]))
    twice = across[:-1] - across[1:]
    K = numpy.array([[1.0, -1.0], [-1.0, 1.0]])
    assert numpy.allclose(twice, corr2d(X, K))
    assert numbers in ((-1, 2), K.shape)


@says(
    "basic-operation",
    "it lays the kernel over a window of the input, multiplies, and **reduces** the window to one number.",
)
@says(
    "basic-operation", "it spreads the number over a window of the output, weighted by the kernel."
)
@says("basic-operation", "(In NumPy, *to broadcast* means to copy without weights.")
@says(
    "basic-operation",
    "in {eq}`eq-trans-conv`, the index of $\\mathbf{K}$ falls as that of $\\mathbf{X}$ rises.",
)
@says(
    "basic-operation", "Only that element leaves a stamp, and one times the kernel is the kernel."
)
@says("basic-operation", "and is {} wherever the stamp does {not}reach.")
def test_the_counterpart(*numbers):
    X, K = numpy.zeros((2, 3)), rng.integers(1, 9, (2, 2)).astype(float)
    X[1, 0] = 1
    Y = trans_conv(X, K)
    assert (Y[1:3, 0:2] == K).all()
    left = Y.copy()
    left[1:3, 0:2] = 0
    assert not left.any()
    assert numpy.isclose(corr2d(K, K)[0, 0], (K * K).sum())
    assert (numpy.broadcast_to(7.0, (2, 2)) == 7).all()
    a, b = rng.normal(size=4), rng.normal(size=3)
    for u in range(6):
        terms = [a[i] * b[u - i] for i in range(4) if 0 <= u - i < 3]
        assert numpy.isclose(row(a, b, 1)[u], sum(terms))
    assert numbers in ((), (0, True))


@says(
    "basic-operation",
    "{} layers follow each other, both with a stride of {} and no padding, with a kernel of {}×{} and one of {}×{}",
)
@says(
    "basic-operation",
    "It is the {<} for every element, and it moves by {} place where the element does.",
)
@says(
    "basic-operation",
    "The {<} layer turns an element into its stamp, $x \\mathbf{K}$, and the second turns that stamp into $x$ times a larger one",
)
def test_two_layers_are_one(*numbers):
    X, first, second = rng.normal(size=(3, 4)), rng.normal(size=(2, 2)), rng.normal(size=(3, 2))
    both = trans_conv(first, second)
    Y = trans_conv(trans_conv(X, first), second)
    assert numpy.allclose(Y, trans_conv(X, both))
    if len(numbers) == 6:
        layers, stride, *shapes = numbers
        assert (layers, stride) == (2, 1)
        assert tuple(shapes) == first.shape + second.shape
    elif len(numbers) == 2:
        assert numbers == (0, 1)
        moved = trans_conv(numpy.pad(X, ((0, 0), (numbers[1], 0))), both)
        assert numpy.allclose(moved[:, numbers[1] :], Y)
    else:
        assert numbers == (-1,)


@says(
    "matrix-transposition",
    "Write $\\mathbf{X}$ row by row as a vector $\\mathbf{x}$ of {} numbers, and $\\mathbf{Y}$ as a vector $\\mathbf{y}$ of {}.",
)
@says(
    "matrix-transposition",
    "The kernel has $4 - 3 + 1 = {}$ places along the rows and $5 - 2 + 1 = {}$ along the columns, so",
)
@says(
    "matrix-transposition",
    "A column belongs to an input element: its sum is the number of windows that cover it.",
)
@says(
    "matrix-transposition",
    "A row belongs to an output of the convolution: its sum is the number of weights, and every window has them all.",
)
@says(
    "matrix-transposition",
    "A row of $\\mathbf{W}^\\top$ is a column of $\\mathbf{W}$, so these sums also count the stamps that reach an output of the transposed convolution",
)
@says(
    "matrix-transposition",
    "This one writes each weight into its row and column of $\\mathbf{W}$ at once.",
)
def test_rows_and_columns_of_the_matrix(*numbers):
    W = kernel2matrix(numpy.ones((3, 2)), (4, 5))
    assert W.shape == (2 * 4, 4 * 5)
    assert set(W.sum(1)) == {3 * 2}
    stamps = trans_conv(numpy.ones((2, 4)), numpy.ones((3, 2)))
    assert (W.sum(0).reshape(4, 5) == stamps).all()
    small = kernel2matrix(numpy.array([[1, 2], [3, 4]]), (3, 3))
    assert numbers in ((), small.shape[::-1], (2, 4))
    assert trans_conv_output_shape((2, 4), (3, 2)) == (4, 5)
