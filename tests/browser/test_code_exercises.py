"""A reader writes a function in the page: right, wrong, without end, and back on another day."""

import re

import pytest

from book._ext.paths import HTML
from d2lmini.exercises import NAMES, exercise
from tests.browser import axe
from tests.browser.widget_pages import GUARDED, serve

PAGE = "book/write-it-yourself.html"
CORR2D = exercise("corr2d")
MICROPYTHON = "d2lmini-micropython.js"
ENDLESS = "def corr2d(X, K):\n    while True:\n        {}\n"
SECONDS = 30_000
# The time limit of ten seconds, told as it is and over sooner.
IMPATIENT = """(() => {
    const wait = window.setTimeout;
    window.setTimeout = (f, ms, ...more) => wait(f, ms === 10_000 ? 700 : ms, ...more);
})()"""
ALONE = """document.querySelectorAll("[data-exercise]:not([data-exercise='corr2d'])")
    .forEach(e => e.remove())"""
PUT = "(e, t) => { e.value = t; e.dispatchEvent(new Event('input', { bubbles: true })); }"


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.asked, page.wrong = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on(
        "console", lambda m: page.wrong.append(m.text) if m.type in ("error", "warning") else None
    )
    return page


def place(page, name="corr2d"):
    return page.locator(f"[data-exercise='{name}']")


def written(page):
    """Return what stands in the editor without the indentation of its last line."""
    return place(page).locator("textarea").input_value().rstrip(" ")


def run(page, program, state, name="corr2d"):
    """Write a program, run it and wait for how it ends; return what is said."""
    area = place(page, name).locator("textarea")
    area.fill(program)
    area.press("Control+Enter")
    place(page, name).locator(f".d2l-code[data-state='{state}']").wait_for(timeout=SECONDS)
    return place(page, name).get_by_role("status").text_content()


def test_a_reader_is_corrected_passes_and_finds_the_program_again_from_disk(page):
    page.goto(f"{HTML.as_uri()}/{PAGE}")
    page.evaluate("document.addEventListener('d2l:done', e => { window.done = e.detail.name; })")
    assert page.locator(".d2l-code").count() == len(NAMES)
    assert [url for url in page.asked if MICROPYTHON in url] == []
    turned = CORR2D.wrong[0]
    said = run(page, turned.program, "failed")
    assert re.match(r"Wrong in case 1 of \d+, X 3 × 3, K 2 × 2\. ", said)
    assert said.endswith(turned.feedback)
    assert len([url for url in page.asked if MICROPYTHON in url]) == 1
    tables = place(page).locator("table").all_inner_texts()
    assert [table.split()[:2] for table in tables[:2]] == [["given", "X"], ["given", "K"]]
    assert [table.split()[0] for table in tables[2:]] == ["expected", "got"]
    assert place(page).locator("td.unlike").count() == 4
    said = run(page, "def corr2d(X, K):\n    print(K)\n    return X.foo\n", "failed")
    assert place(page).locator(".numbers .marked").inner_text().strip("▸ \n") == "3"
    assert place(page).locator(".printed").inner_text() == "[[4 6]\n [-2 5]]\n"
    assert run(page, CORR2D.solution, "passed").startswith("Right, in all ")
    assert page.evaluate("window.done") == "corr2d"
    page.reload()
    assert place(page).locator("textarea").input_value() == CORR2D.solution
    assert place(page).locator(".done").count() == 1
    place(page).get_by_role("button", name="Start over").click()
    assert written(page) == CORR2D.starter
    place(page).get_by_role("button", name="Undo").click()
    assert place(page).locator("textarea").input_value() == CORR2D.solution
    assert place(page).locator(".done").count() == 1
    place(page).get_by_role("button", name="Start over").click()
    page.reload()
    assert written(page) == CORR2D.starter
    assert place(page).get_by_role("button", name="Undo").count() == 0
    assert page.wrong == []
    assert [url for url in page.asked if not url.startswith(("file:", "blob:", "data:"))] == []


def test_who_begins_to_write_below_a_starter_writes_inside_of_the_function(page):
    page.goto(f"{HTML.as_uri()}/{PAGE}")
    area = place(page).locator("textarea")
    for written, state in (("", "not attempted"), ("return float('nan')", "failed")):
        area.press("Control+End")
        page.keyboard.type(written)
        area.press("Control+Enter")
        place(page).locator(f".d2l-code[data-state='{state}']").wait_for(timeout=SECONDS)
    assert place(page).locator(".one").inner_text() == "got nan"
    assert page.wrong == []


@pytest.fixture(scope="module")
def all_functions(browser, served):
    """Open the page once for all of them, served, and once from disk."""
    pages = [browser.new_context(viewport={"width": 1000, "height": 900}).new_page() for _ in "12"]
    for page, home in zip(pages, (served, HTML.as_uri()), strict=True):
        page.goto(f"{home}/{PAGE}")
    return pages


def by_mouse(box, program):
    box.locator("textarea").click()
    box.page.keyboard.press("Control+A")
    box.page.keyboard.insert_text(program)
    box.get_by_role("button", name="Run").click()


def by_keys(box, program):
    box.locator("textarea").focus()
    box.page.keyboard.press("Control+A")
    box.page.keyboard.insert_text(program)
    for key in ("Escape", "Tab", "Enter"):  # Escape and Tab lead to Run
        box.page.keyboard.press(key)


