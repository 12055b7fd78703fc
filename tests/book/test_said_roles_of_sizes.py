"""What belongs to the input and what to the output: sizes, channels, paddings and gradients."""

import itertools

import numpy
from scipy.ndimage import zoom

from d2lmini import (
    conv_output_shape,
    corr2d,
    output_padding_for,
    trans_conv,
    trans_conv_output_shape,
)
from tests.support.says import says
from tests.support.units import unit

rng = numpy.random.default_rng(52)


@says(
    "gradients",
    "Its elements lie $s$ apart, and its windows $d$ apart: **stride and dilation change places**.",
)
@says(
    "gradients", "that the gradient of the input needs for an input of 8 rows, with a kernel of 3"
)
@says(
    "gradients", "Now against the frameworks, with an input of 7×8, a kernel of 3×2 and 18 settings"
)
@says("gradients", "## With stride, padding and dilation")
def test_the_gradient_of_the_kernel_exchanges_stride_and_dilation():
    for s, d in itertools.product((1, 2), (1, 2)):
        X, K = rng.normal(size=(7, 8)), rng.normal(size=(3, 2))
        G = rng.normal(size=conv_output_shape(X.shape, K.shape, stride=s, dilation=d))
        own = corr2d(X, G, stride=d, dilation=s)[:3, :2]
        for a, b in numpy.ndindex(3, 2):
            h, w = G.shape
            window = X[a * d : a * d + s * h : s, b * d : b * d + s * w : s][:h, :w]
            assert numpy.isclose((G * window).sum(), own[a, b])
    r = output_padding_for((8, 8), (3, 3), stride=2, padding=1)[0]
    rows = conv_output_shape((8, 8), 3, stride=2, padding=1)
    assert trans_conv_output_shape(rows, 3, stride=2, padding=1, output_padding=r) == (8, 8)


@says(
    "gradients",
    "it reads the first axis as *its* input channels, and those are the convolution's output channels.",
)
@says(
    "padding-strides-channels",
    "The first axis of the convolution's kernel, its output channels, is therefore the transposed convolution's *input* channels.",
)
@says("padding-strides-channels", "and the results are added over the input channels.")
@says(
    "padding-strides-channels",
    "Each output channel has its own $c_i \\times k_h \\times k_w$ kernel.",
)
@says(
    "cross-correlation",
    "With $c_i$ input channels and $c_o$ output channels, the kernel has the shape `(c_o, c_i, k_h, k_w)`: for each output channel, one small kernel per input channel; their results are added.",
)
@says(
    "not-a-deconvolution",
    "Let the kernel be $\\mathsf{K}$ with $c_o$ output and $c_i$ input channels",
)
@says(
    "not-a-deconvolution",
    "With one input channel, one output channel and a stride of 1: which kernels",
)
@says(
    "shape-arithmetic",
    "**The convolution's kernel** has its first two axes the other way round, `(c_o, c_i / groups, k_h, k_w)`.",
)
@says(
    "shape-arithmetic",
    "| output channels | `out_channels`, required | `channels`, required | from the kernel `W` |",
)
@says(
    "matrix-efficiency",
    "the output $c_o$ channels of $m \\times m$ with $m = n - k + 1$ for a $k \\times k$ kernel",
)
@says(
    "summary-exercises",
    "An $n \\times n$ input and a $k \\times k$ kernel give $m \\times m$ outputs with $m = n - k + 1$.",
)
@says("glossary", "an array of shape `(channels, height, width)`")
def test_the_first_axis_of_a_kernel_belongs_to_what_goes_in_or_comes_out():
    c_i, c_o, n, k = 2, 3, 5, 2
    X, K = rng.normal(size=(1, c_i, n, n)), rng.normal(size=(c_o, c_i, k, k))
    Y = corr2d(X, K)
    assert Y.shape == (1, c_o, n - k + 1, n - k + 1)
    for o in range(c_o):
        assert numpy.allclose(Y[0, o], sum(corr2d(X[0, i], K[o, i]) for i in range(c_i)))
    Z = trans_conv(Y, K)
    assert Z.shape == X.shape
    for i in range(c_i):
        assert numpy.allclose(Z[0, i], sum(trans_conv(Y[0, o], K[o, i]) for o in range(c_o)))


