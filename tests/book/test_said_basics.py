"""What the first chapters and the cheat sheet say, computed from the numbers in their sentences."""

import inspect
import itertools

import numpy
from scipy.signal import convolve2d

from d2lmini import conv_output_shape, corr2d, trans_conv, trans_conv_output_shape
from tests.support.libraries import module
from tests.support.says import says

rng = numpy.random.default_rng(11)
A, B = numpy.array([[1.0, 2], [3, 4]]), numpy.array([[1.0, 10], [100, 1000]])


def stamps(X, K):
    """Return the intermediate arrays of a transposed convolution, in order."""
    shape = numpy.add(X.shape, K.shape) - 1
    for i, j in numpy.ndindex(X.shape):
        one = numpy.zeros(shape)
        one[i : i + K.shape[0], j : j + K.shape[1]] = X[i, j] * K
        yield one


@says(
    "basic-operation",
    "The {} in the middle is {} times the weight {}, {} times {}, {} times {} and {} times {}: all "
    "{} elements of $\\mathbf{X}$ meet there, each with another weight.",
)
def test_the_middle_of_the_first_example(middle, a, x, b, y, c, z, d, w, elements):
    assert trans_conv(A, B)[1, 1] == middle == a * x + b * y + c * z + d * w
    assert [a, b, c, d] == A.ravel().tolist()
    assert [x, y, z, w] == B[::-1, ::-1].ravel().tolist()
    assert A.size == elements


@says(
    "basic-operation",
    "One number is multiplied by every weight of the kernel, so it becomes part of as many numbers "
    "of the output as the kernel has weights: {} here, {} with a {}×{} kernel.",
)
def test_one_number_becomes_part_of_as_many_as_the_kernel_has_weights(here, there, k, width):
    for size, count in (((2, 2), here), ((k, width), there), ((2, 5), 10)):
        X = numpy.zeros((3, 4))
        X[1, 2] = 1
        assert numpy.count_nonzero(trans_conv(X, numpy.ones(size))) == count


@says("basic-operation", "The first is all zeros, because $X_{0,0} = 0$.")
@says("basic-operation", "Do the same with 3 and 4, and add the four arrays")
def test_the_intermediate_arrays_add_up_and_the_first_is_zero():
    X = numpy.array([[0.0, 1], [2, 3]])
    first, *others = stamps(X, X)
    assert not first.any()
    assert all(one.any() for one in others)
    assert (sum(others) == trans_conv(X, X)).all()
    assert (sum(stamps(A, B)) == trans_conv(A, B)).all()


@says(
    "basic-operation",
    "The {} comes from two stamps: $2 \\cdot 3$ from $X_{1,0}$ and $3 \\cdot 2$ from $X_{1,1}$.",
)
def test_two_stamps_make_the_twelve(twelve):
    X = numpy.array([[0.0, 1], [2, 3]])
    Y = trans_conv(X, X)
    ((row, column),) = numpy.argwhere(twelve == Y)
    parts = [one[row, column] for one in stamps(X, X)]
    assert parts == [0, 0, 2 * 3, 3 * 2]


@says(
    "basic-operation",
    "The first makes the array smaller by $k_h - 1$ rows and $k_w - 1$ columns; the second makes it "
    "larger by as much.",
)
@says("cross-correlation", "so the output is smaller than the input by $k - 1$ in each direction")
@says(
    "summary-exercises",
    "and with a kernel of more than one weight, its output is larger than its input",
)
def test_one_operation_takes_as_many_rows_and_columns_as_the_other_gives():
    for k_h, k_w in itertools.product(range(1, 4), range(1, 5)):
        X, K = rng.integers(-4, 5, (5, 7)), rng.integers(-4, 5, (k_h, k_w))
        assert corr2d(X, K).shape == (5 - (k_h - 1), 7 - (k_w - 1))
        assert trans_conv(X, K).shape == (5 + (k_h - 1), 7 + (k_w - 1))


