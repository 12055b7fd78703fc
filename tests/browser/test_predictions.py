"""Predictions in the built book: failed by a wrong answer, solved by the right one, and kept."""

import json
import re

from book._ext.paths import BOOK, HTML
from tests.browser import axe

PAGES = sorted(p.stem for p in BOOK.glob("*.md") if "```{predict}" in p.read_text("utf8"))
ONE = "basic-operation"
STATIC = f"{HTML.as_uri()}/_static/d2lmini-predict"
BOX = re.compile(r'<div class="d2l-predict .*?</details>\s*</div>', re.DOTALL)
SHEET = f"""<!doctype html><html lang="en"><title>All</title><meta charset="utf-8">
<link rel="stylesheet" href="{STATIC}.css">
<link rel="stylesheet" href="{HTML.as_uri()}/_static/katex/katex.min.css">
<script defer src="{STATIC}.js"></script>"""
# What a reader sees of a question: what is said, whether the hint and the answer are shown.
STATE = """(box, hint) => [box.querySelector('[role=status]').textContent,
    hint !== '' && box.innerText.includes(hint), box.querySelector('details.answer').open]"""


def data(box):
    return json.loads(box.locator("script").text_content())


def enter(box, numbers):
    """Type or choose an answer by keyboard alone, and commit to it."""
    keyboard = box.page.keyboard
    if (radios := box.get_by_role("radio")).count():
        radios.nth(int(numbers[0])).focus()
        keyboard.press("Space")
        keyboard.press("Tab")
    else:
        box.locator("input").first.focus()
        for n in numbers:
            keyboard.press("Control+A")
            keyboard.type(f"{n:g}")
            keyboard.press("Tab")
    keyboard.press("Enter")  # on the button, which comes after the last field
    return box.get_by_role("status").inner_text()


def click(box, numbers):
    """Choose an answer by mouse, or type it into fields that are clicked, and commit to it."""
    if radios := box.query_selector_all("[type=radio]"):
        radios[int(numbers[0])].click()
    else:
        for field, n in zip(box.query_selector_all("input"), numbers, strict=True):
            field.click()
            box.owner_frame().page.keyboard.insert_text(f"{n:g}")
    box.query_selector("button").click()


def press(box, numbers):
    """Go back from the button to the fields, put other answers into them, and commit to them."""
    keyboard = box.owner_frame().page.keyboard
    if radios := box.query_selector_all("[type=radio]"):
        keyboard.press("Shift+Tab")
        at = next(i for i, radio in enumerate(radios) if radio.is_checked())
        for _ in range((int(numbers[0]) - at) % len(radios)):
            keyboard.press("ArrowDown")
    else:
        for n in reversed(numbers):
            keyboard.press("Shift+Tab")  # which selects what is there
            keyboard.insert_text(f"{n:g}")
    keyboard.press("Enter")


def test_every_prediction_is_failed_by_mouse_solved_by_keyboard_and_found_again(browser, tmp_path):
    path = tmp_path / "all.html"  # the questions of all built pages: one page is opened, not ten
    pages = [(HTML / "book" / f"{name}.html").read_text("utf8") for name in PAGES]
    found = [box for text in pages for box in BOX.findall(text)]
    path.write_text(SHEET + "".join(found), "utf8")
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(path.as_uri())
    written = sum(p.read_text("utf8").count("```{predict}") for p in BOOK.glob("*.md"))
    boxes = page.query_selector_all(".d2l-predict:has(form)")
    questions = page.locator("script[data-predict]").all_text_contents()
    assert len(boxes) == len(questions) == written
    for box, question in zip(boxes, map(json.loads, questions), strict=True):
        hint, wrong = question["hint"], question["wrong"][0]
        assert box.evaluate(STATE, hint) == ["", False, False]
        click(box, wrong["value"])
        assert box.evaluate(STATE, hint) == [f"Not yet. {wrong['feedback']}", hint != "", False]
        press(box, question["answer"])
        assert box.evaluate(STATE, hint) == ["Right.", False, True]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    assert page.locator(".d2l-predict .right").count() == len(boxes)


def test_nothing_is_told_before_an_answer_and_axe_finds_nothing_after(browser):
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{HTML.as_uri()}/book/{ONE}.html")
    for box, right in zip(page.locator(".d2l-predict").all(), (True, False, False), strict=True):
        box.get_by_role("button", name="Check").click()
        assert box.get_by_role("status").inner_text().startswith("Not attempted")
        assert not box.locator("details.answer").is_visible()
        enter(box, data(box)["answer"] if right else [12345])
    assert page.locator(".d2l-predict details.answer p").first.is_visible()
    axe.check(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_javascript_the_answer_is_folded(browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{HTML.as_uri()}/book/{ONE}.html")
    answer = page.locator(".d2l-predict details.answer").first
    assert not answer.locator("p").first.is_visible()
    answer.locator("summary").click()
    assert answer.locator("p").first.is_visible()


def test_where_storage_is_refused_a_prediction_is_checked_all_the_same(browser):
    page = browser.new_context().new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    )
    page.goto(f"{HTML.as_uri()}/book/{ONE}.html")
    box = page.locator(".d2l-predict").first
    assert enter(box, data(box)["answer"]) == "Right."
