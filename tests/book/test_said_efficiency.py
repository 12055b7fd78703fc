"""What "Is multiplying by W efficient?" says, computed, and of times, read off the stored ones."""

import math

import numpy
import pytest

from d2lmini import corr2d, kernel2matrix, trans_conv
from d2lmini.forms import counts
from d2lmini.times import LAYER, benchmark, transposed
from tests.support.says import says

FORMS = ("dense W", "sparse W", "im2col", "direct", "FFT", "layer")


def measured(form, series, library):
    """Return sizes or channels, and seconds, of a form."""
    wanted = {"form": form, "library": library, "device": "cpu", "series": series}
    rows = [row for row in benchmark()["rows"] if wanted.items() <= row.items()]
    key = "n" if series == "sizes" else "c_i"
    return [row[key] for row in rows], [row["seconds"] for row in rows]


def curves(library):
    """Return the curves of the first plot: of a library without an FFT, SciPy's stands for it."""
    found = {form: measured(form, "sizes", library) for form in FORMS}
    if not found["FFT"][0]:
        found["FFT"] = measured("FFT", "sizes", "SciPy")
    return found


def slope(xs, ys):
    """Return the exponent of a power law through the three largest sizes."""
    return numpy.polyfit(numpy.log(xs[-3:]), numpy.log(ys[-3:]), 1)[0]


@says("matrix-efficiency", "There are {} windows. - *Dense W* has {} rows and {} columns.")
@says(
    "matrix-efficiency",
    "The product does {} multiplications. - *im2col* copies the {} windows into the columns of a {}×{} matrix, $4 \\cdot 4 = 16$ numbers, and multiplies a row of {} weights by it",
)
def test_the_counts_of_the_small_example(*numbers):
    W = kernel2matrix(numpy.array([[1, 2], [3, 4]]), (3, 3))
    assert numbers in ((4, *W.shape), (numpy.count_nonzero(W), len(W), 4, len(W), 4))


@says("matrix-efficiency", "- *Direct*: the {} weights and nothing else, {} multiplications.")
def test_the_direct_form_of_the_small_example(weights, multiplications):
    K, windows = numpy.array([[1, 2], [3, 4]]), 4
    assert K.size == weights
    assert corr2d(numpy.ones((3, 3), int), K).size * K.size == windows * weights == multiplications


@pytest.mark.parametrize("library", ["PyTorch", "MXNet"])
@says(
    "matrix-efficiency",
    "Six curves over input sizes from 8 to 512. The curve of dense W climbs much more steeply than all others and ends at size 128, far above them. The others climb little at small sizes and more at large ones.",
)
@says("index", "counts and measures six ways to convolve")
def test_the_words_of_the_plot_of_sizes(library):
    found = curves(library)
    assert len(found) == 6
    assert {xs[0] for xs, _ in found.values()} == {8}
    assert max(xs[-1] for xs, _ in found.values()) == 512
    xs, ys = found.pop("dense W")
    assert xs[-1] == 128
    others = {name: dict(zip(*curve, strict=True)) for name, curve in found.items()}
    assert all(ys[-1] > 5 * other[128] for other in others.values())
    for name, curve in found.items():
        assert slope(xs, ys) > 1.5 * slope(*curve), name
        assert curve[1][1] / curve[1][0] < curve[1][-1] / curve[1][-2], name


@pytest.mark.parametrize("library", ["PyTorch", "MXNet"])
@says(
    "matrix-efficiency",
    "Three curves over 1 to 128 channels: im2col, direct and the layer. Each climbs less in its first step than in its last, and the layer is the lowest.",
)
@says(
    "matrix-efficiency",
    "Here are the forms without W on a 32×32 input, with as many channels out as in.",
)
@says(
    "matrix-efficiency",
    "Measured time on a 32×32 input with a 3×3 kernel over the number of channels, as many out as in, both axes logarithmic.",
)
def test_the_words_of_the_plot_of_channels(library):
    rows = [
        r
        for r in benchmark()["rows"]
        if r["series"] == "channels" and r["library"] == library and r["device"] == "cpu"
    ]
    assert {(r["n"], r["kernel"], r["c_o"] == r["c_i"]) for r in rows} == {(32, 3, True)}
    found = {form: measured(form, "channels", library) for form in ("im2col", "direct", "layer")}
    assert {r["form"] for r in rows if not r["form"].endswith("W")} - {"FFT"} == set(found)
    for xs, ys in found.values():
        assert (*xs[:2], *xs[-2:]) == (1, 2, 64, 128)
        assert ys[1] / ys[0] < ys[-1] / ys[-2]
    for form in ("im2col", "direct"):
        assert all(
            ours > layer for ours, layer in zip(found[form][1], found["layer"][1], strict=True)
        )


