"""The ways to double a size and to undo a layer, each built again from what the words say."""

import itertools

import numpy
from scipy.signal import convolve2d

from d2lmini import corr2d, kernel2matrix, trans_conv
from d2lmini.trained import trained
from tests.support.says import says

rng = numpy.random.default_rng(49)


def row(values, weights, s, p=0):
    """Return a transposed convolution of one row."""
    X, K = (numpy.array([one], float) for one in (values, weights))
    return trans_conv(X, K, stride=(1, s), padding=(0, p))[0]


@says(
    "checkerboards",
    "an element at an odd place is a copy from the layer {<}, and one at an even place the sum of {} neighbours.",
)
@says(
    "checkerboards",
    "These are the squares of {}, {}, {} and {}, and each of those is the sum of the {} {<} it.",
)
@says(
    "checkerboards",
    "A generator stacks such layers, and each one stamps the pattern that the one before left.",
)
def test_layers_of_three(*numbers):
    values, largest = rng.integers(1, 9, 9).astype(float), []
    Y = row(values, [1, 1, 1], 2)
    assert (Y[1::2] == values).all()
    assert (Y[2:-1:2] == values[1:] + values[:-1]).all()
    Y = numpy.ones(9)
    for _ in range(4):
        Y = row(Y, [1, 1, 1], 2)
        largest.append(int(Y[len(Y) // 3 : -len(Y) // 3].max()))
    for below, now, above in zip(largest, largest[1:], largest[2:], strict=False):
        assert above == below + now
    if len(numbers) == 6:
        assert [*numbers[:4]] == largest
        assert numbers[4:] == (2, -1)
    else:
        assert numbers in ((), (-1, 2))


@says(
    "checkerboards",
    "There are {} such *sub-kernels*, `K[a::2, b::2]`; each computes a quarter of the output, and the {} quarters are interleaved.",
)
@says(
    "checkerboards",
    "On a flat input of ones, each quarter has a single value: the sum of its sub-kernel.",
)
@says("checkerboards", "Equal counts would settle the matter if all weights were equal.")
def test_the_quarters_of_the_output(*numbers):
    X, K = rng.normal(size=(3, 5)), rng.normal(size=(3, 4))
    Y, flat = trans_conv(X, K, stride=2), trans_conv(numpy.ones((6, 7)), K, stride=2)
    quarters = list(itertools.product((0, 1), repeat=2))
    for a, b in quarters:
        assert numpy.allclose(Y[a::2, b::2], convolve2d(X, K[a::2, b::2]))
        assert numpy.allclose(flat[2:-2, 2:-2][a::2, b::2], K[a::2, b::2].sum())
    assert numbers in ((), (len(quarters),) * 2)


@says(
    "checkerboards",
    "- `sub-pixel`: a {}×{} convolution with {} times the channels, whose {} groups are then interleaved as the pixels of {}×{} blocks",
)
@says(
    "checkerboards", "A sub-pixel layer has a sub-kernel of {}×{} for each quarter of the output."
)
@says(
    "checkerboards",
    "(and turned around, since a convolution layer does {not}flip its kernel) they are a single {}×{} kernel of a transposed convolution.",
)
@says(
    "checkerboards",
    "The layer then computes the convolution {<} and repeats each pixel afterwards.",
)
def test_sub_pixel_layers_are_one_kernel(*numbers):
    X, K = rng.normal(size=(5, 6)), rng.normal(size=(4, 3, 3))
    whole = numpy.zeros((6, 6))
    for group, (a, b) in enumerate(itertools.product((0, 1), repeat=2)):
        whole[a::2, b::2] = K[group, ::-1, ::-1]
    Y = trans_conv(X, whole, stride=2, padding=2)
    for group, (a, b) in enumerate(itertools.product((0, 1), repeat=2)):
        assert numpy.allclose(Y[a::2, b::2], corr2d(X, K[group], padding=1))
    alike = numpy.zeros((6, 6))
    for a, b in itertools.product((0, 1), repeat=2):
        alike[a::2, b::2] = K[0, ::-1, ::-1]
    once = corr2d(X, K[0], padding=1).repeat(2, 0).repeat(2, 1)
    assert numpy.allclose(trans_conv(X, alike, stride=2, padding=2), once)
    expected = {
        6: (*K.shape[1:], 4, len(K), 2, 2),
        2: K.shape[1:],
        3: (True, *whole.shape),
        1: (-1,),
    }
    assert repr(tuple(numbers)) == repr(expected[len(numbers)])


@says(
    "checkerboards", "- `resize`: every pixel repeated as a {}×{} block, then a {}×{} convolution"
)
@says("checkerboards", "Resizing is a transposed convolution too, with a {}×{} kernel of ones.")
@says(
    "checkerboards",
    "both together make {} {}×{} kernel: the sum of {} copies of the turned {}×{} kernel, shifted by a row or a column.",
)
@says("checkerboards", "Resizing takes away the pattern on flat inputs, whatever the weights.")
@says(
    "checkerboards",
    "The repeated pixels rise by {} and {} in turn, and the kernel decides how much of that is left:",
)
@says(
    "checkerboards",
    "On a slope of {} per input pixel, a good layer would rise by $1/2$ at each output pixel.",
)
def test_resizing(*numbers):
    X, K = rng.normal(size=(5, 6)), rng.normal(size=(3, 3))
    repeated = X.repeat(2, 0).repeat(2, 1)
    assert (repeated == trans_conv(X, numpy.ones((2, 2)), stride=2)).all()
    whole = sum(
        numpy.pad(K[::-1, ::-1], ((a, 1 - a), (b, 1 - b)))
        for a, b in itertools.product((0, 1), repeat=2)
    )
    assert numpy.allclose(corr2d(repeated, K, padding=1), trans_conv(X, whole, stride=2, padding=1))
    assert numpy.allclose([whole[a::2, b::2].sum() for a in (0, 1) for b in (0, 1)], K.sum())
    rises = numpy.diff(numpy.arange(4.0).repeat(2))
    slope = numpy.arange(4.0)
    told = ((), (1, *whole.shape, 4, *K.shape), (2, 2), (2, 2, *K.shape), tuple(rises[:2]))
    assert numbers in (*told, (numpy.diff(slope).max(),))
    assert numpy.isclose(numpy.diff(numpy.interp(numpy.arange(6) / 2, range(4), slope)), 0.5).all()


@says(
    "checkerboards",
    "A kernel size that the stride divides takes away the part of the pattern that comes from the counts.",
)
@says(
    "checkerboards",
    "The multiply-adds are those for {} input and {} output channel, computed as written.",
)
@says("checkerboards", "A pixel in {} windows gets {} times the gradient of a pixel in {}.")
@says(
    "checkerboards",
    "With weights of {}, and a {} arriving at each output, the gradient at a pixel counts the windows that the pixel is in:",
)
def test_counts_there_and_back(*numbers):
    for k, s in itertools.product(range(1, 8), range(1, 4)):
        if k >= s:
            inside = trans_conv(numpy.ones((20, 20)), numpy.ones((k, k)), stride=s)
            inside = inside[8 * s : 10 * s, 8 * s : 10 * s]
            assert (numpy.ptp(inside) == 0) == (k % s == 0)
    W = kernel2matrix(numpy.ones((3, 3)), (9, 9), stride=2)
    gradient = (W.T @ numpy.ones(len(W))).reshape(9, 9)
    windows = numpy.zeros((9, 9))
    for i, j in itertools.product(range(0, 7, 2), repeat=2):
        windows[i : i + 3, j : j + 3] += 1
    assert (gradient == windows).all()
    found = {(): True, (1, 1): True, (int(gradient.max()), int(gradient.max()), 1): True}
    assert numbers in found


@says(
    "checkerboards",
    "The weights are drawn by NumPy, the {<} for both frameworks, and rounded to sixteenths.",
)
@says("checkerboards", "With the loss that does {not}see it, it stays: it costs nothing.")
@says(
    "checkerboards",
    "{not}`resize` and `blurred` have none in any run, since no weights of theirs can make one.",
)
@says("checkerboards", "The pattern costs, and the weights can do without it.")
@says(
    "checkerboards",
    "Where it may not see the pattern, choose a layer whose weights cannot make one.",
)
def test_what_training_leaves(*words):
    runs = trained("checkerboards")["runs"]
    ways = sorted({run["way"] for run in runs})

    def after(way, loss):
        return [run["after"] for run in runs if (run["way"], run["loss"]) == (way, loss)]

    assert all(max(after(way, "pixels")) < 0.05 for way in ways)
    free = {way for way in ways if max(after(way, "means of blocks") + after(way, "pixels")) < 1e-9}
    assert free == {"resize", "blurred"}
    starts = [r for r in runs if r["way"] == "kernel 3" and r["loss"] == "means of blocks"]
    stays = [run["after"] / run["before"] for run in starts]
    assert min(stays) > 0.1
    sixteenths = numpy.round(4 * rng.normal(size=9)) / 16
    assert ((16 * sixteenths) % 1 == 0).all()
    assert repr(words) in ("()", "(0,)", "(True,)")


@says(
    "not-a-deconvolution",
    "Take the row $({}, {}, {})$, put a zero at both ends, and slide the kernel $({}, {})$ over it",
)
@says("not-a-deconvolution", "*Undo it.* The {<} window says that the first number is {}.")
@says(
    "not-a-deconvolution",
    "The {term}`stamps <stamp>` of {}, {}, {} and {} add up to {}, {}, {}, {} and {}, and the {term}`padding` crops the first and the last.",
)
@says("not-a-deconvolution", "It is {not}$(1, 2, 3)$, nor a multiple of it.")
@says("not-a-deconvolution", "What is left, $({}, {}, {})$, has the right size.")
def test_a_row_undone_and_transposed(*numbers):
    X, K = numpy.array([1, 2, 3]), numpy.array([2, 1])
    Y = numpy.correlate(numpy.pad(X, 1), K, "valid")
    full = row(Y, K, 1).astype(int)
    cropped = row(Y, K, 1, p=1)
    found = {5: (*X, *K), 9: (*Y, *full), 3: tuple(cropped), 2: (-1, Y[0]), 1: (True,)}
    if len(numbers) == 1:
        assert numbers[0] is True
        assert numpy.linalg.matrix_rank(numpy.stack([cropped, X])) == 2
    assert tuple(numbers) == found[len(numbers)]


@says(
    "not-a-deconvolution",
    "With a kernel as large as the stride there is {} $j$, windows do {not}overlap, no padding is needed, and the condition becomes short.",
)
@says(
    "not-a-deconvolution",
    "Write every kernel as a row of a matrix $\\mathbf{M}$ with $c_o$ rows and $c_i s^2$ columns",
)
@says(
    "not-a-deconvolution",
    "Both given ones treat the {<} {} numbers alike, so any two that are zero first, sum to zero, and are orthogonal will do: $({}, {}, {}, {}) / \\sqrt{}$ and $({}, {}, {}, {}) / \\sqrt{}$.",
)
@says(
    "not-a-deconvolution",
    "Two of {} {}×{} kernels are given, each with length {}: $({}, {}, {}, {}) / {}$ and $({}, {}, {}, {}) / \\sqrt{{}}$.",
)
@says(
    "not-a-deconvolution",
    "So a layer of {} channel cannot blur, sharpen or find edges *and* be undone by its transpose.",
)
def test_orthonormal_kernels(*numbers):
    given = [numpy.ones(4) / 2, numpy.array([3, -1, -1, -1]) / 12**0.5]
    more = [numpy.array([0, 2, -1, -1]) / 6**0.5, numpy.array([0, 0, 1, -1]) / 2**0.5]
    M = numpy.stack(given + more)
    assert numpy.allclose(M.T @ M, numpy.eye(4))
    K = M.reshape(4, 1, 2, 2)
    X = rng.normal(size=(1, 1, 4, 6))
    assert numpy.allclose(trans_conv(corr2d(X, K, stride=2), K, stride=2), X)
    for kernel in ([[1, 2, 1]], [[-1, 3, -1]], [[1, -1, 0]]):
        W = kernel2matrix(numpy.array(kernel, float), (1, 8), padding=(0, 2))
        product = W.T @ W
        assert abs(product - product[0, 0] * numpy.eye(8)).max() > 0.5
    assert repr(numbers) in ("()", "(1,)", "(1, True)") or len(numbers) > 9
    if len(numbers) > 9:
        pieces = numbers[-10:]
        first, second = numpy.array(pieces[:4]), numpy.array(pieces[5:9])
        scales = (pieces[4] if len(numbers) == 14 else pieces[4] ** 0.5, pieces[9] ** 0.5)
        expected = given if len(numbers) == 14 else more
        assert numpy.allclose(first / scales[0], expected[0])
        assert numpy.allclose(second / scales[1], expected[1])
        if len(numbers) == 14:
            assert numbers[:4] == (4, 2, 2, numpy.linalg.norm(given[1]).round(9))
        else:
            assert numbers[:2] == (1, numpy.count_nonzero(given[1] == given[1][-1]))
