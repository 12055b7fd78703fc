"""Matrices, channels and sizes, in sentences that lead to something else."""

import itertools
import re

import numpy
import onnx

from d2lmini import (
    conv_output_shape,
    corr2d,
    kernel2matrix,
    trans_conv,
    trans_conv_output_shape,
)
from tests.support.pages import source
from tests.support.says import says

rng = numpy.random.default_rng(59)


@says(
    "matrix-efficiency",
    "of the {doc}`matrix chapter <matrix-transposition>`: a 3×3 input and a 2×2 kernel.",
)
@says(
    "matrix-efficiency",
    "with a 4×4 input and a 3×3 kernel, how many entries of the dense W are zero?",
)
@says(
    "matrix-efficiency",
    "Let the input have $c_i$ {term}`channels <channel>` of $n \\times n$ elements",
)
@says(
    "matrix-efficiency",
    "An input of $c_i$ channels of $n \\times n$ gives $c_o$ channels of $m \\times m$",
)
@says("matrix-efficiency", "16$ nonzero entries, each with its column")
@says(
    "matrix-efficiency", "It reads a column number for each weight, and it has to be built first."
)
@says("matrix-efficiency", "Take one row, a kernel of three weights and two windows:")
@says("matrix-efficiency", "## Fewer multiplications, and stamps that are not stored")
@says("not-a-deconvolution", "**Predict** how many output channels it needs at least.")
@says(
    "not-a-deconvolution",
    "then $\\mathbf{M}^\\top \\mathbf{M} = \\mathbf{I}$, **orthonormal columns**.",
)
@says("not-a-deconvolution", "channels, as many numbers as before.")
@says("not-a-deconvolution", "The first two solve for something, the other two do not.")
@says("what-can-you-do", "How many output channels does it need at least?")
@says(
    "what-can-you-do", "The dense matrix W belongs to a kernel of @k × @k and an input of @n × @n."
)
@says("what-can-you-do", "How many of its entries are zero, if no weight is?")
@says("what-can-you-do", "How many sizes of the input give @m rows of output?")
@says("what-can-you-do", "How many numbers does im2col copy for an input of @c channels of @n × @n")
@says("what-can-you-do", "An input has two channels, $@X$ and $@U$.")
@says(
    "what-can-you-do", "A cross-correlation of the input $@X$ with a kernel gets the gradient $@K$"
)
@says("what-can-you-do", "What is the gradient of the element in the middle of its input?")
def test_matrices_channels_and_windows_in_passing():
    assert "\\begin{bmatrix} 0 & 1 & 2 \\\\ 3 & 4 & 5 \\\\ 6 & 7 & 8 \\end{bmatrix}" in source(
        "matrix-transposition"
    )
    assert (kernel2matrix(numpy.ones((3, 3)), (4, 4)) == 0).sum() == 4 * 16 - 4 * 9
    c_i, c_o, n, k, s, p = 2, 3, 4, 3, 2, 1
    Y = trans_conv(
        rng.normal(size=(1, c_i, n, n)), rng.normal(size=(c_i, c_o, k, k)), stride=s, padding=p
    )
    assert Y.shape == (1, c_o, *[s * (n - 1) + k - 2 * p] * 2)
    M = numpy.linalg.qr(rng.normal(size=(5, 4)))[0]
    A = rng.normal(size=(1, 1, 4, 6))
    for channels in (3, 4, 5):
        kernels = M[:channels].reshape(channels, 1, 2, 2)
        columns = numpy.allclose(M[:channels].T @ M[:channels], numpy.eye(4))
        back = trans_conv(corr2d(A, kernels, stride=2), kernels, stride=2)
        assert numpy.allclose(back, A) == columns == (channels == len(M))
    square = numpy.linalg.qr(rng.normal(size=(4, 4)))[0].reshape(4, 1, 2, 2)
    assert corr2d(A, square, stride=2).size == A.size
    for m, p in itertools.product((3, 4), (0, 1)):
        sizes = [
            n for n in range(3, 30) if conv_output_shape((n, n), 3, stride=3, padding=p)[0] == m
        ]
        assert len(sizes) == 3
    X, g = rng.normal(size=(3, 3)), rng.normal(size=(2, 2))
    K = rng.normal(size=(2, 2))
    moved = X.copy()
    moved[1, 1] += 1e-6
    change = ((corr2d(moved, K) - corr2d(X, K)) * g).sum() / 1e-6
    assert numpy.isclose(change, trans_conv(g, K)[1, 1], atol=1e-4)
    d, w = rng.normal(size=4), rng.normal(size=3)
    assert len(numpy.correlate(d, w, "valid")) == 2
    products = [d[0] - d[2], d[1] + d[2], d[2] - d[1], d[1] - d[3]]
    weights = [w[0], (w[0] + w[1] + w[2]) / 2, (w[0] - w[1] + w[2]) / 2, w[2]]
    four = [a * b for a, b in zip(products, weights, strict=True)]
    fewer = [four[0] + four[1] + four[2], four[1] - four[2] - four[3]]
    assert numpy.allclose(fewer, numpy.correlate(d, w, "valid"))
    words = re.search(r"\(table-deconvolutions\)=\n((?:\|.*\n)+)", source("not-a-deconvolution"))
    meant = words[1].splitlines()[2:]
    assert ["solved" in one or "search" in one for one in meant] == [True, True, False, False]