@says(
    "matrix-efficiency",
    "Dense W is a dense matrix too, but in a single product each of its entries is used once, and nearly all are zero.",
)
@says(
    "summary-exercises",
    "a small image, $\\mathbf{W}$ would take {} gigabytes, nearly all of it zeros, to hold {} different weights. The direct form needs {} bytes for them, and about {} times fewer multiplications.",
)
def test_the_matrix_of_a_small_image(gigabytes, weights, bytes_, fewer):
    rows, columns = 254**2, 256**2
    assert round(4 * rows * columns / 1e9) == gigabytes
    assert weights == 3 * 3
    assert bytes_ == 4 * weights
    assert round(rows * columns / (rows * weights), -3) == fewer
    assert rows * weights / (rows * columns) < 0.001
    W = kernel2matrix(numpy.arange(1, 10).reshape(3, 3), (24, 24))
    assert len(numpy.unique(W)) == weights + 1
    assert (W == 0).mean() > 0.98


@says(
    "matrix-efficiency",
    "which for $k$ far below $n$ is nearly $N k^2$. That is more than $3 N \\log_2 N + 2 N$ as soon as $k^2 > 3 \\log_2 N + 2$.",
)
@says(
    "matrix-efficiency",
    "For 3×3, that is no advantage; the exercise asks from which size on it is.",
)
def test_from_which_kernel_on_the_transform_multiplies_less():
    for n in (64, 256, 1024):
        N = n**2
        assert (n - 2) ** 2 * 9 < 3 * N * math.log2(N) + 2 * N
        for k in range(1, n // 16):
            direct = (n - k + 1) ** 2 * k**2
            assert 0.87 < direct / (N * k**2) <= 1
            assert (N * k**2 > 3 * N * math.log2(N) + 2 * N) == (k**2 > 3 * math.log2(N) + 2)


@says(
    "matrix-efficiency",
    "Sparse W with {} bytes for each number takes $8 \\cdot 9 m^2$ for weights and columns, and $4 (m^2 + 1)$ for the starts, $76 m^2 + 4$ in all. With {} bytes for columns and starts, it takes $12 \\cdot 9 m^2$ and $8 (m^2 + 1)$, $116 m^2 + 8$ in all.",
)
def test_the_bytes_of_sparse_w(small, large):
    for m in (1, 7, 30):
        entries, starts = 9 * m**2, m**2 + 1
        assert entries * (4 + small) + starts * small == 76 * m**2 + 4
        assert entries * (4 + large) + starts * large == 116 * m**2 + 8


@says("matrix-efficiency", "**Every convolution is a product with a matrix.")
def test_every_convolution_is_a_product_with_a_matrix():
    rng = numpy.random.default_rng(15)
    for k, s, p in ((2, 1, 0), (3, 2, 1), (3, 3, 2)):
        X, K = rng.integers(-9, 10, (5, 7)), rng.integers(-9, 10, (k, k))
        W = kernel2matrix(K, X.shape, stride=s, padding=p)
        assert (W @ X.ravel() == corr2d(X, K, stride=s, padding=p).ravel()).all()
        assert sorted(W.T.ravel()) == sorted(W.ravel())


@says(
    "summary-exercises",
    "the convolution's input $\\mathbf{X}$ and the transposed convolution's output $\\mathbf{Z}$ have the same shape",
)
@says(
    "summary-exercises", "is at most {} for $\\mathbf{W}^\\top \\mathbf{W}$ and {} for the identity"
)
@says(
    "summary-exercises",
    "So $\\mathbf{X}$ and $\\mathbf{X} + \\mathbf{N}$ become equal, and the way back has to keep them equal",
)
@says(
    "summary-exercises",
    "The convolution leaves 4 numbers of 9, and what comes after it knows no more than these 4.",
)
def test_the_matrix_there_and_back_has_too_small_a_rank(most, full):
    rng = numpy.random.default_rng(16)
    ranks = []
    for _ in range(20):
        W = kernel2matrix(rng.integers(-9, 10, (2, 2)), (3, 3))
        ranks.append(int(numpy.linalg.matrix_rank(W.T @ W)))
    assert (W.T @ W).shape == (full, full)
    assert max(ranks) == most < full
    K = numpy.array([[1, 2], [3, 4]])
    N = numpy.array([[1, -1, 1], [-1, 1, -1], [1, -1, 1]])
    X = rng.integers(-9, 10, (3, 3))
    assert (corr2d(X + N, K) == corr2d(X, K)).all()


@says(
    "summary-exercises",
    "A kernel of 4 is two strides wide, so $2 \\cdot 2 = 4$ stamps of each channel reach every element away from the border; with a kernel of {} there are {}, {} or {}.",
)
def test_the_stamps_that_reach_an_element(k, *counts):
    for size, expected in ((4, (4,)), (k, counts)):
        Y = trans_conv(numpy.ones((8, 9), int), numpy.ones((size, size), int), stride=2)
        assert tuple(numpy.unique(Y[4:-4, 4:-4])) == expected


@says("matrix-efficiency", "The count said {} for dense W, and about {} for everything else.")
@says("matrix-efficiency", "An exponent here sums up {} measurements and is {not}law.")
def test_the_exponents_that_the_counts_say(first, second):
    n, k = 2**12, 3
    dense = [(m - k + 1) ** 2 * m**2 for m in (n, 2 * n)]
    direct = [(m - k + 1) ** 2 * k**2 for m in (n, 2 * n)]
    fft = [3 * m**2 * math.log2(m**2) for m in (n, 2 * n)]
    if second is True or second is False:
        spread = {form: slope(*curve) for form, curve in curves("PyTorch").items()}
        assert first == 3
        assert second == (max(abs(spread[form] - 2) for form in FORMS[1:]) > 0.3)
        return
    assert round(math.log2(dense[1] / dense[0]), 1) == first
    assert round(math.log2(direct[1] / direct[0]), 1) == second
    assert abs(math.log2(fft[1] / fft[0]) - second) < 0.2


@says(
    "matrix-efficiency",
    "read the input, write the output, and move what their memory holds: the weights or W once, and twice the columns of im2col and the $4 N$ numbers of the FFT, which are written and read.",
)
@says(
    "matrix-efficiency",
    "Dense W moves {} bytes or more for each multiply-add, and sparse W {} or more.",
)
@says(
    "matrix-efficiency",
    "So for both of them memory decides, at any size, on every machine whose ridge is above a quarter of a multiply-add for a byte.",
)
def test_what_the_forms_of_a_convolution_move(*least):
    for n, k, s, c_i, c_o in ((9, 3, 1, 1, 1), (12, 3, 2, 2, 5), (20, 5, 2, 4, 16)):
        found = counts(dict(zip(LAYER, (n, k, s, c_i, c_o), strict=True)))
        W = kernel2matrix(numpy.ones((c_o, c_i, k, k)), (c_i, n, n), stride=s)
        (rows, columns), weights = W.shape, numpy.count_nonzero(W)
        images, kernel = rows + columns, c_o * c_i * k**2
        copied = weights // c_o  # each window once, for all output channels
        assert found["dense W"] == (W.size, 4 * (images + W.size))
        assert found["sparse W"] == (weights, 4 * (images + 2 * weights + rows + 1))
        assert found["im2col"] == (weights, 4 * (images + kernel + 2 * copied))
        assert found["direct"] == found["layer"] == (weights, 4 * (images + kernel))
        assert ("FFT" in found) == (c_i == c_o == s == 1)
        if "FFT" in found:
            assert found["FFT"][1] == 4 * (images + kernel + 2 * 4 * n**2)
        moved = [found[form][1] / found[form][0] for form in ("dense W", "sparse W")]
        assert least in ((), (4, 8))
        assert moved[0] > 4
        assert moved[1] > 8
    best = transposed()["roofline"]["1"]
    assert best["multiply-adds per second"] / best["bytes per second"] > 1 / 4
