"""What headings, opening questions and exercises take for granted, computed."""

import re

import numpy

from d2lmini import (
    conv_output_shape,
    corr2d,
    kernel2matrix,
    output_padding_for,
    trans_conv,
    trans_conv_output_shape,
)
from d2lmini.exercises import exercise
from tests.support.pages import source
from tests.support.says import says
from tests.support.units import unit

rng = numpy.random.default_rng(56)


def written(name):
    """Return the function that an exercise asks for, from its solution."""
    known = {"np": numpy}
    exec(exercise(name).solution, known)
    return known[name]


@says("basic-operation", "**How can a small array become a larger one, with a kernel?")
@says("padding-strides-channels", "when the layer makes arrays larger?")
@says(
    "padding-strides-channels",
    "you can predict the shape of any {term}`transposed convolution`'s output",
)
@says("cross-correlation", "**What does a convolution layer compute, and how large is its output?")
@says("shape-arithmetic", "**How large is the output, and which parameters bring a size back?")
@says(
    "shape-arithmetic",
    "you can derive every size formula instead of remembering it, say why several input sizes lead to one output size",
)
@says("write-it-yourself", "## The size of the output")
@says("write-it-yourself", "## The output padding that restores a size")
@says(
    "basic-operation",
    "**Predict** how many rows and columns the output has, with one row of three ones",
)
@says(
    "shape-arithmetic",
    "**Predict** the output of a convolution with a kernel of 3, a stride of 2, a padding of 1 and a dilation of 2",
)
@says("why-upsample", "What size remains?")
@says(
    "why-upsample",
    "large again, after convolution and pooling have made it small?",
)
@says("basic-operation", "**Predict** the output with a pencil.")
def test_sizes_in_questions_are_those_of_outputs():
    X, K = rng.normal(size=(4, 5)), rng.normal(size=(2, 3))
    assert trans_conv(X, K).size > X.size > corr2d(X, K).size
    assert trans_conv(X, K).shape == trans_conv_output_shape(X.shape, K.shape)
    assert corr2d(X, K).shape == conv_output_shape(X.shape, K.shape)
    several = {conv_output_shape((n, n), 3, stride=2) for n in (7, 8)}
    assert len(several) == 1
    restored = output_padding_for((8, 8), 3, stride=2)
    assert trans_conv_output_shape((3, 3), 3, stride=2, output_padding=restored) == (8, 8)
    size = written("output_size")
    assert "output" in exercise("output_size").statement
    assert callable(size)
    assert "padding" in exercise("output_padding").statement
    assert trans_conv(numpy.ones((1, 3)), numpy.ones((1, 2))).shape == (1, 4)
    assert conv_output_shape((9, 12), 3, stride=2, padding=1, dilation=2) == (4, 5)
    left = (37, 50)
    for _ in range(4):
        left = conv_output_shape(left, 3, stride=2, padding=1)
    assert left == (3, 4)


@says("write-it-yourself", "## The gradient with respect to the kernel")
@says("write-it-yourself", "## A stride as several operations without")
@says("write-it-yourself", "from the two loops of a cross-correlation to a stride taken apart.")
@says("one-and-three-dimensions", "After this chapter you can work the operation out on a row")
def test_exercises_are_about_what_their_headings_say():
    X, G = rng.normal(size=(2, 3)), rng.normal(size=(4, 5))
    assert numpy.allclose(written("gradient_of_kernel")(X, G, 1), corr2d(G, X))
    assert "stride" in exercise("polyphase").statement
    order = re.findall(r"\{code-exercise\} (\w+)", source("write-it-yourself"))
    assert order[0] == "corr2d"
    assert order.index("polyphase") > order.index("kernel2matrix")
    assert exercise("corr2d").solution.count("for ") == 2
    assert trans_conv(rng.normal(size=(1, 3)), rng.normal(size=(1, 2))).shape[0] == 1


@says("three-forms", "# Three equal forms")
@says("cheat-sheet", "## Three equal forms")
@says("padding-strides-channels", "## The same with zeros inserted")
@says("segmentation", "## The same in code")
@says("checkerboards", "## The same in frequencies")
@says("matrix-transposition", "## Transposed, not inverse")
@says("gradients", "## A backward pass of your own")
@says(
    "gradients",
    "say what forward and reverse mode compute of it, and hand a framework an operation with a backward pass of your own.",
)
@says("why-upsample", "## Why not just repeat each number?")
@says("three-forms", "The {term}`transposed convolution` without padding is")
@says("three-forms", "with kernel size $k = m s$, stride $s$ and")
def test_headings_of_equal_forms():
    X, K, s = rng.normal(size=5), rng.normal(size=4), 2
    own = trans_conv(X[None], K[None], stride=(1, s))[0]
    assert len(own) == (5 - 1) * s + 4
    spread = numpy.zeros(s * 4 + 1)
    spread[::s] = X
    assert numpy.allclose(numpy.convolve(spread, K), own)
    phases = [numpy.convolve(X, K[a::s]) for a in range(s)]
    assert numpy.allclose(numpy.stack(phases, 1).ravel(), own)
    sums = [numpy.ones(4)[a::2].sum() for a in (0, 1)], numpy.array([1, -1, 1, -1]) @ numpy.ones(4)
    assert sums[0][0] == sums[0][1]
    assert sums[1] == 0
    W = kernel2matrix(rng.normal(size=(2, 2)))
    assert not numpy.allclose(W.T @ W, numpy.eye(9))
    assert re.search(r"def backward\(", source("gradients"))
    disc = (numpy.hypot(*numpy.mgrid[:24, :24] - 11.3) < 8).astype(int)
    assert (disc[1::4, 1::4].repeat(4, 0).repeat(4, 1) != disc).any()


@says("gradients", "A chain of them, from the last layer to the first, is *reverse mode*")
@says("gradients", "A chain of them, from the first layer to the last, is *forward mode*")
@says(
    "matrix-transposition",
    "One input element $x_q$ enters each output $y_r$ with the weight $W_{r,q}$",
)
@says("matrix-transposition", "Now read a *row* of $\\mathbf{W}^\\top$, and")
@says("gradients", "for two arrays of the same shape.")
@says(
    "gradients",
    "by what factor does $T$ grow when all elements of $\\mathbf{X}$, $\\mathbf{K}$ and $\\mathbf{G}$ are doubled?",
)
def test_chains_of_layers_go_both_ways():
    first, last = rng.normal(size=(3, 4)), rng.normal(size=(2, 3))
    g, h = rng.normal(size=2), rng.normal(size=4)
    whole = last @ first
    assert numpy.allclose(whole.T @ g, first.T @ (last.T @ g))
    assert numpy.allclose(whole @ h, last @ (first @ h))
    X, K = rng.normal(size=(3, 3)), rng.normal(size=(2, 2))
    W = kernel2matrix(K)
    for q in range(9):
        assert numpy.allclose(corr2d(unit((3, 3), *divmod(q, 3)), K).ravel(), W[:, q])
    Y = rng.normal(size=(2, 2))
    assert numpy.allclose(W.T @ Y.ravel(), trans_conv(Y, K).ravel())
    G = rng.normal(size=(2, 2))
    triple = [(G * f * corr2d(f * X, f * K)).sum() for f in (1, 2)]
    assert numpy.isclose(triple[1], 8 * triple[0])
