"""Rows, columns, phases and sizes: which is first, which is larger, and what comes before."""

import itertools

import numpy
from scipy.sparse import csr_matrix

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support.pages import source
from tests.support.says import says

rng = numpy.random.default_rng(54)


@says("matrix-efficiency", "and, for each row, where it starts, and where the last one ends")
@says("matrix-efficiency", "so its result is rounded before it is compared.")
@says("matrix-efficiency", "Only the FFT works with numbers that are not whole along the way")
@says(
    "matrix-transposition",
    "How many nonzero entries has a row, and how many has a column at most, if no weight is 0?",
)
@says("matrix-transposition", "A row has the $3 \\cdot 2 = 6$ weights of its window.")
@says(
    "matrix-transposition",
    "so $\\mathbf{W}$ has $2 \\cdot 4 = 8$ rows, and $4 \\cdot 5 = 20$ columns.",
)
@says(
    "matrix-transposition",
    "The kernel has $4 - 3 + 1 = 2$ places along the rows and $5 - 2 + 1 = 4$ along the columns",
)
@says(
    "matrix-transposition",
    "Add up each *row* of $\\mathbf{W}$, and each *column*, for a kernel of ones.",
)
@says(
    "matrix-efficiency",
    "with 4 bytes for each column number and each start of a row, as in PyTorch",
)
def test_rows_and_columns_of_w_are_counted():
    W = kernel2matrix(numpy.ones((3, 2)), (4, 5))
    assert W.shape == (8, 20)
    assert set((W != 0).sum(1)) == {6}
    assert (W != 0).sum(0).max() == 4
    assert conv_output_shape((4, 5), (3, 2)) == (2, 4)
    small = csr_matrix(kernel2matrix(numpy.ones((2, 2))))
    assert len(small.indices) == 16 == len(small.data)
    assert len(small.indptr) == 4 + 1
    assert small.indptr[-1] == 16
    whole = numpy.fft.irfft(
        numpy.fft.rfft([1.0, 2, 3, 4, 5]) * numpy.fft.rfft([1.0, 1, 0, 0, 0]), 5
    )
    assert (whole != whole.round()).any()
    assert numpy.allclose(whole, whole.round())


@says(
    "matrix-transposition",
    "**Predict** the third row, number 2: its window is the first of the next line.",
)
@says("matrix-transposition", "By how much is it shifted against row 1?")
@says(
    "not-a-deconvolution",
    "**The transposed convolution of $\\mathbf{y}$, times $\\tau$, is its first step.",
)
@says("not-a-deconvolution", "For which kernels is every $\\sigma_i$ equal to 1?")
@says(
    "not-a-deconvolution",
    "Find two more, so that the transposed convolution with stride 2 undoes the convolution.",
)
@says(
    "matrix-transposition",
    "The first of the {doc}`exercises <summary-exercises>` looks at what it is instead.",
)
def test_first_steps_and_rows():
    starts = numpy.argmax(kernel2matrix(rng.random((2, 2)) + 1) != 0, axis=1)
    assert starts.tolist() == [0, 1, 3, 4]
    X, K = rng.normal(size=(4, 4)), rng.normal(size=(2, 2))
    y, tau = corr2d(X, K), 0.1
    x = numpy.zeros((4, 4))
    x = x + tau * trans_conv(y - corr2d(x, K), K)
    assert numpy.allclose(x, tau * trans_conv(y, K))
    rows = numpy.linalg.qr(rng.normal(size=(4, 4)))[0]
    kernels = rows.reshape(4, 1, 2, 2)
    assert numpy.allclose(numpy.linalg.svd(rows)[1], 1)
    A = rng.normal(size=(1, 1, 4, 4))
    for count in (2, 3, 4):
        back = trans_conv(corr2d(A, kernels[:count], stride=2), kernels[:count], stride=2)
        assert numpy.allclose(back, A) == (count == 2 + 2)
    exercises = source("summary-exercises").split("```{exercise}")[1:]
    assert "Do they have the same values?" in exercises[0]