@says("shape-arithmetic", "The last place of the padded input is number $n + 2p - 1$.")
@says(
    "shape-arithmetic",
    "which of the two sizes, after the convolution and after the way back, differ?",
)
@says("shape-arithmetic", "| $p$ | padding, on each side |")
@says("shape-arithmetic", "Which output paddings does it need?")
@says("shape-arithmetic", "| bias | `bias=True` | `use_bias=True` | third input `B`, optional |")
@says("padding-strides-channels", "when it brings back a convolution's input shape")
@says(
    "padding-strides-channels",
    "Take an input of 3×4 with 4 channels, and a layer with 6 output channels:",
)
@says("padding-strides-channels", "Which cross-correlation does the same as the first?")
@says(
    "padding-strides-channels",
    "An input with $c_i$ channels needs a $k_h \\times k_w$ kernel for each of them",
)
@says(
    "padding-strides-channels", "How many inputs has an output element a share of, in each of them"
)
@says(
    "summary-exercises",
    "How many stamps from one channel reach an output element away from the border?",
)
@says("questions", "Why does TensorFlow want an output shape?")
@says("questions", "**4. Does padding pad or crop?")
@says("questions", "What is the formula with dilation?")
@says("questions", "Is a sub-pixel layer the same, and quicker?")
@says("cross-correlation", "for an input of 8 rows and 7 columns.")
@says("write-it-yourself", "## Cross-correlation with a dilated kernel")
@says("why-upsample", "it is a convolution whose window moves by $1/s$ of an input element.")
@says("glossary", "upsampling Any way to make an array larger in height and width.")
@says("glossary", "of the same height and width that a layer reads")
def test_sizes_in_passing():
    given = onnx.defs.get_schema("ConvTranspose").inputs
    assert [one.name for one in given].index("B") == 3 - 1
    for n, p in ((5, 1), (7, 2)):
        assert len(numpy.pad(numpy.arange(n), p)) - 1 == n + 2 * p - 1
    X = rng.normal(size=(4, 3, 4))
    assert trans_conv(X[None], rng.normal(size=(4, 6, 2, 2)))[0].shape == (6, 4, 5)
    Y, K = rng.normal(size=(6, 6)), rng.normal(size=(5, 5))
    own = trans_conv(Y, K, padding=2)
    assert own.shape == Y.shape
    assert numpy.allclose(own, corr2d(Y, K[::-1, ::-1].copy(), padding=2))
    assert trans_conv_output_shape((6, 6), 4, padding=2) != (6, 6)
    for k, shares in ((2, 1), (4, 4)):
        counts = trans_conv(numpy.ones((8, 8)), numpy.ones((k, k)), stride=2)
        assert counts[8, 8] == shares
    several = {n for n in range(5, 12) if conv_output_shape((n, n), 3, stride=2) == (4, 4)}
    assert len(several) == 2
    same = [
        conv_output_shape((18, 18), k, stride=3, padding=2, dilation=d) for k, d in ((3, 2), (5, 1))
    ]
    assert same[0] == same[1]
    assert conv_output_shape((8, 7), 3, dilation=2) == (4, 3)
    small = numpy.zeros((1, 7))
    small[0, ::2] = [1, 2, 3, 4]
    half = trans_conv(small[:, ::2], rng.normal(size=(1, 3)), stride=(1, 2))
    assert half.shape[1] == small.shape[1] + 3 - 1
    assert trans_conv(rng.normal(size=(3, 4)), rng.normal(size=(2, 2))).shape == (4, 5)
