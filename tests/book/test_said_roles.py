"""What is an input and what an output of an operation, and which way a pass goes."""

import itertools

import numpy
import pytest

from d2lmini import (
    corr2d,
    kernel2matrix,
    trans_conv,
)
from tests.support.says import says
from tests.support.units import reached, unit

rng = numpy.random.default_rng(51)


@says("basic-operation", "With this kernel, the digits of an output say what it is made of.")
@says("basic-operation", "Each input element produces one intermediate array:")
@says(
    "basic-operation", "with indices that start at 0 and with terms outside $\\mathbf{K}$ left out"
)
@says("basic-operation", "How many elements of the input does each of the others hear from?")
@says(
    "summary-exercises", "A {term}`cross-correlation` reduces a window of the input to one number."
)
@says("glossary", "the kernel times one input element, put into the output at the element's place")
@says(
    "glossary",
    "Multiplies the kernel by each input element and adds up the products at their places in the output, $s$ apart.",
)
@says("glossary", "in the input of a convolution, in the output of a transposed convolution.")
@says("padding-strides-channels", "it moves the scaled kernels by two *output* elements")
@says(
    "padding-strides-channels",
    "the stride belongs to the intermediate arrays, and so to the output.",
)
def test_stamps_go_from_an_input_element_to_the_output():
    X, K = numpy.array([[1.0, 2], [3, 4]]), numpy.array([[1.0, 10], [100, 1000]])
    digits = [int(d) for d in str(int(trans_conv(X, K)[1, 1]))]
    assert digits == X.ravel().tolist()
    for s in (1, 2, 3):
        stamps = [trans_conv(x * unit(X.shape, *p), K, stride=s) for p, x in numpy.ndenumerate(X)]
        assert len(stamps) == X.size
        assert numpy.allclose(sum(stamps), trans_conv(X, K, stride=s))
        corners = [numpy.argwhere(one)[0].tolist() for one in stamps]
        assert corners == [[s * i, s * j] for i, j in numpy.ndindex(X.shape)]
        windows = [
            kernel2matrix(K, (5, 5))[r].reshape(5, 5) for r in range(2)
        ]  # of a convolution, the input is walked through
        assert numpy.argwhere(windows[1])[0, 1] - numpy.argwhere(windows[0])[0, 1] == 1
    for place in numpy.ndindex(3, 3):
        i, j = place
        inside = [
            X[a, b] * K[i - a, j - b]
            for a, b in numpy.ndindex(2, 2)
            if 0 <= i - a < 2 and 0 <= j - b < 2
        ]
        assert sum(inside) == trans_conv(X, K)[place]
    ones = trans_conv(numpy.ones((1, 3)), numpy.ones((1, 2)))
    assert ones.ravel().tolist() == [1, 2, 2, 1]
    assert corr2d(numpy.ones((2, 2)), K).size == 1


@says(
    "basic-operation",
    "Which 2×3 input shows you the whole kernel, at the place of the element in row 1 and column 0?",
)
@says(
    "basic-operation", "What shape has the output if the kernel is 2×2, and what stands around the"
)
def test_an_impulse_shows_the_kernel_at_its_place():
    K = rng.normal(size=(2, 2))
    Y = trans_conv(unit((2, 3), 1, 0), K)
    assert numpy.allclose(Y[1:3, 0:2], K)
    assert reached(Y) == K.size
    assert Y.shape == (3, 4)


@says(
    "alignment",
    "A layer that multiplies the size by its stride moves the picture by $\\delta = -o / 2$ pixels of the output, toward the beginning.",
)
@says("what-can-you-do", "By how many pixels of the output does a transposed convolution")
@says("in-use", "by how many samples the layer of EnCodec with a stride of 5 moves its input")
def test_a_layer_of_its_stride_s_size_moves_by_half_its_output_padding():
    for s, p, o in itertools.product((2, 3, 4), (0, 1, 2), (0, 1)):
        k = s + 2 * p - o
        if k < 1 or o >= s:
            continue
        size = {"stride": (1, s), "padding": (0, p), "output_padding": (0, o)}
        Y = trans_conv(unit((1, 9), 0, 4), numpy.ones((1, k)), **size)[0]
        assert len(Y) == 9 * s
        middle = numpy.average(numpy.arange(9 * s) + 0.5, weights=Y)
        assert numpy.isclose(middle - 4.5 * s, -o / 2)


@says(
    "conventions",
    "Flax pads `SAME`. With a {term}`stride` of 1 that is an output as large as the input",
)
@says("conventions", "**It keeps the input's size.")
@says("summary-exercises", "Where nothing is said, it keeps the size of the input, and it slides")
@says("conventions", "The numbers of JAX are those of the zeros around the spread-out input.")
@says(
    "conventions",
    "store the kernel of the *convolution that is computed* after the zeros are inserted.",
)
@says(
    "padding-strides-channels", "One step of the window over the spread input is $1/s$ of a step in"
)
@says("three-forms", "whose windows begin $k - 1$ places before $Z$ does: hence the border of")
def test_zeros_stand_in_the_spread_input():
    for s, k in ((1, 3), (2, 3), (3, 2)):
        X, K = rng.normal(size=4), rng.normal(size=k)
        Z = numpy.zeros(s * 3 + 1)
        Z[::s] = X
        wide = numpy.pad(Z, k - 1)
        own = trans_conv(X[None], K[None], stride=(1, s))[0]
        assert numpy.allclose(numpy.correlate(wide, K[::-1], "valid"), own)
        assert numpy.flatnonzero(Z)[1] - numpy.flatnonzero(Z)[0] == s
    assert len(numpy.convolve(rng.normal(size=5), rng.normal(size=3), "same")) == 5


