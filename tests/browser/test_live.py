"""Phrases in the built book's prose set the figures that they name."""

import json
import re
from urllib.parse import unquote

import pytest

from book._ext.live import read_phrase
from book._ext.paths import BOOK, HTML

WRITTEN = {
    path.stem: found
    for path in sorted(BOOK.glob("*.md"))
    if (found := re.findall(r"\{live\}`([^`]+)`", path.read_text("utf8")))
}

CLICK = "link => link.click()"


def state_of(figure):
    """Return the state that the figure would share."""
    # neither scrolled to nor open: some stand in a closed solution
    figure.locator("button", has_text="Copy link to this state").evaluate(
        "button => button.click()"
    )
    address = figure.locator("pre.code").text_content()
    return json.loads(unquote(address.partition("#d2l=")[2].split(".", 2)[2]))


def opening(figure):
    return json.loads(figure.locator("script").first.text_content())


@pytest.mark.parametrize("page_name", WRITTEN)
def test_every_phrase_sets_the_state_that_it_names(browser, page_name):
    page = browser.new_page()
    page.goto(f"{HTML.as_uri()}/book/{page_name}.html")
    links = page.locator("a.d2l-live")
    assert links.count() == len(WRITTEN[page_name])
    for link in links.all():
        name = link.get_attribute("href").removeprefix("#")
        figure = page.locator(f"figure#{name}")
        changes = json.loads(link.get_attribute("data-set"))
        link.evaluate(CLICK)
        state, wanted = state_of(figure), {**opening(figure), **changes}
        assert state == {key: wanted[key] for key in state}, link.inner_text()
        written = [read_phrase(one) for one in WRITTEN[page_name]]
        assert (name, changes.keys()) in [(one.figure, one.changes.keys()) for one in written]
        said = page.locator("body > [role=status]").text_content()
        assert said.endswith(f": {link.text_content()}")


def test_a_phrase_shows_a_figure_that_is_out_of_sight_and_leaves_one_that_is_seen(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{HTML.as_uri()}/book/padding-strides-channels.html")
    link = page.locator("a.d2l-live[href='#fig-shapes']", has_text="17")
    link.scroll_into_view_if_needed()
    link.focus()
    page.keyboard.press("Enter")
    figure = page.locator("figure#fig-shapes .d2lmini-widget")
    page.wait_for_function("e => e.getBoundingClientRect().top < 400", arg=figure.element_handle())
    assert state_of(figure)["n"] == 17
    page.evaluate("scrollTo({ top: scrollY - 200, behavior: 'instant' })")
    before = page.evaluate("scrollY")
    page.locator("a.d2l-live[href='#fig-shapes']", has_text="16").evaluate(CLICK)
    assert state_of(figure)["n"] == 16
    assert page.evaluate("scrollY") == before
    figure.locator(".title").first.click()
    figure.get_by_label("input size", exact=True).press("Control+z")
    assert state_of(figure)["n"] == 17


def test_without_javascript_a_phrase_leads_to_its_figure(browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{HTML.as_uri()}/book/gradients.html")
    page.locator("details:has(a.d2l-live) > summary").click()  # it stands in a prediction's answer
    page.locator("a.d2l-live").click()
    assert page.url.endswith("gradients.html#fig-backward")
    assert page.locator(page.url[page.url.index("#") :]).count() == 1
