"""Sentences that deny something: that a thing is not so, that only one is, that none has it."""

import itertools
import re

import numpy
import pytest
from pybtex.database import parse_file

from book._ext.paths import BOOK, ROOT
from d2lmini import conv_output_shape, corr2d, trans_conv, trans_conv_output_shape
from d2lmini.layouts import convert_kernel
from tests.support.libraries import module
from tests.support.pages import code_of, source
from tests.support.says import says

rng = numpy.random.default_rng(40)


def row(values, weights, s, p=0, o=0):
    """Return a transposed convolution of one row."""
    size = {"stride": (1, s), "padding": (0, p), "output_padding": (0, o)}
    return trans_conv(numpy.array([values], float), numpy.array([weights], float), **size)[0]


@says("alignment", "A pixel is a square, not a point.")
def test_blocks_of_a_pixel_are_in_place_as_squares_and_not_as_points():
    for s in (2, 3, 4):
        covered = numpy.flatnonzero(row([0, 1, 0], numpy.ones(s), s))
        squares = (covered + 0.5).mean() - s * 1.5
        points = covered.mean() - s * 1
        assert squares == 0 < points == (s - 1) / 2


@says(
    "alignment", "too, but one that does not multiply the size by $s$: with $n_o = s (n - 1) + 1$"
)
@says("upsampling-images", "to enlarge 3 pixels to 6 in this way is not a transposed convolution.")
@says("upsampling-images", "these two weights would be the same")
def test_aligned_corners_give_another_size():
    for n, s in itertools.product((2, 3, 5), (2, 3, 4)):
        size = trans_conv_output_shape((n, n), 2 * s - 1, stride=s, padding=s - 1)[0]
        assert size == s * (n - 1) + 1 != s * n
    read = numpy.array(
        [numpy.interp(numpy.linspace(0, 2, 6), range(3), one) for one in numpy.eye(3)]
    )
    assert numpy.allclose([read[1, 1], read[2, 3]], [2 / 5, 1 / 5])
    for k, p in itertools.product(range(1, 9), range(4)):
        if 4 + k - 2 * p == 6:
            units = [[row(one, w, 2, p) for w in numpy.eye(k)] for one in numpy.eye(3)]
            stamps = numpy.array(units).transpose(0, 2, 1).reshape(18, k)
            _, rest, _, _ = numpy.linalg.lstsq(stamps, read.ravel(), rcond=None)
            assert rest.size == 0 or rest[0] > 0.01


@says("bibliography", "Each has a DOI or a number at arXiv; only a specification has neither.")
def test_one_work_has_no_number():
    entries = parse_file(str(BOOK / "references.bib")).entries
    bare = [e for e in entries.values() if not {"doi", "eprint"} & set(e.fields)]
    assert len(bare) == 1
    assert re.search("specification|operator|format|schema", bare[0].fields["title"].lower())


@says(
    "bibliography",
    "It does not matter for a kernel that is learned, and it does for one that is given.",
)
def test_a_turned_kernel_is_another_one_of_the_same_size():
    X, K = rng.normal(size=(3, 4)), rng.normal(size=(2, 3))
    turned = K[::-1, ::-1].copy()
    assert not numpy.allclose(trans_conv(X, K), trans_conv(X, turned))
    assert numpy.allclose(trans_conv(X, turned[::-1, ::-1].copy()), trans_conv(X, K))


@says("checkerboards", "They are not trained, so nobody has told them to draw a pattern.")
@says("checkerboards", "These generators were not trained yet.")
def test_the_generators_are_drawn():
    code = code_of("checkerboards", "They are not trained, so nobody")
    assert not re.search(r"backward|optim|lstsq|trained\(|\bstep", code)
    assert re.search(r"normal|randn|rng", code)


@says("conventions", "It refuses what does not fit, and says what was expected:")
def test_a_kernel_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"expect|does not fit|has the shape|channels"):
        convert_kernel(numpy.ones((4, 6, 2, 5)), "Keras", "Flax", channels=(4, 6))


@says(
    "cross-correlation",
    "If no stride is given, they move by a whole window, so that no two windows overlap",
)
@says(
    "glossary",
    "Replaces each window of an array by its largest or its mean value. It has no weights.",
)
def test_pooling_moves_by_a_window_and_has_no_weights():
    nn = module("pytorch").nn
    for layer in (nn.MaxPool2d(3), nn.AvgPool2d(3)):
        assert layer.stride == layer.kernel_size
        assert list(layer.parameters()) == []


