"""More of what the first chapters say: where things start, how many there are, which is larger."""

import inspect
import re
from time import perf_counter

import numpy

from book._ext.paths import BOOK
from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support import specification
from tests.support.drawn import figure
from tests.support.libraries import module
from tests.support.prose import sentences
from tests.support.says import says

rng = numpy.random.default_rng(5)
SECTION = numpy.arange(9.0).reshape(3, 3)


def state(page, caption):
    """Return the state of the figure whose caption begins so."""
    (cell,) = {
        s.cell for s in sentences(page) if s.kind == "caption" and s.text.startswith(caption)
    }
    return figure(page, cell)[1]


def seconds(call, times=3):
    """Return the least time of some calls."""
    found = []
    for _ in range(times):
        start = perf_counter()
        call()
        found.append(perf_counter() - start)
    return min(found)


@says(
    "basic-operation",
    "This book's helper has the {<} function, {py:func}`~d2lmini.trans_conv`; it is {<} and takes {<} parameters.",
)
@says("cross-correlation", "This book's helper has it too, {<} and with {<} parameters:")
def test_the_helper_is_faster_and_takes_more_parameters(*words):
    *same, faster, more = words
    assert same in ([], [0])
    X, K = rng.normal(size=(24, 24)), rng.normal(size=(3, 3))
    pair = [(1, 1), (0, 0), (0, 0), (1, 1), 1]
    slow = seconds(lambda: specification.trans_conv(X[None, None], K[None, None], *pair), 1)
    quick = seconds(lambda: trans_conv(X, K))
    assert numpy.allclose(
        trans_conv(X, K), specification.trans_conv(X[None, None], K[None, None], *pair)
    )
    assert numpy.sign(slow - quick) == faster
    assert numpy.sign(len(inspect.signature(trans_conv).parameters) - 2) == more


@says("basic-operation", "shows every step with the {<} numbers")
@says("padding-strides-channels", "The {<} input and kernel with stride 2.")
def test_the_figures_have_the_numbers_of_the_text(same):
    first = state("basic-operation", "Transposed convolution of a 2×2")
    second = state("padding-strides-channels", "The same input")
    assert first["X"] == first["K"] == [[0, 1], [2, 3]]
    assert (second["X"], second["K"]) == (first["X"], first["K"])
    assert same == 0
    assert (first["stride"], second["stride"]) == (1, 2)


@says("padding-strides-channels", "{} more parameters, and the formula for the shape is complete")
def test_two_parameters_are_left(count):
    known = set(inspect.signature(trans_conv_output_shape).parameters)
    left = known - {"input_shape", "kernel", "stride", "padding"}
    assert len(left) == count
    assert left == {"dilation", "output_padding"}


@says("cross-correlation", "A convolution layer works on arrays of {} axes")
def test_the_axes_of_a_layer(axes):
    X, K = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(6, 3, 2, 2))
    assert corr2d(X, K).ndim == axes == X.ndim


@says("cross-correlation", "It is zero where neighbours are {<}, and its sign tells a step up")
def test_the_sign_of_an_edge(equal):
    X = rng.integers(0, 3, (5, 8)).astype(float)
    Y = corr2d(X, numpy.array([[1.0, -1]]))
    assert (numpy.sign(X[:, :-1] - X[:, 1:]) == numpy.sign(Y)).all()
    assert ((equal == Y) == (X[:, :-1] == X[:, 1:])).all()


@says("cross-correlation", "nothing is summed over channels, and as many go out as came in")
def test_pooling_keeps_channels_apart():
    torch = module("pytorch")
    X = torch.randn(1, 3, 4, 6)
    Y = torch.nn.functional.max_pool2d(X, 2)
    assert Y.shape[1] == X.shape[1]
    for c in range(3):
        assert (torch.nn.functional.max_pool2d(X[:, c : c + 1], 2) == Y[:, c : c + 1]).all()


