"""The inputs, kernels and settings that examples and exercises begin with, and what they give."""

import re

import numpy

from book._ext.paths import BOOK
from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from d2lmini.trained import trained
from tests.support.says import says

rng = numpy.random.default_rng(47)
EXAMPLE = numpy.arange(4).reshape(2, 2)


def source(page):
    """Return the text of a page."""
    return (BOOK / f"{page}.md").read_text("utf8")


def after(page, words):
    """Return what follows some words of a page, wherever its lines break."""
    return " ".join(source(page).split()).split(words)[1][:600]


@says("alignment", "In a row, pixel number $i$ covers the numbers from $i$ to $i + {}$,")
def test_a_pixel_covers_one(width):
    edges = numpy.arange(9)
    assert numpy.allclose(edges[:-1] + width / 2, edges[:-1] + 0.5)


@says("alignment", "The kernel is a tent of size ${}s - {}$ with padding $s - {}$, and no border")
def test_the_tent_of_aligned_corners(two, one, cut):
    for s in (2, 3, 4):
        size = two * s - one
        tent = 1 - abs(numpy.arange(size) - (size - 1) / 2) / s
        assert tent.min() > 0
        assert numpy.isclose(tent[0], 1 / s)
        assert trans_conv_output_shape((5,), (size,), stride=s, padding=s - cut) == (4 * s + 1,)


@says("basic-operation", "An input of zeros with a single {}, at row {} and column {}.")
def test_the_input_that_shows_the_kernel(value, row, column):
    X = numpy.zeros((2, 3))
    X[row, column] = value
    assert numpy.array_equal(X, numpy.eye(1, 6, 3).reshape(2, 3))


@says("conventions", "A Flax layer has a kernel of {}, a stride of {} and no padding given.")
def test_the_layer_of_flax(k, s):
    assert f":output: 10x10\n:kernel: {k}\n:stride: {s}\n" in source("conventions")


@says("conventions", "`nn.ConvTranspose2d({}, {}, kernel_size={}, bias=False)`, its JAX tab writes")
@says("conventions", "`nnx.ConvTranspose({}, {}, kernel_size=({}, {}), use_bias=False)`")
def test_the_layer_that_others_write(c_i, c_o, *k):
    K = rng.normal(size=(c_i, c_o, *(k * 2)[:2]))
    assert K.size == EXAMPLE.size
    assert K.shape == (1, 1, 2, 2)


@says("conventions", "If the inputs are independent and of variance {}, and the weights")
@says("conventions", "A layer keeps the size of its numbers if $\\gamma = {}$.")
def test_a_variance_that_stays(gamma):
    x = numpy.arange(1.0, 9)
    assert numpy.isclose((gamma * x**2).sum(), (x**2).sum())


@says("cross-correlation", "By hand, with a {}×{} window that moves by {}:")
def test_the_window_of_the_pooling(rows, columns, stride):
    assert conv_output_shape((4, 4), (rows, columns), stride=stride) == (2, 2)
    assert rows == columns == stride


