"""Predictions in the built book: failed by a wrong answer, solved by the right one, and kept."""

import json
import re
import shutil

import pytest

from book._ext.paths import BOOK, HTML
from tests.browser import axe
from tests.browser.widget_pages import serve

PAGES = sorted(p.stem for p in BOOK.glob("*.md") if "```{predict}" in p.read_text("utf8"))
ONE = "basic-operation"
FILES = ("d2lmini-predict.js", "d2lmini-predict.css", "katex/katex.min.css")
BOX = re.compile(r'<div class="d2l-predict .*?</details>\s*</div>', re.DOTALL)
SHEET = """<!doctype html><html lang="en"><title>All</title><meta charset="utf-8">
<link rel="stylesheet" href="d2lmini-predict.css"><link rel="stylesheet" href="katex.min.css">
<style>body { padding-bottom: 100vh }</style>
<script defer src="d2lmini-predict.js"></script>"""
# What a reader sees of a question: what is said, whether the hint and the answer are shown.
STATE = """(box, hint) => [box.querySelector('[role=status]').textContent,
    hint !== '' && box.innerText.includes(hint), box.querySelector('details.answer').open]"""

# Where the fields and then the button are.
PLACES = """box => {
    box.scrollIntoView({ block: 'center' });
    return [...box.querySelectorAll('input'), box.querySelector('button')].map(one => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [x + width / 2, y + height / 2];
    });
}"""
CHOSEN = "(chosen)"


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


def contents(question, numbers):
    """Return what is in each field when these numbers are entered, or this option is chosen."""
    if question["asks"] == "choice":
        return [CHOSEN * (at == numbers[0]) for at in range(len(question["options"]))]
    return [f"{n:g}" for n in numbers]


def click(page, places, before, after):
    """Click each field that differs and type into it, or click an option; then the button."""
    *fields, button = places
    for place, old, new in zip(fields, before, after, strict=True):
        if new not in ("", old):
            page.mouse.click(*place, click_count=3 if old else 1)  # thrice selects what is there
            if new != CHOSEN:
                page.keyboard.insert_text(new)
    page.mouse.click(*button)


def press_back(page, places, before, after):
    """Go from the button back to the fields with Tab, change what differs, and press Enter."""
    if CHOSEN in after:
        page.keyboard.press("Shift+Tab")
        press_on(page, places, before, after)
        return
    for old, new in reversed(list(zip(before, after, strict=True))):
        page.keyboard.press("Shift+Tab")  # which selects what is there
        if new != old:
            page.keyboard.insert_text(new)
    page.keyboard.press("Enter")


def press_on(page, places, before, after):
    """Go on with Tab from the first field, or with arrows from the chosen option."""
    if CHOSEN in after:
        for _ in range((after.index(CHOSEN) - before.index(CHOSEN)) % len(after)):
            page.keyboard.press("ArrowDown")
    else:
        last = max(i for i, old in enumerate(before) if old != after[i])
        for index, new in enumerate(after[: last + 1]):
            page.keyboard.press("Tab" if index else "Control+A")
            if new != before[index]:
                page.keyboard.insert_text(new)
    page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def all_questions(tmp_path_factory):
    """Put the predictions of all pages into one; return it served and from disk, and how many."""
    pages = [(HTML / "book" / f"{name}.html").read_text("utf8") for name in PAGES]
    found = [box for text in pages for box in BOX.findall(text)]
    assert len(found) == sum(p.read_text("utf8").count("```{predict}") for p in BOOK.glob("*.md"))
    folder = tmp_path_factory.mktemp("questions")
    for name in FILES:
        shutil.copy(HTML / "_static" / name, folder)
    (folder / "all.html").write_text(SHEET + "".join(found), "utf8")
    with serve(folder) as served:
        yield {"served": served, "disk": folder.as_uri()}, len(found)


@pytest.mark.parametrize("world", ["served", "disk"])
def test_every_prediction_is_failed_and_solved_by_mouse_and_by_keys_and_kept(
    browser, all_questions, world
):
    homes, count = all_questions
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{homes[world]}/all.html")
    boxes = page.query_selector_all(".d2l-predict:has(form)")
    questions = page.locator("script[data-predict]").all_text_contents()
    for box, question in zip(boxes, map(json.loads, questions), strict=True):
        hint, first = question["hint"], question["wrong"][0]
        wrong, right = (contents(question, n) for n in (first["value"], question["answer"]))
        failed, solved = (
            [f"Not yet. {first['feedback']}", hint != "", False],
            ["Right.", False, True],
        )
        places = box.evaluate(PLACES)
        assert box.evaluate(STATE, hint) == ["", False, False]
        click(page, places, [""] * len(wrong), wrong)
        assert box.evaluate(STATE, hint) == failed
        click(page, places, wrong, right)
        assert box.evaluate(STATE, hint) == solved
        press_back(page, places, right, wrong)
        assert box.evaluate(STATE, hint) == failed
        press_on(page, places, wrong, right)
        assert box.evaluate(STATE, hint) == solved
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    assert page.locator(".d2l-predict .right").count() == len(boxes) == count


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
