"""The sound figure of a page, its controls, and an ear to what it plays."""

import numpy

from book._ext.paths import HTML
from d2lmini import trans_conv

PAGE = "book/one-and-three-dimensions.html"
FROM_DISK = f"{HTML.as_uri()}/{PAGE}"
RATE, LENGTH = 8000, 800
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
# What the last context was given to play.
GIVEN = """() => {
    const { source: { buffer, loop }, loudness, state } = contexts.at(-1);
    const numbers = [...buffer.getChannelData(0)];
    return { numbers, rate: buffer.sampleRate, loop, loudness, state };
}"""
NO_AUDIO = {
    "missing": "delete window.AudioContext;",
    "refused": "window.AudioContext = class { constructor() { throw new Error('no') } };",
}


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


def opener(browser):
    """Return a function that opens an address, after a script, and gives the figure."""

    def opened(address=FROM_DISK, *, before=SPY, **context):
        page = browser.new_context(**{"reduced_motion": "reduce"} | context).new_page()
        page.set_default_timeout(10_000)
        page.add_init_script(before)
        page.goto(address)
        return Figure(page)

    return opened
