"""On a phone: control, words and effect are seen together, whatever the sizes of the arrays."""

import random

import pytest

from d2lmini.widgets import Matrix, Overlap, Stamping
from tests.browser.widget_pages import open_page, write_page

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Where the dock is while a cell of Y is scrolled to, and what stands in it.
SEEN = """() => {
    const inside = e => {
        const { top, bottom } = e.getBoundingClientRect();
        return top >= -1 && bottom <= innerHeight + 1;
    };
    const dock = document.querySelector('.d2l .dock'), face = dock.getBoundingClientRect();
    const cell = document.querySelector("[data-grid='Y'] .d2l-cell");
    const over = cell.getBoundingClientRect().bottom > face.top;
    const parts = [...dock.children].filter(e => !inside(e)).map(e => e.className);
    return [...parts, ...(inside(dock) ? [] : ['dock']), ...(inside(cell) && !over ? [] : ['Y'])];
}"""


def array(draw, rows, cols):
    return [[draw.randint(-9, 9) for _ in range(cols)] for _ in range(rows)]


def figures():
    """Draw figures of arrays that are not square, large ones among them."""
    draw = random.Random(20)
    for _ in range(4):
        rows, cols = draw.sample(range(2, 8), 2)
        X, K = array(draw, rows, cols), array(draw, *draw.sample(range(1, 5), 2))
        yield Stamping(X, K, stride=draw.randint(1, 3), show_all=draw.random() < 0.5)
    yield Matrix(array(draw, 2, 4), array(draw, 2, 1))
    yield Overlap(5, kernel=3, stride=2, layers=2)


@pytest.mark.parametrize("figure", list(figures()), ids=lambda figure: type(figure).__name__)
def test_steps_and_words_stay_at_the_lower_edge_beside_what_they_change(browser, tmp_path, figure):
    page = open_page(browser, write_page(tmp_path, figure).as_uri(), **PHONE)
    page.locator("[data-grid='Y'] .d2l-cell").first.evaluate(
        "cell => scrollTo(0, scrollY + cell.getBoundingClientRect().top - 200)"
    )
    assert page.evaluate(SEEN) == []
    if page.locator(".dock .transport").count():
        words = page.locator(".dock .explain").inner_text()
        page.get_by_label("one step back").tap()
        assert page.locator(".dock .explain").inner_text() != words
        assert page.evaluate(SEEN) == []


def test_a_cell_that_gets_the_focus_is_not_below_the_dock(browser, tmp_path):
    page = open_page(
        browser, write_page(tmp_path, Stamping(array(random.Random(3), 8, 3))).as_uri(), **PHONE
    )
    fields = page.locator("[data-grid='X'] input")
    page.evaluate("scrollTo(0, 0)")
    for number in range(fields.count()):
        fields.nth(number).focus()
        dock = page.locator(".dock").bounding_box()
        cell = fields.nth(number).bounding_box()
        assert cell["y"] + cell["height"] <= dock["y"] or cell["y"] >= dock["y"] + dock["height"]


def test_on_paper_the_words_stand_where_they_are(browser, tmp_path):
    page = open_page(browser, write_page(tmp_path, Stamping()).as_uri())
    page.emulate_media(media="print")
    assert page.locator(".dock").evaluate("e => getComputedStyle(e).position") == "static"
