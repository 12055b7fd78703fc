"""The sound figure's numbers: against the helper's operation and NumPy's transform."""

import json
import re
from html import unescape

import numpy
import pytest

from d2lmini import trans_conv
from d2lmini.widgets.sound import Sound
from tests.figures.test_figures import node

STRIDES, RATE, LENGTH = (4, 5, 8, 10, 16), 8000, 80 * 3
CASES = 400


def draw(seed):
    """Draw a kernel and a stride; some kernels are made silent, some repeat two weights."""
    rng = numpy.random.default_rng(seed)
    s, k = int(rng.choice(STRIDES)), int(rng.integers(1, 33))
    K = rng.integers(-9, 10, k) / rng.choice([1, 2, 3, 10])
    if seed % 3 == 0 and k >= s:
        sums = numpy.array([K[r::s].sum() for r in range(s)])
        K[:s] += sums.max() - sums
    if seed % 7 == 1:
        K = numpy.resize(K[:2], s)
    return {"kernel": K.tolist(), "stride": s, "rate": RATE, "length": LENGTH}


@pytest.fixture(scope="module")
def cases():
    drawn = [draw(seed) for seed in range(CASES)]
    answers = json.loads(node("tests/figures/web/sound.mjs", stdin=json.dumps(drawn)))
    return list(zip(drawn, answers, strict=True))


def inner(K, s, length):
    """Return what the helper makes of a constant, far from both ends."""
    Y = trans_conv(numpy.ones(100 + length), K, stride=s)
    return Y[40 * s : 40 * s + length]


def test_the_draw_has_kernels_of_every_kind(cases):
    kinds = [
        (len(c["kernel"]) < c["stride"], len(c["kernel"]) % c["stride"] == 0) for c, _ in cases
    ]
    assert {(True, False), (False, True), (False, False)} <= set(kinds)
    assert {len(answer["tones"]) == 0 for _, answer in cases} == {True, False}


