"""The last page: twenty questions drawn anew, checked, counted, and exchanged for others."""

import json

from book._ext.page.predictions import SHOWN
from book._ext.paths import HTML
from tests.browser import axe
from tests.browser.answers import data, enter, fail_and_solve

PAGE = "what-can-you-do.html"
SHOWN_BOXES = ".d2l-draw:not(.d2l-spare)"
HOME = HTML.as_uri()


def visit(browser, home=HOME):
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{home}/book/{PAGE}")
    return page


def names(page):
    scripts = page.locator(f"{SHOWN_BOXES} > script").all_text_contents()
    return [json.loads(text)["name"] for text in scripts]


def score(page):
    return page.locator(".d2l-quiz").get_by_role("status").inner_text()


def press(page, name):
    page.get_by_role("button", name=name).click()


def test_the_draw_is_kept_with_its_score_until_others_are_drawn(browser):
    page = visit(browser)
    drawn = names(page)
    assert len(drawn) == SHOWN == page.locator(f"{SHOWN_BOXES}:visible form").count()
    assert score(page) == ""
    boxes = page.locator(SHOWN_BOXES)
    for box, wrong in ((boxes.nth(0), True), (boxes.nth(SHOWN - 1), False)):
        if wrong:
            (first, *_) = data(box)["wrong"]
            assert enter(box, first["value"]) == f"Not yet. {first['feedback']}"
        assert enter(box, data(box)["answer"]) == "Right."
        assert box.locator("details.answer a").is_visible()
    assert score(page) == "2 of 20 right, 1 of them at the first try."
    again = page.locator(".d2l-quiz li a")
    link = boxes.nth(0).locator("details.answer a").last
    assert [a.get_attribute("href") for a in again.all()] == [link.evaluate("a => a.href")]
    assert page.locator(".d2l-done").count() == 0  # nothing here is to be done
    page.evaluate("document.querySelectorAll('.d2l-spare').forEach(e => e.remove())")  # unseen
    axe.check(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    assert names(page) == drawn
    assert score(page) == "2 of 20 right, 1 of them at the first try."
    press(page, "Draw others")
    assert names(page) != drawn
    assert score(page) == ""
    assert page.locator(f"{SHOWN_BOXES} details.answer:visible").count() == 0
    press(page, "Back to those before")
    assert names(page) == drawn
    assert score(page) == "2 of 20 right, 1 of them at the first try."


def test_two_visits_differ(browser):
    page = visit(browser)
    drawn = names(page)
    page.reload()  # nothing was entered
    assert names(page) != drawn
    assert names(visit(browser)) != drawn


def test_without_javascript_twenty_questions_have_folded_answers(browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{HOME}/book/{PAGE}")
    assert page.locator(".d2l-draw:visible").count() == SHOWN
    answer = page.locator(".d2l-draw details.answer").first
    assert not answer.locator("p").first.is_visible()
    answer.locator("summary").click()
    assert answer.locator("a").is_visible()
    assert page.get_by_text("The draw needs JavaScript.").is_visible()


def test_all_that_is_drawn_is_failed_and_solved_by_mouse_and_by_keys(browser, address):
    page = visit(browser, address)
    for index, box in enumerate(page.query_selector_all(SHOWN_BOXES)):
        fail_and_solve(page, box, mouse_first=index % 2 == 0)
    assert score(page) == "20 of 20 right, 0 of them at the first try."
