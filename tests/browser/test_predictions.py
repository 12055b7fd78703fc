"""Predictions in the built book: failed by a wrong answer, solved by the right one, and kept."""

import json
import re
import shutil

from book._ext.paths import BOOK, HTML
from tests.browser import axe
from tests.browser.hands import middle
from tests.browser.widget_pages import serve

PAGES = sorted(p.stem for p in BOOK.glob("*.md") if "```{predict}" in p.read_text("utf8"))
ONE = "basic-operation"
FILES = ("d2lmini-predict.js", "d2lmini-predict.css", "katex/katex.min.css")
BOX = re.compile(r'<div class="d2l-predict .*?</details>\s*</div>', re.DOTALL)
SHEET = """<!doctype html><html lang="en"><title>All</title><meta charset="utf-8">
<link rel="stylesheet" href="d2lmini-predict.css"><link rel="stylesheet" href="katex.min.css">
<script defer src="d2lmini-predict.js"></script>"""
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
    page = box.owner_frame().page
    if radios := box.query_selector_all("[type=radio]"):
        page.mouse.click(*middle(radios[int(numbers[0])]))
    else:
        for field, n in zip(box.query_selector_all("input"), numbers, strict=True):
            page.mouse.click(*middle(field))
            page.keyboard.insert_text(f"{n:g}")
    page.mouse.click(*middle(box.query_selector("button")))


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
    pages = [(HTML / "book" / f"{name}.html").read_text("utf8") for name in PAGES]
    found = [box for text in pages for box in BOX.findall(text)]
    written = sum(p.read_text("utf8").count("```{predict}") for p in BOOK.glob("*.md"))
    assert len(found) == written
    for name in FILES:
        shutil.copy(HTML / "_static" / name, tmp_path)
    with serve(tmp_path) as served:  # two pages are opened, not ten: every second question in each
        for half, home in enumerate((tmp_path.as_uri(), served)):
            (tmp_path / "all.html").write_text(SHEET + "".join(found[half::2]), "utf8")
            page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
            page.goto(f"{home}/all.html")
            assert fail_and_solve_all(page) == len(found[half::2])


def fail_and_solve_all(page):
    """Answer each question wrongly, then rightly; come back, and return how many are right."""
    boxes = page.query_selector_all(".d2l-predict:has(form)")
    questions = page.locator("script[data-predict]").all_text_contents()
    for box, question in zip(boxes, map(json.loads, questions), strict=True):
        hint, wrong = question["hint"], question["wrong"][0]
        assert box.evaluate(STATE, hint) == ["", False, False]
        click(box, wrong["value"])
        assert box.evaluate(STATE, hint) == [f"Not yet. {wrong['feedback']}", hint != "", False]
        press(box, question["answer"])
        assert box.evaluate(STATE, hint) == ["Right.", False, True]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    return page.locator(".d2l-predict .right").count()


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