@says("glossary", "which brings back the shape but in general not the values")
@says(
    "questions",
    "It brings back the shape, not the values; if the matrix has orthonormal columns, it brings back both.",
)
@says("questions", "No, in general.")
@says(
    "why-upsample",
    "This operation does not: it {doc}`restores the shape, not the values <summary-exercises>`.",
)
def test_the_shape_comes_back_and_not_the_values():
    X, K = rng.normal(size=(4, 6)), rng.normal(size=(2, 3))
    Z = trans_conv(corr2d(X, K), K)
    assert Z.shape == X.shape
    assert not numpy.allclose(Z, X)
    M = numpy.linalg.qr(rng.normal(size=(4, 4)))[0].reshape(4, 1, 2, 2)
    A = rng.normal(size=(1, 1, 4, 6))
    assert numpy.allclose(trans_conv(corr2d(A, M, stride=2), M, stride=2), A)


@says("glossary", "It needs those places, which a transposed convolution does not know; see")
def test_unpooling_needs_the_places():
    A, B = numpy.array([[5.0, 1], [0, 0]]), numpy.array([[0, 0], [1, 5.0]])
    assert A.max() == B.max()
    assert A.argmax() != B.argmax()


@says(
    "glossary",
    "A network made up only of convolutions, pooling and transposed convolutions, so that it takes an image of any size",
)
def test_such_a_network_takes_every_size():
    K, G = rng.normal(size=(1, 1, 3, 3)), rng.normal(size=(1, 1, 4, 4))
    for n, m in ((6, 8), (10, 12)):
        small = corr2d(rng.normal(size=(1, 1, n, m)), K, stride=2, padding=1)
        assert trans_conv(small, G, stride=2, padding=1).shape == (1, 1, n, m)


@says("gradients", "it needs no derivative, works at any size, and")
@says("gradients", "But it only compares the two directions with each other.")
def test_a_fault_of_both_directions_passes():
    for n, m in ((4, 5), (7, 6)):
        X, Y, K = rng.normal(size=(n, m)), rng.normal(size=(n - 1, m - 2)), rng.normal(size=(2, 3))
        wrong = K[::-1, ::-1].copy()
        for there, back, same in ((K, K, True), (K, wrong, False), (wrong, wrong, True)):
            first, second = (Y * corr2d(X, there)).sum(), (X * trans_conv(Y, back)).sum()
            assert numpy.isclose(first, second) == same


@says("gradients", "where only the middle of the 3×3 input moves, by 1.")
def test_the_input_that_moves():
    (given,) = re.findall(r"one-pixel-moves\n(?::.*\n)*?:input: (.*)\n", source("gradients"))
    H = numpy.array([one.split() for one in given.split(";")], int)
    assert H[1, 1] == 1 == numpy.abs(H).sum()


@says("gradients", "and the framework no longer needs to look inside `corr2d`.")
@says("gradients", "`grad_kernel` does the rest, and no framework differentiates anything.")
def test_what_differentiates():
    own = code_of("gradients", "no longer needs to look inside")
    assert own.count("grad_input(") == own.count("grad_kernel(") == 2
    learns = code_of("gradients", "no framework differentiates anything")
    assert not re.search(r"\.backward\(|requires_grad|attach_grad|record\(", learns)
    assert "grad_kernel(" in learns


@says(
    "gradients",
    "release 1.9.1 writes no gradient after the first argument that has none, as one of the book's tests shows.)",
)
@says(
    "shape-arithmetic",
    "Release 1.9.1 cannot compute a cropped `target_shape` on a CPU: it raises an error, as one of the book's tests shows.",
)
def test_the_tests_that_show_it_are_there():
    limits = (ROOT / "tests" / "operations" / "test_mxnet_limits.py").read_text("utf8")
    assert re.search(r"def test_\w*(?:gradient|argument)\w*\(", limits)
    assert re.search(r"target_shape", limits)
    assert "mxnet==1.9.1" in (ROOT / "requirements.txt").read_text("utf8")


@says("in-use", "Rows and columns do not mix, so one direction is enough.")
@says("three-forms", "Rows and columns do not mix in what follows, so one row is proof enough.")
def test_each_direction_has_its_own_size_and_sums():
    a, b, x, y = (rng.normal(size=n) for n in (3, 4, 5, 2))
    Y = trans_conv(numpy.outer(x, y), numpy.outer(a, b), stride=2)
    assert numpy.allclose(Y, numpy.outer(row(x, a, 2), row(y, b, 2)))


@says("in-use", "But 10 does not divide 16.")
@says("in-use", "StyleGAN2's kernel of 3 alone has a stride that does not divide it.")
@says("in-use", "FCN does not crop while it enlarges")
def test_strides_that_do_not_divide():
    text = source("in-use")
    assert 16 % 10
    (k, s) = re.search(r"StyleGAN2.*kernel (\d), stride (\d)", text).groups()  # type: ignore[union-attr]
    assert (k, int(k) % int(s)) == ("3", 1)
    own = re.findall(r"\(\"FCN[^\"]*\", \d+, \((\d), (\d)\)", text)
    assert own
    assert set(own) == {("0", "0")}


