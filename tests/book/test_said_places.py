"""Above and below on a page, first and last, before and after: where the things are."""

import re

import numpy
import onnx

from book._ext.paths import HTML
from d2lmini import kernel2matrix, trans_conv, trans_conv_output_shape
from d2lmini.systems import systems
from tests.support.pages import code_of, order, source
from tests.support.says import says

rng = numpy.random.default_rng(53)


@says("conventions", "with the function that was checked {<}:")
def test_the_function_that_was_checked(way):
    assert way == order(
        "conventions", "def lax_conv_transpose", "with the function that was checked"
    )


@says("index", "a notebook for either framework, offered {<} its title.")
def test_the_notebooks_are_offered_below_a_title(way):
    page = (HTML / "book" / "gradients.html").read_text("utf8")
    assert way == (1 if page.index('class="notebook-links') < page.index("<h1>") else -1)


@says("matrix-efficiency", "We read it here; nothing {<} depends on the machine that reads it.")
def test_the_times_are_read_above_what_uses_them(way):
    assert way == order("matrix-efficiency", "data = benchmark()", "We read it here; nothing")


@says(
    "matrix-efficiency", "does arithmetic decide its least time, on one thread of the machine {<}?"
)
def test_the_roofline_s_machine_is_above(way):
    words = "does arithmetic decide its least time"
    assert way == order("matrix-efficiency", 'for threads, best in stored["roofline"]', words)


@says("matrix-transposition", "Its input here is the output $\\mathbf{Y}$ from {<}.")
def test_y_is_from_above(way):
    assert way == order("matrix-transposition", "Y = corr2d(X, K)", "Its input here is the output")


@says(
    "segmentation", "`make experiments` runs the code {<}, and that of the controls below, in full:"
)
def test_the_code_of_the_network_is_above(way):
    assert way == order("segmentation", "def train(net", "runs the code")


@says("segmentation", "and that of the controls {<}, in full:")
def test_the_code_of_the_controls_is_below(way):
    assert way == order("segmentation", "def u_net(", "runs the code")


@says("shape-arithmetic", "They are the ones used in its tab {<}.")
def test_the_names_of_the_operator_are_used_above(way):
    words = "They are the ones used in its tab"
    assert way == order("shape-arithmetic", "npx.deconvolution(", words)


@says("segmentation", "To get {<} it, something has to draw edges *inside* blocks.")
def test_a_ceiling_is_passed_upwards(way):
    mask = numpy.zeros((8, 8), int)
    mask[:, :3] = 1
    blocks = mask.reshape(2, 4, 2, 4).mean((1, 3)).round().astype(int)
    assert (blocks.repeat(4, 0).repeat(4, 1) == mask).mean() < 1
    edges = numpy.where(numpy.arange(8) < 3, 1, 0)
    assert way == ((mask == edges).mean() > (blocks.repeat(4, 0).repeat(4, 1) == mask).mean())


@says("basic-operation", "Our first example comes out as well:")
@says("matrix-efficiency", "Only the first row has $n$ to the fourth power, in both columns.")
@says("matrix-efficiency", "The last row needs a word.")
@says("segmentation", "The examples, with a class that is nowhere in the first:")
@says("segmentation", "PyTorch's runs are in the columns but the last.")
@says(
    "not-a-deconvolution",
    "the networks of the second row convolve with their kernels, and this step alone is what the layer of the last row does.",
)
def test_rows_and_columns_of_tables_are_where_they_are_said_to_be():
    first = source("basic-operation").index("1 & 10 \\\\ 100 & 1000")
    assert first < source("basic-operation").index("0 & 1 \\\\ 2 & 3")
    assert "A = torch.tensor([[1.0, 2.0], [3.0, 4.0]])" in source("basic-operation")
    table = re.search(r"\(table-costs\)=\n((?:\|.*\n)+)", source("matrix-efficiency"))
    rows = [row.strip("| \n").split(" | ") for row in table[1].splitlines()[2:]]
    fourth = [["m^2" in cell and "n^2" in cell for cell in row[1:3]] for row in rows]
    assert fourth[0] == [True, True]
    assert not any(any(row) for row in fourth[1:])
    assert "FFT" in rows[-1][0]
    assert "log" in " ".join(rows[-1])
    cell = code_of("segmentation", "The examples, with a class that is nowhere in the first")
    M, P = (numpy.array(eval(re.search(rf"\n{n} = numpy.array\((.*)\)", cell)[1])) for n in "MP")
    assert set(range(3)) - {*M.ravel(), *P.ravel()} == {2}
    assert re.search(r'heads = \[.*"IoU in MXNet"\]', source("segmentation"))
    words = re.search(r"\(table-deconvolutions\)=\n((?:\|.*\n)+)", source("not-a-deconvolution"))
    meant = words[1].splitlines()[2:]
    assert "convolved with learned kernels" in meant[1]
    assert "transposed convolution" in meant[-1]