@says(
    "basic-operation",
    "The {} above meets the kernel turned by {} degrees: its last weight, {}, is the one that "
    "multiplies the first element.",
)
def test_an_output_meets_the_kernel_turned_by_half_a_turn(middle, degrees, last):
    assert degrees % 90 == 0
    turned = numpy.rot90(B, degrees // 90)
    assert (A * turned).sum() == middle == trans_conv(A, B)[1, 1]
    assert turned[0, 0] == B[-1, -1] == last


@says(
    "basic-operation", "So this layer, with stride {} and no padding, computes what its name says"
)
@says(
    "basic-operation",
    "and the result stays the same when $\\mathbf{X}$ and $\\mathbf{K}$ change places",
)
@says("cheat-sheet", "A transposed one, with stride 1, *is* the convolution of mathematics.")
@says(
    "questions",
    "meets the kernel turned by 180 degrees, which makes the operation, with stride 1, a convolution in the mathematical sense",
)
@says(
    "glossary", "In mathematics, a {term}`cross-correlation` with the kernel turned by 180 degrees."
)
def test_a_transposed_convolution_with_stride_one_is_a_convolution(stride):
    for shape in ((3, 5), (2, 4), (1, 3)):
        X, K = rng.integers(-9, 10, (4, 6)), rng.integers(-9, 10, shape)
        Y = trans_conv(X, K, stride=stride)
        assert (convolve2d(X, K) == Y).all()
        assert (trans_conv(K, X, stride=stride) == Y).all()
        around = numpy.pad(X, [(k - 1, k - 1) for k in shape])
        assert (corr2d(around, numpy.rot90(K, 2)) == Y).all()


@says("cross-correlation", "A {}×{} input and a {}×{} kernel give {} outputs")
def test_the_number_of_outputs_of_the_example(n, m, k, width, outputs):
    assert numpy.prod(conv_output_shape((n, m), (k, width))) == outputs


@says("cross-correlation", "With $p = 1$, our {}×{} input becomes {}×{}, and the output is")
def test_the_padded_input_of_the_example(n, m, high, wide):
    assert numpy.pad(numpy.zeros((n, m)), 1).shape == (high, wide)


@says("cross-correlation", "keeps every other one, and it keeps every other row as well")
def test_stride_two_keeps_every_other_output():
    X, K = rng.integers(-9, 10, (7, 10)), rng.integers(-9, 10, (2, 3))
    assert (corr2d(X, K, stride=2) == corr2d(X, K)[::2, ::2]).all()


@says(
    "cross-correlation",
    "$k = 3$, $p = 1$, $s = 1$ keeps the size, and $k = 3$, $p = 1$, $s = 2$ halves it, rounded up",
)
@says("cross-correlation", "With stride {}, the sizes {} and {} give the same output size, {}.")
def test_two_settings_that_come_up_all_the_time(stride, first, second, size):
    for n in range(1, 40):
        assert conv_output_shape((n, n + 3), 3, padding=1) == (n, n + 3)
        assert conv_output_shape((n, n + 3), 3, padding=1, stride=2) == (
            -(-n // 2),
            -(-(n + 3) // 2),
        )
    assert second == first + 1
    for n in (first, second):
        assert conv_output_shape((n, n), 3, padding=1, stride=stride) == (size, size)


@says(
    "cross-correlation",
    "Average pooling *is* a cross-correlation with the same stride, with a kernel of ones divided by their number.",
)
@says("cross-correlation", "Pooling, and a stride larger than 1, leave fewer rows and columns.")
@says("why-upsample", "keeps one number out of every {}: the output is {}×{}, and")
def test_average_pooling_is_a_cross_correlation(out_of, high, wide):
    X = rng.integers(-9, 10, (4, 6)).astype(float)
    pooled = X.reshape(2, 2, 3, 2).mean((1, 3))
    assert pooled.shape == (high, wide)
    assert X.size == out_of * pooled.size
    assert (corr2d(X, numpy.ones((2, 2)) / 4, stride=2) == pooled).all()


@says(
    "cross-correlation",
    "Any two cross-correlations in a row, without padding and with stride 1, equal a single one with "
    "a kernel of size $k_1 + k_2 - 1$",
)
@says("cross-correlation", "computes nothing that one layer with a larger kernel could not")
def test_two_cross_correlations_are_one_with_a_larger_kernel():
    for first, second in itertools.product(((1, 2), (3, 2)), ((2, 2), (1, 4))):
        X, K, L = (rng.integers(-4, 5, shape) for shape in ((8, 9), first, second))
        both = trans_conv(K, L)
        assert both.shape == tuple(numpy.add(first, second) - 1)
        assert (corr2d(corr2d(X, K), L) == corr2d(X, both)).all()


@says("why-upsample", "it gives $4 \\times 6$, the size it was given")
@says("why-upsample", "More padding gains a border: with $p = 2$, the same kernel gives")
@says("why-upsample", "With stride 1 and padding, the layer need not make anything larger.")
def test_sizes_with_a_padding_of_one_and_more():
    assert conv_output_shape((4, 6), 3, padding=1) == (4, 6)
    assert conv_output_shape((4, 6), 3, padding=2) == (6, 8)
    assert trans_conv_output_shape((4, 6), 3, padding=1) == (4, 6)
    assert trans_conv_output_shape((4, 6), 3, padding=2) == (2, 4)


@says(
    "why-upsample",
    "With {} classes and our image, the scores have shape `(1, {}, {}, {})`. The feature map has "
    "shape `(1, 16, {}, {})`. Something has to turn {}×{} into {}×{}: an *upsampling*.",
)
def test_the_shapes_of_the_task(classes, scored, height, width, h, w, *others):
    assert (height, width) == (32, 48)
    for _ in range(2):
        height, width = conv_output_shape((height, width), 2, stride=2)
    assert (height, width) == (h, w) == tuple(others[:2])
    assert trans_conv_output_shape((h, w), 4, stride=4) == tuple(others[2:]) == (32, 48)
    assert classes == scored


@says(
    "why-upsample", "The size is right, but every boundary now runs along the edges of the blocks."
)
@says("why-upsample", "The kernel above is {}×{} and the feature map {}×{}.")
def test_repeated_numbers_change_at_the_edges_of_blocks_only(k, width, high, wide):
    assert (k * high, width * wide) == (32, 48)
    coarse = rng.integers(0, 3, (high, wide))
    repeated = trans_conv(coarse, numpy.ones((k, width), int), stride=(k, width))
    assert (repeated == coarse.repeat(4, axis=0).repeat(4, axis=1)).all()
    for axis, other in ((0, k), (1, width)):
        steps = numpy.flatnonzero(numpy.diff(repeated, axis=axis).any(1 - axis))
        assert ((steps + 1) % other == 0).all()


@says(
    "cheat-sheet",
    "| stride | `stride` | `strides` | {} | | padding | `padding` | `padding` | {} | | output padding "
    "| `output_padding` | `output_padding` | {} | | dilation, groups | `dilation`, `groups` | "
    "`dilation`, `groups` | {} |",
)
def test_the_defaults_of_the_table_are_the_layer_s(stride, padding, output_padding, dilation):
    nn = module("pytorch").nn
    default = {
        name: parameter.default
        for name, parameter in inspect.signature(nn.ConvTranspose2d).parameters.items()
    }
    assert default["stride"] == stride
    assert default["padding"] == padding
    assert default["output_padding"] == output_padding
    assert default["dilation"] == default["groups"] == dilation


@says(
    "cheat-sheet",
    "- Exactly $s$ times the size: $e = s + 2p - o$; so $k = 2s$ and $p = s / 2$ ($s$ even), or "
    "$k = s$ and $p = 0$.",
)
@says("cheat-sheet", "by $-o / 2$ at exactly $s$ times the size")
@says(
    "cheat-sheet",
    "- Padding makes the output *smaller*; output padding makes it larger, at the end only.",
)
@says("questions", "For an output of exactly $s$ times the size, choose $k$, $p$ and $o$ with")
@says("alignment", "$\\delta = -o / 2$ pixels of the output, toward the beginning")
def test_settings_that_multiply_the_size():
    for k, s, p, d in itertools.product(range(1, 8), range(1, 6), range(4), (1, 2, 3)):
        e = d * (k - 1) + 1
        for o in range(s):
            size = {"stride": s, "padding": p, "output_padding": o, "dilation": d}
            if 8 * s + e - 2 * p + o < 1:
                continue
            m = trans_conv_output_shape((9, 13), k, **size)
            assert (m == (9 * s, 13 * s)) == (e == s + 2 * p - o)
            if e == s + 2 * p - o:
                assert (e - s) / 2 - p == -o / 2
    for s in range(1, 9):
        assert trans_conv_output_shape((9, 13), s, stride=s) == (9 * s, 13 * s)
        if s % 2 == 0:
            size = trans_conv_output_shape((9, 13), 2 * s, stride=s, padding=s // 2)
            assert size == (9 * s, 13 * s)


@says(
    "cheat-sheet",
    "- Also: $s - 1$ zeros between the inputs, $e - 1 - p$ around them, $\\mathbf{K}$ turned by "
    "{}°, stride {}.",
)
def test_zeros_between_and_around_and_the_turned_kernel(degrees, stride):
    for k, s, d in itertools.product((1, 2, 3), (1, 2, 3), (1, 2)):
        e = d * (k - 1) + 1
        X, K = rng.integers(-9, 10, (3, 4)), rng.integers(-9, 10, (k, k))
        for p in range(e):
            Z = numpy.zeros((2 * s + 1, 3 * s + 1), int)
            Z[::s, ::s] = X
            around = numpy.pad(Z, e - 1 - p)
            assert degrees % 90 == 0
            turned = numpy.rot90(K, degrees // 90)
            if min(around.shape) >= e:
                Y = corr2d(around, turned, stride=stride, dilation=d)
                assert (trans_conv(X, K, stride=s, padding=p, dilation=d) == Y).all()
