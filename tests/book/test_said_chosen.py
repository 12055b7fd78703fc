"""The numbers of examples, of exercises and of trainings in the chapters on images."""

import itertools
import re

import numpy

from book._ext.paths import BOOK
from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from d2lmini.trained import trained
from tests.support.says import says

rng = numpy.random.default_rng(43)


def source(page):
    """Return the text of a page."""
    return (BOOK / f"{page}.md").read_text("utf8")


@says("why-upsample", "applied to an image of {}×{} pixels.")
@says("why-upsample", "the two pooling layers halved it: {}×{} became")
def test_the_image_of_the_stack(rows, columns):
    assert (rows, columns) == (32, 48)
    assert f"{rows}, {columns}" in source("why-upsample")


@says("why-upsample", "halved it: 32×48 became {}×{}.")
def test_what_two_poolings_leave(rows, columns):
    assert (rows, columns) == (32 / 4, 48 / 4)


@says("why-upsample", "{}, {}, {}, {}, {} rows and {}, {}, {}, {}, {} columns.")
def test_each_layer_halves_and_rounds_up(*sizes):
    for way in (sizes[:5], sizes[5:]):
        for n, m in itertools.pairwise(way):
            assert conv_output_shape((n,), (3,), stride=2, padding=1) == (m,)
    assert (sizes[0], sizes[5]) == (37, 50)


@says(
    "why-upsample",
    "An image of {}×{} goes through four convolutions, each with a kernel of {}, a stride of {} and a padding of {}.",
)
def test_the_image_of_the_exercise(rows, columns, k, s, p):
    size = (rows, columns)
    assert size == (37, 50)
    for _ in range(4):
        size = conv_output_shape(size, k, stride=s, padding=p)
    assert size == (3, 4)
    assert (k, s, p) == (3, 2, 1)


@says("why-upsample", "Repeating each of its numbers {}×{} times gives the size of the full map:")
@says("why-upsample", "a {}×{} kernel of ones, put down in steps of")
@says("why-upsample", "Repeating each number in blocks of {}×{} is a layer with a kernel of ones.")
def test_blocks_of_the_coarse_map(rows, columns):
    X = rng.normal(size=(2, 3))
    Y = trans_conv(X, numpy.ones((rows, columns)), stride=4)
    assert numpy.array_equal(Y, X.repeat(4, 0).repeat(4, 1))


@says(
    "why-upsample",
    "The number goes into {} pixels, each time with the weight {}, so the gradients of the {} pixels",
)
def test_the_pixels_of_a_block(pixels, weight, again):
    K = numpy.ones((4, 4))
    assert K.size == pixels == again
    assert set(K.ravel()) == {weight}


@says("why-upsample", "which average pooling would divide by {}.")
def test_what_average_pooling_divides_by(pixels):
    G = rng.normal(size=(4, 4))
    assert numpy.isclose(G.mean() * pixels, G.sum())


@says(
    "segmentation",
    "- **nearest**: a {}×{} convolution gives each block its scores; each is repeated {}×{} times.",
)
@says("segmentation", "with an {}×{} kernel of ones and stride {}: its stamps lie side by side.")
@says("segmentation", "- **learned, k = {}**: kernels of {}×{} that start as")
def test_the_sizes_of_the_decoders(*numbers):
    if len(numbers) == 4:
        assert numbers[:2] == (1, 1)
        assert trans_conv_output_shape((6, 9), numbers[2:], stride=8) == (48, 72)
    else:
        k, other, stride = numbers
        K = numpy.ones((k, other))
        Y = trans_conv(numpy.ones((2, 3)), K, stride=8)
        assert Y.shape == (16, 24)
        assert (Y == 1).all()
        assert stride == 8


@says(
    "segmentation",
    "- **learned**: one transposed convolution from the {} features to the {} classes.",
)
@says(
    "segmentation",
    "It takes {} {term}`channels <channel>` and returns {}, and each decoder turns these into the scores of {} classes",
)
def test_the_channels_of_the_decoder(*numbers):
    weights = {r["decoder"]: r["weights"] for r in trained("segmentation")["runs"]}
    features, classes = numbers[-2:]
    assert weights["learned"] - weights["nearest"] == features * classes * (16 * 16 - 1)
    assert classes == 4
    if len(numbers) == 3:
        assert numbers[0] == 3


@says("segmentation", "discs (class {}), squares ({}) and triangles ({}).")
def test_the_classes_in_order(*classes):
    assert classes == tuple(range(1, 4))


