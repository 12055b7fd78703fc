"""The sound figure: what it shows and says, its controls, and the room that it takes."""

import re

import numpy
import pytest

from d2lmini.widgets.sound import Sound
from tests.browser import axe
from tests.browser.sounds import FROM_DISK, GIVEN, NO_AUDIO, drawn, opener, without_mean

SCRIPT = re.compile(r"d2lmini-sound\.js")
WINDOWS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def opened(browser):
    """Return a function that opens the page and gives its figure."""
    return opener(browser)


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


def test_the_last_weight_is_dropped_and_repeated_and_no_other(opened):
    figure = opened()
    figure.set([3, -1, 2], 4)
    for button, left in (
        (figure.shorter, [3, -1]),
        (figure.longer, [3, -1, -1]),
        (figure.shorter, [3, -1]),
        (figure.shorter, [3]),
    ):
        button.click()
        figure.shows(Sound({"left": left}, 4))


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
    for wrong in ("1 2 x", "x" * 300, "1" * 60, "1 " * 40, ""):
        figure.weights.fill(wrong)
        figure.weights.press("Enter")
        assert len(figure.note.inner_text()) > 20
        assert figure.place.evaluate(height) == still, wrong
    off = opened(before=NO_AUDIO["missing"], viewport=WINDOWS[window])
    assert off.note.inner_text() != ""
    assert off.place.evaluate(height) == still
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= figure.page.evaluate(
        "innerWidth"
    )
    inside = figure.place.evaluate(
        "e => { const w = e.getBoundingClientRect(); return [...e.querySelectorAll('*')]"
        ".every(one => one.getBoundingClientRect().right <= w.right + 1); }"
    )
    assert inside


def check(page, where):
    """Let axe look, once the theme has: 300 ms after any change it asks which code scrolls."""
    page.wait_for_timeout(500)
    axe.check(page, where=where)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_plays_complains_or_is_off(opened, scheme):
    figure = opened(color_scheme=scheme)
    figure.play.click()
    check(figure.page, "playing")
    figure.weights.fill("x")
    figure.weights.press("Enter")
    check(figure.page, "wrong")
    figure.set([1], 4)
    check(figure.page, "at a limit")
    figure = opened(before=NO_AUDIO["missing"], color_scheme=scheme)
    check(figure.page, "off")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_stands_on_the_page_s_own_ground_in_its_colour(opened, scheme):
    figure = opened(color_scheme=scheme)
    figure.page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
    seen = figure.place.evaluate(
        """e => {
            const grounds = [];
            for (let one = e; !one.matches('figure'); one = one.parentElement)
                grounds.push(getComputedStyle(one).backgroundColor);
            const colours = [...e.querySelectorAll('text'), document.body]
                .map(one => getComputedStyle(one)[one === document.body ? 'color' : 'fill']);
            return { grounds: [...new Set(grounds)], colours: [...new Set(colours)] };
        }"""
    )
    assert seen["grounds"] == ["rgba(0, 0, 0, 0)"]
    assert len(seen["colours"]) == 1


def test_without_javascript_the_opening_state_stands_there(opened):
    figure = opened(java_script_enabled=False)
    html = figure.place.evaluate("e => e.outerHTML")
    assert figure.place.locator("button, input, select").count() == 0
    sound = Sound({"twelve ones": [1] * 12}, 8)
    assert figure.place.locator(".words").inner_text() == sound.words()
    for label in re.findall(r'aria-label="([^"]*)"', sound._repr_html_()):
        assert label in html
    assert figure.place.locator(".controls").evaluate("e => e.offsetHeight") == 0
