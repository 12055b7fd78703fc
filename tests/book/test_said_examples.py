"""The numbers of examples and of solutions: settings, sizes and the values that follow."""

import itertools

import numpy

from book._ext.paths import BOOK
from d2lmini import (
    conv_output_shape,
    corr2d,
    kernel2matrix,
    output_padding_for,
    trans_conv,
    trans_conv_output_shape,
)
from d2lmini.layouts import convert_kernel
from tests.support.says import says

rng = numpy.random.default_rng(41)


def source(page):
    """Return the text of a page."""
    return (BOOK / f"{page}.md").read_text("utf8")


@says("alignment", "with $o < {}$: for {}, $p = {}$ and $o = {}$, in place.")
def test_a_kernel_that_doubles_in_place(s, k, p, o):
    assert s == 2
    assert "make a kernel of 6 with a stride of 2 double the size" in source("alignment")
    assert k == 6
    assert trans_conv_output_shape((5, 7), k, stride=s, padding=p, output_padding=o) == (10, 14)
    assert o == 0


@says("alignment", "make a kernel of {} with a stride of {} double the size?")
def test_the_kernel_that_is_asked_for(k, s):
    assert f":output: 10x14\n:kernel: {k}\n:stride: {s}\n" in source("alignment")


@says("alignment", "What about a kernel of {}?")
def test_the_other_kernel_that_is_asked_for(k):
    assert f"np.ones((1, {k})), stride=(1, 2)" in source("alignment")


@says("alignment", "A trained network uses kernel {}, stride {}, padding {} and output padding {}.")
def test_the_trained_layer_doubles_and_is_half_a_pixel_off(k, s, p, o):
    assert trans_conv_output_shape((5, 7), k, stride=s, padding=p, output_padding=o) == (10, 14)
    assert (k, s, p) == (3, 2, 1)


@says("alignment", "From $5 = {} + 2p - o$ follows $p = {}$ and $o = {}$, in place.")
def test_a_span_of_five_triples_in_place(s, p, o):
    assert s + 2 * p - o == 5
    assert (p, o) == (1, 0)
    size = {"stride": s, "padding": p, "output_padding": o, "dilation": 2}
    assert trans_conv_output_shape((4, 5), 3, **size) == (12, 15)


@says("conventions", "The four layers halve the channels each, from {} to {}.")
def test_four_layers_halve_the_channels(first, last):
    assert first / 2**4 == last
    assert f"{first}" in source("conventions").split("halve the channels each")[0]


@says("conventions", "It has to be `K.transpose({}, {}, {}, {})`.")
def test_the_line_for_keras(*axes):
    K = rng.normal(size=(8, 8, 3, 3))
    assert numpy.array_equal(K.transpose(axes), convert_kernel(K, "PyTorch", "Keras"))


@says("conventions", "For Flax, `K.transpose({}, {}, {}, {})[::-{}, ::-{}]`.")
def test_the_line_for_flax(a, b, c, d, down, across):
    K = rng.normal(size=(8, 8, 3, 3))
    turned = K.transpose(a, b, c, d)[::-down, ::-across]
    assert numpy.array_equal(turned, convert_kernel(K, "PyTorch", "Flax"))


@says(
    "conventions",
    "A kernel of shape `({}, {}, {}, {})` from PyTorch is put into Keras with `K.transpose({}, {}, {}, {})`.",
)
def test_the_line_that_exchanges_the_channels(c_i, c_o, k_h, k_w, *axes):
    assert f"reshape({c_i}, {c_o}, {k_h}, {k_w})" in source("conventions")
    assert f"K.transpose{axes} => That is the line above" in source("conventions")
    K = rng.normal(size=(c_i, c_o, k_h, k_w))
    wanted = convert_kernel(K, "PyTorch", "Keras")
    assert K.transpose(axes).shape == wanted.shape
    assert numpy.array_equal(K.transpose(axes).swapaxes(2, 3), wanted)


@says(
    "conventions",
    "writes `padding=(({}, {}), ({}, {}))` in `lax.conv_transpose` for a kernel of {} and a stride of {}.",
)
def test_the_padding_of_somebody(top, bottom, left, right, k, s):
    assert {top, bottom, left, right} == {1}
    assert trans_conv_output_shape((5,), (k,), stride=s, padding=top) == (10,)
    assert conv_output_shape((s * 4 + 1 + top + bottom,), (k,)) == (8,)
    assert (k, s) == (4, 2)