@says("segmentation", "Let $M$ be a square of {}×{} pixels")
def test_the_square_and_its_neighbour(rows, columns):
    M = numpy.zeros((rows + 2, columns + 3), bool)
    M[1 : rows + 1, 1 : columns + 1] = True
    P = numpy.roll(M, 1, 1)
    assert ((M & P).sum(), (M | P).sum()) == (30, 42)


@says("segmentation", "A stamp is as large as the kernel, and stamps lie {} apart. ")
def test_how_far_stamps_lie_apart(stride):
    assert f"stride={stride})[16, 16]" in source("segmentation")


@says("summary-exercises", "wants $(n - {}) \\cdot {} + k - 2p + o = {}n$, so $k = {} + {}p - o$.")
def test_the_kernel_that_doubles(one, s, factor, start, twice):
    for n in range(1, 6):
        for p in range(3):
            for o in range(2):
                k = start + twice * p - o
                m = (n - one) * s + k - 2 * p + o
                assert m == factor * n
                assert (m,) == trans_conv_output_shape(
                    (n,), (k,), stride=2, padding=p, output_padding=o
                )


@says(
    "summary-exercises",
    "For $k = {}$ that is $p = {}$ and $o = {}$; for $k = {}$ it is $p = {}$ and $o = {}$.",
)
def test_the_paddings_of_both_kernels(*numbers):
    for k, p, o in (numbers[:3], numbers[3:]):
        size = {"stride": 2, "padding": p, "output_padding": o}
        assert trans_conv_output_shape((7, 5), k, **size) == (14, 10)
        assert o in (0, 1)
    assert (numbers[0], numbers[3]) == (4, 3)


@says(
    "summary-exercises",
    "A transposed convolution with a {}×{} kernel and stride {} has to turn a feature map of {}×{} with {} channels into one of {}×{} with {} channels.",
)
def test_the_layer_to_design(k, other, s, n_h, n_w, c_i, m_h, m_w, c_o):
    assert trans_conv_output_shape((n_h, n_w), (k, other), stride=s, padding=1) == (m_h, m_w)
    assert k * other * c_i * c_o == 384
    assert f"np.ones(({c_i}, {c_o}, {k}, {other}))" in source("summary-exercises")
    assert f":input: {n_h}x{n_w}\n:output: {m_h}x{m_w}\n" in source("summary-exercises")


@says("summary-exercises", "And with a {}×{} kernel?")
def test_the_other_kernel_of_the_design(k, other):
    assert k * other * 8 * 3 == 216
    assert k == other


@says(
    "not-a-deconvolution",
    "Take the row $({}, {}, {})$, put a zero at both ends, and slide the kernel $({}, {})$ over it: the windows $({}, {})$, $({}, {})$, $({}, {})$ and $({}, {})$ give {}, {}, {} and {}.",
)
def test_the_row_by_hand(*numbers):
    row, K, windows, values = numbers[:3], numbers[3:5], numbers[5:13], numbers[13:]
    padded = numpy.pad(row, 1)
    expected = [padded[n : n + 2].tolist() for n in range(4)]
    assert numpy.reshape(windows, (4, 2)).tolist() == expected
    assert values == tuple(int(numpy.dot(window, K)) for window in expected)
    assert values == (1, 4, 7, 6)


@says(
    "not-a-deconvolution",
    "The second, ${} \\cdot {} + x = {}$, says that the next one is {}; the third, ${} \\cdot {} + x = {}$, gives {}.",
)
def test_the_equations_by_hand(a, x, value, then, b, y, third, last):
    assert a == b == 2
    assert (x, y) == (1, then)
    assert a * x + then == value == 4
    assert b * y + last == third == 7


@says("not-a-deconvolution", "that repeats each mean {}×{} times, nearest-neighbour upsampling.")
@says("not-a-deconvolution", "Average pooling of {}×{} windows is a convolution with stride {}.")
def test_pooling_and_back(rows, columns, *strides):
    stride = strides[0] if strides else 2
    K = numpy.full((rows, columns), 1 / 4)
    X = rng.normal(size=(4, 6))
    Y = corr2d(X, K, stride=stride)
    means = X.reshape(2, 2, 3, 2).mean((1, 3))
    assert numpy.allclose(Y, means)
    assert numpy.allclose(4 * trans_conv(Y, K, stride=stride), means.repeat(2, 0).repeat(2, 1))


