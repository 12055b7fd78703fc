"""Which settings fit and stay in place, and what sizes, ends and rests there are: computed."""

import itertools

import numpy
import pytest

from d2lmini import conv_output_shape, output_padding_for, trans_conv, trans_conv_output_shape
from tests.support.drawn import figure, plots
from tests.support.libraries import module
from tests.support.prose import sentences
from tests.support.says import says

rng = numpy.random.default_rng(48)


def row(values, weights, s, p=0, o=0, d=1):
    """Return a transposed convolution of one row."""
    X, K = (numpy.array([one], float) for one in (values, weights))
    size = {"stride": (1, s), "padding": (0, p), "output_padding": (0, o), "dilation": (1, d)}
    return trans_conv(X, K, **size)[0]


def shift(k, s, p, o):
    """Return how far a layer of ones moves a one, in pixels of the output."""
    Y = row(numpy.eye(9)[4], numpy.ones(k), s, p, o)
    return float((Y * (numpy.arange(len(Y)) + 0.5)).sum() / Y.sum() - s * 4.5)


@says(
    "alignment",
    "Without output padding the picture stays; then the kernel is the stride and {} paddings long.",
)
@says("shape-arithmetic", "with no dilation, the kernel is the stride and {} paddings long.")
@says("alignment", "For the size to be $s$ times as large, $e - s$ elements have to be cut off.")
@says("shape-arithmetic", "So the span follows from the stride once the padding is chosen.")
def test_exact_layers_without_output_padding(*paddings):
    for k, s, p in itertools.product(range(1, 9), range(1, 5), range(4)):
        if k <= 2 * p or k < s:
            continue
        exact = trans_conv_output_shape((5, 6), k, stride=s, padding=p) == (5 * s, 6 * s)
        assert exact == (k == s + 2 * p) == (k - s == 2 * p)
        if exact:
            assert numpy.isclose(shift(k, s, p, 0), 0)
    assert paddings in ((), (2,))


SETTINGS = [(2, 2, 0, 0), (3, 2, 1, 1), (4, 2, 1, 0), (5, 2, 2, 1), (5, 3, 1, 0)]


@says(
    "alignment",
    "The {<} and the third setting are aligned, and so is the {<} one, which makes the picture {} times as large.",
)
@says("alignment", "The second and the fourth are {not}.")
def test_the_settings_that_are_aligned(*words):
    aligned = [numpy.isclose(shift(*one), 0) for one in SETTINGS]
    assert aligned == [True, False, True, False, True]
    if len(words) == 3:
        assert words == (-1, 1, SETTINGS[-1][1])
    else:
        assert words == (True,)
        assert words[0] is True


