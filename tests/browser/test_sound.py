"""The sound figure in its chapter: what it says, draws and plays, and when it is silent."""

import re

import numpy
import pytest

from book._ext.paths import HTML
from d2lmini import trans_conv
from d2lmini.widgets.sound import Sound
from tests.browser import axe

RATE, LENGTH, SECONDS, LOUDEST = 8000, 800, 2, 0.2
PAGE = "book/one-and-three-dimensions.html"
FROM_DISK = f"{HTML.as_uri()}/{PAGE}"
SCRIPT = re.compile(r"d2lmini-sound\.js")
WINDOWS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
# Keeps each context that the page makes, with what is given to it, and listens to what is heard.
SPY = """
window.contexts = [];
window.AudioContext = class extends AudioContext {
    constructor(...options) { super(...options); contexts.push(this); }
    createBufferSource() { return (this.source = super.createBufferSource()); }
};
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function(to, ...more) {
    if (to === this.context.destination) {
        this.context.loudness = this.gain?.value;
        this.context.analyser = new AnalyserNode(this.context, { smoothingTimeConstant: 0 });
        connect.call(this, this.context.analyser);
    }
    return connect.call(this, to, ...more);
};
"""
GIVEN = """() => {
    const { source: { buffer, loop }, loudness, state } = contexts.at(-1);
    const numbers = [...buffer.getChannelData(0)];
    return { numbers, rate: buffer.sampleRate, loop, loudness, state };
}"""
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


class Figure:
    """The figure on an open page, and its controls."""

    def __init__(self, page):
        self.page = page
        self.place = page.locator("figure#fig-sound .d2l-sound")
        self.weights = self.place.get_by_role("textbox", name="weights")
        self.stride = self.place.get_by_role("combobox", name="stride")
        self.shorter = self.place.get_by_role("button", name="drop the last")
        self.longer = self.place.get_by_role("button", name="repeat the last")
        self.play = self.place.locator(".heard button")
        self.note = self.place.locator(".note")

    def set(self, kernel, stride):
        """Type a kernel and choose a stride."""
        self.weights.fill(" ".join(map(str, kernel)))
        self.stride.select_option(str(stride))

    def shows(self, sound):
        """See that all words and bars are those of Python's form of a state."""
        assert self.place.locator(".words").inner_text() == sound.words()
        look = "all => all.map(e => [e.getAttribute('aria-label'), e.innerHTML])"
        own = self.place.locator("svg").evaluate_all(look)
        other = self.page.evaluate(
            f"""html => {{ const div = document.createElement('div'); div.innerHTML = html;
                return ({look})([...div.querySelectorAll('svg')]); }}""",
            sound._repr_html_(),
        )
        assert own == other
        assert len(own) == 4

    def has_come_to_an_end(self):
        """See that nothing is playing."""
        assert self.play.inner_text() == "Play"
        self.page.wait_for_function("contexts.every(context => context.state === 'closed')")
        assert "Playing" not in self.note.inner_text()


@pytest.fixture
def opened(browser):
    """Return a function that opens the page and gives its figure."""

    def opened(address=FROM_DISK, *, before=SPY, **context):
        page = browser.new_context(**{"reduced_motion": "reduce"} | context).new_page()
        page.set_default_timeout(10_000)
        page.add_init_script(before)
        page.goto(address)
        return Figure(page)

    return opened


def drawn(seed):
    """Draw a kernel with one decimal and a stride."""
    rng = numpy.random.default_rng(seed)
    K = (rng.integers(-30, 60, int(rng.integers(1, 33))) / 10).tolist()
    return K, int(rng.choice([4, 5, 8, 10, 16]))


def without_mean(K, s):
    """Return what the helper makes of a constant, far from both ends, without the mean."""
    Y = trans_conv(numpy.ones(100 + LENGTH), numpy.array(K, float), stride=s)
    Y = Y[40 * s : 40 * s + LENGTH]
    return Y - Y.mean()


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


NO_AUDIO = {
    "missing": "delete window.AudioContext;",
    "refused": "window.AudioContext = class { constructor() { throw new Error('no') } };",
}


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


@pytest.mark.parametrize(
    ("typed", "named"),
    [("1 2 x", "“x” is not a number"), ("", "at least one weight"), ("1 " * 33, "not 33"),
     ("0,5 1", "“0,5” is not a number"), ("100", "too large")],
)  # fmt: skip
def test_what_is_no_kernel_is_named_and_the_last_one_stays(opened, typed, named):
    figure = opened()
    figure.set([1, 2, 3], 4)
    figure.weights.fill(typed)
    assert figure.note.inner_text() == ""  # half written
    figure.weights.press("Enter")
    assert named in figure.note.inner_text()
    assert figure.weights.get_attribute("aria-invalid") == "true"
    assert figure.weights.get_attribute("aria-describedby") == figure.note.get_attribute("id")
    assert figure.weights.input_value() == typed
    figure.shows(Sound({"last": [1, 2, 3]}, 4))
    figure.play.click()
    numpy.testing.assert_allclose(
        figure.page.evaluate(GIVEN)["numbers"], without_mean([1, 2, 3], 4), atol=1e-6
    )
    figure.play.click()
    assert named in figure.note.inner_text()
    figure.weights.fill("1 2 3")
    assert figure.weights.get_attribute("aria-invalid") == "false"
    assert figure.note.inner_text() == ""