@says("upsampling-images", "Double a row of three pixels, 0, 4 and 8.")
@says(
    "upsampling-images",
    "**Predict** what the same kernel makes of the row 0, 8, 4, before anything is taken off.",
)
@says("upsampling-images", "its middle falls in the right place with a padding of $(k - s) / 2$.")
@says("upsampling-images", "The tent covers $k = 2s$ output pixels for an even $s$")
@says("upsampling-images", "and the kernel is a tent of $2 s - 1$ with padding $s - 1$.")
@says("upsampling-images", "The kernel at the start and after training.")
@says(
    "upsampling-images",
    "**Predict** how many output pixels get a weight from one input pixel, in a row, when it is enlarged three times.",
)
@says("segmentation", "where the arrow is the padding, which crops one number at each end.")
@says(
    "segmentation",
    "for an even stride $s$ the row has $k = 2s$ numbers, at $a = 0, \\dots, 2s - 1$:",
)
@says("segmentation", "here in the middle of a row of blocks:")
@says(
    "segmentation",
    "How many blocks have a say in one pixel: with the kernel of 8 of the nearest decoder, and with the kernel of 16 of the other two?",
)
def test_tents_cover_rows_of_pixels():
    tent = numpy.array([1, 3, 3, 1]) / 4
    row = trans_conv(numpy.array([[0, 4.0, 8]]), tent[None], stride=(1, 2))[0]
    assert row[1:-1].tolist() == [0, 1, 3, 5, 7, 6]
    for s in (2, 3, 4, 5):
        u = numpy.arange(-s, 2 * s)
        weights = 1 - abs(u - (s - 1) / 2) / s
        k = (weights > 0).sum()
        assert k == (2 * s if s % 2 == 0 else 2 * s - 1)
        K = weights[weights > 0]
        size = {"stride": (1, s), "padding": (0, (k - s) // 2)}
        one = trans_conv(numpy.eye(5)[[2]], K[None], **size)[0]
        assert len(one) == 5 * s
        assert numpy.isclose(numpy.average(numpy.arange(5 * s) + 0.5, weights=one), 2.5 * s)
        apart = 1 - abs(numpy.arange(2 * s - 1) - (s - 1)) / s
        aligned = trans_conv(numpy.array([[0, 4.0, 8]]), apart[None], stride=(1, s),
                             padding=(0, s - 1))[0]  # fmt: skip
        assert numpy.allclose(aligned, numpy.linspace(0, 8, 2 * s + 1))
    for k, blocks in ((8, 1), (16, 4)):
        counts = trans_conv(numpy.ones((4, 4)), numpy.ones((k, k)), stride=8)
        assert counts[16, 16] == blocks


@says("three-forms", "so its kernels have to be turned before they are interleaved.")
@says("three-forms", "Any other one is first filled up with zeros, as `by_phases` does it.")
@says("three-forms", "**Predict** how many weights the sub-kernel of the first phase has")
@says(
    "three-forms",
    "What does a transposed convolution with a kernel of size 1 and a stride of 3 compute?",
)
def test_phases_are_turned_and_filled_up():
    X = rng.normal(size=6)
    for k, s in ((6, 2), (7, 3), (1, 3)):
        K = rng.normal(size=k)
        filled = numpy.append(K, numpy.zeros(-k % s))
        assert len(filled[0::s]) == len(K[0::s]) == -(-k // s)
        own = trans_conv(X[None], filled[None], stride=(1, s))[0]
        for a in range(s):
            phase, part = filled[a::s], own[a::s]
            wide = numpy.pad(X, len(phase) - 1)
            slid = [numpy.correlate(wide, one, "valid") for one in (phase[::-1], phase)]
            assert numpy.allclose(slid[0], part[: len(slid[0])])
            assert len(phase) == 1 or not numpy.allclose(slid[1], part[: len(slid[1])])
    alone = trans_conv(X[None], numpy.array([[2.0]]), stride=(1, 3))[0]
    assert numpy.allclose(alone[::3], 2 * X)
    assert numpy.count_nonzero(alone) == len(X)


@says("shape-arithmetic", "Where the kernel is smaller than the stride, its own two tools differ.")
@says(
    "shape-arithmetic",
    "Let padding be smaller than the kernel and output padding smaller than the stride.",
)
@says("shape-arithmetic", "When does a layer make every size exactly $s$ times as large?")
@says("shape-arithmetic", "Find a rule that needs no formula.")
@says("padding-strides-channels", "Does the shape come back for every size?")
@says("questions", "An odd number of rows has to go.")
@says("questions", "and add what hangs over the end to the beginning.")
@says("questions", "Compute without padding")
@says("questions", "and the order shows in the last places.")
@says("questions", "An output element is a sum of about $c_i k^2 / s^2$ products")
@says("questions", "Is there one for rows of numbers, or for volumes?")
def test_sizes_that_fit_or_come_back():
    assert 0.1 + 0.2 + 0.3 != 0.1 + (0.2 + 0.3)
    assert numpy.isclose(0.1 + 0.2 + 0.3, 0.1 + (0.2 + 0.3), rtol=1e-12)
    came = [
        n
        for n in range(5, 20)
        if trans_conv_output_shape(
            conv_output_shape((n, n), 5, stride=3, padding=2), 5, stride=3, padding=2
        )
        == (n, n)
    ]
    assert came == [n for n in range(5, 20) if (n - 1) % 3 == 0]
    layers = [
        (k, p, o)
        for k, p, o in itertools.product(range(1, 7), range(6), range(3))
        if p < k
        and all(
            trans_conv_output_shape((n, n), k, stride=3, padding=p, output_padding=o)
            == (3 * n, 3 * n)
            for n in (7, 8, 9)
        )
    ]
    assert len(layers) == 8
    assert all(k == 3 + 2 * p - o for k, p, o in layers)
    back = [
        n
        for n in (45, 23, 12, 100, 50, 25)
        if trans_conv_output_shape(
            conv_output_shape((n, n), 3, stride=2, padding=1), 3, stride=2, padding=1
        )
        == (n, n)
    ]
    assert back == [45, 23, 25]  # the odd ones
    row = trans_conv(numpy.array([[1.0, 2, 3]]), numpy.array([[1.0, 2, 4]]), stride=(1, 2))[0]
    spread = numpy.zeros(6)
    for i, j in itertools.product(range(3), range(3)):
        spread[(2 * i + j) % 6] += (i + 1) * [1, 2, 4][j]
    assert numpy.allclose(numpy.append(row[0] + row[6], row[1:6]), spread)
    counts = 4 * trans_conv(numpy.ones((9, 9)), numpy.ones((4, 4)), stride=2)[4:-4, 4:-4]
    assert counts.mean() == 4 * 4**2 / 2**2