@says(
    "cross-correlation",
    "As long as the padding is at most half the kernel, the stride has to be {}.",
)
def test_the_only_stride_that_fits(s):
    found = {
        t
        for t in range(1, 8)
        for k in range(1, 12)
        for p in range(k // 2 + 1)
        if 14 + 2 * p >= k <= 9 + 2 * p
        and conv_output_shape((9, 14), (k, k), stride=t, padding=p) == (5, 7)
    }
    assert found == {s}


@says("cross-correlation", "The difference is {} where dark turns to bright and {} where bright")
def test_the_differences_at_edges(rising, falling):
    row = numpy.array([[0.0, 0, 1, 1, 0]])
    assert corr2d(row, numpy.array([[1.0, -1]])).tolist() == [[0, rising, 0, falling]]


@says("gradients", "We have an {}×{} input and what a hidden kernel made of it.")
def test_the_input_of_the_search(rows, columns):
    assert re.search(rf"\({rows}, {columns}\)", source("gradients"))
    assert rows == columns


@says("gradients", "take {} steps down its gradient.")
def test_the_steps_of_the_search(steps):
    assert f"range({steps})" in source("gradients")


@says("gradients", "It is the transposed convolution of the {}×{} array $b$ with a kernel of ones")
def test_a_bias_is_spread_by_ones(rows, columns):
    b = numpy.full((rows, columns), 2.0)
    assert numpy.array_equal(trans_conv(b, numpy.ones((3, 4))), numpy.full((3, 4), 2.0))


@says("matrix-efficiency", "Measured time on a {}×{} input with a kernel of {} and a stride of {}")
@says(
    "matrix-efficiency",
    "A layer has an input of {}×{}, a kernel of {}, a stride of {}, a padding of {}, and as many",
)
def test_the_layers_of_the_roofline(rows, columns, k, s, *paddings):
    p = paddings[0] if paddings else 1
    assert rows == columns == 32
    assert trans_conv_output_shape((rows, columns), k, stride=s, padding=p) == (64, 64)
    assert k == 2 * s


@says(
    "matrix-efficiency",
    "A layer has a kernel of {}, a stride of {} and a padding of {}, and its input is {}×{}.",
)
def test_the_layer_over_zeros(k, s, p, rows, columns):
    answer = f"({s} * {rows - 1} + {k} - {2 * p}) ** 2 / {columns}**2"
    assert answer in source("matrix-efficiency")


@says("matrix-efficiency", "Your machine has {} GB of memory.")
def test_the_memory_of_the_machine(size):
    assert f"<= {size}e9)" in source("matrix-efficiency")


@says("matrix-efficiency", "in another way. For one channel and an input of {}×{}:")
def test_the_input_that_is_counted(rows, columns):
    code = after("matrix-efficiency", f"an input of {rows}×{columns}:")
    assert rows == columns
    assert f"counted({rows}, size, stride, 0, 1, 1)" in code


@says(
    "not-a-deconvolution",
    "A layer with {} input channels, a kernel of {} and a stride of {} shall lose nothing,",
)
def test_the_channels_that_keep_all(c_i, k, s):
    assert f":answer: {c_i} * {k} * {s}\n" in source("not-a-deconvolution")
    assert k == s


@says(
    "one-and-three-dimensions",
    "Take the row $({}, {}, {})$, the {term}`kernel` $({}, {}, {})$ and a {term}`stride` of {}.",
)
def test_the_row_of_the_chapter(*numbers):
    *values, s = numbers
    Y = trans_conv(numpy.array([values[:3]]), numpy.array([values[3:]]), stride=(1, s))
    assert Y.tolist() == [[1, 4, 4, 8, 7, 12, 6]]


@says("one-and-three-dimensions", "With the weights {} and {} and a mean of {}, both lose")
def test_what_both_weights_lose(first, second, mean):
    lost = (first + second - mean) / 2
    assert (first - lost, second - lost) == (0.5, 3.5)
    assert mean == 4


@says("one-and-three-dimensions", "write down $\\mathbf W$ for the kernel $({}, {})$, an input")
def test_the_kernel_of_the_rows(first, second):
    assert f"np.array([{first}.0, {second}.0]), (4,))" in source("one-and-three-dimensions")


@says("padding-strides-channels", "With $c_i = {}$ and $c_o = {}$, the layer agrees")
def test_the_channels_that_are_written_out(c_i, c_o):
    code = after("padding-strides-channels", "the layer agrees")
    assert re.search(rf"\b{c_i}, {c_o}, ", code)


@says("padding-strides-channels", "With our {}×{} kernel, the four stamps now lie side by side")
def test_four_stamps_side_by_side(rows, columns):
    ones = trans_conv(numpy.ones((2, 2)), numpy.ones((rows, columns)), stride=2)
    assert ones.shape == (4, 4)
    assert (ones == 1).all()


@says("padding-strides-channels", "For {} it does: $16 + 4 - 5")
@says("padding-strides-channels", "For an input of size {}, {live}`two rows and columns")
def test_sizes_that_come_back_or_not(n):
    (m,) = conv_output_shape((n,), (5,), stride=3, padding=2)
    missing = n - trans_conv_output_shape((m,), (5,), stride=3, padding=2)[0]
    assert (n, missing) in ((16, 0), (18, 2))


@says("padding-strides-channels", "That costs {} weights for each pair of channels in place of {}.")
def test_what_the_kernel_of_four_costs(large, small):
    assert (large, small) == (numpy.ones((4, 4)).size, numpy.ones((2, 2)).size)


@says("segmentation", "$$ ({}, {}, {}, {}, {}, {}) \\;\\to\\; ({}, {}, {}, {}), $$")
def test_a_row_with_padding(*numbers):
    whole, kept = numbers[:6], numbers[6:]
    assert whole[1:-1] == kept
    K = EXAMPLE[1]
    assert whole[:2] == (0, 0)
    assert set(K) & set(kept) == {3}
    assert whole[-1] == kept[1] == 1
    assert kept[2] == kept[3]


@says("segmentation", "A network sees batches of {} images")
def test_the_batches(size):
    assert re.search(rf"(?:BATCH|batch)\w* ?= ?{size}\b|, {size}\)", source("segmentation"))


@says("segmentation", "From $k = {}$ to $k = {}$, with four times the weights, the IoU")
def test_the_kernels_that_are_compared(small, large):
    weights = {r["decoder"]: r["weights"] for r in trained("segmentation")["runs"]}
    difference = weights["learned"] - weights["learned, k = 8"]
    assert difference == 32 * 4 * (large**2 - small**2)
    assert large == 2 * small


@says(
    "summary-exercises",
    "with a stride of {} and no padding made the row $({}, {}, {}, {})$ of the row $({}, {})$.",
)
def test_the_row_whose_kernel_is_asked_for(stride, *numbers):
    row, of = [[*numbers[:4]], [*numbers[4:]]]
    assert f":answer: [np.polydiv({row}, {of})[0]]" in source("summary-exercises")
    kernel = numpy.polydiv(row, of)[0]
    X, K = numpy.array([of], float), kernel[None]
    assert trans_conv(X, K, stride=stride).tolist() == [row]


@says("questions", "that gives a {}×{} array in place of the {}×{} one:")
def test_the_sizes_of_both_words(rows, columns, *large):
    assert corr2d(numpy.pad(EXAMPLE, 1), EXAMPLE)[:2, :2].shape == (rows, columns)
    assert trans_conv(EXAMPLE, EXAMPLE).shape == tuple(large)


@says("why-upsample", "Take an image of {}×{} pixels.")
def test_the_image_by_hand(rows, columns):
    assert conv_output_shape((rows, columns), (3, 3), padding=2) == (6, 8)


@says("matrix-transposition", "Here is column {}, turned back into an array:")
def test_the_first_column(q):
    W = kernel2matrix(numpy.array([[1, 2], [3, 4]]), (3, 3))
    assert f"[:, {q}]" in after("matrix-transposition", "turned back into an array:")
    assert W[:, q].any()


@says(
    "alignment",
    "Find a setting with a kernel of {}, a dilation of {} and a stride of {} that multiplies the size by {} and",
)
def test_the_setting_that_is_asked_for(k, d, s, times):
    assert f":kernel: {k}\n:dilation: {d}\n:stride: {s}\n" in source("alignment")
    size = {"stride": s, "padding": 1, "dilation": d}
    assert trans_conv_output_shape((4, 5), k, **size) == (4 * times, 5 * times)
