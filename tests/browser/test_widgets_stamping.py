"""Stamping in a browser: by mouse, by touch and by keyboard, its numbers against the package's."""

import numpy
import pytest

from d2lmini.widgets import Stamping
from tests.browser.widget_pages import numbers, open_page
from tests.figures.test_figures import node

B = [[0, 1], [2, 3]]
X = [[1, -2, 3], [0, 4, 1.5], [2, 2, -1]]


@pytest.mark.parametrize("reading", ["stamps", "zeros", "phases"])
@pytest.mark.parametrize(
    "parameters",
    [{}, {"stride": 2}, {"stride": 3, "output_padding": 2}, {"dilation": 2, "output_padding": 1}],
)
def test_shown_numbers_are_those_of_the_package(show, parameters, reading):
    widget = Stamping(X, B, reading=reading, **parameters)
    page = show(widget)
    assert numbers(page, "X") == X
    assert numbers(page, "Y") == widget.Y


def test_padding_is_drawn_as_cropping(show):
    page = show(Stamping(B, B))
    page.get_by_label("padding: one more").first.click()
    assert numbers(page, "Y") == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
    kept = page.locator("[data-grid=Y] .d2l-cell:not(.cropped)")
    assert kept.all_inner_texts() == ["4"]
    assert kept.get_attribute("aria-label") == "Y[0,0] = 4"


def test_a_cell_edited_by_keyboard_only_changes_y_and_is_announced(show):
    page = show(Stamping(B, B))
    page.get_by_label("X[0,0]", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("5")
    assert numbers(page, "X") == [[0, 1], [2, 5]]
    assert numbers(page, "Y") == Stamping([[0, 1], [2, 5]], B).Y
    assert "Y is 3 by 3" in page.locator("[role=status]").inner_text()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("two", "“two” is not a number"),
        ("", "an entry cannot be empty"),
        ("1e99", "at most 9999"),
    ],
)
def test_a_bad_entry_is_refused_beside_the_grid_and_the_last_one_stays(show, text, reason):
    page = show(Stamping(B, B))
    cell = page.get_by_label("X[1,1]", exact=True)
    cell.fill(text)
    error = page.locator("[data-grid=X] .error").last
    assert reason in error.inner_text()
    assert cell.get_attribute("aria-invalid") == "true"
    cell.blur()
    assert cell.input_value() == "3"
    assert numbers(page, "Y") == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]


def test_a_parameter_that_leaves_nothing_is_refused_beside_its_field(show):
    page = show(Stamping(B, B))
    field = page.locator("[data-field=padding]")
    field.get_by_role("textbox").fill("2")
    assert "nothing of Y would be left: −1 × −1" in field.locator(".error").inner_text()
    field.get_by_role("textbox").press("Escape")
    assert field.get_by_role("textbox").input_value() == "0"
    assert field.locator(".error").inner_text() == ""


def test_pointing_at_y_writes_out_its_arithmetic(show):
    page = show(Stamping(B, B))
    page.locator("[data-grid=Y] [aria-label='Y[2,1] = 12']").hover()
    text = page.locator(".explain").inner_text()
    assert "Y[2,1] = X[1,0]·K[1,1] + X[1,1]·K[1,0]" in text
    assert "2·3 + 3·2 = 12" in text
    assert page.locator("[data-grid=X] .hit").count() == 2
    page.locator(".title").hover()
    assert page.locator(".hit").count() == 0


def test_tapping_shows_the_fan_out_of_an_element(show):
    phone = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    page = show(Stamping(B, B, stride=2), **phone)
    page.get_by_label("X[1,0]", exact=True).tap()
    assert "X[1,0]·K = 2·K" in page.locator(".explain").inner_text()
    marked = page.locator("[data-grid=Y] .now")
    assert [int(t) for t in marked.all_inner_texts()] == [0, 2, 4, 6]


def test_escape_takes_the_marks_away(show):
    page = show(Stamping(B, B))
    page.locator("[data-grid=Y] .d2l-cell").first.focus()
    assert page.locator("[data-grid=Y] .now").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("[data-grid=Y] .now").count() == 0


def test_steps_show_the_running_sums(show):
    page = show(Stamping(B, B))
    page.get_by_label("to the start").click()
    assert numbers(page, "Y") == [[0] * 3] * 3
    sums = [[[0] * 3] * 3, [[0, 0, 1], [0, 2, 3], [0, 0, 0]]]
    sums.append([[0, 0, 1], [0, 4, 3], [4, 6, 0]])
    sums.append([[0, 0, 1], [0, 4, 6], [4, 12, 9]])
    for expected in sums:
        page.get_by_label("one step on").click()
        assert numbers(page, "Y") == expected


def test_play_runs_to_the_end_and_jumps_there_where_motion_is_unwanted(show):
    page = show(Stamping(B, B, step=3), reduced_motion="reduce")
    page.get_by_role("button", name="Play").click()
    assert "4 of 4" in page.locator(".transport output").inner_text()
    page = show(Stamping(B, B, step=2))
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").wait_for()
    page.get_by_text("4 of 4 stamps").wait_for(timeout=5000)
    page.get_by_role("button", name="Play").wait_for()