@says("conventions", "so for $e = {}p + {}$: with $p = {}$, for kernels of {}.")
def test_where_both_words_agree(two, one, p, k):
    assert (two, one) == (2, 1)
    for q in range(4):
        assert (two * q + one) - 1 - q == q
    assert p == 1
    assert k == two * p + one


@says(
    "cross-correlation",
    "Height: … $\\lfloor ({} + {} - {}) / 2 \\rfloor + 1 = {}$, then ${}$, then ${}$, then",
)
def test_the_heights_of_the_stack(n, added, k, first, second, third):
    assert (n, added, k) == (100, 6, 7)
    assert (n + added - k) // 2 + 1 == first
    assert first // 2 == second == third


@says("cross-correlation", "then $\\lfloor ({} - {}) / {} \\rfloor + {} = {}$. … Width:")
def test_the_last_height_of_the_stack(n, k, s, one, m):
    assert conv_output_shape((n,), (k,), stride=s) == (m,)
    assert one == 1
    assert (n, k, s) == (25, 3, 2)


@says(
    "cross-correlation",
    "Width: $\\lfloor ({} + {} - {}) / 2 \\rfloor + 1 = {}$, then ${}$, ${}$ and ${}$.",
)
def test_the_widths_of_the_stack(n, added, k, first, second, third, last):
    assert (n, added, k) == (75, 6, 7)
    assert (n + added - k) // 2 + 1 == first
    assert first // 2 == second == third
    assert conv_output_shape((third,), (3,), stride=2) == (last,)


@says("matrix-transposition", "the kernel's {}, {}, {} and {} go there, with zeros elsewhere:")
def test_the_first_row_of_w(*weights):
    W = kernel2matrix(numpy.array([[1, 2], [3, 4]]), (3, 3))
    assert W[0][W[0] != 0].tolist() == list(weights)


@says("matrix-transposition", "Column {} of $\\mathbf{W}$ is {}, {}, {}, {}.")
def test_the_middle_column_of_w(q, *weights):
    W = kernel2matrix(numpy.array([[1, 2], [3, 4]]), (3, 3))
    assert W[:, q].tolist() == list(weights)


@says("matrix-transposition", "Take the middle of $\\mathbf{X}$, $q = {}$.")
@says("matrix-transposition", "Row {} belongs to the element in the middle of $\\mathbf{Z}$.")
def test_the_middle_of_nine(q):
    assert numpy.unravel_index(q, (3, 3)) == (1, 1)


@says("matrix-transposition", "The input $\\mathbf{Y}$ has the rows {}, {} and {}, {}.")
def test_the_rows_of_the_output(*values):
    Y = corr2d(numpy.arange(9).reshape(3, 3), numpy.array([[1, 2], [3, 4]]))
    assert Y.ravel().tolist() == list(values)


@says("matrix-transposition", "takes the shape of the input, which is {}×{} by default.")
def test_the_shape_by_default(rows, columns):
    assert kernel2matrix(numpy.ones((2, 2))).shape[1] == rows * columns
    assert rows == columns


@says(
    "matrix-transposition",
    "Its input is {}×{}; the gradient that arrives is {}×{}, and we use $\\mathbf{X}$",
)
def test_the_sizes_of_the_way_back(rows, columns, *large):
    assert trans_conv_output_shape((rows, columns), 2) == tuple(large)
    assert rows * columns == 4


@says(
    "matrix-transposition",
    "A cross-correlation takes an input of {}×{}, with a kernel of {}×{} and a stride of {}.",
)
def test_the_layer_of_the_shapes_of_w(n_h, n_w, k_h, k_w, stride):
    assert f"np.ones(({k_h}, {k_w})), ({n_h}, {n_w})" in source("matrix-transposition")
    W = kernel2matrix(numpy.ones((k_h, k_w)), (n_h, n_w), stride=stride)
    assert W.shape == (8, 20)


@says(
    "gradients", "for an input of {} rows, with a kernel of {}, a stride of {} and a padding of {}."
)
def test_the_output_padding_of_the_gradient(n, k, s, p):
    (o,) = output_padding_for((n,), (k,), stride=s, padding=p)
    (m,) = conv_output_shape((n,), (k,), stride=s, padding=p)
    assert trans_conv_output_shape((m,), (k,), stride=s, padding=p) == (7,)
    assert o == 1
    assert f"output_padding_for(({n}, 11), ({k}, {k}), stride={s}, padding={p})" in source(
        "gradients"
    )


