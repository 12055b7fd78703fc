"""What questions, exercises and asides take for granted: counts, kernels, conventions, costs."""

import re

import numpy

from d2lmini import (
    conv_output_shape,
    corr2d,
    trans_conv,
    trans_conv_output_shape,
)
from d2lmini.systems import systems
from tests.support.libraries import module
from tests.support.pages import code_of, source
from tests.support.says import says
from tests.support.units import unit

rng = numpy.random.default_rng(57)


@says("checkerboards", "a kernel of 3 and a stride of 2 give 4 after one layer.")
@says("checkerboards", "What do they give after three?")
@says("padding-strides-channels", "which kernel sizes make the counts equal, away from the border?")
@says(
    "checkerboards",
    "**Find** a kernel, a stride and a padding that make both sides four times as long",
)
@says("shape-arithmetic", "**find** kernel, padding and output padding that double the size.")
@says("shape-arithmetic", "without output padding, that make both sides three times as long.")
@says(
    "one-and-three-dimensions",
    "which of these kernels makes no tone of a constant, with a stride of 4?",
)
@says("what-can-you-do", "What is the largest number of stamps that one output element gets?")
@says("in-use", "- Is the output exactly twice as large?")
@says("in-use", "- Is a flat input flat afterwards?")
@says("in-use", "Why is a flat input flat after the blur, whatever the three weights are?")
@says("in-use", "The blur $(1, 1)$ adds each output element and its neighbour.")
@says("matrix-efficiency", "adds it to the output at once")
def test_counts_and_flat_outputs_in_questions():
    counts = numpy.ones((1, 20))
    ratios = []
    for _ in range(3):
        counts = trans_conv(counts, numpy.ones((1, 3)), stride=(1, 2))
        inner = counts[0, len(counts[0]) // 4 : -len(counts[0]) // 4]
        ratios.append((inner.max() / inner.min()) ** 2)
    assert ratios[0] == 4 < ratios[2] == 5**2
    equal = [k for k in range(2, 9) if numpy.ptp(
        trans_conv(numpy.ones((1, 20)), numpy.ones((1, k)), stride=(1, 2))[0, k:-k]) == 0]  # fmt: skip
    assert equal == [2, 4, 6, 8]
    assert trans_conv_output_shape((5, 8), 8, stride=4, padding=2) == (20, 32)
    doubled = [p for p in range(5) if trans_conv_output_shape(
        (6, 6), 3, stride=2, padding=p, dilation=2, output_padding=1) == (12, 12)]  # fmt: skip
    assert doubled == [2]
    assert trans_conv_output_shape((5, 7), 5, stride=3, padding=1) == (15, 21)
    for k in (3, 4, 5):
        most = trans_conv(numpy.ones((12, 12)), numpy.ones((k, k)), stride=2).max()
        assert most == (-(-k // 2)) ** 2
    for blur, flat in (([1, 3, 3, 1], True), ([1, 1], True), ([1], False)):
        K = numpy.convolve(blur, rng.normal(size=3))
        out = trans_conv(numpy.ones((1, 12)), K[None], stride=(1, 2))[0, 6:-6]
        assert (numpy.ptp(out) < 1e-9) == flat
    sums = numpy.convolve([3.0, 5, 8, 1], [1, 1])[1:-1]
    assert sums.tolist() == [8, 13, 9]
    X, K = rng.normal(size=(3, 3)), rng.normal(size=(2, 2))
    parts = sum(trans_conv(X * unit(X.shape, *p), K) for p in numpy.ndindex(3, 3))
    assert numpy.allclose(parts, trans_conv(X, K))


@says("conventions", "by the last element of the first one, and so on, which gives")
@says("conventions", "**Predict** the first element of the output.")
@says("conventions", "and its own words for the padding, and compared with")
@says("conventions", "| PyTorch, MXNet | `padding=p, output_padding=o` |")
@says("conventions", "run one drawn input through the old layer and the new one.")
@says("questions", "Why does JAX give other numbers?")
@says("questions", 'Where is `padding="same"`?')
@says("conventions", "The shapes fit, nothing complains, and the output is wrong.")
@says("conventions", "How many rows does an input of 5 give, and how many did they expect?")
@says("conventions", '| Keras | `padding="valid", output_padding=o`, then cut $p$ off by hand |')
def test_conventions_in_questions():
    K = numpy.arange(4.0).reshape(2, 2)
    turned = K[::-1, ::-1].copy()
    ends = [trans_conv(K * unit((2, 2), *p), turned)[1, 1] for p in numpy.ndindex(2, 2)]
    assert ends == [K[p] * turned[1 - p[0], 1 - p[1]] for p in numpy.ndindex(2, 2)]
    assert sum(ends) == 14
    right, wrong = trans_conv(K, K), trans_conv(K, turned)
    assert right.shape == wrong.shape
    assert not numpy.allclose(right, wrong)
    assert numpy.allclose(right[1:-1, 1:-1], trans_conv(K, K, padding=1))
    spread, k, s = (5 - 1) * 2 + 1, 4, 2
    given, expected = spread + 2 - k + 1, trans_conv_output_shape((5, 5), k, stride=s, padding=1)[0]
    assert given == 8 != expected == 10
    stamp = numpy.array([[1.0, 2, 5], [3, 4, 6]])[::-1, ::-1]
    assert trans_conv(numpy.ones((1, 1)), stamp.copy())[0, 0] == 6
    found = systems()["systems"]
    turns = {name: one["stamp"] for name, one in found.items()}
    assert turns["JAX"] != turns["PyTorch"] == turns["MXNet"]
    torch = module("pytorch")
    layer = torch.nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1, bias=False)
    X = torch.randn(1, 1, 3, 4)
    own = trans_conv(X[0, 0], layer.weight.detach()[0, 0], stride=2, padding=1, output_padding=1)
    assert torch.allclose(layer(X).detach()[0, 0], own, atol=1e-6)
    assert not torch.allclose(layer(X).detach()[0, 0], own.flip(0), atol=1e-3)


@says("matrix-efficiency", "Memory is counted in numbers, not counting the input and the output:")
@says(
    "matrix-efficiency", "its shape and its gradient follow, without a single entry being stored."
)
@says("matrix-efficiency", "- **FFT** does not care how large the kernel is.")
@says(
    "matrix-efficiency",
    "From which kernel size on does the FFT need fewer multiplications than the direct form",
)
@says("matrix-efficiency", "When does dense W take fewer multiply-adds than zero insertion?")
@says("summary-exercises", "this becomes a product of two large dense matrices without a zero.")
@says("summary-exercises", "The price is that each input is copied up to $k^2$ times.")
def test_memory_and_work_of_the_forms():
    table = re.search(r"\(table-costs\)=\n((?:\|.*\n)+)", source("matrix-efficiency"))[1]
    (direct,) = [row for row in table.splitlines() if row.startswith("| direct")]
    assert direct.split(" | ")[2].strip("| ") == "$c_o c_i k^2$"
    (fft,) = [row for row in table.splitlines() if row.startswith("| FFT")]
    assert "k" not in re.sub(r"\\\w+", "", fft.split(" | ", 1)[1])
    N = 64**2
    fewer = [k for k in range(1, 64) if 3 * N * numpy.log2(N) + 2 * N < (64 - k + 1) ** 2 * k**2]
    assert min(fewer) > 1
    wins = [n for n in range(1, 9) if n**2 * (2 * n + 2) ** 2 < 16 * (2 * n + 2) ** 2]
    assert wins == [1, 2, 3]
    X = rng.random((6, 6)) + 1
    windows = [X[i : i + 3, j : j + 3] for i, j in numpy.ndindex(4, 4)]
    assert (numpy.stack(windows) != 0).all()
    copies = sum((w == X[2, 2]).sum() for w in windows)
    assert copies == 3**2 == max(sum((w == x).sum() for w in windows) for x in X.ravel())


@says("summary-exercises", "**Which kernel made this output?")
@says("summary-exercises", "The kernel is one row too.")
@says(
    "summary-exercises",
    "Read the first weight off the first number; take away what it adds one place further on, through the second element of the input; read off the second; and so on.",
)
@says("summary-exercises", "`B` is the input and the kernel too.")
@says("what-can-you-do", "Which kernel of 2×2 made the output $@Y$ of the input $@X$")
@says("cross-correlation", "**Predict** what this kernel makes of the row 2, 2, 5, 5, 1.")
@says(
    "what-can-you-do",
    "Which number stands at row 0, column 1 of the cross-correlation of $@X$ with the kernel $@K$?",
)
@says(
    "what-can-you-do",
    "with the kernel $@K$ and a stride of 2 down the rows and 1 along the columns?",
)
@says(
    "what-can-you-do",
    "How many weights has a transposed convolution from @c to @d channels with a kernel of @k × @k, without a bias?",
)
def test_kernels_are_read_off_outputs():
    weights, left = [], numpy.array([3.0, 5, 0, 4])
    for n in range(3):
        weights.append(left[n])
        left[n : n + 2] -= weights[-1] * numpy.array([1, 2])
    assert not left.any()
    made = trans_conv(numpy.array([[1.0, 2]]), numpy.array([weights]))
    assert made.ravel().tolist() == [3, 5, 0, 4]
    row = corr2d(numpy.array([[2.0, 2, 5, 5, 1]]), numpy.array([[1.0, -1]]))
    assert row.tolist() == [[0, -3, 0, 4]]
    text = source("what-can-you-do")
    block = text[: text.index("Which number stands at row 0, column 1")].rpartition("{draw}")[2]
    assert ":at: 0 1" in block
    (answer,) = re.findall(r"fill-in-two-strides\n(?::.*\n)*?:answer: (.*)", text)
    assert "stride=(2, 1)" in answer
    torch = module("pytorch")
    layer = torch.nn.ConvTranspose2d(2, 3, 4, bias=False)
    assert sum(p.numel() for p in layer.parameters()) == 2 * 3 * 4**2
    (two,) = re.findall(r"B = numpy.array\((.*)\)\n", source("summary-exercises"))
    assert "trans_conv(B, B)" in source("summary-exercises")
    assert eval(two) == [[0, 1], [2, 3]]


@says("segmentation", "Suppose it always names the class that most pixels of the block have.")
@says("segmentation", "How good is a mask that assigns every pixel a class?")
@says(
    "not-a-deconvolution",
    "and let there be so much padding that every window that touches the input exists.",
)
@says("not-a-deconvolution", "orthonormal *rows*, $c_o \\le c_i s^2$.")
@says(
    "why-upsample",
    "At any output pixel, the channels hold the scores of the classes for the input pixel at the same place",
)
@says("why-upsample", "Why does the layer not know which pixel of a block was wrong?")
@says("why-upsample", "can become part of sixteen numbers of each channel of the output.")
@says(
    "upsampling-images",
    "Which kernel would you get from training forever, and how can you get it without any training?",
)
@says("cheat-sheet", "- Back to the input size $n$ of a convolution: $o = (n + 2p - e) \\bmod s$.")
@says("cheat-sheet", "the product of two rows")
@says(
    "glossary",
    "output stride How many times an image is higher and wider than a network's {term}`feature map`: the product of the strides before it.",
)
@says(
    "one-and-three-dimensions",
    "Hear it: the players hold the two outputs, without the mean, at one loudness.",
)
def test_what_pages_say_in_passing():
    block = numpy.array([0, 0, 0, 1, 1])
    assert numpy.bincount(block).argmax() == max({0, 1}, key=lambda c: (block == c).sum())
    rows = numpy.linalg.qr(rng.normal(size=(4, 4)))[0][:3]
    assert numpy.allclose(rows @ rows.T, numpy.eye(3))
    assert len(rows) <= rows.shape[1]
    X, K = rng.normal(size=(4, 4)), rng.normal(size=(2, 2))
    touching = corr2d(X, K, padding=1)
    assert touching.size == sum(
        any(0 <= i + a - 1 < 4 and 0 <= j + b - 1 < 4 for a, b in numpy.ndindex(2, 2))
        for i, j in numpy.ndindex(5, 5))  # fmt: skip
    moved = [trans_conv(unit((3, 3), 1, 1), numpy.ones((4, 4)), stride=4)]
    assert numpy.count_nonzero(moved[0]) == 16
    G = rng.normal(size=(4, 4))
    other = G.copy()
    other[0, 0], other[3, 3] = G[3, 3], G[0, 0]
    assert numpy.isclose(G.sum(), other.sum())
    A, y = rng.normal(size=(9, 3)), rng.normal(size=9)
    w = numpy.zeros(3)
    for _ in range(5000):
        w -= 0.02 * A.T @ (A @ w - y)
    assert numpy.allclose(w, numpy.linalg.lstsq(A, y, rcond=None)[0])
    for n in range(5, 12):
        m = conv_output_shape((n, n), 3, stride=2, padding=1)
        o = (n + 2 - 3) % 2
        assert trans_conv_output_shape(m, 3, stride=2, padding=1, output_padding=o) == (n, n)
    tent = 1 - abs(numpy.arange(4) - 1.5) / 2
    flat = trans_conv(numpy.ones((9, 9)), numpy.outer(tent, tent), stride=2)[4:-4, 4:-4]
    assert numpy.allclose(flat, 1)
    size = 64
    for _ in range(3):
        size = conv_output_shape((size, size), 3, stride=2, padding=1)[0]
    assert size == 64 // (2 * 2 * 2)
    assert "Y - Y.mean()" in code_of("one-and-three-dimensions", "Hear it: the players")