def test_play_has_a_speed_that_the_next_visit_finds(show):
    page = show(Stamping(numpy.ones((8, 8)), B, step=0))
    page.clock.install(time=0)
    page.reload()
    page.clock.pause_at(100)  # from here on, time goes by where the test says so
    speed = page.get_by_role("button", name="speed")
    page.get_by_role("button", name="Play").click()
    for name, steps in (("double", 2), ("fourfold", 4), ("half", 1), ("normal", 1)):
        before = int(page.get_by_label("steps done").input_value())
        speed.press("Enter")
        assert speed.get_attribute("aria-label") == f"speed: {name}"
        page.clock.run_for(1900 if name == "half" else 950)
        assert int(page.get_by_label("steps done").input_value()) == before + steps
    speed.click()
    page.reload()
    assert speed.get_attribute("aria-label") == "speed: double"


def test_play_ends_after_the_last_of_many_steps(show):
    X, K = numpy.ones((8, 8)), numpy.ones((5, 5))
    page = show(Stamping(X, K, stride=4, reading="zeros", step=1023))
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").wait_for()
    cells = (4 * (8 - 1) + 5) ** 2
    page.clock.run_for(1000 * (cells - 1023))
    assert page.locator(".transport output").inner_text() == f"{cells} of {cells} cells"
    page.get_by_role("button", name="Play").wait_for()


REFUSED = """
import { render } from "preact";
import { Steps } from "./ui/steps.tsx";
window.asked = 0;
const go = () => { window.asked++; return "refused"; };
render(<Steps done={1} count={4} unit="stamps" go={go} />, document.body);
"""


def test_play_stops_where_a_step_is_refused(browser):
    page = browser.new_page()
    page.set_content("<!doctype html><title>Steps</title>")
    page.add_script_tag(content=node("tests/figures/web/bundle.mjs", stdin=REFUSED), type="module")
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").wait_for()
    page.clock.run_for(10_000)
    assert page.evaluate("window.asked") == 1
    page.get_by_role("button", name="Play").wait_for()


def test_intermediate_arrays_stand_side_by_side(show):
    page = show(Stamping(B, B))
    page.get_by_label("Show every intermediate array").check()
    parts = page.locator(".part [role=img]")
    assert parts.count() == 4
    assert parts.nth(2).get_attribute("aria-label") == "+ X[1,0]·K = 2·K: 0 2; 4 6"


def test_no_size_makes_the_page_scroll_sideways_or_draws_more_than_nine_arrays(show):
    X = numpy.arange(40).reshape(5, 8) - 20
    for parameters in ({"stride": 4}, {"stride": 4, "dilation": 4, "step": 20}):
        phone = {"viewport": {"width": 390, "height": 844}}
        page = show(Stamping(X, numpy.ones((8, 7)), show_all=True, **parameters), **phone)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.locator(".part").count() == 9
    page.get_by_role("button", name="Draw all 40").click()
    assert page.locator(".part").count() == 40
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_long_numbers_stay_apart(show):
    page = show(Stamping([[9999, -1234.5], [2, 3]], [[9999, 1], [-7, 3]], show_all=True))
    beyond = """cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).length"""
    for cells in (".part i", ".cells input", "[data-grid=Y] .d2l-cell"):
        assert page.locator(cells).count() >= 8
        assert page.locator(cells).evaluate_all(beyond) == 0


def test_a_large_array_is_a_picture_with_digits_where_it_is_pointed_at(show):
    page = show(Stamping(X, B, stride=4))
    digits = page.locator("[data-grid=Y] .d2l-cell span")
    assert digits.count() == 10 * 10
    shown = digits.filter(visible=True)
    assert shown.count() == 0
    page.locator("[data-grid=Y] [aria-label='Y[9,5] = 6']").hover()
    assert shown.all_inner_texts() == ["6"]
    page.get_by_role("button", name="Y as a picture").click()
    assert digits.count() == 0
    assert numbers(page, "Y") == Stamping(X, B, stride=4).Y


def test_an_address_carries_a_changed_state(show, browser):
    page = show(Stamping(B, B))
    page.get_by_label("stride: one more").click()
    page.get_by_label("K[0,0]", exact=True).fill("7")
    page.get_by_role("button", name="Copy link to this state").click()
    again = open_page(browser, page.locator("pre.code").inner_text())
    assert numbers(again, "Y") == Stamping(B, [[7, 1], [2, 3]], stride=2).Y


def test_an_address_that_holds_nonsense_is_ignored(show, browser):
    address = show(Stamping(B, B)).url
    for nonsense in (
        "#d2l=0.Stamping.%7B%22stride%22%3A99%7D",
        "#d2l=0.Stamping.%7B",
        "#d2l=0.X.1",
    ):
        page = open_page(browser, address + nonsense)
        assert numbers(page, "Y") == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
        assert page.complaints == []