@says(
    "not-a-deconvolution",
    "$\\mathbf{M} = ({}, {}, {}, {}) / {}$ has one singular value, the root of ${} \\cdot {} / {} = {} / {}$, so $\\sigma = {} / {}$.",
)
def test_the_singular_value_of_the_mean(a, b, c, d, part, *numbers):
    M = numpy.array([[a, b, c, d]]) / part
    (sigma,) = numpy.linalg.svd(M, compute_uv=False)
    four, one, square, upper, lower, top, bottom = numbers
    assert (M == 1 / 4).all()
    assert (four, one, square, upper) == (4, 1, part**2, 1)
    assert numpy.isclose(sigma**2, four * one / square)
    assert upper / lower == four * one / square
    assert (top, bottom) == (1, 2)
    assert numpy.isclose(sigma, top / bottom)


@says(
    "not-a-deconvolution",
    "Daubechies' smallest {cite:p}`daubechies1988orthonormal` is $({} + \\sqrt{}, {} + \\sqrt{}, {} - \\sqrt{}, {} - \\sqrt{}) / ({} \\sqrt{})$,",
)
def test_the_smallest_kernel_that_overlaps(a, r, b, s, c, t, d, u, four, two):
    k = numpy.array([a + r**0.5, b + s**0.5, c - t**0.5, d - u**0.5]) / (four * two**0.5)
    high = k[::-1] * [1, -1, 1, -1]
    for one, other, value in ((k, k, 1), (high, high, 1), (k, high, 0)):
        assert numpy.isclose(one @ other, value)
        assert numpy.isclose(one[2:] @ other[:2], 0)
    assert (a, two) == (1, 2)
    assert numpy.isclose(k.sum(), 2**0.5)


@says(
    "not-a-deconvolution",
    "The $\\sigma_i$ are {} and {}: what is kept comes back as it was, the rest is zero.",
)
def test_a_kernel_that_picks_one_number(kept, lost):
    W = kernel2matrix(numpy.array([[1.0, 0], [0, 0]]), (4, 4), stride=2)
    sigma = numpy.linalg.svd(numpy.vstack([W, numpy.zeros((12, 16))]), compute_uv=False)
    assert set(numpy.round(sigma, 9)) == {kept, lost}
    assert kept > lost


@says("checkerboards", "to enlarge drawn pictures from {}×{} to {}×{}, with two losses.")
def test_the_generators_enlarge_four_times(rows, columns, high, wide):
    assert (4 * rows, 4 * columns) == (high, wide)
    assert rows == columns == 12


@says("checkerboards", "with the fixed kernel $({}, {}, {}, {}) / {}$ before the {}×{} convolution")
def test_the_fixed_kernel_of_the_sixth_way(a, b, c, d, part, rows, columns):
    K = numpy.array([[a, b, c, d]]) / part
    Y = trans_conv(numpy.arange(8.0)[None], K, stride=(1, 2))[0, 3:-3]
    assert numpy.allclose(numpy.diff(Y), 0.5)
    assert (a, b) == (d, c) == (1, 3)
    assert (rows, columns) == (3, 3)


@says("upsampling-images", "Our row is then read at ${}, {}/{}, {}/{}, {}/{}, {}/{}, {}$.")
def test_where_aligned_corners_read(first, a, p, b, q, c, r, d, s, last):
    places = [first, a / p, b / q, c / r, d / s, last]
    assert numpy.allclose(places, numpy.linspace(0, 2, 6))
    assert {p, q, r, s} == {5}


@says(
    "upsampling-images",
    "For strides of {}, {} and {} the weights are fractions that a computer stores exactly",
)
def test_the_strides_with_exact_weights(*strides):
    assert re.search(rf"\({', '.join(map(str, strides))}\)", source("upsampling-images"))


@says("upsampling-images", "A kernel of shape `({}, {}, {}, {})` with the bilinear kernel")
def test_the_kernel_without_groups(c_i, c_o, *k):
    assert numpy.ones((c_i, c_o, *k)).size == 5 * 5 * 4 * 4
    assert tuple(k) == (4, 4)
    assert c_i == c_o


@says("upsampling-images", "or one of shape `({}, {}, {}, {})` with five *groups*")
def test_the_kernel_with_groups(c_i, c_o, *k):
    assert numpy.ones((c_i, c_o, *k)).size == 5 * 1 * 4 * 4
    assert tuple(k) == (4, 4)
    assert c_i == 5
