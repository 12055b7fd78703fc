"""Predictions in the built book: failed by a wrong answer, solved by the right one, and kept."""

import re
import shutil

import pytest

from book._ext.paths import BOOK, HTML
from tests.browser import axe
from tests.browser.answers import data, enter, fail_and_solve
from tests.browser.widget_pages import GUARDED, serve

PAGES = sorted(p.stem for p in BOOK.glob("*.md") if "```{predict}" in p.read_text("utf8"))
ONE = "basic-operation"
FILES = ("d2lmini-predict.js", "d2lmini-predict.css", "katex/katex.min.css")
IN_EXERCISE = "xpath=ancestor::*[contains(@class, 'exercise admonition')]"
BOX = re.compile(r'<div class="d2l-predict .*?</details>\s*</div>', re.DOTALL)
SHEET = """<!doctype html><html lang="en"><title>All</title><meta charset="utf-8">
<link rel="stylesheet" href="d2lmini-predict.css"><link rel="stylesheet" href="katex.min.css">
<style>body { padding-bottom: 100vh }
.d2l-predict { content-visibility: auto; contain-intrinsic-size: auto 200px }</style>
<script defer src="d2lmini-predict.js"></script>"""


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
    page = browser.new_context(viewport={"width": 390, "height": 480}).new_page()
    page.goto(f"{homes[world]}/all.html")
    boxes = page.query_selector_all(".d2l-predict:has(form)")
    for index, box in enumerate(boxes):
        fail_and_solve(page, box, mouse_first=(index % 2 == 0) == (world == "served"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    assert page.locator(".d2l-predict .right").count() == len(boxes) == count


@pytest.fixture
def guarded():
    """Serve the book under the policy for hosts; return its address."""
    with serve(HTML, GUARDED) as address:
        yield address


def test_nothing_is_told_before_an_answer_and_axe_finds_nothing_after(browser, guarded):
    page, wrong = browser.new_context(viewport={"width": 390, "height": 800}).new_page(), []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(f"{guarded}/book/{ONE}.html")
    for index, box in enumerate(page.locator(".d2l-predict").all()):
        box.get_by_role("button", name="Check").click()
        assert box.get_by_role("status").inner_text().startswith("Not attempted")
        assert not box.locator("details.answer").is_visible()
        assert box.get_by_text("says why").count() == box.locator(IN_EXERCISE).count()
        question = data(box)
        enter(box, question["wrong"][0]["value"] if index else question["answer"])
    assert page.locator(".d2l-predict details.answer p").first.is_visible()
    assert wrong == []
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
