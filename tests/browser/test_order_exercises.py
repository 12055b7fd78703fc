"""Lines that are put in order in the page: by mouse, finger and keys, and back on another day."""

import itertools
import json
import re

import pytest

from book._ext.paths import BOOK, HTML
from d2lmini.exercises import exercise
from d2lmini.exercises._order import order
from tests.browser import axe
from tests.browser.hands import Mouse, Touch
from tests.browser.test_code_exercises import POLICY, SECONDS
from tests.browser.widget_pages import serve

WHERE = re.compile(r"^```\{order-exercise\} (\w+)$", re.MULTILINE)
PLACES = {
    name: path.stem for path in BOOK.glob("*.md") for name in WHERE.findall(path.read_text("utf8"))
}
LINES = re.compile(r'<div class="d2l-exercise d2l-ordered">.*?</details></div>', re.DOTALL)
FILES = re.compile(r'<script [^>]*id="d2l-exercise-files">.*?</script>', re.DOTALL)
WORLDS = ("served", "disk")  # each for every second exercise
STEP = 4
STEP_PIXELS = 28  # to the side, for a step of indentation
SHEET = """<!doctype html><html lang="en"><title>All</title><meta charset="utf-8">
<script defer src="{}/_static/d2lmini-code.js"></script><main><h1>All</h1>"""


