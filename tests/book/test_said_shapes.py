"""What is cut off, missing or zero: sentences on padding, channels and matrices."""

import numpy

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support.libraries import module
from tests.support.says import says

rng = numpy.random.default_rng(21)
A, B = numpy.array([[1.0, 2], [3, 4]]), numpy.array([[1.0, 10], [100, 1000]])
SMALL, NINE = numpy.arange(4.0).reshape(2, 2), numpy.arange(9.0).reshape(3, 3)
FOUR = numpy.array([[1.0, 2], [3, 4]])


@says(
    "padding-strides-channels",
    "In a transposed convolution it is taken off the *output*: a padding of {} removes the {<} and {<} rows and the {<} and {<} columns.",
)
@says("padding-strides-channels", "and without its border, only the {} in the middle is left")
def test_what_padding_takes_off(number, *ends):
    X = SMALL
    full = trans_conv(X, X)
    if not ends:
        assert trans_conv(X, X, padding=1).tolist() == [[number]]
        return
    p = number
    cut = trans_conv(A, B, padding=p)
    assert (cut == trans_conv(A, B)[p:-p, p:-p]).all()
    assert cut.shape == tuple(n - 2 for n in full.shape)
    assert ends == (-1, 1, -1, 1)


@says("padding-strides-channels", "the {} stamps now lie side by side and nothing overlaps")
@says("padding-strides-channels", "The last window, at the lower right, covers {} and {} zeros")
@says(
    "padding-strides-channels",
    "It takes the *{<}* weight of $\\mathbf{K}$, which is {<} in the turned kernel: seen from an output element, a {<} input element has to meet an earlier weight.",
)
def test_the_last_window(*numbers):
    turned = numpy.rot90(SMALL, 2)
    spread = numpy.zeros((5, 5))
    spread[1:4:2, 1:4:2] = SMALL
    window = spread[-2:, -2:]
    if len(numbers) == 1:
        cover = trans_conv(numpy.ones((2, 2)), numpy.ones((2, 2)), stride=2)
        assert cover.max() == cover.min() == 1
        assert numbers[0] == SMALL.size
    elif len(numbers) == 2:
        assert window.max() == numbers[0]
        assert (window == 0).sum() == numbers[1]
    else:
        last, first, later = numbers
        assert (window * turned).sum() == window[0, 0] * turned[0, 0]
        assert turned[0, 0] == SMALL[-1, -1]
        assert (last, first, later) == (1, -1, 1)


@says(
    "padding-strides-channels",
    "in the shape `(c_i, c_o, k_h, k_w)`: input channels {<}, the reverse of a convolution",
)
@says(
    "padding-strides-channels",
    "Stride, padding, dilation, output padding and the size of the input do {not}enter into these numbers.",
)
def test_what_the_weights_depend_on(word):
    nn = module("pytorch").nn
    sizes = {
        tuple(nn.ConvTranspose2d(4, 6, (2, 3), stride=s, padding=p, dilation=d).weight.shape)
        for s in (1, 2) for p in (0, 1) for d in (1, 2)
    }  # fmt: skip
    assert sizes == {(4, 6, 2, 3)}
    assert word in (-1, True)
    assert isinstance(word, bool) or word == -1


@says("padding-strides-channels", "{} rows and {} columns are missing")
@says(
    "padding-strides-channels",
    "What output padding adds is {doc}`{not}simply zeros <shape-arithmetic>`.",
)
def test_what_is_missing_on_the_way_back(*words):
    m = conv_output_shape((18, 18), 5, stride=3, padding=2)
    back = trans_conv_output_shape(m, 5, stride=3, padding=2)
    if len(words) == 2:
        assert words == (18 - back[0], 18 - back[1])
        return
    Y = trans_conv(numpy.ones((6, 6)), numpy.ones((5, 5)), stride=3, padding=2, output_padding=2)
    zeros = not Y[-2:].any()
    assert words == (not zeros,)
    assert words[0] is True


