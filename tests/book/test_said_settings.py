"""Settings that stand in one sentence only, and the spectra of the sound: computed."""

import itertools
import json
import re

import numpy
from scipy.signal import convolve2d

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from d2lmini.widgets._base import STATIC
from d2lmini.widgets._state import FIGURES
from tests.support.drawn import figure, plots
from tests.support.prose import sentences
from tests.support.says import says

rng = numpy.random.default_rng(41)


def row(values, weights, s, d=1, p=0, o=0):
    """Return a transposed convolution of one row."""
    size = {"stride": (1, s), "dilation": (1, d), "padding": (0, p), "output_padding": (0, o)}
    return trans_conv(numpy.array([values], float), numpy.array([weights], float), **size)[0]


def centre(values):
    """Return the mean place of a row's mass, in elements."""
    return (numpy.arange(len(values)) * values).sum() / values.sum()


@says(
    "alignment",
    "After $L$ layers with a stride of {} and an output padding of {}, it is",
)
def test_the_shift_of_several_layers(s, o):
    assert (s, o) == (2, 1)
    values = numpy.eye(7)[3]
    for layers in range(1, 5):
        values = row(values, [1, 2, 1], s, p=1, o=o)
        belongs = s**layers * 3.5 - 0.5
        assert numpy.isclose(centre(values) - belongs, -(2**layers - 1) / 2)


@says("alignment", "A kernel of {} with padding {} *can* be aligned")
@says("alignment", "the tent, the mean is the bilinear kernel of size {}")
def test_a_kernel_of_four_can_be_aligned(*numbers):
    tent = numpy.array([1, 2, 1]) / 2
    mean = (numpy.pad(tent, (0, 1)) + numpy.pad(tent, (1, 0))) / 2
    assert mean.tolist() == [0.25, 0.75, 0.75, 0.25]
    assert len(mean) == numbers[0]
    one = row(numpy.eye(7)[3], mean, 2, p=numbers[-1] if len(numbers) == 2 else 1)
    assert len(one) == 14
    assert centre(one) == 2 * 3.5 - 0.5


@says("checkerboards", "a kernel of {} ones, and a {term}`stride` of 2.")
@says(
    "checkerboards",
    "Each one puts the kernel down {} places further to the {<} than the {<}:",
)
def test_the_stamps_of_ones(number, *words):
    stamps = [numpy.flatnonzero(row(numpy.eye(4)[i], [1, 1, 1], 2)) for i in range(4)]
    if not words:
        assert all(len(stamp) == number for stamp in stamps)
        assert row([1] * 4, [1] * number, 2).tolist() == [1, 1, 2, 1, 2, 1, 2, 1, 1]
        return
    assert {int(b[0] - a[0]) for a, b in itertools.pairwise(stamps)} == {number}
    assert words == (1, 1)  # further to the right than the one before it


@says(
    "not-a-deconvolution",
    "With a padding of $k - 1$ and a stride of {}, a convolution of one channel",
)
def test_a_full_convolution_is_a_product_of_polynomials(s):
    x, k = rng.integers(1, 9, 5), rng.integers(1, 9, 3)
    full = corr2d(x[None].astype(float), k[None, ::-1].astype(float), stride=s, padding=(0, 2))[0]
    assert full.tolist() == numpy.polynomial.polynomial.polymul(x, k).tolist()


@says(
    "padding-strides-channels",
    "(Its output padding of {} and dilation of {} change nothing; both come later.)",
)
def test_output_padding_and_dilation_that_change_nothing(o, d):
    X, K = rng.normal(size=(2, 3)), rng.normal(size=(2, 2))
    plain = trans_conv(X, K, stride=2)
    assert (trans_conv(X, K, stride=2, dilation=d, output_padding=o) == plain).all()