def body(name, program):
    """Return the lines of a program after its beginning, each with its steps of indentation."""
    given = order(exercise(name)).given
    assert program.startswith(given)
    lines = program[len(given) :].splitlines()
    return [(line.strip(), (len(line) - len(line.lstrip())) // STEP) for line in lines]


def strays(name):
    return [wrong for wrong in exercise(name).wrong if wrong.stray]


def visit(page, home, name):
    page.goto(f"{home}/book/{PLACES[name]}.html")
    return page.locator(".d2l-order")


@pytest.fixture(scope="module")
def all_lines(tmp_path_factory, served):
    """Put the exercises of all built pages into one; return it from disk, and with served parts."""
    parts = ""
    for place in PLACES.values():
        text = (HTML / "book" / f"{place}.html").read_text("utf8")
        parts += "".join(LINES.findall(text))
    parts += FILES.search(text)[0]
    folder = tmp_path_factory.mktemp("lines")
    for world, home in (("disk", HTML.as_uri()), ("served", served)):
        (folder / f"{world}.html").write_text(SHEET.format(home) + parts, "utf8")
    with serve(folder) as address:
        yield {"disk": (folder / "disk.html").as_uri(), "served": f"{address}/served.html"}


def line(box, text):
    return box.get_by_role("radio", name=text, exact=True)


def button(box, name):
    return box.get_by_role("button", name=name, exact=True)


# Where the grip of a line that is left out lies, and how far above it the border begins.
PLACE = """(box, text) => {
    box.scrollIntoView({ block: 'center' });
    const line = [...box.querySelectorAll('li.out')].find(li => li.textContent === text);
    const { x, y, width, height } = line.querySelector('.grip').getBoundingClientRect();
    const [right, down] = [x + width / 2, y + height / 2];
    return [right, down, box.querySelector('li.left').getBoundingClientRect().top - down];
}"""


def carry_each(hands, box, program):
    """Make a program from none: each line is carried to its end, as far in as it belongs."""
    before, opens = 1, False
    for text, depth in program:
        x, y, down = box.evaluate(PLACE, text)
        further = STEP_PIXELS * (depth - before - opens)
        hands.drag(x, y, (0, -20), (further, down + 1))  # a finger that moves less has not moved
        before, opens = depth, text.endswith(":")


def type_each(box, program):
    """Make a program from none with keys."""
    for text, depth in program:
        line(box, text).first.focus()
        box.page.keyboard.press("Space")
        box.page.keyboard.press("Enter")
        indent(box, text, depth)


def indent(box, text, depth):
    shift = depth - steps(box, text)
    for _ in range(abs(shift)):
        box.page.keyboard.press("ArrowRight" if shift > 0 else "ArrowLeft")


def steps(box, text):
    of = "e => Number(getComputedStyle(e.closest('li')).getPropertyValue('--depth'))"
    return line(box, text).first.evaluate(of)


def run(box, press, state):
    press()
    box.page.locator(f".d2l-order[data-state='{state}']").wait_for(timeout=SECONDS)
    return box.get_by_role("status").text_content()


def start_over(box):
    button(box, "Start over").click()


def change(box, before, after):
    """Make a program from another with keys: each line that differs is exchanged."""
    keys = box.page.keyboard
    for index, ((old, _), (new, depth)) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        line(box, old).focus()
        keys.press("Space")
        keys.press("Delete")
        line(box, new).focus()
        keys.press("Space")
        keys.press("Enter")
        for _ in range(len(after) - 1 - index):
            keys.press("Alt+ArrowUp")
        indent(box, new, depth)


@pytest.mark.parametrize(("name", "world"), list(zip(PLACES, itertools.cycle(WORLDS))))
def test_strays_are_told_by_mouse_and_the_order_is_found_by_keys(browser, all_lines, name, world):
    page = browser.new_context(viewport=Mouse.context["viewport"]).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(all_lines[world])
    box = page.locator(".d2l-ordered", has=page.locator(f"[data-order='{name}']"))
    assert [url for url in asked if "micropython" in url] == []
    first, second = strays(name)
    carry_each(Mouse(page), box, body(name, first.program))
    said = run(box, button(box, "Run").click, "failed")
    assert (said[:14], said.endswith(first.feedback)) == ("Wrong in case ", True)
    change(box, body(name, first.program), body(name, second.program))
    said = run(box, button(box, "Run").click, "failed")
    assert (said[:14], said.endswith(second.feedback)) == ("Wrong in case ", True)
    change(box, body(name, second.program), body(name, exercise(name).solution))
    button(box, "Run").focus()
    said = run(box, lambda: page.keyboard.press("Enter"), "passed")
    assert said.startswith("Right, in all ")
    kept = json.loads(page.evaluate(f"localStorage.getItem('d2l-exercise:order-{name}')"))
    assert kept == {"program": exercise(name).solution, "done": True}


def test_no_order_and_the_first_one_fail_and_one_of_two_strays_is_told(browser, all_lines):
    name = "trans_conv"
    page = browser.new_context().new_page()
    page.goto(all_lines["disk"])
    box = page.locator(".d2l-ordered", has=page.locator(f"[data-order='{name}']"))
    assert run(box, button(box, "Run").click, "not attempted").startswith("Not attempted yet")
    type_each(box, [(text, 1) for text in order(exercise(name)).lines])
    assert run(box, button(box, "Run").click, "broken").startswith("The program does not run.")
    start_over(box)
    first, second = strays(name)  # both at once: no wrong program does what they do together
    right = body(name, exercise(name).solution)
    programs = (body(name, first.program), body(name, second.program))
    type_each(box, [b if a == c else c for a, b, c in zip(right, *programs, strict=True)])
    assert run(box, button(box, "Run").click, "failed").endswith(first.feedback)
    axe.check(page)


def test_a_line_is_moved_by_keys_and_buttons_and_stays_chosen(browser):
    page = browser.new_context().new_page()
    box = visit(page, HTML.as_uri(), "trans_conv")
    loop, inner, back = "for i in range(n_h):", "for j in range(n_w):", "return Y"
    type_each(box, [(back, 1), (loop, 1), (inner, 2)])

    def program():
        kept = page.evaluate("localStorage.getItem('d2l-exercise:order-trans_conv')")
        return body("trans_conv", json.loads(kept)["program"])

    line(box, loop).focus()
    page.keyboard.press("ArrowUp")  # to the line above, as in any choice
    assert line(box, back).is_checked()
    for _ in range(2):
        page.keyboard.press("Alt+ArrowDown")
    assert program() == [(loop, 1), (inner, 2), (back, 1)]
    assert page.evaluate("document.activeElement.checked")
    assert box.get_by_role("status").inner_text() == "Line 3 of 3, 1 step in."
    button(box, "Down").click()
    assert box.get_by_role("status").inner_text() == "Left out."
    assert program() == [(loop, 1), (inner, 2)]
    button(box, "Up").click()
    button(box, "Up").click()
    assert program() == [(loop, 1), (back, 3), (inner, 2)]
    assert button(box, "Less indented").get_attribute("aria-disabled") == "false"
    button(box, "Leave out").click()
    assert button(box, "Less indented").get_attribute("aria-disabled") == "true"
    page.reload()
    assert program() == [(loop, 1), (inner, 2)]
    assert [steps(box, text) for text in (loop, inner, back)] == [1, 2, 0]


def test_by_finger_on_a_phone_under_the_policy_for_hosts_and_found_again(browser):
    page = browser.new_context(**Touch.context).new_page()
    name, wrong = "trans_conv", []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    with serve(HTML, {"Content-Security-Policy": POLICY}) as address:
        box = visit(page, address, name)
        carry_each(Touch(page), box, body(name, exercise(name).solution))
        box.locator("code").first.tap()  # the first after a swipe may be taken for its end
        run(box, button(box, "Run").tap, "passed")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.reload()
        assert box.locator(".done").count() == 1
        assert [steps(box, text) for text, _ in body(name, exercise(name).solution)][-1] == 1
        assert wrong == []


@pytest.mark.parametrize("name", PLACES)
def test_without_javascript_the_lines_and_a_folded_answer_are_there(browser, name):
    page = browser.new_context(java_script_enabled=False).new_page()
    visit(page, HTML.as_uri(), name)
    place, asked = page.locator(".d2l-ordered"), order(exercise(name))
    assert place.locator(".d2l-starter li").all_inner_texts() == asked.lines
    folded = place.locator("details pre")
    assert folded.text_content() == exercise(name).solution
    assert not folded.is_visible()
    for _, feedback in asked.strays:
        assert feedback.replace("'", "’") in place.text_content().replace("'", "’")
