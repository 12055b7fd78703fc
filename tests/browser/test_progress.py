"""What is done is shown on every page, begun anew, and carried to another browser as a file."""

import json
import re

import pytest

from book._ext.paths import BOOK, HTML
from d2lmini.exercises import exercise
from tests.browser import axe
from tests.browser.answers import data, enter

ASKED = re.findall(
    r"^```\{(?:predict|code-exercise|order-exercise)\}",
    (BOOK / "basic-operation.md").read_text("utf8"),
    re.MULTILINE,
)
DONE = ".bd-links .d2l-done"
CORR2D = "d2l-exercise:corr2d"
OWN = {"program": "def corr2d(X, K):\n    return X\n", "done": False}
OTHER = {"program": exercise("corr2d").solution, "done": True}


def visit(page, home, name):
    page.goto(f"{home}/book/{name}.html")
    return page


def marks(page):
    """Return the names of the links in the contents that say what is done."""
    links = page.locator(".bd-links a.internal", has=page.locator(".d2l-done")).all()
    return [" ".join(link.text_content().split()) for link in links]


def come_back(page):
    """Give the page the event that it gets when its tab is chosen again."""
    page.evaluate("dispatchEvent(new Event('focus'))")


def answer(page, index=0):
    box = page.locator(".d2l-predict").nth(index)
    assert enter(box, data(box)["answer"]) == "Right."


def said(page):
    return page.locator(".d2l-work").get_by_role("status").inner_text()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def offer(page, content):
    """Choose a file with such a content."""
    file = {"name": "work.json", "mimeType": "application/json", "buffer": content.encode()}
    page.get_by_label("Add from a file").set_input_files(file)
    page.wait_for_function("document.querySelector('.d2l-work [role=status]').textContent")
    return said(page)


def test_what_is_done_is_shown_on_every_page_and_at_the_next_visit(browser, address):
    page = visit(browser.new_context().new_page(), address, "basic-operation")
    assert page.locator(DONE).count() == 0
    other = visit(page.context.new_page(), address, "alignment")
    answer(page)
    shown = f"3. Basic operation1/{len(ASKED)}, 1 of {len(ASKED)} done"
    assert marks(page) == [shown]
    come_back(other)
    assert marks(other) == [shown]
    count = other.locator(".d2l-predict").count()
    for index in range(count):
        answer(other, index)
    come_back(page)
    complete = f"9. Where the picture lands✓, all {count} done"
    assert marks(page) == marks(other) == [shown, complete]
    assert enter(page.locator(".d2l-predict").first, [9] * 9) != "Right."
    other.goto(f"{address}/genindex.html")  # in another folder than the chapters
    assert marks(other) == marks(page)  # what was done once stays so


def test_a_page_in_sight_learns_at_once_what_is_done_in_another(browser, served):
    page = visit(browser.new_context().new_page(), served, "basic-operation")
    other = visit(page.context.new_page(), served, "alignment")
    answer(page)
    other.locator(DONE).wait_for()  # only served: from a disk not every browser tells


@pytest.fixture
def work(browser):
    """Return the page of one's work, with an answer, another that is wrong, and a program."""
    page = visit(browser.new_context().new_page(), HTML.as_uri(), "basic-operation")
    answer(page, 1)
    assert enter(page.locator(".d2l-predict").nth(2), [7]) != "Right."
    page.evaluate("([key, own]) => localStorage.setItem(key, own)", [CORR2D, json.dumps(OWN)])
    return visit(page, HTML.as_uri(), "your-work")


def stored(page):
    keys = "Object.fromEntries(Object.entries(localStorage).filter(([k]) => k.startsWith('d2l-')))"
    return {key: json.loads(text) for key, text in page.evaluate(keys).items()}


def test_a_page_and_the_book_are_begun_anew_and_that_is_undone(work):
    before, row = stored(work), work.get_by_role("row", name="Basic operation")
    assert row.get_by_role("cell").first.inner_text() == f"1 of {len(ASKED)}"
    row.get_by_role("button").click()
    assert said(work) == "Answers and programs of “Basic operation” are forgotten."
    assert stored(work) == {CORR2D: OWN}
    assert work.locator(DONE).count() == 0
    press(work, "Undo")
    assert stored(work) == before
    assert len(marks(work)) == 1
    axe.check(work)
    press(work, "Start the whole book over")
    assert stored(work) == {}
    assert work.locator(".d2l-work tbody button").count() == 0
    press(work, "Undo")
    assert stored(work) == before


def test_a_file_brings_it_to_another_browser_and_a_wrong_one_changes_nothing(work, browser):
    before = stored(work)
    with work.expect_download() as download:
        press(work, "Save as a file")
    text = download.value.path().read_text("utf8")
    assert json.loads(text)["work"] == before
    other = visit(browser.new_context().new_page(), HTML.as_uri(), "your-work")
    assert offer(other, text) == "Added: 3 answers or programs."
    assert stored(other) == before
    wrong = text.replace('"right": true', '"right": "yes"')
    assert offer(other, wrong).startswith('Nothing is changed. Expected {"entered": […], "right"')
    assert offer(other, "{}").startswith("Nothing is changed. Expected a file that")
    assert stored(other) == before
    changed = json.loads(text)
    changed["work"] |= {CORR2D: OTHER, "d2l-exercise:gone": OTHER}
    told = offer(other, json.dumps(changed))
    assert told == (
        "Added: nothing new. Left out 1 that this book does not have. "
        "You have another program of your own for corr2d: yours stays."
    )
    assert stored(other)[CORR2D] == OWN
    press(other, "Take the file’s instead")
    assert stored(other) == before | {CORR2D: OTHER}
    press(other, "Undo")
    assert stored(other) == before


def test_without_javascript_the_page_says_what_is_lacking(browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    visit(page, HTML.as_uri(), "your-work")
    assert page.get_by_text("The list needs JavaScript.").is_visible()
    assert page.get_by_role("button", name="Start").count() == 0