@says(
    "matrix-transposition",
    "Its {<} row belongs to the {<} window. … The window covers the elements {}, {}, {} and {} of",
)
@says(
    "matrix-transposition",
    "Row $r$ of $\\mathbf{W}$ says where output $r$ of the convolution reads from.",
)
def test_the_first_row(row, window, *elements):
    W = kernel2matrix(FOUR, (3, 3))
    assert row == window == -1
    assert numpy.flatnonzero(W[0]).tolist() == list(elements)
    for r, (i, j) in enumerate(numpy.ndindex(2, 2)):
        places = numpy.zeros((3, 3))
        places[i : i + 2, j : j + 2] = FOUR
        assert (W[r] == places.ravel()).all()


@says("matrix-transposition", "Row {} has a single one: only {} stamp reaches the corner.")
@says(
    "matrix-transposition",
    "For a {}×{} input and stride {}, there are {} windows again, side by side.",
)
def test_the_corner_and_the_windows(*numbers):
    if len(numbers) == 2:
        row, stamps = numbers
        T = kernel2matrix(FOUR, (3, 3)).T
        assert numpy.count_nonzero(T[row]) == stamps == 1
        assert trans_conv(numpy.ones((2, 2)), numpy.ones((2, 2))).ravel()[row] == 1
        return
    high, wide, s, windows = numbers
    assert len(kernel2matrix(FOUR, (high, wide), stride=s)) == windows
    assert trans_conv(numpy.ones((2, 2)), numpy.ones((2, 2)), stride=s).shape == (high, wide)


@says(
    "matrix-transposition",
    "It enters the {<} output with the weight {} and the second with the weight {}.",
)
def test_the_weights_of_the_second_element(first, one, other):
    W = kernel2matrix(FOUR, (3, 3))
    assert W[:2, 1].tolist() == [one, other]
    assert not W[2:, 1].any()
    assert first == -1


@says(
    "matrix-transposition",
    "In general, $\\mathbf{W}^\\top \\mathbf{W}$ is {not}the identity, so the transposed convolution does {not}undo the convolution.",
)
@says("summary-exercises", "and $\\mathbf{W}^\\top \\mathbf{W}$ is {not}the identity")
@says(
    "cheat-sheet",
    "- Transposed is {not}inverse: the shape comes back; in general, the values do {not}",
)
def test_there_and_back_is_not_the_identity(*denied):
    X, K = rng.normal(size=(4, 5)), rng.normal(size=(2, 3))
    W = kernel2matrix(K, X.shape)
    same = numpy.allclose(W.T @ W, numpy.eye(X.size))
    back = trans_conv(corr2d(X, K), K)
    assert back.shape == X.shape
    assert not numpy.allclose(back, X)
    assert all(word == (not same) for word in denied)


@says(
    "matrix-transposition",
    "The {} {}×{} kernels of the Haar transform, with stride {}, give {} channels of a quarter of the size, and lose nothing:",
)
def test_the_haar_transform(kernels, high, wide, s, channels):
    pair = numpy.array([[1, 1], [1, -1]]) / 2**0.5
    K = numpy.stack([numpy.outer(a, b) for a in pair for b in pair])[:, None]
    assert K.shape == (kernels, 1, high, wide)
    X = rng.normal(size=(1, 1, 4, 6))
    Y = corr2d(X, K, stride=s)
    assert Y.shape[1] == channels
    assert Y[0, 0].size * 4 == X.size
    assert numpy.allclose(trans_conv(Y, K, stride=s), X)


@says("summary-exercises", "The kernel spans {} rows and {} columns.")
@says("summary-exercises", "from {} numbers in the columns instead of {} in $\\mathbf{W}$")
@says("summary-exercises", "{not}$m^2 k^2$ entries are nonzero")
def test_the_numbers_of_the_exercises(*numbers):
    W = kernel2matrix(FOUR, (3, 3))
    if len(numbers) == 1:
        assert numpy.count_nonzero(W) == 2**2 * 2**2 < W.size
        assert numbers[0] is True
    elif numbers[1] == W.size:
        assert numbers[0] == 4 * 4
    else:
        assert trans_conv(numpy.ones((1, 1)), numpy.ones((3, 2)), dilation=2).shape == numbers
