"""What "One and three dimensions, and sound" says, on drawn kernels and arrays."""

import base64
import io
import json
import re
import wave

import numpy
import pytest

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.paths import BOOK, ROOT
from d2lmini import corr2d, kernel2matrix, trans_conv
from d2lmini.widgets.sound import Sound
from tests.support.says import says

RATE, STRIDE = 8000, 8
KERNELS = {"ones": numpy.ones(12), "tent": 1 - abs(numpy.arange(15) - 7) / 8}
rng = numpy.random.default_rng(45)


def middle(K, s, c=1.0):
    """Return what a constant gives away from the ends, from the first phase on."""
    Y = trans_conv(numpy.full(40, c), K, stride=s)
    start = -(-len(K) // s) * s
    return Y[start : start + 10 * s]


def sums(K, s):
    return numpy.array([K[r::s].sum() for r in range(s)])


def transform(K, f):
    return (K * numpy.exp(-2j * numpy.pi * f * numpy.arange(len(K)))).sum()


def frequencies(Y, rate):
    """Return the frequencies of the components of whole periods, the mean left out."""
    sizes = abs(numpy.fft.rfft(Y))[1:] / len(Y)
    return numpy.fft.rfftfreq(len(Y), 1 / rate)[1:][sizes > 1e-9]


@pytest.fixture(params=range(12))
def drawn(request):
    """Draw a kernel and a stride; every other kernel has equal phase sums."""
    own = numpy.random.default_rng(request.param)
    s, k = int(own.integers(2, 7)), int(own.integers(7, 20))
    K = own.integers(-4, 9, k).astype(float)
    if request.param % 2:
        K[:s] += sums(K, s).max() - sums(K, s)
    return K, s


@says("one-and-three-dimensions", "a row of numbers has {} axis to go along, and a volume {}.")
def test_a_row_has_one_axis_and_a_volume_three(row, volume):
    for axes, size in ((row, (5,)), (volume, (5, 4, 3))):
        X = rng.standard_normal((1, 1, *size))
        Y = trans_conv(X, numpy.ones((1, 1, *[2] * axes)), stride=2)
        assert Y.shape[2:] == tuple(2 * n for n in size)


@says(
    "one-and-three-dimensions",
    "So an array of {} axes is a batch of rows, and {not}a volume: a volume brings its batch and its channels, and has {}.",
)
def test_three_axes_are_a_batch_of_rows(rows, denied, volume):
    X, K = rng.standard_normal((2, 3, 5)), rng.standard_normal((3, 4, 2))
    assert X.ndim == rows
    assert denied is True
    by_row = [sum(trans_conv(x, k) for x, k in zip(one, K[:, 1], strict=True)) for one in X]
    numpy.testing.assert_allclose(trans_conv(X, K)[:, 1], by_row)
    assert trans_conv(X[None, None], K[None, None]).ndim == volume


@says(
    "one-and-three-dimensions",
    "Multiplying by $\\mathbf W$ takes {} numbers to {}; multiplying by $\\mathbf W^\\top$ takes {} to {}, and each column of $\\mathbf W^\\top$ is a {term}`stamp`:",
)
def test_columns_of_w_transposed_are_stamps(long, short, few, many):
    k = rng.standard_normal(3)
    W = kernel2matrix(k, (7,), stride=2)
    assert W.shape == (short, long) == (few, many)
    for column, one in zip(W, numpy.eye(3), strict=True):
        numpy.testing.assert_array_equal(column, trans_conv(one, k, stride=2))
    x = rng.standard_normal(7)
    numpy.testing.assert_allclose(W @ x, corr2d(x, k, stride=2))


@says(
    "one-and-three-dimensions",
    "Away from the ends, the element at place $n$ gets the kernel's weights at the places $j$ that leave the same remainder as $n$ when divided by the stride:",
)
@says(
    "one-and-three-dimensions",
    "$$ y_n = c \\sum_{j \\,\\equiv\\, n \\ (\\mathrm{mod}\\ s)} k_j. $$ (eq-phase-sums)",
)
@says(
    "one-and-three-dimensions",
    "A sound that repeats itself after $s$ elements is a tone of $f_s / s$ with its overtones; only if all phase sums agree is it a constant, which is silent.",
)
def test_a_constant_gives_the_phase_sums_over_and_over(drawn):
    K, s = drawn
    Y = middle(K, s, 3.0)
    numpy.testing.assert_allclose(Y, numpy.tile(3 * sums(K, s), 10))
    tones = frequencies(Y, RATE)
    assert (len(tones) == 0) == (numpy.ptp(sums(K, s)) == 0)
    numpy.testing.assert_allclose(tones / (RATE / s), (tones / (RATE / s)).round())


@says(
    "one-and-three-dimensions",
    "The component at $m f_s / s$ is the mean of $y_n e^{-2 \\pi i m n / s}$ over one period.",
)
@says("one-and-three-dimensions", "With {eq}`eq-phase-sums` put in, every weight comes up once:")
@says(
    "one-and-three-dimensions",
    "$$ \\frac1s \\sum_{n=0}^{s-1} y_n e^{-2 \\pi i m n / s} = \\frac cs \\sum_j k_j e^{-2 \\pi i m j / s} = \\frac cs \\hat k(m / s), $$ (eq-overtones)",
)
@says(
    "one-and-three-dimensions",
    "A layer is silent for a constant exactly when $\\hat k$ is zero at $1/s, 2/s, \\dots, (s - 1)/s$.",
)
def test_an_overtone_is_the_kernels_transform(drawn):
    K, s = drawn
    Y, c = middle(K, s, 3.0)[:s], 3.0
    n = numpy.arange(s)
    parts = [numpy.mean(Y * numpy.exp(-2j * numpy.pi * m * n / s)) for m in range(1, s)]
    expected = [c / s * transform(K, m / s) for m in range(1, s)]
    numpy.testing.assert_allclose(parts, expected, atol=1e-12)
    assert (numpy.ptp(Y) < 1e-12) == (max(map(abs, expected)) < 1e-12)


@says(
    "one-and-three-dimensions",
    "Two kernels, a stride of {}, and {} numbers in a second: {} ones, whose phase sums are {} and {}, and a tent, whose phase sums agree.",
)
def test_the_sums_of_the_two_kernels(stride, rate, ones, larger, smaller):
    assert (stride, rate, ones) == (STRIDE, RATE, len(KERNELS["ones"]))
    assert set(sums(KERNELS["ones"], STRIDE)) == {larger, smaller}
    assert set(sums(KERNELS["tent"], STRIDE)) == {1}


@says(
    "one-and-three-dimensions",
    "The {} ones make a tone of {} Hz with an overtone at {}, and the tent makes none.",
)
def test_the_tones_of_the_two_kernels(ones, tone, overtone):
    assert ones == len(KERNELS["ones"])
    assert frequencies(middle(KERNELS["ones"], STRIDE), RATE).tolist() == [tone, overtone]
    assert not len(frequencies(middle(KERNELS["tent"], STRIDE), RATE))


@says("one-and-three-dimensions", "Counts multiply once more.")
@says(
    "one-and-three-dimensions",
    "With a kernel of {} and a stride of {}, a row gets {} or {} stamps, a picture up to {}, a volume up to {}:",
)
def test_counts_multiply_along_each_axis(k, s, few, row, picture, volume):
    found = []
    for axes in (1, 2, 3):
        ones = numpy.ones((1, 1, *[6] * axes)), numpy.ones((1, 1, *[k] * axes))
        found.append(trans_conv(*ones, stride=s))
    assert found[0][..., s:-s].min() == few
    assert [Y.max() for Y in found] == [row, picture, volume] == [row, row**2, row**3]


@says(
    "one-and-three-dimensions",
    "A tone of {} Hz comes in, with {} numbers in a second, and a layer with a stride of {} makes {} of them.",
)
@says(
    "one-and-three-dimensions", "At {} Hz, and {} Hz below and above each multiple of {} Hz: zeros"
)
@says(
    "one-and-three-dimensions",
    "repeat the spectrum of the input every {} Hz, and the kernel multiplies it by its transform.",
)
def test_images_of_a_tone(*given):
    known = {4: (200, 1000, STRIDE, RATE), 3: (200, 200, 1000), 1: (1000,)}
    assert given == known[len(given)]
    assert 1000 * STRIDE == RATE
    K = rng.standard_normal(11)
    x = numpy.cos(2 * numpy.pi * 200 / 1000 * numpy.arange(100))
    Y = trans_conv(x, K, stride=STRIDE)[80:-80]
    Y = Y[: len(Y) // 40 * 40]
    expected = sorted({abs(1000 * m + side) for m in range(5) for side in (-200, 200)})
    found = frequencies(Y, RATE).tolist()
    assert [round(f) for f in found] == [f for f in expected if f <= RATE / 2]
    sizes = [abs(numpy.exp(-2j * numpy.pi * f / RATE * numpy.arange(len(Y))) @ Y) for f in found]
    parts = [abs(transform(K, f / RATE)) for f in found]
    numpy.testing.assert_allclose(numpy.divide(sizes, sizes[0]), numpy.divide(parts, parts[0]))


@says(
    "one-and-three-dimensions",
    "Move both by half of what their sum lacks to the mean of all phase sums: of all changes with that sum, equal ones have the least squares.",
)
def test_the_least_change_that_silences_a_kernel():
    K = rng.standard_normal(16)
    equal = numpy.kron(numpy.ones(2), numpy.eye(8)) - numpy.ones((8, 16)) / 8  # sums - their mean
    least = -numpy.linalg.pinv(equal) @ (equal @ K)
    ours = numpy.tile((sums(K, 8).mean() - sums(K, 8)) / 2, 2)
    numpy.testing.assert_allclose(ours, least, atol=1e-12)
    assert numpy.ptp(middle(K + ours, 8)) < 1e-12


@says(
    "index",
    "One and three dimensions, and sound <one-and-three-dimensions>` lets you hear a checkerboard.",
)
def test_a_checkerboard_can_be_heard():
    Y = trans_conv(numpy.ones((1, 9)), numpy.ones((1, 3)), stride=(1, 2))[0, 2:-2]
    assert frequencies(Y[: len(Y) // 2 * 2], RATE).tolist() == [RATE / 2]


def players(framework):
    """Return the attributes of each player in a notebook, and what it holds, without the mean."""
    text = notebook_path(BOOK, framework, "one-and-three-dimensions").read_text("utf8")
    for tag in re.findall(r"<audio ([^{}]*?)></audio>", text.replace('\\"', '"')):
        code = re.search(r'src="data:audio/wav;base64,([^"]+)"', tag)[1]
        with wave.open(io.BytesIO(base64.b64decode(code))) as sound:
            held = numpy.frombuffer(sound.readframes(sound.getnframes()), numpy.uint8)
            assert sound.getframerate() == RATE
        yield tag.replace(code, ""), held.astype(float) - numpy.median(held)


@says("one-and-three-dimensions", "the players hold the {} outputs, without the mean")
@says("one-and-three-dimensions", "Nothing plays until you start it.")
def test_the_players_hold_the_tone_and_the_silence_and_wait_for_the_reader(*said):
    for framework in FRAMEWORKS:
        (tone, heard), (silence, still) = players(framework)
        for attributes in (tone, silence):
            assert re.match(r'controls preload="metadata" aria-label="', attributes)
            assert "autoplay" not in attributes
        assert said in ((), (len([tone, silence]),))
        frequency = float(re.search(r"a tone of (\d+) hertz", tone)[1])
        assert frequencies(heard[STRIDE * 10 :][: STRIDE * 400], RATE).min() == frequency
        assert "silence" in silence
        assert numpy.ptp(still[STRIDE * 10 : -STRIDE * 10]) == 0


@says("one-and-three-dimensions", "*Play* sounds what they give for {} seconds.")
def test_the_figure_plays_for_so_many_seconds(seconds):
    player = ROOT / "d2lmini/widgets/web/figures/sound/player.ts"
    (stored,) = re.findall(r"^const SECONDS = (\d+);$", player.read_text("utf8"), re.MULTILINE)
    assert int(stored) == seconds


@says(
    "one-and-three-dimensions",
    "Repeat the last of the {} ones until they are {}, and the tone is gone: each phase has {} weights.",
)
def test_a_longer_row_of_ones_is_silent(few, many, each):
    assert few == len(KERNELS["ones"])
    assert not len(frequencies(middle(numpy.ones(many), STRIDE), RATE))
    for fewer in range(few, many):
        assert len(frequencies(middle(numpy.ones(fewer), STRIDE), RATE))
    assert sums(numpy.ones(many), STRIDE).tolist() == [each] * STRIDE


@says(
    "one-and-three-dimensions",
    "Of the strides there, the tent is silent with {} and {} {not}",
)
def test_the_tent_with_the_figure_s_strides(first, second, alone):
    assert alone is True
    controls = ROOT / "d2lmini/widgets/web/figures/sound/controls.ts"
    (offered,) = re.findall(r"^export const STRIDES = (\[.*?\]);", controls.read_text("utf8"), re.M)
    silent = [
        s for s in json.loads(offered) if not len(frequencies(middle(KERNELS["tent"], s), RATE))
    ]
    assert silent == [first, second]


@says(
    "one-and-three-dimensions",
    "A constant through a kernel: its weights, its phase sums, what comes out, and the size of each component, as a part of the constant.",
)
@says("one-and-three-dimensions", "Phase sums of one height are silence.")
def test_the_figure_has_what_its_caption_says():
    for framework in FRAMEWORKS:
        text = notebook_path(BOOK, framework, "one-and-three-dimensions").read_text("utf8")
        panels = re.findall(r'data-panel=\\"(\w+)\\"', text)
        assert panels == ["kernel", "sums", "output", "spectrum"]
    for s in (4, 5, 8, 10, 16):
        K = rng.integers(-4, 9, 27).astype(float)
        level = K.copy()
        level[:s] += sums(K, s).max() - sums(K, s)
        for weights in (K, level):
            sound = Sound({"drawn": weights}, s, RATE)
            assert sound.sums == sums(weights, s).tolist()
            assert (numpy.ptp(sound.sums) == 0) == sound.words().startswith("No tone")
            parts = [abs(transform(weights, m / s)) / s for m in range(1, s // 2 + 1)]
            numpy.testing.assert_allclose(sound.sizes, parts, atol=1e-12)
        assert numpy.ptp(sums(level, s)) == 0
