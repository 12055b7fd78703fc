"""What the solutions of the first chapters' exercises say, computed on drawn arrays."""

import numpy

from book._ext.free import NAMES
from d2lmini import corr2d, kernel2matrix, trans_conv
from tests.support.questions import asked
from tests.support.says import says

rng = numpy.random.default_rng(15)


def drawn(*shape):
    """Return whole numbers, none of them zero."""
    return rng.integers(1, 9, shape) * rng.choice([-1, 1], shape)


@says("basic-operation", "and the second turns that stamp into $x$ times a larger one")
@says("basic-operation", "It is the same for every element, and it moves by one place …")
@says("basic-operation", "and together they are one layer whose kernel is that larger stamp")
def test_two_layers_are_one_whose_kernel_is_the_stamp_of_a_stamp():
    for shape in ((1, 1), (2, 3), (4, 2)):
        X, K, L = drawn(*shape), drawn(2, 2), drawn(3, 2)
        two = trans_conv(trans_conv(X, K), L)
        numpy.testing.assert_array_equal(two, trans_conv(X, trans_conv(K, L)))


@says(
    "basic-operation",
    "= {}$ rows and $2 + 2 - 1 = {}$ columns: {} weights, more than the $4 + 6 = {}$ of the two",
)
def test_the_one_kernel_has_more_weights(rows, columns, weights, both):
    K, L = drawn(2, 2), drawn(3, 2)
    assert trans_conv(K, L).shape == (rows, columns)
    assert (trans_conv(K, L).size, K.size + L.size) == (weights, both)


@says(
    "matrix-transposition",
    "There are only {} windows below each other, and at most two of those … cover one element: {}.",
)
@says("matrix-transposition", "has an entry for every window that covers it")
def test_a_column_has_an_entry_for_every_window(below, most):
    W = kernel2matrix(numpy.ones((3, 2)), (4, 5))
    assert corr2d(numpy.ones((4, 5)), numpy.ones((3, 2))).shape[0] == below
    assert W.sum(0).max() == most
    counts = trans_conv(numpy.ones((2, 4)), numpy.ones((3, 2)))
    numpy.testing.assert_array_equal(W.sum(0).reshape(4, 5), counts)


@says("matrix-transposition", "its sum is the number of weights, and every window has them all")
def test_a_row_has_every_weight():
    for n_h, n_w, k_h, k_w in ((4, 5, 3, 2), (3, 6, 1, 4)):
        W = kernel2matrix(numpy.ones((k_h, k_w)), (n_h, n_w))
        assert set(W.sum(1)) == {k_h * k_w}


@says(
    "padding-strides-channels",
    "A kernel of {} with a stride of {} and no padding doubles every size, and so does a kernel of "
    "{} with a stride of {} and a padding of {}.",
)
def test_two_kernels_double(small, stride, large, same, padding):
    assert stride == same
    for k, p in ((small, 0), (large, padding)):
        Y = trans_conv(drawn(3, 5), drawn(k, k), stride=stride, padding=p)
        assert Y.shape == (6, 10)


@says(
    "padding-strides-channels",
    "With the kernel of {}, the stamps lie side by side: every output element comes from {} input "
    "element, and two neighbouring blocks know nothing of each other.",
)
def test_one_of_them_keeps_blocks_apart(k, inputs):
    counts = trans_conv(numpy.ones((3, 5)), numpy.ones((k, k)), stride=2)
    assert set(counts.ravel()) == {inputs}


@says(
    "padding-strides-channels",
    "A kernel of {} needs a padding of {}; a kernel of {} would need {} and a {}, so no padding does it.",
)
@says("padding-strides-channels", "That is a convolution layer of the same padding.")
def test_an_odd_kernel_has_a_padding_that_keeps_the_size(odd, padding, even, whole, half):
    assert whole + half == (even - 1) / 2
    X, K = drawn(6, 7), drawn(odd, odd)
    Y = trans_conv(X, K, padding=padding)
    assert Y.shape == X.shape
    numpy.testing.assert_array_equal(Y, corr2d(X, K[::-1, ::-1], padding=padding))
    sizes = {trans_conv(X, drawn(even, even), padding=p).shape for p in range(even)}
    assert X.shape not in sizes


@says(
    "why-upsample",
    "{} halvings ask for a factor of {}, and $3 \\cdot 16 = {}$ and $4 \\cdot 16 = {}$ are too large, "
    "since every rounding up is enlarged with the rest.",
)
def test_four_halvings_and_the_way_back_are_too_large(layers, factor, rows, columns):
    sizes = [37, 50]
    for _ in range(layers):
        sizes = [(n + 2 - 3) // 2 + 1 for n in sizes]
    assert [n * factor for n in sizes] == [rows, columns]
    assert factor == 2**layers
    assert (rows > 37, columns > 50) == (True, True)


@says("segmentation", "The learned decoder has {} · 4 kernels of {} · 16 weights; …")
def test_the_learned_decoder_has_a_kernel_for_each_pair(channels, side):
    from d2lmini.trained import trained

    runs = {run["decoder"]: run for run in trained("segmentation")["runs"]}
    assert runs["learned"]["weights"] - runs["nearest"]["weights"] == (
        channels * 4 * (side * side - 1)
    )


@says(
    "cross-correlation",
    "An image of {}×{} pixels goes through this stack … How many rows come out at the end, of {}? "
    "… And how many columns, of {}?",
)
def test_the_stack_is_asked_for_the_rows_and_the_columns_of_its_image(height, width, rows, columns):
    assert numpy.ones((height, width)).shape == (rows, columns)
    Y = corr2d(numpy.ones((rows, columns)), numpy.ones((7, 7)), stride=2, padding=3)
    Y = Y[: len(Y) // 2, : len(Y[0]) // 2]  # as many as max pooling leaves
    Y = corr2d(corr2d(Y, numpy.ones((3, 3)), padding=1), numpy.ones((3, 3)), stride=2)
    answers = {one.name: one.options.get("answer", "") for one in asked("cross-correlation")}
    for size, name in zip(Y.shape, ("rows-of-the-stack", "columns-of-the-stack"), strict=True):
        assert eval(answers[name], NAMES) == size
