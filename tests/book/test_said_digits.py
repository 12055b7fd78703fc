"""Numbers of examples and of exercises, and of documents, which the words beside them compute."""

import re

import numpy

from book._ext.paths import ROOT
from d2lmini import conv_output_shape, output_padding_for, trans_conv, trans_conv_output_shape
from d2lmini.trained import trained
from tests.support.says import says


@says(
    "checkerboards",
    "A pattern with a period of {} pixels shows as a peak at the frequency $1/2$; periods of {} and {} at $1/{}$ and $1/{}$.",
)
def test_the_frequency_of_a_period(first, second, third, low, lower):
    for period, part in ((first, 2), (second, low), (third, lower)):
        row = numpy.tile(numpy.eye(int(period))[0], 16)
        strength = numpy.abs(numpy.fft.rfft(row))
        strength[0] = 0
        assert numpy.fft.rfftfreq(len(row))[int(strength.argmax())] == 1 / period
        assert part == period


@says("checkerboards", "For a kernel of {}, the $q$ are {}, {}, {} and {};")
def test_the_weights_of_the_phases(k, *counts):
    K = numpy.ones((int(k), int(k)))
    assert counts == tuple(int(K[a::2, b::2].sum()) for a in (0, 1) for b in (0, 1))
    assert k == 3


@says(
    "three-forms",
    "turn the kernel round to $({}, {}, {})$, and slide it one place at a time. The third window holds $({}, {}, {})$, and",
)
def test_the_third_window(a, b, c, *window):
    spread = numpy.zeros(9)
    spread[2:7:2] = (1, 2, 3)
    assert window == tuple(spread[2:5])
    Y = trans_conv(numpy.array([[1.0, 2, 3]]), numpy.array([[1.0, 10, 100]]), stride=(1, 2))[0]
    assert [float(spread[u : u + 3] @ [a, b, c]) for u in range(7)] == Y.tolist()


@says("questions", "The sizes {} and {} both become {}. How do I get {} back?")
@says("questions", "With $k = {}$, $s = {}$")
def test_the_sizes_that_become_one(*numbers):
    size = {"stride": 2, "padding": 1}
    if len(numbers) == 2:
        assert numbers == (3, 2)
        return
    first, second, both, back = numbers
    assert first < second == back
    for n in (first, second):
        assert conv_output_shape((n, n), 3, **size) == (both, both)
    o = output_padding_for((back, back), (3, 3), **size)
    assert o == (1, 1)
    assert trans_conv_output_shape((both, both), 3, **size, output_padding=o) == (back, back)


@says(
    "conventions",
    "The shape of a kernel of height {} and width {}, from {} channels to {}, and how the stamp of a single one comes out:",
)
def test_the_kernel_of_the_systems(height, width, channels, made):
    text = (ROOT / "book" / "conventions.md").read_text("utf8")
    assert f"({channels}, {made}, {height}, {width})" in text


@says("segmentation", "a {}×{} convolution from {} features to {}, then the scores")
def test_the_weights_of_the_wide_one(k, other, features, wide):
    runs = {r["decoder"]: r["weights"] for r in trained("segmentation")["runs"]}
    assert k == other
    scores = wide * 4 + 4
    convolution = features * wide * k * k + wide
    head = runs["wide"] - runs["nearest"]
    assert abs(head + features * 4 - (convolution + scores)) <= wide + 8
    assert abs(runs["wide"] / runs["learned"] - 1) < 0.1


@says("CONTRIBUTING.md", "MXNet's last CUDA build is `mxnet-cu112`, for CUDA {},")
@says("docs/design.md", "MXNet 1.9.1 needs NumPy below {} (`np.bool`)")
def test_versions_in_documents(version):
    pinned = re.findall(r"^numpy==(1\.\d+)", (ROOT / "requirements.txt").read_text("utf8"), re.M)
    if version < 2:
        assert [float(one) for one in pinned] == [round(version - 0.01, 2)]
    else:
        name = re.search(r"`mxnet-cu(\d+)`", (ROOT / "CONTRIBUTING.md").read_text("utf8"))
        assert name
        assert int(name[1]) == round(10 * version)