@pytest.mark.parametrize("name", NAMES)
def test_a_function_is_failed_and_solved_by_mouse_and_by_keys_in_both_worlds(all_functions, name):
    one, boxes = exercise(name), [place(page, name) for page in all_functions]
    wrong = one.wrong[0]  # the others are tried without a browser
    # What fails by mouse in one world fails by keys in the other, and passes by the other hand.
    hands = (by_mouse, by_keys) if NAMES.index(name) % 2 == 0 else (by_keys, by_mouse)
    for program, state, begins, ends, writes in (
        (wrong.program, "failed", "Wrong in case ", wrong.feedback, hands),
        (one.solution, "passed", "Right, in all ", " cases.", hands[::-1]),
    ):
        for box, write in zip(boxes, writes, strict=True):  # both run at once
            write(box, program)
        for box in boxes:
            box.locator(f".d2l-code[data-state='{state}']").wait_for(timeout=SECONDS)
            said = box.get_by_role("status").text_content()
            assert (said.startswith(begins), said.endswith(ends)) == (True, True), said


def test_a_program_without_end_is_stopped_and_another_runs(page):
    page.add_init_script(IMPATIENT)
    page.goto(f"{HTML.as_uri()}/{PAGE}")
    area = place(page).locator("textarea")
    area.fill(ENDLESS.format("pass"))
    with page.expect_event("worker"):
        place(page).get_by_role("button", name="Run").click()
    place(page).get_by_role("button", name="Stop").click()
    place(page).locator(".d2l-code[data-state='stopped']").wait_for()
    assert "after 10 seconds in case 1" in run(page, ENDLESS.format("print(1)"), "late")
    printed = place(page).locator(".printed").inner_text()
    assert printed.count("\n") == 501
    assert printed.endswith("… more is not shown\n")
    assert run(page, CORR2D.solution, "passed").startswith("Right")
    assert page.wrong == []


def test_ten_thousand_lines_are_written_run_and_printed(page):
    page.goto(f"{HTML.as_uri()}/{PAGE}")
    loop = "    for i in range(10_000):\n        print(i)\n"
    begin, rest = CORR2D.solution.split("\n", 1)
    program = f"{begin}\n{loop}{rest}" + "\n# a line" * 10_000
    area = place(page).locator("textarea")
    area.evaluate(PUT, program)  # to type so much takes Chromium long in any field
    area.press("Control+Enter")
    place(page).locator(".d2l-code[data-state='passed']").wait_for(timeout=SECONDS)
    assert place(page).locator(".printed").inner_text().count("\n") == 501
    assert place(page).locator("pre.highlight span").count() == 0  # so many would be slow
    began = page.evaluate("performance.now()")
    area.press("x")
    assert page.evaluate("performance.now()") - began < 1500  # milliseconds
    assert area.input_value().count("x") == program.count("x") + 1
    assert page.wrong == []


def test_tab_indents_brackets_are_paired_and_escape_then_tab_leaves(page):
    page.goto(f"{HTML.as_uri()}/{PAGE}")
    area = place(page).locator("textarea")
    area.fill("")
    page.keyboard.type("x = f([")
    assert area.input_value() == "x = f([])"
    assert place(page).locator(".pair").all_inner_texts() == ["[", "]"]
    page.keyboard.type("1])")
    assert area.input_value() == "x = f([1])"
    page.keyboard.press("Control+z")
    assert area.input_value() == "x = f([])"
    page.keyboard.press("Control+A")
    page.keyboard.type("def f():")
    page.keyboard.press("Enter")
    page.keyboard.type("x = 1")
    seen = place(page).locator("pre.highlight")
    assert seen.text_content() == f"{area.input_value()}\n"
    assert seen.locator(".k, .mi").all_inner_texts() == ["def", "1"]
    looks = "all => all.map(e => [getComputedStyle(e).font, e.getBoundingClientRect().x])"
    first, second = place(page).locator(".editor .text > *").evaluate_all(looks)
    assert first == second  # the letters that are seen lie where those are that are edited
    page.keyboard.press("Tab")
    assert area.input_value() == "def f():\n    x = 1    "
    page.keyboard.press("Shift+Tab")
    assert area.input_value() == "def f():\nx = 1    "
    page.keyboard.press("Control+z")
    assert area.input_value() == "def f():\n    x = 1    "
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"


def test_the_page_works_under_the_policy_for_hosts(page):
    with serve(HTML, GUARDED) as address:
        page.goto(f"{address}/{PAGE}")
        assert run(page, CORR2D.solution, "passed").startswith("Right")
        run(page, CORR2D.wrong[0].program, "failed")
        assert page.wrong == []
        page.evaluate(ALONE)  # the others look like it
        axe.check(page)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
        axe.check(page, others=False)
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_javascript_statement_starter_and_solution_are_there(browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{HTML.as_uri()}/{PAGE}")
    for name in NAMES:
        one = exercise(name)
        assert place(page, name).locator(".d2l-starter pre").text_content() == one.starter
        assert place(page, name).locator(".d2l-starter pre").is_visible()
        folded = place(page, name).locator("details", has_text="Solution").locator("pre")
        assert folded.text_content() == one.solution
        assert not folded.is_visible()