@says("not-a-deconvolution", "so a framework can do it with no layer for it:")
@says("not-a-deconvolution", "Solving needs no matrix.")
def test_what_is_done_without():
    assert not re.search(
        r"[Uu]npool\w*\(|nn\.", code_of("not-a-deconvolution", "with no layer for it")
    )
    X, K = rng.normal(size=(4, 5)), numpy.array([[4.0, 1], [1, 1]])
    Y, x = corr2d(X, K, padding=1), numpy.zeros((4, 5))
    for _ in range(4000):
        x += trans_conv(Y - corr2d(x, K, padding=1), K, padding=1) / 49
    assert numpy.abs(x - X).max() < 1e-3


@says(
    "not-a-deconvolution",
    "it is a product of two polynomials, and only zero times something is zero.",
)
@says(
    "not-a-deconvolution",
    "let $p$ be the place of the first that is not zero and $q$ that of the last.",
)
@says("not-a-deconvolution", "It is not zero, but $\\tau \\ne 0$.")
@says("not-a-deconvolution", "Suppose there are two or more.")
def test_a_kernel_with_two_weights_meets_itself():
    for _ in range(20):
        K = rng.integers(-2, 3, 9)
        places = numpy.flatnonzero(K)
        if len(places) < 2:
            continue
        p, q = places[0], places[-1]
        products = [K[i] * K[i + q - p] for i in range(9 - (q - p))]
        assert numpy.count_nonzero(products) == 1
        assert K[p] * K[q] in products
        assert q != p
        assert numpy.convolve(K, rng.integers(1, 9, 5)).any()


@says("not-a-deconvolution", "if and only if, for each two input channels $i$ and $i'$, each $a")
def test_another_kernel_does_not_give_the_identity():
    M = numpy.linalg.qr(rng.normal(size=(4, 4)))[0]
    A = rng.normal(size=(1, 1, 4, 6))
    for scale, same in ((1, True), (1.1, False)):
        K = (M * [[scale], [1], [1], [1]]).reshape(4, 1, 2, 2)
        assert numpy.allclose(trans_conv(corr2d(A, K, stride=2), K, stride=2), A) == same


@says(
    "padding-strides-channels",
    "A padded convolution also reads from places that hold zeros and are no part of its input.",
)
@says("padding-strides-channels", "writes to those places belongs to no element, and is dropped.")
@says("padding-strides-channels", "With a stride of 1, no zeros are inserted between the elements")
def test_what_lands_in_the_padding():
    X, K = rng.normal(size=(3, 4)), rng.normal(size=(3, 3))
    assert numpy.allclose(corr2d(X, K, padding=1), corr2d(numpy.pad(X, 1), K))
    full = trans_conv(X, K)
    assert numpy.allclose(trans_conv(X, K, padding=1), full[1:-1, 1:-1])
    assert full[0].any()
    assert row([3, 5], [1], 1).tolist() == [3, 5] != row([3, 5], [1], 2).tolist()


@says("questions", "Why is output padding not zeros?")
@says("questions", "They are zeros only where no stamp reaches.")
@says("questions", "No dilation is $d = 1$, not 0.")
@says("questions", "Libraries differ, and the shapes do not tell.")
def test_rows_that_are_added_hold_stamps():
    for s, p in itertools.product((2, 3), (0, 1)):
        added = row([1, 2, 3], [1, 2, 4], s, p, o=1)[-1]
        assert (added == 0) == (p == 0)
    full = row([1, 2, 3], [1, 2, 4], 2)
    assert full[1:].shape == full[:-1].shape
    assert (full[1:] != full[:-1]).any()
    assert conv_output_shape((5, 6), 3, dilation=1) == (3, 4)
    with pytest.raises(ValueError, match="dilation"):
        conv_output_shape((5, 6), 3, dilation=0)


@says("questions", "Why is my layer not the exact transpose of the other?")
@says("questions", "Why is it slow, or not the same on every device?")
def test_a_bias_and_the_order_of_a_sum_matter():
    X, Y, K = rng.normal(size=(4, 5)), rng.normal(size=(3, 3)), rng.normal(size=(2, 3))
    first, second = ((corr2d(X, K) + b) * Y for b in (0, 1))
    back = (X * trans_conv(Y, K)).sum()
    assert numpy.isclose(first.sum(), back) > numpy.isclose(second.sum(), back)
    assert (0.1 + 0.2) + 0.3 != 0.1 + (0.2 + 0.3)
