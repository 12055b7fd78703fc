"""What the chapters on systems, inverses and tests say, computed from their sentences."""

import itertools
import re

import numpy

from book._ext.notebooks.pictures import PIXEL_TOLERANCE
from book._ext.paths import BOOK, ROOT
from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support.nbval_layer import RELATIVE_TOLERANCE
from tests.support.says import says

rng = numpy.random.default_rng(8)
LINE = numpy.array([[1, 3, 3, 1]]) / 4


@says(
    "conventions",
    "The spread-out input has {} rows, with the zeros {}, and a kernel of {} has {} places in it.",
)
def test_the_places_of_the_exercise(rows, padded, k, places):
    spread = trans_conv(numpy.ones((5, 5)), numpy.ones((1, 1)), stride=2)
    assert len(spread) == rows
    around = numpy.pad(spread, (padded - rows) // 2)
    assert len(around) == padded
    assert conv_output_shape(around.shape, k)[0] == places


@says("conventions", "sliding the kernel *turned by {} degrees*")
@says("conventions", "The place in the middle of the output is reached by all {} stamps")
def test_what_is_turned_and_how_many_reach_the_middle(number):
    X, K = rng.integers(1, 5, (2, 2)), rng.integers(1, 5, (2, 2))
    if number == 4:
        assert trans_conv(numpy.ones((2, 2)), numpy.ones((2, 2)))[1, 1] == number
        return
    turned = numpy.rot90(K, int(number) // 90)
    assert number % 90 == 0
    assert (corr2d(numpy.pad(X, 1), turned) == trans_conv(X, K)).all()


@says(
    "not-a-deconvolution",
    "Then the rows $({}, {}, {})$ and $({}, {}, {}) + t \\, ({}, {}, {})$ have the {<} output for every $t$",
)
@says("not-a-deconvolution", "Without padding there are {} windows for {} numbers, {} and {}.")
def test_rows_that_nobody_can_tell_apart(*numbers):
    K = numpy.array([[2, 1]])
    if len(numbers) == 4:
        windows, count, *outputs = numbers
        Y = corr2d(numpy.array([[1, 2, 3]]), K)
        assert Y.shape[1] == windows
        assert (Y.tolist(), count) == ([outputs], 3)
        return
    first, second, change = (numpy.array([numbers[i : i + 3]]) for i in (0, 3, 6))
    assert numbers[9] == 0
    assert (first == second).all()
    assert (first == [1, 2, 3]).all()
    assert (corr2d(change, K) == 0).all()


@says(
    "not-a-deconvolution",
    "and it is a multiple of the inverse exactly if all $\\sigma_i$ are {<} and {not}zero",
)
@says(
    "not-a-deconvolution",
    "An input $\\mathbf{v}_i$ with $\\sigma_i = 0$ and the input zero have the {<} output.",
)
def test_when_the_transpose_is_the_inverse(equal, *denied):
    assert equal == 0
    assert denied in ((), (True,))
    Q = numpy.linalg.qr(rng.normal(size=(6, 4)))[0]
    for sigma in ([1, 1, 1, 1], [3, 3, 3, 3], [1, 2, 1, 1], [1, 1, 0, 1]):
        W = Q * sigma
        back = W.T @ W
        multiple = numpy.allclose(back, back[0, 0] * numpy.eye(4)) and back[0, 0] > 0
        assert multiple == (len(set(sigma)) == 1)
        for i in numpy.flatnonzero(numpy.array(sigma) == 0):
            assert numpy.allclose(W @ numpy.eye(4)[i], 0)


@says("not-a-deconvolution", "all that was not lost comes back, the {<} the {<} its $\\sigma_i$")
def test_small_factors_come_back_slowly(slower, smaller):
    sigma = numpy.array([2.0, 1.0, 0.3])
    left = (1 - 0.4 * sigma**2) ** 200
    steps = numpy.log(0.01) / numpy.log(abs(1 - 0.4 * sigma**2))
    assert abs(left).max() < 1e-3
    assert steps.argmax() == sigma.argmin()
    assert (slower, smaller) == (-1, -1)


@says(
    "not-a-deconvolution",
    "An encoder whose output has {<} numbers than its input can have this one, {not}the other.",
)
@says("not-a-deconvolution", "- So is every matrix with orthonormal columns, such as a random one.")
def test_fewer_numbers_can_only_have_orthonormal_rows(fewer, never):
    M = numpy.linalg.qr(rng.normal(size=(8, 3)))[0].T
    W = kernel2matrix(M.reshape(3, 2, 2, 2), (2, 4, 6), stride=2)
    assert numpy.allclose(W @ W.T, numpy.eye(len(W)))
    assert numpy.sign(W.shape[0] - W.shape[1]) == fewer
    assert numpy.linalg.matrix_rank(W.T @ W) < W.shape[1]
    assert never is True
    Q = numpy.linalg.qr(rng.normal(size=(9, 8)))[0].reshape(9, 2, 2, 2)
    X = rng.normal(size=(1, 2, 4, 6))
    assert numpy.allclose(trans_conv(corr2d(X, Q, stride=2), Q, stride=2), X)


@says("questions", "$s$ input sizes of a convolution have {} output size")
def test_sizes_that_become_one(one):
    for k, s in itertools.product((1, 2, 3, 5), (1, 2, 3)):
        sizes = {}
        for n in range(k, k + 6 * s):
            sizes.setdefault(conv_output_shape((n, n), k, stride=s), []).append(n)
        assert {len(inputs) for inputs in sizes.values()} == {s}
        assert len(set(sizes)) == 6
    assert one == 1


@says("testing", "There are {} kinds of numbers.")
@says("testing", "So {} things have to agree, and each agreement has a test:")
def test_the_lists_of_the_page_on_testing(count):
    text = (BOOK / "testing.md").read_text("utf8")
    for words in ("kinds of numbers.", "each agreement has a test:"):
        rest = text.partition(words)[2].partition("\n\n- ")[2]
        block = "- " + re.split(r"\n\n(?!- )", rest)[0]
        assert len(re.findall(r"^- \*", block, re.MULTILINE)) == count


@says(
    "testing",
    "printed floats may differ by {} part in a million, … so may pictures, by {} shade in {} for each pixel",
)
def test_the_tolerances(part, shade, shades):
    assert part / 1_000_000 == RELATIVE_TOLERANCE
    assert shade == PIXEL_TOLERANCE
    assert shades == numpy.iinfo(numpy.uint8).max


@says(
    "testing",
    "On 2026-11-27 it made {} changes, of which {} were noticed, or {} %; `tools/mutants.md` says why each of the other {} is left.",
)
def test_the_mutants_are_those_of_their_file(made, noticed, percent, others):
    text = (ROOT / "tools" / "mutants.md").read_text("utf8")
    date, *told = re.search(
        r"On ([\d-]+)\s+it made ([\d,]+) changes, and ([\d,]+) of them are caught \(([\d.]+) %\)",
        text,
    ).groups()
    assert f"On {date} it made" in " ".join((BOOK / "testing.md").read_text("utf8").split())
    assert [float(number.replace(",", "")) for number in told] == [made, noticed, percent]
    assert percent == round(100 * noticed / made, 1)
    rows = re.findall(r"^\| ((?:every )?`[^|]*) \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE)
    parts = [part for row in rows for part in re.findall(r"`[^`]+`(?: \((\d+)\))?", row)]
    assert sum(int(part or 1) for part in parts) == made - noticed == others


@says("testing", "`make test-long` tries {} thousand cases for each function")
def test_the_cases_of_the_long_test(thousands):
    target = re.search(
        r"^test-long:.*try ([\d,]+) random", (ROOT / "Makefile").read_text("utf8"), re.MULTILINE
    )
    assert int(target[1].replace(",", "")) == 1000 * thousands
    profiles = (ROOT / "tests" / "operations").parent.parent / "conftest.py"
    assert f"max_examples={thousands}_000" in profiles.read_text("utf8").replace(" ", "")


@says("matrix-efficiency", "A photograph taken with a phone is about {}×{} pixels.")
def test_the_photograph(width, height):
    text = (BOOK / "matrix-efficiency.md").read_text("utf8")
    assert f"photograph / {width * height / 10**6:g}e6" in text


@says(
    "index",
    "A transposed convolution can make them {<} again: each pixel of a small picture stamps a whole kernel into a {<} one",
)
@says("index", "Convolution and pooling usually make feature maps {<}.")
def test_which_layers_make_larger(*order):
    down = conv_output_shape((9, 13), 3, stride=2)
    up = trans_conv_output_shape(down, 3, stride=2)
    if len(order) == 1:
        assert numpy.sign(down[0] - 9) == order[0]
    else:
        assert {int(numpy.sign(up[0] - down[0]))} == set(order)
