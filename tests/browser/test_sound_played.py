"""The sound figure: what it plays, when it stops, and that it waits for the reader."""

import numpy
import pytest

from d2lmini.widgets.sound import Sound
from tests.browser.sounds import (
    GIVEN,
    LENGTH,
    NO_AUDIO,
    PAGE,
    RATE,
    SPY,
    drawn,
    opener,
    without_mean,
)

SECONDS, LOUDEST = 2, 0.2
HEARD = """async () => {
    const { analyser, sampleRate } = contexts.at(-1);
    const levels = new Float32Array(analyser.frequencyBinCount);
    const wave = new Float32Array(analyser.fftSize);
    for (let tries = 0; tries < 60; tries += 1) {
        await new Promise(done => setTimeout(done, 20));
        analyser.getFloatTimeDomainData(wave);
        if (wave[0] || wave[1] || wave[2]) break;  // a whole window has been heard
    }
    analyser.getFloatFrequencyData(levels);
    const top = levels.indexOf(Math.max(...levels));
    return { hertz: top * sampleRate / analyser.fftSize, bin: sampleRate / analyser.fftSize,
             loudest: Math.max(...wave.map(Math.abs)) };
}"""
STATES = "() => contexts.map(context => context.state)"


@pytest.fixture
def opened(browser):
    """Return a function that opens the page and gives its figure."""
    return opener(browser)


@pytest.fixture
def figure(opened, address):
    return opened(f"{address}/{PAGE}")


def test_nothing_of_web_audio_is_made_before_the_press(figure):
    figure.set([1, 2, 3], 5)
    figure.longer.click()
    figure.place.get_by_role("button", name="tent").click()
    assert figure.page.evaluate(STATES) == []
    figure.play.click()
    assert figure.page.evaluate("contexts.length") == 1


@pytest.mark.parametrize("seed", range(4))
def test_what_is_played_is_the_helper_s_output_without_its_mean(figure, seed):
    K, s = drawn(seed)
    figure.set(K, s)
    figure.shows(Sound({"drawn": K}, s))
    figure.play.click()
    given = figure.page.evaluate(GIVEN)
    Y = without_mean(K, s)
    numpy.testing.assert_allclose(given["numbers"], Y, atol=1e-5)  # they are floats of 32 bits
    assert (given["rate"], given["loop"], given["state"]) == (RATE, True, "running")
    assert 0 < given["loudness"] <= LOUDEST
    assert given["loudness"] * abs(Y).max() <= LOUDEST + 1e-6
    heard = figure.page.evaluate(HEARD)
    sizes = Sound({"drawn": K}, s).sizes
    largest = (1 + sizes.index(max(sizes[: (s - 1) // 2]))) * RATE / s
    if max(sizes) in sizes[: (s - 1) // 2]:  # at half the rate, a filter may be in the way
        assert abs(heard["hertz"] - largest) <= heard["bin"]
    assert 0 < heard["loudest"] <= 1.1 * LOUDEST


@pytest.mark.parametrize("stride", [4, 5, 8, 10, 16])
def test_a_kernel_of_uneven_sums_is_heard_at_the_rate_over_the_stride(opened, stride):
    figure = opened()
    figure.set([1] * (stride + stride // 2), stride)
    figure.play.click()
    heard = figure.page.evaluate(HEARD)
    assert abs(heard["hertz"] - RATE / stride) <= heard["bin"]
    said = figure.place.locator(".words").inner_text()
    assert said.startswith(f"A tone at {RATE // stride} Hz, ")


def test_equal_phase_sums_are_played_as_zeros_and_said_to_be_silence(figure):
    for K, s in ((None, 8), ([1] * 16, 8), ([0.1, 0.2, 0.3, 0.4, 0.3, 0.2, 0.1, 0], 4), ([0], 5)):
        if K is None:
            figure.place.get_by_role("button", name="tent").click()
        else:
            figure.set(K, s)
        assert figure.place.locator(".words").inner_text() == "No tone: all phase sums are equal."
        figure.play.click()
        given = figure.page.evaluate(GIVEN)
        assert set(given["numbers"]) == {0}
        assert len(given["numbers"]) == LENGTH
        assert figure.note.inner_text() == "Playing silence: all phase sums are equal."
        figure.play.click()


def leave(page):
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")


def hide(page):
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


ENDS = {
    "stop": lambda figure: figure.play.click(),
    "a key": lambda figure: figure.play.press("Enter"),
    "a preset": lambda figure: figure.place.get_by_role("button", name="tent").click(),
    "a stride": lambda figure: figure.stride.select_option("4"),
    "a weight": lambda figure: figure.longer.click(),
    "leaving": lambda figure: leave(figure.page),
    "another tab": lambda figure: hide(figure.page),
    "time": lambda figure: figure.page.wait_for_timeout(1000 * SECONDS + 500),
}


@pytest.mark.parametrize("end", ENDS)
def test_it_stops(opened, end):
    figure = opened()
    figure.play.click()
    figure.page.wait_for_timeout(300)
    assert figure.play.inner_text() == "Stop"
    assert figure.page.evaluate(STATES) == ["running"]
    assert figure.note.inner_text() == "Playing, for two seconds."
    ENDS[end](figure)
    figure.has_come_to_an_end()
    figure.play.click()  # and starts again
    assert figure.page.evaluate(STATES) == ["closed", "running"]
    figure.page.wait_for_timeout(1000)  # the first one's end is not the second one's
    assert figure.play.inner_text() == "Stop"


@pytest.mark.parametrize("why", NO_AUDIO)
def test_without_web_audio_the_button_is_off_words_say_why_and_the_bars_go_on(opened, why):
    figure = opened(before=NO_AUDIO[why])
    if why == "refused":
        figure.play.click()
    assert figure.play.is_disabled()
    assert "no Web Audio" in figure.note.inner_text()
    K, s = drawn(3)
    figure.set(K, s)
    figure.shows(Sound({"drawn": K}, s))
    assert figure.play.is_disabled()
    assert "no Web Audio" in figure.note.inner_text()


def test_a_machine_without_the_rate_plays_at_its_own(opened):
    other = """const Own = AudioContext;
        window.AudioContext = class extends Own {
            constructor(options) { if (options) throw new Error("no such rate"); super(); }
        };"""
    figure = opened(before=other + SPY.replace("...options) { super(...options)", "o) { super(o)"))
    figure.play.click()
    given = figure.page.evaluate(GIVEN)
    assert given["rate"] == RATE
    heard = figure.page.evaluate(HEARD)
    assert abs(heard["hertz"] - 1000) <= heard["bin"]