@says(
    "alignment",
    "Set padding and output padding to {}: the output has {} rows and columns, and the element lands exactly in the middle.",
)
@says(
    "alignment",
    "Padding takes {} off at both ends, and output padding gives {} back at the end {not}.",
)
def test_the_element_in_the_middle(*numbers):
    (cell,) = {s.cell for s in sentences("alignment") if s.text.startswith("Kernel 3, stride 2")}
    drawn = figure("alignment", cell)[1]
    X, K = numpy.array(drawn["X"]), numpy.array(drawn["K"])
    full = trans_conv(X, K, stride=2)
    if len(numbers) == 2:
        zero, size = numbers
        Y = trans_conv(X, K, stride=2, padding=zero, output_padding=zero)
        assert Y.shape == (size, size)
        assert numpy.argwhere(Y).tolist() == [[size // 2, size // 2]]
        return
    off, back, only = numbers
    Y = trans_conv(X, K, stride=2, padding=off, output_padding=back)
    assert (full[off : len(full) - off + back, off : len(full) - off + back] == Y).all()
    assert (off, back) == (drawn["padding"], drawn["output_padding"])
    assert only is True


@says(
    "alignment",
    "Both kernels below are bilinear: $({}, {}, {}) / {}$, with output padding, and $({}, {}, {}, {}) / {}$, without.",
)
def test_two_bilinear_kernels(*numbers):
    first, second = numpy.array(numbers[:3]) / numbers[3], numpy.array(numbers[4:8]) / numbers[8]
    ramp = numpy.arange(6.0)
    for weights, p, o in ((first, 1, 1), (second, 1, 0)):
        Y = row(ramp, weights, 2, p, o)
        assert len(Y) == 12
        assert numpy.allclose(numpy.diff(Y[3:-3]), 0.5)


@says("alignment", "After five layers, the picture is {} pixels from where it belongs.")
def test_the_shift_after_five_layers(pixels):
    delta = 0.0
    for _ in range(5):
        delta = 2 * delta + shift(3, 2, 1, 1)
    assert -delta == pixels


@says(
    "alignment",
    "To take it from the end instead, compute without either and cut by hand: the picture then lands half a pixel *after* its place.",
)
@says(
    "alignment",
    "So, without dilation, an even stride wants an even kernel, and an odd stride an odd one.",
)
@says(
    "alignment",
    "Which place of the output belongs to which place of the input is a convention, and libraries have {}.",
)
@says(
    "alignment",
    "- *Centres of the corners* line up: the {<} centre lands on the first, the {<} on the last",
)
@says(
    "alignment",
    "measured by the squares, it is {not}aligned, because the squares are {not}what it lines up.",
)
def test_cut_at_the_end(*words):
    full = row(numpy.eye(5)[2], [1, 1, 1], 2)
    places = numpy.arange(len(full) - 1) + 0.5
    assert float((places * full[:-1]).sum() / 3 - 5) == 0.5
    for k, s in itertools.product(range(1, 8), range(1, 6)):
        if k >= s:
            assert ((k - s) % 2 == 0) == (k % 2 == s % 2)
    tent = [1, 2, 3, 2, 1]
    Y = row(numpy.eye(4)[0], tent, 3, 2), row(numpy.eye(4)[3], tent, 3, 2)
    assert (int(Y[0].argmax()), int(Y[1].argmax())) == (0, len(Y[1]) - 1)
    assert numpy.isclose(shift(5, 3, 2, 0), -1)
    assert repr(words) in ("()", "(2,)", "(-1, 1)", "(True, True)")


@says("shape-arithmetic", "Padding crops {} on each side, and $9 - 2 \\cdot 1 = {}$ are left.")
@says("shape-arithmetic", "Without {term}`dilation`, $e = k$.")
@says(
    "shape-arithmetic",
    "Padding takes $p$ off each end; output padding gives $o$ back at the far end:",
)
@says("shape-arithmetic", "From its {<} element to its {<}, both counted, it spans")
@says("shape-arithmetic", "Divide with remainder:")
def test_ends_and_spans(*numbers):
    full = row(numpy.ones(4), numpy.ones(3), 2)
    if len(numbers) == 2 and numbers != (-1, 1):
        p, left = numbers
        assert len(full) == 9
        assert len(row(numpy.ones(4), numpy.ones(3), 2, p=p)) == left
    weights = rng.normal(size=3)
    for d in (1, 2, 3):
        reached = numpy.flatnonzero(row([1], weights, 1, d=d))
        assert reached[-1] - reached[0] + 1 == d * (3 - 1) + 1
    assert len(row([1], weights, 1)) == len(weights)
    values = rng.normal(size=4)
    whole = row(values, weights, 3)
    assert numpy.allclose(row(values, weights, 3, p=1, o=1), whole[1 : len(whole) - 1 + 1])
    assert numbers in ((), (-1, 1), (1, 7))


@says(
    "shape-arithmetic",
    "(Those below {} are no sizes: with $k = {}$, $s = {}$ and $p = {}$, {not}{} and {} give $m = {}$, as the cell below shows.",
)
@says(
    "shape-arithmetic",
    "It falls short by $r$, and **output padding of $o = r$ restores the size**.",
)
@says(
    "shape-arithmetic",
    "the size $m = {}$ comes from $5 \\cdot 3 + 5 - 4 + r = {} + r$, so from {}, {} and {}.",
)
@says(
    "shape-arithmetic",
    "{numref}`fig-staircase` draws it: the way back is a staircase, and output padding fills the steps.",
)
def test_sizes_that_share_their_output(*numbers):
    def alike(m, k, s, p):
        return [
            n
            for n in range(1, 40)
            if n + 2 * p >= k and conv_output_shape((n, n), k, stride=s, padding=p)[0] == m
        ]

    if len(numbers) == 8:
        least, k, s, p, only, *few, m = numbers
        assert alike(m, k, s, p) == few
        assert len(few) < s
        assert least == 1 == min(few)
        assert only is True
    elif numbers:
        m, smallest, *sizes = numbers
        assert alike(m, 5, 3, 2) == sizes
        assert smallest == sizes[0] == trans_conv_output_shape((m, m), 5, stride=3, padding=2)[0]
    for n in alike(5, 5, 3, 2):
        o = output_padding_for((n, n), 5, stride=3, padding=2)[0]
        back = trans_conv_output_shape((5, 5), 5, stride=3, padding=2)[0]
        assert n - back == o
    (one,) = plots("shape-arithmetic").values()
    assert (numpy.diff(one.y("with output padding").round()) == 1).all()
    assert set(numpy.diff(one.y("without").round())) == {0, 3}


@says(
    "shape-arithmetic",
    "The second and the fourth need output padding, because $s + 2p$ is even and the kernel odd.",
)
@says("shape-arithmetic", "an even size needs output padding {}, an odd one {}.")
@says(
    "shape-arithmetic",
    "An odd one takes $o = 2$ with $p = (k - 1) / 2$, or, from {} on, $o = 0$ with $p = (k - 3) / 2$.",
)
def test_odd_and_even(*numbers):
    exact = [
        (k, p, o)
        for k, p, o in itertools.product(range(1, 8), range(4), range(3))
        if p < k and 3 * 4 + k - 2 * p + o == 3 * 5
    ]
    odd = [(k, p, o) for k, p, o in exact if k % 2]
    assert all((o == 2 and p == (k - 1) / 2) or (o == 0 and p == (k - 3) / 2) for k, p, o in odd)
    if len(numbers) == 1:
        assert min(k for k, _, o in odd if o == 0) == numbers[0]
    elif numbers:
        for n in range(4, 12):
            needed = output_padding_for((n, n), 3, stride=2, padding=1)[0]
            assert needed == numbers[n % 2]
    for k, p in itertools.product((3, 5), range(2)):
        assert (2 + 2 * p - k) % 2 == 1


@says("shape-arithmetic", "ONNX has a number for each side: top, {<}, bottom, {<}.")
@says("shape-arithmetic", "The frameworks have {} for top and bottom and {} for left and right.")
@says(
    "shape-arithmetic",
    "A framework's layer therefore cannot be told to crop at the end {not}; a slice does it:",
)
def test_four_paddings(*words):
    torch = module("pytorch")
    X, K = torch.arange(6.0).reshape(1, 1, 2, 3), torch.ones(1, 1, 3, 3)
    whole = torch.nn.functional.conv_transpose2d(X, K, stride=2)
    found = set()
    for p, o in itertools.product((0, 1), repeat=2):
        Y = torch.nn.functional.conv_transpose2d(X, K, stride=2, padding=p, output_padding=o)
        found.add(Y.shape == whole[..., :-1, :-1].shape and bool((whole[..., :-1, :-1] == Y).all()))
    assert found == {False}
    with pytest.raises(RuntimeError, match="padding"):
        torch.nn.functional.conv_transpose2d(X, K, stride=2, padding=(0, 0, 1, 1))
    assert repr(words) in ("(-1, 1)", "(1, 1)", "(True,)")
