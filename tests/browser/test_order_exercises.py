"""Lines that are put in order in the page: by mouse, finger and keys, and back on another day."""

import json
import re

import pytest

from book._ext.paths import BOOK, HTML
from d2lmini.exercises import exercise
from d2lmini.exercises._order import order
from tests.browser import axe
from tests.browser.hands import Mouse, Touch
from tests.browser.test_code_exercises import SECONDS
from tests.browser.widget_pages import GUARDED, serve

WHERE = re.compile(r"^```\{order-exercise\} (\w+)$", re.MULTILINE)
PLACES = {
    name: path.stem for path in BOOK.glob("*.md") for name in WHERE.findall(path.read_text("utf8"))
}
LINES = re.compile(r'<div class="d2l-exercise d2l-ordered">.*?</details></div>', re.DOTALL)
FILES = re.compile(r'<script [^>]*id="d2l-exercise-files">.*?</script>', re.DOTALL)
WORLDS = ("served", "disk")
STEP = 4
STEP_PIXELS = 28  # to the side, for a step of indentation
SHEET = """<!doctype html><html lang="en"><title>All</title><meta charset="utf-8">
<script defer src="{}/_static/d2lmini-code.js"></script><main><h1>All</h1>"""


# How every part of the lines looks, and their own style put behind all others.
LOOKS = """box => [...box.querySelectorAll('.d2l-order, .d2l-order *')].map(part => {
    const style = getComputedStyle(part);
    return [part.localName, ...[...style].map(name => style.getPropertyValue(name))];
})"""
LAST = """document.body.append(
    [...document.querySelectorAll('head style')].find(e => e.textContent.includes('.d2l-order')))"""


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
    return page.locator(".d2l-ordered")


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


# Where the grip of a line lies, and how far above it, or below, a row of the list begins and ends.
PLACE = """(box, [text, from, to]) => {
    const list = [...box.querySelectorAll('.d2l-order li')];
    list[0].parentElement.scrollIntoView({ block: 'center' });
    const line = from ?? list.findIndex(li => li.matches('.out') && li.textContent === text);
    const { x, y, width, height } = list[line].querySelector('.grip').getBoundingClientRect();
    const [right, down] = [x + width / 2, y + height / 2];
    const { top, bottom } = (list[to] ?? box.querySelector('li.left')).getBoundingClientRect();
    return [right, down, top - down, bottom - down];
}"""


def carry(hands, box, program, index):
    """Carry a line that is left out to its place, as far in as it belongs."""
    text, depth = program[index]
    above, before = program[index - 1] if index else ("", 1)
    x, y, down, _ = box.evaluate(PLACE, [text, None, index])
    further = STEP_PIXELS * (depth - before - above.endswith(":"))
    hands.drag(x, y, (0, -20), (further, down + 1))  # a finger that moves less has not moved


def carry_each(hands, box, program):
    """Make a program from none: each line is carried to the end of those before."""
    for index in range(len(program)):
        carry(hands, box, program, index)


def exchange(hands, box, before, after):
    """Make a program from another: a line that differs is carried out and the other one in."""
    for index, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new:
            x, y, _, down = box.evaluate(PLACE, ["", index, None])
            hands.drag(x, y, (0, 20), (0, down - 1))
            carry(hands, box, after, index)


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
    box.locator(f".d2l-order[data-state='{state}']").wait_for(timeout=SECONDS)
    return box.get_by_role("status").text_content()


def press_run(box):
    button(box, "Run").focus()
    box.page.keyboard.press("Enter")


def told(said):
    """Return what is said after the number of the case that is wrong."""
    assert said.startswith("Wrong in case "), said
    return said.partition(". ")[2]


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


@pytest.fixture(scope="module")
def sheets(browser, all_lines):
    """Open the exercises of all pages once, served, and once from disk."""
    pages = {}
    for world, address in all_lines.items():
        pages[world] = browser.new_context(viewport=Mouse.context["viewport"]).new_page()
        pages[world].goto(address)
    return pages


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("name", PLACES)
def test_strays_are_told_and_the_order_is_found_by_mouse_and_by_keys(sheets, name, world):
    page, one, (first, second) = sheets[world], exercise(name), strays(name)
    box = page.locator(".d2l-ordered", has=page.locator(f"[data-order='{name}']"))
    one_wrong, right, other = (
        body(name, text) for text in (first.program, one.solution, second.program)
    )
    mouse = Mouse(page)
    carry_each(mouse, box, one_wrong)
    assert told(run(box, button(box, "Run").click, "failed")) == first.feedback
    exchange(mouse, box, one_wrong, right)
    assert run(box, button(box, "Run").click, "passed").startswith("Right, in all ")
    change(box, right, other)
    assert told(run(box, lambda: press_run(box), "failed")) == second.feedback
    change(box, other, right)
    assert run(box, lambda: press_run(box), "passed").startswith("Right, in all ")
    kept = json.loads(page.evaluate(f"localStorage.getItem('d2l-exercise:order-{name}')"))
    assert kept == {"program": one.solution, "done": True}


def test_no_order_and_the_first_one_fail_and_one_of_two_strays_is_told(browser, all_lines):
    name = "trans_conv"
    page = browser.new_context().new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(all_lines["disk"])
    box = page.locator(".d2l-ordered", has=page.locator(f"[data-order='{name}']"))
    assert [url for url in asked if "micropython" in url] == []  # before the first run
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
    page.emulate_media(color_scheme="dark")
    axe.check(page, others=False)


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
    button(box, "Start over").click()
    assert page.evaluate("localStorage.getItem('d2l-exercise:order-trans_conv')") is None
    button(box, "Undo").click()
    assert program() == [(loop, 1), (back, 3), (inner, 2)]
    assert button(box, "Undo").count() == 0
    button(box, "Leave out").click()
    assert button(box, "Less indented").get_attribute("aria-disabled") == "true"
    page.reload()
    assert program() == [(loop, 1), (inner, 2)]
    assert [steps(box, text) for text in (loop, inner, back)] == [1, 2, 0]


@pytest.mark.parametrize("name", PLACES)
def test_the_figures_of_a_page_change_nothing_of_how_lines_look(browser, name):
    page = browser.new_context().new_page()
    box = visit(page, HTML.as_uri(), name)
    page.locator(".d2l style").first.wait_for(state="attached")  # a figure's, below the head's
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        before = box.evaluate(LOOKS)
        page.evaluate(LAST)
        assert box.evaluate(LOOKS) == before


def test_by_finger_on_a_phone_under_the_policy_for_hosts_and_found_again(browser):
    page = browser.new_context(**Touch.context).new_page()
    name, wrong = "trans_conv", []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    with serve(HTML, GUARDED) as address:
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