@says(
    "glossary",
    "padding Rows and columns of zeros around the input of a convolution, $p$ on each side.",
)
@says(
    "glossary",
    "output padding Rows and columns added at the end of the output of a transposed convolution",
)
@says("questions", "It crops the output.")
@says(
    "cheat-sheet",
    "In each direction: input $n$, kernel $k$, stride $s$, padding $p$, dilation $d$, output padding $o$",
)
@says("cheat-sheet", "| operation | output size | as a matrix | backward |")
@says("padding-strides-channels", "In each direction, an input of $n$ becomes")
@says("padding-strides-channels", "| output: their sum, $- 2p + o$ |")
@says("shape-arithmetic", "| $s$ | stride |")
@says("questions", "With output padding.")
def test_padding_is_around_an_input_and_crops_an_output():
    X, K = rng.normal(size=(5, 5)), rng.normal(size=(3, 3))
    assert numpy.allclose(corr2d(X, K, padding=1), corr2d(numpy.pad(X, 1), K))
    assert numpy.allclose(trans_conv(X, K, padding=1), trans_conv(X, K)[1:-1, 1:-1])
    added = trans_conv(X, K, stride=2, output_padding=1)
    assert numpy.allclose(added[:-1, :-1], trans_conv(X, K, stride=2))
    for n, k, s, p, d in itertools.product((4, 5), (2, 3), (1, 2, 3), (0, 1), (1, 2)):
        o, e = s - 1, d * (k - 1) + 1
        size = {"stride": s, "padding": p, "dilation": d}
        m = trans_conv_output_shape((n, n), k, output_padding=o, **size)[0]
        assert m == (n - 1) * s + d * (k - 1) + 1 - 2 * p + o
        assert conv_output_shape((m, m), k, **size) == (n, n)
        if n + 2 * p >= e:
            assert conv_output_shape((n, n), k, **size)[0] == (n + 2 * p - e) // s + 1


@says("glossary", "The part of the input that an element of an output depends on.")
@says(
    "glossary", "so that it takes an image of any size and returns an output for each place in it"
)
@says(
    "glossary",
    "Copying each window of the input into a column, so that a convolution becomes a product of two dense matrices",
)
@says(
    "glossary",
    "The part of a network that turns small {term}`feature maps <feature map>` into an output of the input's size.",
)
@says("glossary", "first along one axis and then along the other")
@says(
    "why-upsample",
    "The natural output has the input's height and width, and one {term}`channel` for each class.",
)
def test_what_the_glossary_says_of_inputs_and_outputs():
    X, K = rng.normal(size=(5, 6)), rng.normal(size=(2, 3))
    Y = corr2d(X, K)
    moved = [numpy.argwhere(corr2d(X + unit(X.shape, *p), K) != Y) for p in numpy.ndindex(5, 6)]
    first = [p for p, m in zip(numpy.ndindex(5, 6), moved, strict=True) if [0, 0] in m.tolist()]
    assert first == list(numpy.ndindex(2, 3))
    columns = numpy.stack([X[i : i + 2, j : j + 3].ravel() for i, j in numpy.ndindex(Y.shape)], 1)
    assert numpy.allclose(K.ravel() @ columns, Y.ravel())
    small = corr2d(rng.normal(size=(1, 1, 8, 12)), rng.normal(size=(4, 1, 2, 2)), stride=2)
    large = trans_conv(small, rng.normal(size=(4, 3, 2, 2)), stride=2)
    assert large.shape == (1, 3, 8, 12)
    along = [zoom(zoom(X, (2, 1), order=1), (1, 2), order=1), zoom(X, 2, order=1)]
    assert numpy.allclose(*along)