@says(
    "cross-correlation",
    "$n_h \\times n_w$ numbers and a smaller kernel $\\mathbf{K}$ of $k_h \\times k_w$.",
)
@says("cross-correlation", "The definition becomes two loops, with one step for each output:")
@says("matrix-transposition", "hear what one output is made of.")
@says(
    "matrix-transposition",
    "Each row is an array of zeros of the input's shape, with the kernel laid into one window",
)
@says("not-a-deconvolution", "This is a deconvolution: equations, solved for the input.")
@says("one-and-three-dimensions", "A row of it is the kernel, moved by the stride:")
@says(
    "matrix-transposition",
    "The function above lays the kernel into an empty array for each row.",
)
def test_rows_of_w_belong_to_outputs_and_have_the_input_s_shape():
    for s in (1, 2):
        X, K = rng.normal(size=(5, 6)), rng.normal(size=(2, 3))
        W, Y = kernel2matrix(K, X.shape, stride=s), corr2d(X, K, stride=s)
        assert W.shape == (Y.size, X.size)
        assert numpy.allclose(W @ X.ravel(), Y.ravel())
        for r, row in enumerate(W):
            i, j = numpy.unravel_index(r, Y.shape)
            laid = numpy.zeros(X.shape)
            laid[s * i : s * i + 2, s * j : s * j + 3] = K
            assert (row.reshape(X.shape) == laid).all()
    W1 = kernel2matrix(numpy.arange(1.0, 4), (7,), stride=2)
    assert [numpy.flatnonzero(row)[0] for row in W1] == [0, 2, 4]
    with pytest.raises(ValueError, match="does not fit"):
        corr2d(K, X)
    square, x = rng.normal(size=(4, 4)), rng.normal(size=4)
    assert numpy.allclose(numpy.linalg.solve(square, square @ x), x)


@says(
    "glossary",
    "With input $\\mathbf{x}$ and any $\\mathbf{y}$, a map $f$ and its adjoint $g$ satisfy",
)
@says("gradients", "With $\\mathbf{y} = \\mathbf{W} \\mathbf{x}$, the gradient of the input is")
@says(
    "gradients",
    "Put the four windows of $\\mathbf{X}$ into the rows of a matrix $\\mathbf{V}$; then",
)
@says(
    "gradients",
    "the first of the two at work: each number of $\\mathbf{G}$ is sent back to the window that its output came from.",
)
@says(
    "gradients",
    "or $\\mathbf{g}^\\top \\mathbf{J}$, as a row): from the gradient of the output to that of the input.",
)
@says("gradients", "from a change of the input to the change of the output, to first order.")
@says(
    "gradients",
    "All of $\\mathbf{J}$ takes one VJP for each element of the output, or one JVP for each element of the input.",
)
@says("glossary", "What a small change of the input does to the output, to first order")
@says(
    "matrix-transposition",
    "The sum runs down a column of $\\mathbf{W}$, which is a row of $\\mathbf{W}^\\top$.",
)
@says("matrix-transposition", "on the way forward needs the gradient on the way back.")
@says(
    "matrix-transposition",
    "A transposed convolution goes forward with $\\mathbf{W}^\\top$, so its backward pass multiplies by",
)
@says(
    "summary-exercises",
    "A transposed convolution layer exchanges the two passes: forward, it multiplies by $\\mathbf{W}^\\top$; backward, by $\\mathbf{W}$",
)
@says("matrix-transposition", "| layer | forward | backward |")
@says("questions", "It is the backward pass of a convolution for its *input*.")
@says("why-upsample", "computes for its input.")
@says(
    "why-upsample",
    "But here it is a layer's forward pass, and the layer has a backward pass of its own.",
)
@says("three-forms", "The first is the one that a layer's backward pass already is.")
@says("glossary", "after the pass of a convolution layer that computes it")
def test_the_two_passes_multiply_by_w_and_its_transpose():
    X, K = rng.normal(size=(3, 3)), rng.normal(size=(2, 2))
    Y, step = corr2d(X, K), 1e-6
    W, G = kernel2matrix(K), rng.normal(size=Y.shape)
    forward = numpy.array([(corr2d(X + step * unit((3, 3), *p), K) - Y).ravel() / step
                           for p in numpy.ndindex(3, 3)]).T  # fmt: skip
    assert numpy.allclose(forward, W)
    assert numpy.allclose(forward.T @ G.ravel(), trans_conv(G, K).ravel())
    assert (W.shape[1], W.shape[0]) == (X.size, Y.size)
    for q in range(X.size):
        assert numpy.isclose(trans_conv(G, K).ravel()[q], W[:, q] @ G.ravel())
    V = numpy.array([X[i : i + 2, j : j + 2].ravel() for i, j in numpy.ndindex(2, 2)])
    assert numpy.allclose(V @ K.ravel(), Y.ravel())
    assert numpy.allclose(V.T @ G.ravel(), corr2d(X, G).ravel())
    one = trans_conv(unit((2, 2), 0, 1), K)
    assert numpy.allclose(one[0:2, 1:3], K)
    back = numpy.array([(trans_conv(Y + step * unit((2, 2), *p), K) - trans_conv(Y, K)).ravel()
                        for p in numpy.ndindex(2, 2)]) / step  # fmt: skip
    assert numpy.allclose(back, W, atol=1e-4)