@says("padding-strides-channels", "Take {}. The convolution gives")
def test_the_size_that_does_not_come_back(n):
    size = {"stride": 3, "padding": 2}
    assert conv_output_shape((n, n), 5, **size) == (6, 6)
    assert trans_conv_output_shape((6, 6), 5, **size) == (n - 2, n - 2)


@says(
    "padding-strides-channels",
    "By hand, with $s = {}$, $k = {}$ and $p = {}$, there is one zero between neighbours and one all around:",
)
def test_the_zeros_between_and_around(s, k, p):
    assert s - 1 == 1
    assert k - 1 - p == 1
    X, K = numpy.array([[0, 1], [2, 3]]), numpy.arange(k * k).reshape(k, k)
    spread = numpy.zeros((s + 3, s + 3), int)
    spread[1 : s + 2 : s, 1 : s + 2 : s] = X
    assert numpy.array_equal(corr2d(spread, K[::-1, ::-1]), trans_conv(X, K, stride=s, padding=p))
    assert p == 0


@says("padding-strides-channels", "Here it goes from {} channels to {} and back:")
def test_channels_there_and_back(first, second):
    assert f"nn.Conv2d({first}, {second}," in source("padding-strides-channels")
    assert f"nn.ConvTranspose2d({second}, {first}," in source("padding-strides-channels")


@says("shape-arithmetic", "Take $n = {}$, $k = {}$, $s = {}$ and $p = {}$.")
def test_four_windows(n, k, s, p):
    assert n + 2 * p == 9
    assert conv_output_shape((n,), (k,), stride=s, padding=p) == (4,)
    assert (k, s) == (3, 2)


@says(
    "shape-arithmetic",
    "By hand, with $k = {}$, $s = {}$ and $p = {}$: the size $m = {}$ comes from",
)
def test_the_sizes_that_give_six(k, s, p, m):
    sizes = [n for n in range(30) if conv_output_shape((n + 9,), (k,), stride=s, padding=p) == (m,)]
    assert [n + 9 for n in sizes] == [16, 17, 18]
    assert (k, s, p) == (5, 3, 2)


@says(
    "shape-arithmetic",
    "The sizes on the way down are {}, {}, {}, {} and {}, {}, {}, {}.",
)
def test_the_sizes_on_the_way_down(*sizes):
    for way in (sizes[:4], sizes[4:]):
        for n, m in itertools.pairwise(way):
            assert conv_output_shape((n,), (3,), stride=2, padding=1) == (m,)
    assert (sizes[0], sizes[4]) == (45, 100)


@says(
    "shape-arithmetic",
    "So the way up needs $({}, {})$ to reach {}×{}, then $({}, {})$ to reach {}×{} and $({}, {})$ to reach {}×{}.",
)
def test_the_output_paddings_on_the_way_up(*numbers):
    size = (6, 13)
    for at in range(0, len(numbers), 4):
        o, reached = numbers[at : at + 2], numbers[at + 2 : at + 4]
        size = trans_conv_output_shape(size, 3, stride=2, padding=1, output_padding=o)
        assert size == reached
    assert size == (45, 100)


@says(
    "shape-arithmetic",
    "an image of {}×{} pixels three times, each time with a convolution of $k = {}$, $s = {}$, $p = {}$.",
)
def test_the_encoder_of_the_exercise(rows, columns, k, s, p):
    size = (rows, columns)
    assert size == (45, 100)
    for _ in range(3):
        size = conv_output_shape(size, k, stride=s, padding=p)
    assert size == (6, 13)
    assert (k, s, p) == (3, 2, 1)


@says("shape-arithmetic", "Take three stamps of {} with stride {}, which cover {}:")
def test_three_stamps(k, s, covered):
    assert trans_conv_output_shape((3,), (k,), stride=s) == (covered,)
    assert (k, s) == (4, 2)


@says(
    "shape-arithmetic",
    "The last row is the shape of a kernel of height {} and width {} from $c_i = {}$ {term}`channels <channel>` to $c_o = {}$ in {} {term}`groups`",
)
def test_the_kernel_of_the_table(height, width, c_i, c_o, groups):
    assert f"`({c_i}, {c_o // groups}, {height}, {width})`" in source("shape-arithmetic")
    assert f"{c_o}" in source("shape-arithmetic")
    assert (c_o, groups) == (6, 2)