@says(
    "padding-strides-channels",
    "turn the kernel by {} degrees; then compute a {term}`cross-correlation` with stride {}.",
)
@says("padding-strides-channels", "With a stride of {}, a transposed convolution is nothing new.")
@says(
    "three-forms",
    "$s^2$ convolutions with a stride of {}, interleaved, *are* a transposed convolution.",
)
@says(
    "three-forms",
    "The third is the one for hardware and software that is good at convolutions with a stride of {}.",
)
def test_strides_of_the_other_forms(*numbers):
    X, K, s = rng.normal(size=(4, 5)), rng.normal(size=(4, 6)), 2
    Y = trans_conv(X, K, stride=s)
    spread = numpy.zeros((7, 9))
    spread[::s, ::s] = X
    if len(numbers) == 2:
        degrees, one = numbers
        assert degrees % 90 == 0
        turned = numpy.rot90(K, degrees // 90)
        assert numpy.allclose(corr2d(numpy.pad(spread, ((3, 3), (5, 5))), turned, stride=one), Y)
        return
    (one,) = numbers
    for a, b in numpy.ndindex(s, s):
        assert numpy.allclose(convolve2d(X, K[a::s, b::s])[::one, ::one], Y[a::s, b::s])


@says("three-forms", "A kernel of {} with a stride of {}.")
@says(
    "three-forms",
    "*Read Y as* has the {} forms: *stamps added up*, *zeros inserted* and *phase by phase*.",
)
def test_the_figure_of_the_forms(*numbers):
    (cell,) = {s.cell for s in sentences("three-forms") if s.text.startswith("A kernel of")}
    name, state = figure("three-forms", cell)
    if len(numbers) == 2:
        assert (len(state["K"]), state["stride"]) == numbers
        return
    (sentence,) = (s.text for s in sentences("three-forms") if s.text.startswith("*Read Y as*"))
    bundle = (STATIC / "d2lmini-widgets.js").read_text("utf8")
    (choices,) = re.findall(r'"Read Y as",choices:(\[\[.*?\]\])', bundle)
    labels = [label for _, label in json.loads(choices)]
    assert re.findall(r"\*([^*]+)\*", sentence) == ["Read Y as", *labels]
    assert len(FIGURES[name]["reading"]["choices"]) == len(labels) == numbers[0]


def spectra():
    """Return the plot of the kernels' transforms, each curve as what it is at a frequency."""
    (one,) = plots("one-and-three-dimensions").values()
    return {
        name: dict(zip(curve[:, 0].round().astype(int), curve[:, 1], strict=True))
        for name, curve in one.curves.items()
    }


def size(weights, hertz):
    """Return the size of a kernel's transform, divided by the stride of 8, at 8000 a second."""
    turns = numpy.exp(-2j * numpy.pi * hertz / 8000 * numpy.arange(len(weights)))
    return abs((numpy.array(weights) * turns).sum()) / 8


ONES, TENT = [1] * 12, (1 - abs(numpy.arange(15) - 7) / 8).tolist()


@says(
    "one-and-three-dimensions",
    "That of the tent touches zero at {}, {}, {} and {} Hz.",
)
@says(
    "one-and-three-dimensions",
    "That of the twelve ones touches zero elsewhere, and at {} and {} Hz.",
)
@says(
    "one-and-three-dimensions",
    "At the multiples of {} Hz, which are the {not}frequencies that a constant can excite",
)
@says(
    "one-and-three-dimensions",
    "the tent's is {not}zero; that of the twelve ones is {not}, at {} and at {} Hz.",
)
def test_where_the_transforms_of_the_kernels_are_zero(*numbers):
    drawn = spectra()
    zeros = {name: touched(curve) for name, curve in drawn.items()}
    for f in (250, 1000, 2500):
        assert numpy.isclose(drawn["twelve ones"][f], size(ONES, f), atol=0.01)
        assert numpy.isclose(drawn["tent"][f], size(TENT, f), atol=0.01)
    if len(numbers) == 2 and numbers[1] is True:
        excited = [f for f in range(50, 4001, 50) if _excites(f)]
        assert excited == list(range(numbers[0], 4001, numbers[0]))
        return
    if True in numbers:
        denied, also, *places = numbers
        assert (denied, also) == (False, True)
        assert all(size(ONES, f) > 0.05 for f in places)
        assert [f for f in (1000, 2000, 3000, 4000) if size(ONES, f) > 0.05] == places
        return
    name = "tent" if len(numbers) == 4 else "twelve ones"
    assert zeros[name] == list(numbers)
    assert len(numbers) == 4 or any(size(ONES, f / 3) < 1e-9 for f in range(1, 12000))


def touched(curve):
    """Return the frequencies at which a curve is lowest, and next to zero."""
    beside = {f: min(curve.get(f - 50, 1), curve.get(f + 50, 1)) for f in curve}
    return [f for f in curve if curve[f] < min(0.003, beside[f])]


def _excites(hertz):
    """Return whether a constant, with zeros inserted, has a part of a frequency."""
    n = numpy.arange(1600)
    spread = (n % 8 == 0).astype(float)
    return abs((spread * numpy.exp(-2j * numpy.pi * hertz / 8000 * n)).mean()) > 1e-9


@says("one-and-three-dimensions", "{} falling curves over frequency.")
def test_the_curves_of_the_transforms_fall(number):
    drawn = spectra()
    assert len(drawn) == number
    for curve in drawn.values():
        heights = list(curve.values())
        assert heights[0] == max(heights) > 3 * max(heights[40:])


@says("one-and-three-dimensions", "Without code: write down $\\mathbf W$")
@says("one-and-three-dimensions", "an input of {} elements and a stride of {}.")
def test_the_matrix_of_the_difference(elements, s):
    W = kernel2matrix(numpy.array([[1, -1]]), (1, elements), stride=s)
    assert W.tolist() == [[1, -1, 0, 0], [0, 1, -1, 0], [0, 0, 1, -1]]


@says("basic-operation", "Put {py:func}`~d2lmini.trans_conv` with a stride of {} together again")
@says("three-forms", "Each phase is a convolution with a stride of {}")
def test_a_stride_of_one_is_what_is_left_out(s):
    X, K = rng.normal(size=(3, 4)), rng.normal(size=(2, 3))
    assert numpy.allclose(trans_conv(X, K, stride=s), convolve2d(X, K))
    assert trans_conv_output_shape((3, 4), (2, 3), stride=s) == (4, 6)


@says("matrix-efficiency", "As written here it does need room for each of the $k^2$ terms")
def test_the_direct_form_makes_a_term_for_each_weight():
    X, K = rng.normal(size=(6, 7)), rng.normal(size=(3, 3))
    terms = [K[a, b] * X[a : a + 4, b : b + 5] for a, b in numpy.ndindex(3, 3)]
    assert len(terms) == len(K) ** 2
    assert numpy.allclose(sum(terms), corr2d(X, K))


@says("segmentation", "is four convolutions with a kernel of {}, the first three with stride {}.")
@says("segmentation", "$s = {}$, stride {} and padding {}.")
def test_the_settings_of_the_segmenting_networks(*numbers):
    if len(numbers) == 2:
        k, s = numbers
        size = 48
        for stride in (s, s, s, 1):
            (size, _) = conv_output_shape((size, size), k, stride=stride, padding=k // 2)
        assert size == 48 // s**3
        assert size == 6
        return
    factor, s, p = numbers
    assert trans_conv_output_shape((6, 6), 2 * factor, stride=s, padding=p) == (48, 48)
    assert factor == s