@says("conventions", "(first both beginnings, then both ends)")
@says("conventions", "Keras and JAX add the last gap, which makes $n s$ rows of `valid` as well.")
@says("conventions", "to the last digit")
@says("conventions", "Which padding does the PyTorch layer need that gives the same?")
def test_what_the_systems_cut_and_add():
    found = systems()["systems"]
    assert all(one["equal"] == one["cases"] for name, one in found.items() if "equal" in one)
    for k, s, n in ((2, 3, 4), (1, 2, 5)):
        assert trans_conv_output_shape((n, n), k, stride=s)[0] + (s - k) == n * s
    for k, p in ((4, 1), (3, None)):
        crops = (max(k - 2, 0) // 2, k - 2 - max(k - 2, 0) // 2)
        assert (crops[0] if crops[0] == crops[1] else None) == p
    text = " ".join(onnx.defs.get_schema("ConvTranspose").attributes["pads"].description.split())
    assert "[x1_begin, x2_begin...x1_end, x2_end,...]" in text


@says(
    "checkerboards",
    "In a row, an element at an odd place is a copy from the layer before, and one at an even place the sum of two neighbours.",
)
@says("one-and-three-dimensions", "so the output repeats itself after $s$ elements. A sound")
@says("one-and-three-dimensions", "The output has $(3 - 1) \\cdot 2 + 3 = 7$ elements")
@says(
    "one-and-three-dimensions",
    "upsample a row of numbers, layer by layer, and the row that comes out",
)
@says("one-and-three-dimensions", "there, rows of a picture follow each other in one long vector.")
@says(
    "one-and-three-dimensions",
    "In the columns of $\\mathbf W$ they cancel, except in the first and the last:",
)
@says("one-and-three-dimensions", "if its output is played with 16000 numbers in a second.")
@says("one-and-three-dimensions", "At which frequencies may the output have components?")
def test_rows_of_numbers_and_their_ends():
    x = rng.normal(size=6)
    Y = trans_conv(x[None], numpy.ones((1, 3)), stride=(1, 2))[0]
    assert numpy.allclose(Y[1::2], x)
    assert numpy.allclose(Y[2:-1:2], x[:-1] + x[1:])
    for s, k in ((2, 3), (3, 4), (4, 6)):
        flat = trans_conv(numpy.ones((1, 20)), rng.normal(size=(1, k)), stride=(1, s))[0, k:-k]
        assert numpy.allclose(flat[s:], flat[:-s])
        assert not any(numpy.allclose(flat[t:], flat[:-t]) for t in range(1, s))
        peaks = numpy.fft.rfft(flat[: len(flat) // s * s])
        found = numpy.flatnonzero(abs(peaks) > 1e-9)
        assert set(found % (len(flat) // s)) == {0}
    sums = kernel2matrix(numpy.array([1.0, -1.0]), (4,)).sum(0)
    assert numpy.flatnonzero(sums).tolist() == [0, 3]
    assert trans_conv(numpy.ones((1, 3)), numpy.ones((1, 3)), stride=(1, 2)).shape == (1, 7)
    blocks = kernel2matrix(numpy.ones((1, 2)), (2, 3))
    assert (blocks[0, :3] == blocks[2, 3:]).all()
    assert not blocks[0, 3:].any()
