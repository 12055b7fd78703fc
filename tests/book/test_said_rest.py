"""Inputs, outputs, rows and what is first or last, in sentences that lead to something else."""

import itertools
import re

import numpy

from d2lmini import (
    corr2d,
    kernel2matrix,
    trans_conv,
    trans_conv_output_shape,
)
from tests.support.pages import code_of, order, source
from tests.support.says import says

rng = numpy.random.default_rng(58)


def row(values, weights, s, p=0):
    """Return a transposed convolution of one row."""
    size = {"stride": (1, s), "padding": (0, p)}
    return trans_conv(numpy.array([values], float), numpy.array([weights], float), **size)[0]


@says("basic-operation", "The definition {<} becomes two loops.")
def test_the_definition_is_above_its_loops(way):
    assert way == order("basic-operation", "$$ (eq-trans-conv)", "becomes two loops.")


@says("gradients", "So here is one with the mistake from {<}, the flip, in its backward pass:")
def test_the_mistake_is_above_the_check(way):
    words = "So here is one with the mistake from"
    text = " ".join(source("gradients").split())
    assert way == (1 if text.index("the flipped kernel") < text.index(words) else -1)
    assert "def backward" in source("gradients").split("the flip, in its backward pass:")[1][:600]


@says("gradients", "With the two functions from {<}, the backward pass is two lines")
def test_the_functions_are_above_the_layer(way):
    assert way == order("gradients", "def grad_input(", "With the two functions from")
    assert way == order("gradients", "def grad_kernel(", "With the two functions from")


@says(
    "matrix-efficiency", "This cell times the forms {<}, on the small input, on the machine where"
)
def test_the_forms_are_above_the_cell_that_times_them(way):
    assert way == order("matrix-efficiency", "forms = {", "This cell times the forms")


@says("segmentation", "Shares stand here in hundredths, called points {<}, and IoU")
def test_shares_are_called_points_below(way):
    text = " ".join(source("segmentation").split())
    assert way == order("segmentation", "points of IoU", "Shares stand here in hundredths")
    assert " points" not in text[: text.index("Shares stand here")]


@says("segmentation", "So the answer to the question {<}: the fixed bilinear kernel gains")
def test_the_question_is_above_its_answer(way):
    assert way == order("segmentation", "which step gains more", "So the answer to the question")


@says("alignment", "In a row, pixel number $i$ covers the numbers from $i$ to $i + 1$")
@says(
    "alignment",
    "a dilation of 2 and a stride of 3 that multiplies the size by 3 and leaves the picture in place.",
)
@says(
    "upsampling-images",
    "output pixel $u$ has its centre at $(u + \\tfrac{1}{2}) / s - \\tfrac{1}{2}$ in the coordinates of the input",
)
@says("one-and-three-dimensions", "two places further to the right than the last:")
@says("one-and-three-dimensions", "## A row by hand")
@says("what-can-you-do", "How many pixels long is the tent that enlarges a row @s times")
@says(
    "segmentation",
    "The product of such a row and such a column is the kernel of *bilinear* interpolation",
)
@says("upsampling-images", "which learned kernels, of 4, 6, 8 and 12 weights in a row")
def test_pixels_of_a_row_lie_where_they_are_said_to():
    for s in (2, 3, 4):
        u = numpy.arange(5 * s)
        centres = (u + 0.5) / s - 0.5
        assert numpy.allclose(centres.reshape(5, s).mean(1), range(5))
    fits = [
        p
        for p in range(3)
        if trans_conv_output_shape((6, 6), 3, stride=3, padding=p, dilation=2) == (18, 18)
    ]
    assert fits == [1]
    starts = [numpy.flatnonzero(row(one, [1, 4, 2], 2))[0] for one in numpy.eye(3)]
    assert numpy.diff(starts).tolist() == [2, 2]
    assert row([1, 2, 3], [1, 4, 2], 2).tolist() == [1, 4, 4, 8, 7, 12, 6]
    tent = numpy.array([1, 3, 3, 1]) / 4
    flat = trans_conv(numpy.ones((6, 6)), numpy.outer(tent, tent), stride=2)[2:-2, 2:-2]
    assert numpy.allclose(flat, 1)


