"""The first page's picture and the way in, and the picture on its way through a network."""

import pytest

from book._ext.page.site import START
from book._ext.paths import HTML

FIRST = f"{HTML.as_uri()}/book/index.html"
SHADES = "rects => rects.map(rect => rect.getAttribute('fill'))"
LARGER = ".d2l-hero [data-cells=y] rect"
PACE = 60  # milliseconds for a stamp
STILL = "Every pixel stamps, and where stamps meet they add up."


def shades(page):
    return page.locator(LARGER).evaluate_all(SHADES)


@pytest.fixture(scope="module")
def still(browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(FIRST)
    assert STILL in page.locator(".d2l-hero .words").inner_text()
    assert page.locator(".d2l-hero button").count() == 0
    return shades(page)


def test_it_plays_once_and_ends_as_the_still_drawing(browser, still):
    page = browser.new_page(reduced_motion="no-preference")
    page.goto(FIRST)
    dark = "rgb(35,35,35)"
    page.wait_for_function(
        f"() => [...document.querySelectorAll('{LARGER}')].at(-1).getAttribute('fill') === '{dark}'"
    )
    page.locator(".d2l-hero .words", has_text="lands on").wait_for(timeout=10_000)
    assert shades(page) == still


def test_it_goes_through_every_pixel_row_by_row_and_its_stamp_with_it(browser):
    page = browser.new_page(reduced_motion="reduce")
    page.clock.install(time=0)
    page.goto(FIRST)
    page.clock.pause_at(100)  # from here on, time goes by where the test says so
    page.get_by_role("button", name="Play").click()
    # from the corner of the array: the place of the pixel, and the place of its stamp
    places = """() => ["x", "y"].map((array, n) => {
        const at = rect => [rect.y.baseVal.value, rect.x.baseVal.value];
        const corner = at(document.querySelector(`.d2l-hero [data-cells=${array}] rect`));
        const mark = at(document.querySelector(`.d2l-hero [data-mark=${["at", "stamp"][n]}]`));
        return mark.map((place, axis) => place - corner[axis]);
    })"""
    side = round(page.locator(".d2l-hero [data-cells=x] rect").count() ** 0.5)
    for row in range(side):
        for column in range(side):
            page.clock.run_for(PACE)
            pixel, stamp = page.evaluate(places)
            assert pixel == [row, column]
            assert stamp == [2 * row - 1, 2 * column - 1]  # stride 2, padding 1


def test_it_rests_where_motion_is_not_wanted_and_answers_keys_and_pointer(browser, still):
    page = browser.new_page(reduced_motion="reduce")
    page.goto(FIRST)
    words = page.locator(".d2l-hero .words")
    assert STILL in words.inner_text()
    assert shades(page) == still
    page.locator(".d2l-hero [role=application]").press("ArrowDown")
    assert words.inner_text() == (
        "Pixel [2,3] is 6: its stamp, 6 times the kernel, lands on rows 3 to 6 and columns 5 to 8 "
        "of the larger picture."
    )
    page.locator(".d2l-hero [data-cells=x] rect").nth(0).hover()
    assert "Pixel [0,0] is 1" in words.inner_text()
    assert (
        "rows 0 to 2 and columns 0 to 2" in words.inner_text()
    )  # padding takes a row and a column
    assert shades(page) == still


def test_start_and_next_lead_to_the_same_chapter(browser):
    page = browser.new_page()
    page.goto(FIRST)
    start = page.get_by_role("link", name="Start (30 minutes)")
    following = page.locator(".prev-next-area .right-next")
    assert start.get_attribute("href") == following.get_attribute("href") == f"{START}.html"


def test_a_slider_leads_through_the_network_and_without_script_its_pictures_stand_in_a_row(browser):
    address = f"{HTML.as_uri()}/book/why-upsample.html"
    page = browser.new_page()
    page.goto(address)
    figure = page.locator("figure#fig-pipeline")
    stages = figure.locator(".stage img").evaluate_all("all => all.map(one => one.src)")
    slider = figure.get_by_role("slider", name="Through the network")
    for at, source in enumerate(stages):
        assert figure.locator(".viewer img").get_attribute("src") == source
        title = figure.locator(".stage").nth(at).inner_text()
        assert " ".join(title.split()) == slider.get_attribute("aria-valuetext")
        slider.press("ArrowRight")
    figure.locator(".stage").nth(1).click()
    assert slider.input_value() == "1"

    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    assert page.locator("#fig-pipeline .stage img").count() == len(stages) == 8
    assert page.locator("#fig-pipeline .viewer").count() == 0
