"""The stamp and the window of Stamping are dragged over the arrays, and the step follows."""

import random

import pytest

from d2lmini.widgets import Stamping
from tests.browser.hands import Mouse, Touch, middle
from tests.browser.lessons import explained, stamped
from tests.browser.widget_pages import numbers, open_page, write_page

HANDS = [Mouse, Touch]
SLACK = {Mouse: 5, Touch: 20}  # pixels until a press is a drag


def array(draw, rows, cols):
    return [[draw.randint(1, 9) for _ in range(cols)] for _ in range(rows)]


def open_with(hand, browser, tmp_path, figure):
    return hand(open_page(browser, write_page(tmp_path, figure).as_uri(), **hand.context))


def carry(hand, cell, down, right):
    """Drag a cell by rows and columns, and leave it there."""
    hand.page.mouse.move(1, 1)
    side = cell.evaluate("cell => cell.getBoundingClientRect().width")
    slack = SLACK[type(hand)]
    hand.drag(*middle(cell), (slack, 0), (slack + right * side, down * side))
    hand.page.mouse.move(1, 1)


def done(page):
    return int(page.get_by_label("steps done").input_value())


def stamp_of(figure, number):
    """Return the cells of the canvas that a stamp covers."""
    i, j = divmod(number - 1, len(figure.X[0]))
    s, d = figure.stride, figure.dilation
    rows, cols = len(figure.K), len(figure.K[0])
    return {(i * s + a * d, j * s + b * d) for a in range(rows) for b in range(cols)}


def marked(page, grid, name):
    read = "cells => cells.map(cell => [Number(cell.dataset.i), Number(cell.dataset.j)])"
    cells = page.locator(f"[data-grid={grid}] .d2l-cell.{name}").evaluate_all(read)
    return {tuple(cell) for cell in cells}


@pytest.mark.parametrize("hand", HANDS)
def test_a_stamp_is_dragged_over_y_and_everything_follows(hand, browser, tmp_path):
    draw = random.Random(6)
    figure = Stamping(array(draw, 3, 4), array(draw, 2, 3), stride=2, step=6)
    hand = open_with(hand, browser, tmp_path, figure)
    page = hand.page
    grab = page.locator("[data-grid=Y] .grab")
    for down, right, step in ((2, 2, 11), (-30, -30, 1), (0, 4, 3), (40, 0, 11), (9, 9, 12)):
        carry(hand, grab.nth(4), down, right)
        assert done(page) == step
        assert marked(page, "Y", "grab") == stamp_of(figure, step)
        assert numbers(page, "Y") == stamped(figure.X, figure.K, step, stride=2)
    page.get_by_label("one step back").focus()
    page.keyboard.press("Control+Z")
    assert done(page) == 11
    page.keyboard.press("Escape")
    page.mouse.click(1, 1)
    i, j = divmod(11 - 1, 4)
    assert explained(page).startswith(f"Stamp 11 of 12. X[{i},{j}]·K")
    assert marked(page, "X", "now") == {(i, j)}
    assert page.locator("[data-grid=K] .hit").count() == 6


@pytest.mark.parametrize("hand", HANDS)
def test_the_window_is_dragged_over_z(hand, browser, tmp_path):
    draw = random.Random(8)
    figure = Stamping(array(draw, 2, 3), array(draw, 3, 2), stride=2, reading="zeros", step=1)
    hand = open_with(hand, browser, tmp_path, figure)
    cols = len(figure.Y[0])
    for down, right, step in ((1, 3, cols + 4), (2, -1, 3 * cols + 3), (-9, -9, 1)):
        carry(hand, hand.page.locator("[data-grid=Z] .grab").first, down, right)
        assert done(hand.page) == step
        i, j = divmod(step - 1, cols)
        window = {(i + a, j + b) for a in range(3) for b in range(2)}
        assert marked(hand.page, "Z", "grab") == window
        shown = [v for row in numbers(hand.page, "Y") for v in row][:step]
        assert shown == [v for row in figure.Y for v in row][:step]


def test_the_window_of_a_phase_is_dragged_over_z_and_stays_in_its_phase(browser, tmp_path):
    draw = random.Random(9)
    figure = Stamping(array(draw, 3, 4), array(draw, 3, 4), stride=2, reading="phases", step=1)
    hand = open_with(Mouse, browser, tmp_path, figure)
    cols = len(figure.Y[0])
    for down, right, i, j in ((1, 3, 2, 6), (1, -1, 4, 4), (-2, 0, 0, 4)):
        carry(hand, hand.page.locator("[data-grid=Z] .grab").first, down, right)
        assert done(hand.page) == i * cols + j + 1
        assert explained(hand.page).startswith("Phase (0, 0): K[0::2, 0::2]")
        # Z begins one row and one column before X
        assert min(marked(hand.page, "Z", "grab")) == (i // 2, j // 2)


@pytest.mark.parametrize("hand", HANDS)
def test_no_other_cell_drags_the_stamp(hand, browser, tmp_path):
    draw = random.Random(3)
    figure = Stamping(array(draw, 3, 2), array(draw, 2, 1), stride=2, step=3)
    hand = open_with(hand, browser, tmp_path, figure)
    others = hand.page.locator("[data-grid=Y] .d2l-cell:not(.grab)")
    for number in range(0, others.count(), 5):
        carry(hand, others.nth(number), 0, 2)  # up or down, a finger would scroll
        assert done(hand.page) == 3
    hand.page.get_by_label("to the start").press("Enter")
    assert marked(hand.page, "Y", "grab") == set()