@says(
    "cross-correlation",
    "An image of {}×{} pixels goes through this stack: convolution with $k = {}$, $p = {}$, $s = {}$; "
    "max pooling with a window of {}; convolution with $k = {}$, $p = {}$, $s = {}$; convolution with "
    "$k = {}$, $p = {}$, $s = {}$.",
)
def test_the_stack(height, width, *numbers):
    size = (height, width)
    k, p, s, window, *rest = numbers
    text = (BOOK / "cross-correlation.md").read_text("utf8")
    assert all(f"({n} + {2 * p} - {k}) / {s}" in text for n in (height, width))
    size = conv_output_shape(size, k, padding=p, stride=s)
    size = tuple(n // window for n in size)
    for k, p, s in (rest[:3], rest[3:]):
        size = conv_output_shape(size, k, padding=p, stride=s)
    assert size == (12, 9)


@says("matrix-transposition", "A 3×3 input with the numbers {} to {}, and a 2×2 kernel:")
@says("matrix-transposition", "Here are all {}, and $\\mathbf{Z}$:")
@says("matrix-transposition", "All {} together are")
def test_the_input_has_nine_numbers(*numbers):
    assert numbers in ((SECTION.min(), SECTION.max()), (SECTION.size,))


@says("matrix-transposition", "The two layers do the {<} two multiplications, in opposite order:")
@says("cross-correlation", "it is the {<} operation in another form")
def test_the_layers_multiply_by_the_same_matrices(same):
    K, G = rng.normal(size=(2, 2)), rng.normal(size=(2, 2))
    W = kernel2matrix(K, (3, 3))
    assert same == 0
    assert numpy.allclose(W @ SECTION.ravel(), corr2d(SECTION, K).ravel())
    assert numpy.allclose(W.T @ G.ravel(), trans_conv(G, K).ravel())


@says("matrix-transposition", "It takes as many outputs as inputs, at {<}.")
def test_fewer_outputs_than_inputs_lose_something(least):
    W = rng.normal(size=(3, 5))
    assert numpy.linalg.matrix_rank(W.T @ W) == min(W.shape) < 5
    Q = numpy.linalg.qr(rng.normal(size=(5, 3)))[0]
    assert numpy.allclose(Q.T @ Q, numpy.eye(3))
    assert least == numpy.sign(3 - 5)


@says(
    "summary-exercises",
    "{} points, then {} figure to fill in, {} questions, and {} exercises with a hidden solution",
)
def test_the_parts_of_the_last_chapter(points, figures, questions, hidden):
    text = (BOOK / "summary-exercises.md").read_text("utf8")
    summary = text.partition("## Summary")[2].partition("\n## ")[0]
    assert len(re.findall(r"^- ", summary, re.MULTILINE)) == points
    assert text.count("{solution-start}") == text.count("{exercise}") == hidden
    before, _, _ = text.partition("{exercise}")
    assert len(re.findall(r"^FillIn\(", before, re.MULTILINE)) == figures
    assert before.count("{predict}") == questions


@says(
    "summary-exercises",
    "{} columns more in the input make {} more in the output, so the stride is {}",
)
def test_the_stride_of_what_grows(three, nine, stride):
    for k, p in ((4, 1), (2, 0)):
        small, large = (
            trans_conv_output_shape((6, n), k, stride=stride, padding=p)[1] for n in (6, 6 + three)
        )
        assert large - small == nine == stride * three
    assert trans_conv_output_shape((6, 9), 4, stride=stride, padding=1) == (17, 26)


@says(
    "summary-exercises", "is at {<} {} for $\\mathbf{W}^\\top \\mathbf{W}$ and {} for the identity"
)
def test_the_ranks(most, low, high):
    W = kernel2matrix(rng.normal(size=(2, 2)), (3, 3))
    assert numpy.linalg.matrix_rank(W.T @ W) == low == W.shape[0]
    assert numpy.linalg.matrix_rank(numpy.eye(9)) == high
    assert most == 1


@says(
    "summary-exercises",
    "With {<} output channels, {<} kernels {ref}`can do the {<} <not-the-inverse>`.",
)
def test_more_channels_and_larger_kernels_can_be_undone(more, larger, same):
    assert (more, larger, same) == (1, 1, 0)
    M = numpy.linalg.qr(rng.normal(size=(12, 9)))[0]
    K = M.reshape(12, 1, 3, 3)
    X = rng.normal(size=(1, 1, 6, 9))
    assert numpy.allclose(trans_conv(corr2d(X, K, stride=3), K, stride=3), X)


@says("why-upsample", "But no such border makes each side {} as long from what the image holds.")
def test_a_border_that_doubles_holds_nothing_of_the_image(twice):
    k = 3
    for n in (4, 6):
        p = ((twice - 1) * n + k - 1) // 2
        assert conv_output_shape((n, n), k, padding=p)[0] == twice * n == 2 * n
        assert p >= k
        Y = corr2d(numpy.ones((n, n)), numpy.ones((k, k)), padding=p)
        assert (Y[: p - k + 1] == 0).all()


@says("why-upsample", "Every one of the $32 \\cdot 48 = 1536$ pixels has its {} scores")
def test_the_scores_of_a_pixel(scores):
    K = rng.normal(size=(16, 5, 4, 4))
    Y = trans_conv(rng.normal(size=(1, 16, 8, 12)), K, stride=4)
    assert Y.shape == (1, scores, 32, 48)
    assert Y[0, 0].size == 1536


@says("gradients", "It multiplies the inputs one column further to the right: {}, {}, {} and {}.")
def test_the_inputs_of_the_second_weight(*inputs):
    one = numpy.zeros((2, 2))
    one[0, 1] = 1
    assert corr2d(SECTION, one).ravel().tolist() == list(inputs)


@says("gradients", "so a tolerance of $10^{-{}}$ is enough")
@says("gradients", "for squares, the difference between a step up and a step down has no error")
def test_differences_of_squares_are_exact(places):
    x = rng.normal(size=50)
    for step in (1.0, 0.1):
        slope = ((x + step) ** 2 - (x - step) ** 2) / (2 * step)
        assert abs(slope - 2 * x).max() < 10.0**-places
    text = (BOOK / "gradients.md").read_text("utf8")
    assert f"< 1e-{places}" in text


@says("gradients", "the derivatives of these are of the {<} three kinds")
@says(
    "gradients",
    "Its derivative by $\\mathbf{G}$ is the convolution, by $\\mathbf{X}$ the transposed",
)
def test_the_derivatives_of_the_product_of_three(same):
    X, K, G = (rng.normal(size=shape) for shape in ((4, 5), (2, 3), (3, 3)))

    def product(X, K, G):
        return (G * corr2d(X, K)).sum()

    def slopes(f, A):
        units = numpy.eye(A.size).reshape(-1, *A.shape)
        return numpy.array([f(one) for one in units]).reshape(A.shape)

    by_G, by_X = slopes(lambda g: product(X, K, g), G), slopes(lambda x: product(x, K, G), X)
    assert same == 0
    assert numpy.allclose(by_G, corr2d(X, K))
    assert numpy.allclose(by_X, trans_conv(G, K))
    assert numpy.allclose(slopes(lambda k: product(X, k, G), K), corr2d(X, G))
