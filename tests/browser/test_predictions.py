"""Predictions in the built book: failed by a wrong answer, solved by the right one, and kept."""

import json

import pytest

from book._ext.paths import BOOK, HTML
from tests.browser import axe

PAGES = sorted(p.stem for p in BOOK.glob("*.md") if "{predict}" in p.read_text("utf8"))


def data(box):
    return json.loads(box.locator("script").text_content())


def enter(box, numbers):
    """Type or choose an answer by keyboard alone, and commit to it."""
    if (radios := box.get_by_role("radio")).count():
        radios.nth(int(numbers[0])).focus()
        box.page.keyboard.press("Space")
        box.page.keyboard.press("Tab")
        box.page.keyboard.press("Enter")
        return box.get_by_role("status").inner_text()
    box.locator("input").first.focus()
    keyboard = box.page.keyboard
    for n in numbers:
        keyboard.press("Control+A")
        keyboard.type(f"{n:g}")
        keyboard.press("Tab")
    keyboard.press("Enter")  # on the button, which comes after the last field
    return box.get_by_role("status").inner_text()


@pytest.mark.parametrize("name", PAGES)
def test_predictions_are_failed_solved_and_found_again(browser, name):
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{HTML.as_uri()}/book/{name}.html")
    boxes = page.locator(".d2l-predict").all()
    assert boxes
    for box in boxes:
        question, answer = data(box), box.locator("details.answer")
        assert not answer.is_visible()
        box.get_by_role("button", name="Check").click()
        assert box.get_by_role("status").inner_text().startswith("Not attempted")
        wrong = question["wrong"][0]
        assert enter(box, wrong["value"]) == f"Not yet. {wrong['feedback']}"
        assert question["hint"] in box.inner_text()
        assert not answer.is_visible()
        assert enter(box, question["answer"]) == "Right."
        assert answer.locator("p").first.is_visible()
    axe.check(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    assert page.locator(".d2l-predict .right").count() == len(boxes)


def test_without_javascript_the_answer_is_folded(browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{HTML.as_uri()}/book/{PAGES[0]}.html")
    answer = page.locator(".d2l-predict details.answer").first
    assert not answer.locator("p").first.is_visible()
    answer.locator("summary").click()
    assert answer.locator("p").first.is_visible()


def test_where_storage_is_refused_a_prediction_is_checked_all_the_same(browser):
    page = browser.new_context().new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    )
    page.goto(f"{HTML.as_uri()}/book/{PAGES[0]}.html")
    box = page.locator(".d2l-predict").first
    assert enter(box, data(box)["answer"]) == "Right."