@says(
    "basic-operation",
    "But look at one output: in {eq}`eq-trans-conv`, the index of $\\mathbf{K}$ falls as that of $\\mathbf{X}$ rises.",
)
@says("basic-operation", "so the output can be differentiated by it.")
@says(
    "basic-operation",
    "A layer's kernel is hidden, but you may choose the input and look at the output.",
)
@says(
    "basic-operation",
    "with one row of three ones for $\\mathbf{X}$ and one row of two ones for $\\mathbf{K}$.",
)
@says(
    "summary-exercises",
    "broadcasts one number over a window of the output, weighted by the kernel.",
)
@says(
    "matrix-transposition",
    "The first window gives $0 \\cdot 1 + 1 \\cdot 2 + 3 \\cdot 3 + 4 \\cdot 4 = 27$.",
)
@says("matrix-transposition", "Times the input, that is a {term}`stamp`")
@says("matrix-transposition", "Which of them are all the same, and why are the others not?")
@says(
    "not-a-deconvolution",
    "the input $\\mathbf{x}$ of a convolution $\\mathbf{W} \\mathbf{x} = \\mathbf{y}$ whose output is known",
)
@says(
    "not-a-deconvolution",
    "Start with nothing, look what is missing in the output, send it back, and repeat",
)
@says("gradients", "at the place $(i s + a d,\\; j s + b d)$ of the uncropped output, so")
@says("gradients", "which numbers of the gradient of the input change when you set the −2 to 0?")
@says("gradients", "**The input.")
@says("glossary", "In a transposed convolution, the rows and columns taken off the output.")
@says("glossary", "stride The step $s$ from one window to the next")
def test_sums_of_one_output_and_what_changes_with_an_input():
    X, K = rng.normal(size=(3, 3)), rng.normal(size=(2, 2))
    Y = trans_conv(X, K)
    pairs = {(i, 1 - i) for i in (0, 1)}
    assert numpy.isclose(Y[1, 1], sum(X[i, j] * K[a, b] for i, a in pairs for j, b in pairs))
    one = numpy.zeros((3, 3))
    one[1, 2] = 5
    assert numpy.allclose(trans_conv(one, K)[1:3, 2:4], 5 * K)
    first = corr2d(numpy.arange(9.0).reshape(3, 3), numpy.array([[1.0, 2], [3, 4]]))[0, 0]
    assert first == 27
    W = kernel2matrix(numpy.ones((2, 2)))
    assert numpy.ptp(W.sum(1)) == 0 < numpy.ptp(W.sum(0))
    for place in numpy.ndindex(2, 2):
        y = numpy.zeros((2, 2))
        y[place] = 1
        assert numpy.allclose(kernel2matrix(K).T @ y.ravel(), trans_conv(y, K).ravel())
    x, target = numpy.zeros((3, 3)), corr2d(X, K)
    gaps = []
    for _ in range(50):
        gaps.append(numpy.abs(target - corr2d(x, K)).max())
        x = x + 0.05 * trans_conv(target - corr2d(x, K), K)
    assert gaps[-1] < gaps[0]
    for s, d in itertools.product((1, 2), (1, 2)):
        one = numpy.zeros((3, 3))
        one[1, 2] = 1
        places = numpy.argwhere(trans_conv(one, K, stride=s, dilation=d))
        expected = [[s + a * d, 2 * s + b * d] for a, b in numpy.ndindex(2, 2)]
        assert places.tolist() == expected
    assert trans_conv(X, K, padding=1).shape == (2, 2)


@says("checkerboards", "*Proof.* Let the input be $c$ everywhere.")
@says("checkerboards", "for which anything but a flat output is the generator's own doing")
@says("checkerboards", "| way | kernel, seen as one | multiply-adds per input pixel | counts |")
@says("in-use", "What follows, for seven ones as input?")
@says(
    "in-use",
    "A layer is a stride, what is cut off at the beginning and at the end, and a way to draw its kernel:",
)
@says("three-forms", "**Predict** what is in the fourth place of the output.")
@says("three-forms", "Write the output's place as $u = s v + a$ with $0 \\le a < s$.")
@says(
    "three-forms",
    "How many zeros have to stand at each end of the spread row for that kernel of four weights?",
)
@says("three-forms", "for each element of the output, so $((n - 1) s + k)^2 \\, k^2$.")
@says("three-forms", "which phases of the output are zero, whatever $X$ and $K$ are?")
@says("three-forms", "Work out the output in all three ways.")
@says("three-forms", "> padding $p = s (m - 1) / 2$.")
@says("three-forms", "and say why one of them wastes most of its work.")
@says("what-can-you-do", "How long is the row over which the turned kernel slides?")
@says("what-can-you-do", "How many weights has the sub-kernel of the first phase?")
@says(
    "matrix-efficiency",
    "- *Zero insertion*: the input is spread out, then convolved with the turned kernel.",
)
@says("upsampling-images", "Kernel and output are in sixteenths.")
def test_phases_and_flat_inputs():
    for c in (1.0, 3.0):
        K = numpy.array([1, 2, 3, 5.0])
        flat = row([c] * 8, K, 2)[4:-4]
        assert numpy.allclose(flat[0::2], c * K[0::2].sum())
        assert numpy.allclose(flat[1::2], c * K[1::2].sum())
    assert row([1, 2, 3], [1, 10, 100, 1000], 2)[3] == 1000 + 2 * 10
    spread = numpy.zeros(5)
    spread[::2] = [1, 2, 3]
    full = numpy.convolve(spread, [1, 10, 100, 1000])
    assert numpy.allclose(numpy.correlate(numpy.pad(spread, 3), [1000, 100, 10, 1], "valid"), full)
    dilated = trans_conv(numpy.ones((1, 4)), numpy.ones((1, 3)), stride=(1, 2), dilation=(1, 2))[0]
    assert not dilated[1::2].any()
    assert dilated[0::2].all()
    wasted = 1 - 3**2 / len(spread) ** 2
    assert wasted > 0.5
    for m, s in ((1, 2), (3, 2), (3, 3)):
        size = trans_conv_output_shape((5, 5), m * s, stride=s, padding=s * (m - 1) // 2)
        assert size == (5 * s, 5 * s)
    tent = numpy.outer([1, 3, 3, 1], [1, 3, 3, 1])
    assert tent.sum() == 16 * 4
    assert "16 * bilinear(2)" in source("upsampling-images")
    inputs = code_of("checkerboards", "Each generator gets two inputs")
    assert re.search(r"flat = numpy.ones\(.*\)\nnoise = numpy.random", inputs)
    assert "numpy.ones((1, 7))" in code_of("in-use", "What follows, for seven ones as input?")