def test_at_its_limits_a_button_is_off_and_keeps_the_focus(opened):
    figure = opened()
    for button, ends_with, others in (
        (figure.longer, [1] * 32, figure.shorter),
        (figure.shorter, [1], figure.longer),
    ):
        for _ in range(40):
            if button.get_attribute("aria-disabled") == "true":
                break
            button.press("Enter")
        assert figure.weights.input_value().split() == [str(weight) for weight in ends_with]
        button.press("Enter")
        assert len(figure.weights.input_value().split()) == len(ends_with)
        assert button.evaluate("e => e === document.activeElement")
        assert others.get_attribute("aria-disabled") == "false"


def test_presets_are_the_chapter_s_kernels_with_its_stride(opened):
    figure = opened()
    kernels = {"twelve ones": [1] * 12, "tent": (1 - abs(numpy.arange(15) - 7) / 8).tolist()}
    for name, K in kernels.items():
        figure.set([1, 2, 3], 5)
        pressed = figure.place.get_by_role("button", pressed=True)
        assert pressed.count() == 0
        figure.place.get_by_role("button", name=name).press("Enter")
        figure.shows(Sound({name: K}, 8))
        assert pressed.inner_text() == name


def test_every_control_is_native_named_and_reached_within_twelve_tabs(opened):
    figure = opened()
    controls = figure.place.locator("button, input, select, textarea, a, [tabindex]")
    assert controls.evaluate_all("all => all.every(e => e.tabIndex === 0)")
    figure.page.locator("figure#fig-sound").evaluate(
        "e => { e.tabIndex = -1; e.focus(); e.removeAttribute('tabindex'); }"
    )
    reached = []
    for _ in range(12):
        figure.page.keyboard.press("Tab")
        if not figure.place.evaluate("e => e.contains(document.activeElement)"):
            break
        reached.append(figure.page.evaluate("document.activeElement.outerHTML"))
    else:
        pytest.fail("a figure takes twelve Tabs at most")
    assert len(set(reached)) == len(reached) == controls.count() > 5
    assert figure.place.locator("[role=status]").count() == 2


def settle(page):
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_moves_when_it_comes_alive_or_changes(opened, window):
    height = "e => e.getBoundingClientRect().height"
    figure = opened("about:blank", viewport=WINDOWS[window])
    figure.page.route(SCRIPT, lambda route: route.abort())
    figure.page.goto(FROM_DISK)
    settle(figure.page)
    still = figure.place.evaluate(height)
    assert figure.place.locator("button").count() == 0

    figure = opened(viewport=WINDOWS[window])
    settle(figure.page)
    assert figure.place.evaluate(height) == still
    for seed in range(12):
        figure.set(*drawn(seed))
        assert figure.place.evaluate(height) == still, drawn(seed)
    figure.play.click()
    assert figure.place.evaluate(height) == still
    figure.weights.fill("1 2 x")
    figure.weights.press("Enter")
    assert figure.place.evaluate(height) == still
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= figure.page.evaluate(
        "innerWidth"
    )
    inside = figure.place.evaluate(
        "e => { const w = e.getBoundingClientRect(); return [...e.querySelectorAll('*')]"
        ".every(one => one.getBoundingClientRect().right <= w.right + 1); }"
    )
    assert inside


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_plays_complains_or_is_off(opened, scheme):
    figure = opened(color_scheme=scheme)
    figure.play.click()
    axe.check(figure.page, where="playing")
    figure.weights.fill("x")
    figure.weights.press("Enter")
    axe.check(figure.page, where="wrong")
    figure.set([1], 4)
    axe.check(figure.page, where="at a limit")
    figure = opened(before=NO_AUDIO["missing"], color_scheme=scheme)
    axe.check(figure.page, where="off")


def test_without_javascript_the_opening_state_stands_there(opened):
    figure = opened(java_script_enabled=False)
    html = figure.place.evaluate("e => e.outerHTML")
    assert figure.place.locator("button, input, select").count() == 0
    sound = Sound({"twelve ones": [1] * 12}, 8)
    assert figure.place.locator(".words").inner_text() == sound.words()
    for label in re.findall(r'aria-label="([^"]*)"', sound._repr_html_()):
        assert label in html
    assert figure.place.locator(".controls").evaluate("e => e.offsetHeight") == 0
