"""By keyboard only: a group of controls is one stop, its arrows lead to the rest of it."""

import random

import pytest

import d2lmini.widgets
from d2lmini.widgets import FillIn, Stamping
from tests.browser.hands import HANDS, MOST_TABS
from tests.browser.widget_pages import NAMES, numbers, open_page, write_page

CONTROLS = (
    ':is(button, select, input, summary, .d2l-cell[tabindex], .scroll[tabindex="0"], [data-stop])'
)
# cells and choices have arrows of their own, and those of a field do what its − and + do
OTHERS = (
    """.stepper button, .cells [tabindex="-1"], fieldset:has(:checked) :not(:checked), :disabled"""
)
NUMBERED = f"""() => [...document.querySelectorAll(`.d2l {CONTROLS}`)]
    .filter(e => e.checkVisibility() && !e.matches('{OTHERS}'))
    .map((e, i) => (e.dataset.order = e.type === 'radio' ? e.name : i, e.dataset.order))"""
FOCUSED = """() => {
    const focused = document.activeElement;
    const { dataset, name, type } = focused;
    const grouped = focused.closest('.d2l :is([role=toolbar], .cap)') !== null;
    return [focused.closest('.d2l') !== null, type === 'radio' ? name : dataset.order, grouped];
}"""


def walk(page):
    """Press Tab through the figure, and the arrows in its groups; return what was there."""
    page.locator("h1").evaluate("e => { e.tabIndex = -1; e.focus(); }")
    reached = set()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        inside, order, grouped = page.evaluate(FOCUSED)
        if not inside:
            return reached
        reached.add(order)
        for key in ("ArrowLeft", "ArrowRight") if grouped else ():
            while True:
                page.keyboard.press(key)
                _, now, _ = page.evaluate(FOCUSED)
                if now == order:
                    break
                reached.add(order := now)
    raise AssertionError(f"{MOST_TABS} times Tab do not lead out of the figure")


def check(page):
    wanted = set(page.evaluate(NUMBERED))
    assert walk(page) == wanted
    page.evaluate("document.querySelectorAll('[data-order]').forEach(e => delete e.dataset.order)")


def array(draw, rows, cols):
    return [[draw.randint(-9, 9) for _ in range(cols)] for _ in range(rows)]


def drawn(name):
    draw = random.Random(17)
    arrays = {"X": array(draw, 4, 5), "K": array(draw, 2, 3)}
    state = arrays if name in ("Stamping", "RoundTrip") else {}
    return getattr(d2lmini.widgets, name)(**state)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_passed_in_twelve_tabs_and_every_control_is_reached(
    browser, tmp_path, name, width
):
    page = open_page(
        browser,
        write_page(tmp_path, drawn(name)).as_uri(),
        viewport={"width": width, "height": 844},
    )
    check(page)
    for choice in page.locator(".d2l fieldset.choice").all():
        choice.locator("[type=radio]:not(:checked, :disabled)").last.check()
    for box in page.locator(".d2l [type=checkbox]:visible").all():
        box.check()
    for button in page.locator(".d2l .bar button.main").all():
        button.click()
    page.get_by_role("button", name="Copy as PyTorch").click()
    check(page)
    for toolbar in page.get_by_role("toolbar").all():
        assert toolbar.get_attribute("aria-label")


def focused(page):
    return page.evaluate("document.activeElement.closest('[data-field]')?.dataset.field")


def test_the_arrows_of_a_field_move_the_caret_before_they_leave_it(browser, tmp_path):
    page = open_page(browser, write_page(tmp_path, FillIn(seed=123)).as_uri())
    field = page.get_by_label("exercise number", exact=True)
    field.focus()
    field.press("End")
    for _ in range(3):
        field.press("ArrowLeft")
    assert focused(page) == "exercise number"
    page.keyboard.press("ArrowUp")
    assert field.input_value() == "124"
    field.press("Home")
    page.keyboard.press("ArrowLeft")
    assert page.locator("[type=radio]").first.evaluate("e => e === document.activeElement")
    page.keyboard.press("ArrowDown")
    assert page.locator("[type=radio]").nth(1).is_checked()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "exercise number"
    assert page.locator("[type=radio]").nth(1).is_checked()


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
def test_more_is_closed_until_it_is_opened_or_holds_what_is_not_the_default(
    browser, tmp_path, hand
):
    shown = Stamping(array(random.Random(2), 2, 3), array(random.Random(3), 3, 2))
    url = write_page(tmp_path, shown).as_uri()
    page = open_page(browser, url, more=False, **hand.context)
    padding = page.get_by_label("padding", exact=True)
    assert not padding.is_visible()
    hand = hand(page)
    hand.press(page.locator("summary"))
    hand.press(page.get_by_label("padding: one more", exact=True))
    shown.padding = 1
    cells = page.locator("[data-grid=Y] .d2l-cell:not(.cropped)").all_inner_texts()
    assert len(cells) == len(shown.Y) * len(shown.Y[0])
    page.reload()
    assert padding.is_visible()  # the page keeps the padding
    hand.press(page.get_by_label("padding: one less", exact=True))
    assert padding.is_visible()


def test_what_is_inserted_is_a_picture_where_the_result_is(browser, tmp_path):
    shown = Stamping(array(random.Random(5), 3, 4), [[1, 2]], stride=4, reading="zeros")
    page = open_page(browser, write_page(tmp_path, shown).as_uri())
    digits = page.locator(":is([data-grid=Y], [data-grid=Z]) .d2l-cell span")
    assert digits.count() > 100
    page.get_by_role("button", name="Y as a picture").click()
    assert digits.count() == 0
    assert len(numbers(page, "Z")) == 4 * 2 + 1
