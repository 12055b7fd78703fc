"""Rows that are as they were are not drawn anew: what stands there is still the new state."""

import random

import pytest

from d2lmini.widgets import FillIn, Stamping
from tests.browser.widget_pages import open_more, open_page, write_page

CHANGES = 6
# all arrays without what depends on the visit: ids, where the focus was, the order of styles
ARRAYS = """() => [...document.querySelectorAll('.cells')].map(cells => (cells.innerHTML
    + [...cells.querySelectorAll('input')].map(one => one.value))
    .replace(/ (id|aria-describedby|tabindex|name|aria-invalid)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style) => style.split(/; ?/).sort().join()))"""


def array(draw, rows, cols):
    return [[draw.randint(-9, 9) for _ in range(cols)] for _ in range(rows)]


def figures():
    draw = random.Random(23)
    made = [
        Stamping(array(draw, 4, 3), array(draw, 2, 3), stride=3, step=2),
        Stamping(array(draw, 3, 2), array(draw, 2, 3), stride=2, reading="phases", step=3),
        FillIn(seed=draw.randint(0, 99), level=2),
    ]
    return {f"{type(figure).__name__}-{number}": figure for number, figure in enumerate(made)}


def change(page, draw):
    """Do one of the things that a reader does, let go of what was pointed at, and say which."""
    cells = page.locator(".cells .d2l-cell")
    fields = page.locator(".cells input")
    kind = draw.choice(["point", "write", "refuse", "number", "number", "step"])
    if kind == "point":
        cells.nth(draw.randrange(cells.count())).hover()
    elif kind in ("write", "refuse"):
        text = str(draw.randint(-99, 99)) if kind == "write" else "1x"
        fields.nth(draw.randrange(fields.count())).fill(text)
    elif kind == "number":
        buttons = page.locator(".stepper:visible button:not([aria-disabled])")
        buttons.nth(draw.randrange(buttons.count())).click()
    elif kind == "step" and page.locator(".transport").count():
        page.get_by_label("steps done").press(draw.choice(["Home", "End", "ArrowUp", "ArrowDown"]))
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(1, 1)
    return kind


@pytest.mark.parametrize("name", figures())
def test_what_is_shown_after_a_change_is_what_a_fresh_page_shows(browser, tmp_path, name):
    draw = random.Random(name)
    page = open_page(browser, write_page(tmp_path, figures()[name]).as_uri())
    for _ in range(CHANGES):
        open_more(page)
        done = change(page, draw)
        shown = page.evaluate(ARRAYS)
        page.reload()  # the page has kept the state
        assert shown == page.evaluate(ARRAYS), done
    assert page.complaints == []