def test_the_output_is_that_of_the_helper_and_repeats_the_phase_sums(cases):
    for case, answer in cases:
        K, s = numpy.array(case["kernel"]), case["stride"]
        Y = inner(K, s, LENGTH)
        numpy.testing.assert_allclose(answer["output"], Y, atol=1e-12)
        numpy.testing.assert_allclose(numpy.tile(answer["sums"], LENGTH // s), Y, atol=1e-12)


def test_sizes_are_numpy_s_transform_of_the_output_and_tones_those_that_are_there(cases):
    for case, answer in cases:
        s = case["stride"]
        spectrum = abs(numpy.fft.rfft(inner(numpy.array(case["kernel"]), s, LENGTH))) / LENGTH
        hertz = numpy.fft.rfftfreq(LENGTH, 1 / RATE)
        at = numpy.arange(1, s // 2 + 1) * (LENGTH // s)
        numpy.testing.assert_allclose(answer["sizes"], spectrum[at], atol=1e-12)
        heard = {round(f): a for f, a in zip(hertz[1:], spectrum[1:], strict=True) if a > 1e-9}
        assert [tone["hertz"] for tone in answer["tones"]] == list(heard)
        numpy.testing.assert_allclose([t["size"] for t in answer["tones"]], list(heard.values()))


def test_samples_are_the_output_without_its_mean_and_zeros_where_no_tone_is(cases):
    for case, answer in cases:
        Y = inner(numpy.array(case["kernel"]), case["stride"], LENGTH)
        numpy.testing.assert_allclose(answer["samples"], Y - Y.mean(), atol=1e-12)
        if not answer["tones"]:
            assert set(answer["samples"]) == {0}


def test_words_name_the_lowest_tone_and_the_largest_of_the_others(cases):
    counts = set()
    for _, answer in cases:
        tones, words = answer["tones"], answer["words"]
        counts.add(min(len(tones), 3))
        if not tones:
            assert words == "No tone: all phase sums are equal."
            continue
        numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", words)]
        assert numbers[0] == tones[0]["hertz"]
        assert abs(numbers[1] - tones[0]["size"]) <= 0.0006
        if len(tones) > 2:
            assert numbers.pop(2) == len(tones) - 1
        if len(tones) > 1:
            sizes = {tone["hertz"]: tone["size"] for tone in tones[1:]}
            assert abs(sizes[numbers[2]] - max(sizes.values())) <= 0.0011
            assert abs(numbers[3] - sizes[numbers[2]]) <= 0.0006
    assert counts == {0, 1, 2, 3}


def shown(html):
    """Return each panel of the still form: what stands above it, its bars, and its words."""
    found = re.findall(
        r'data-panel="(\w+)".*?<span[^>]*>(.*?)</span>'
        r'<svg [^>]*aria-label="([^"]*)"[^>]*>(.*?)</svg>',
        html,
    )
    return {
        name: {"title": title, "bars": bars, "words": unescape(words)}
        for name, title, words, bars in found
    }


def test_the_page_s_script_draws_and_says_what_stands_in_the_page(cases):
    for case, answer in cases:
        sound = Sound({"drawn": case["kernel"]}, case["stride"], case["rate"])
        html = sound._repr_html_()
        assert shown(html) == answer["panels"]
        assert sound.words() == answer["words"]
        assert f'<p class="words">{answer["words"]}</p>' in html


def test_a_panel_has_a_bar_for_each_number_as_high_as_it_is_large(cases):
    for case, answer in cases:
        numbers = {
            "kernel": case["kernel"],
            "sums": answer["sums"],
            "output": answer["output"][:40],
            "spectrum": answer["sizes"],
        }
        for name, values in numbers.items():
            bars = answer["panels"][name]["bars"]
            heights = numpy.array(re.findall(r'<rect [^>]*height="([\d.]+)"', bars), float)
            ends = numpy.array(re.findall(r'<rect [^>]*y="([\d.]+)"', bars), float)
            assert len(heights) == len(values)
            span = max(0, *values) - min(0, *values)
            unit = 48 / (span if span > 1e-9 else 1)  # rounding is not drawn as a bar
            numpy.testing.assert_allclose(heights, numpy.abs(values) * unit, atol=0.051)
            zero = 16 + max(0, *values) * unit
            numpy.testing.assert_allclose(ends, zero - numpy.maximum(values, 0) * unit, atol=0.051)


def shortest(value):
    """Return a number with three decimals at most, and a minus of its own."""
    return f"{numpy.round(value + 1e-9, 3) + 0:.3f}".rstrip("0").rstrip(".").replace("-", "−")


def test_no_value_of_the_output_stands_over_a_bar(cases):
    box = re.compile(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"')
    written = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)<')
    for case, answer in cases:
        panel = answer["panels"]["output"]["bars"]
        left, top, width, height = numpy.array(box.findall(panel), float).T
        values = [(float(x), float(y), text) for x, y, text in written.findall(panel) if y != "76"]
        assert [text for _, _, text in values] == [shortest(max(answer["output"][:40]))]
        for x, y, text in values:
            half = 2.8 * len(text)
            beside = (left < x + half) & (x - half < left + width)
            assert not (beside & (top < y) & (y - 7 < top + height) & (height > 0)).any(), case


def test_a_figure_that_the_page_could_not_show_is_refused():
    with pytest.raises(ValueError, match=r"stride must be one of .*, got 3"):
        Sound({"ones": [1, 1]}, stride=3)
    with pytest.raises(ValueError, match="multiple of 80, got 8001"):
        Sound({"ones": [1, 1]}, rate=8001)
    with pytest.raises(ValueError, match="at most 32 weights"):
        Sound({"ones": [1] * 33})


def test_what_python_refuses_is_what_the_page_does_not_offer():
    source = "d2lmini/widgets/web/figures/sound"
    script = (
        f'import {{ STRIDES }} from "./{source}/controls.ts";'
        f'import {{ MOST }} from "./{source}/taps.ts";'
        "console.log(JSON.stringify([STRIDES, MOST]))"
    )
    strides, most = json.loads(node("--input-type=module", "-e", script))
    for stride in range(2, 33):
        if stride in strides:
            assert Sound({"ones": [1] * most}, stride).stride == stride
        else:
            with pytest.raises(ValueError, match="stride"):
                Sound({"ones": [1]}, stride)
    with pytest.raises(ValueError, match="weights"):
        Sound({"ones": [1] * (most + 1)})
