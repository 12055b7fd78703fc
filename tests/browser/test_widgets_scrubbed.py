"""Numbers dragged sideways, by a real mouse and a real finger, over every one found on a page."""

import random

import pytest

import d2lmini.widgets
from tests.browser.hands import Mouse, Touch, middle
from tests.browser.widget_pages import NAMES, numbers, open_page, write_page

STEP = 8  # pixels
SLACK = 5  # pixels until a press is a drag
# fields that have another value than theirs
FIELDS = ".field:visible:has(button:not([aria-disabled])) .stepper input"


@pytest.fixture(params=[Mouse, Touch], ids=["mouse", "finger"])
def hand(request, browser, tmp_path):
    """Return a function that opens a page of figures and gives it a hand."""

    def show(*figures):
        url = write_page(tmp_path, *figures).as_uri()
        return request.param(open_page(browser, url, **request.param.context))

    return show


def sideways(hand, field, steps):
    """Drag a field by so many steps, and a few pixels that make the press a drag."""
    sign = 1 if steps > 0 else -1
    hand.page.mouse.move(1, 1)  # a cell that is no longer pointed at may change a figure's height
    # a finger moves some 15 pixels before the browser tells of it
    slack = sign * (SLACK if type(hand) is Mouse else 20)
    way = [(slack + part * steps * STEP / 2, 0) for part in (0, 1, 2)]
    hand.drag(*middle(field), *way)


def value(field):
    text = field.input_value().replace("−", "-")
    return float(text) if text else 0


def undo(field):
    field.evaluate(
        """field => field.dispatchEvent(new KeyboardEvent(
             "keydown", { key: "z", ctrlKey: true, bubbles: true, cancelable: true }))"""
    )


def drawn_figures():
    draw = random.Random(4)
    array = lambda rows, cols: [[draw.randint(-9, 9) for _ in range(cols)] for _ in range(rows)]  # noqa: E731
    made = {name: {} for name in NAMES}
    made["Stamping"] = {"X": array(2, 3), "K": array(3, 1), "step": -1, "stride": 2}
    made["Matrix"] = {"X": array(2, 3), "K": array(3, 2), "stride": 2}
    made["RoundTrip"] = {"X": array(3, 2), "K": array(2, 1)}
    return {name: getattr(d2lmini.widgets, name)(**state) for name, state in made.items()}


def test_every_number_is_dragged_by_whole_steps_and_taken_back_at_once(hand, request):
    made = drawn_figures()
    # half of them for each hand: a page of all takes long
    half = [made[name] for name in NAMES[request.node.callspec.indices["hand"] :: 2]]
    hand = hand(made["Stamping"], *half)
    draw = random.Random(9)
    tried = 0
    for figure in hand.page.locator(".d2l").all():
        fields = figure.locator(FIELDS).all()
        for grid in figure.locator(".cells:has(input)").all():
            fields.append(draw.choice(grid.locator("input").all()))
        for field in fields:
            before = value(field)
            sideways(hand, field, 2)
            if value(field) == before:  # at its upper end
                sideways(hand, field, -2)
            assert abs(value(field) - before) in (1, 2), field
            undo(field)
            assert value(field) == before, field
            tried += 1
    assert tried > 12
    assert hand.page.complaints == []


def test_a_drag_ends_where_the_control_does_and_shows_no_refusal(hand):
    hand = hand(d2lmini.widgets.Stamping([[1, 2, 3], [4, 5, 6]], [[1, 2]], stride=3))
    stride = hand.page.get_by_label("stride", exact=True)
    for steps, end in ((30, 4), (-30, 1)):
        sideways(hand, stride, steps)
        assert value(stride) == end
        assert set(hand.page.locator(".error").all_inner_texts()) == {""}


def test_a_click_writes_and_a_drag_up_or_down_scrolls(hand):
    X = [[1, 2, 3], [4, 5, 6]]
    hand = hand(d2lmini.widgets.Stamping(X, [[1, 2]]))
    cell = hand.page.get_by_label("X[1,2]", exact=True)
    cell.tap() if type(hand) is Touch else cell.click()
    hand.page.keyboard.type("5")
    assert value(cell) in (65, 56)
    undo(cell)
    if type(hand) is Touch:
        hand.page.add_style_tag(content="body { min-height: 300vh }")
        place = middle(cell)
        at = hand.page.evaluate("scrollY")
        hand.drag(*place, (0, -30), (0, -90), (0, -150))
        hand.page.wait_for_function("at => scrollY > at + 50", arg=at)
    assert numbers(hand.page, "X") == X


def test_what_the_mouse_leaves_is_still_dragged_and_what_it_makes_is_shown(hand):
    K = [[1, -2], [0, 3], [2, 1]]
    hand = hand(d2lmini.widgets.Stamping([[1.5, 2, -3]], K, step=-1, stride=2))
    cell = hand.page.get_by_label("X[0,0]", exact=True)
    sideways(hand, cell, -10)
    assert value(cell) == -8.5
    assert numbers(hand.page, "Y") == d2lmini.widgets.Stamping([[-8.5, 2, -3]], K, stride=2).Y
    assert hand.page.locator("[data-dragged]").count() == 0
    for steps in (3, -3):  # there and back is no change
        sideways(hand, cell, steps)
    undo(cell)
    undo(cell)
    undo(cell)
    assert value(cell) == 1.5
