"""Matrix: transposing moves each entry from its old place, and a row flies into its window."""

import pytest

from d2lmini.widgets import Matrix
from tests.browser.widget_pages import open_page, write_page

K = [[1, 2, 5], [3, 4, 6]]
X = [[9, 8, 7], [6, 5, 4]]
WIDE = {"viewport": {"width": 1280, "height": 900}}
# every entry of the matrix that is a tap, by its place, with where it is drawn
DRAWN = """() => {
    const cells = document.querySelector('[data-grid=W] .cells');
    const origin = cells.getBoundingClientRect();
    return Object.fromEntries([...cells.querySelectorAll('.d2l-cell:not(.zero)')].map(cell => {
        const { left, top } = cell.getBoundingClientRect();
        return [`${cell.dataset.i},${cell.dataset.j}`,
            [cell.textContent, Math.round(left - origin.left), Math.round(top - origin.top)]];
    }));
}"""
STOP = """() => document.getAnimations().forEach(one => {
    if (one instanceof CSSTransition) return;
    one.pause(); one.currentTime = 0;
})"""
MOVING = "document.getAnimations().filter(one => !(one instanceof CSSTransition)).length"


@pytest.mark.parametrize("transposed", [True, False])
def test_each_entry_starts_where_its_transpose_was(browser, tmp_path, transposed):
    size = X if transposed else [[*row, 1, 2] for row in (*X, *X)]
    widget = Matrix(size, K, stride=2 - transposed, transposed=transposed)
    page = open_page(browser, write_page(tmp_path, widget).as_uri(), **WIDE)
    before = page.evaluate(DRAWN)
    name = "W: corr2d" if transposed else "Wᵀ: trans_conv"
    page.get_by_label(name).evaluate(f"radio => {{ radio.click(); ({STOP})() }}")
    page.evaluate(STOP)
    after = page.evaluate(DRAWN)
    swapped = {",".join(reversed(place.split(","))): entry for place, entry in before.items()}
    assert len(after) > 8
    for place, entry in after.items():
        assert entry == swapped[place], place
    page.evaluate("document.getAnimations().forEach(one => one.finish())")
    # and ends where it belongs
    assert page.evaluate(DRAWN) != after
    assert page.complaints == []


def test_a_row_flies_from_the_matrix_into_its_window(browser, tmp_path):
    page = open_page(browser, write_page(tmp_path, Matrix(X, K)).as_uri(), **WIDE)
    page.locator("[data-grid=Y] .d2l-cell").nth(7).hover()
    page.evaluate(STOP)
    left = "cells => cells.map(c => Math.round(c.getBoundingClientRect().left))"
    row = page.locator("[data-grid=W] .cells .d2l-cell[data-i='7']")
    folded = page.locator("[data-folded='7'] .d2l-cell")
    assert folded.evaluate_all(left) == row.evaluate_all(left)
    assert folded.all_inner_texts() == row.all_inner_texts()


def test_nothing_moves_where_motion_is_reduced(browser, tmp_path):
    address = write_page(tmp_path, Matrix(X, K)).as_uri()
    page = open_page(browser, address, reduced_motion="reduce", **WIDE)
    page.get_by_label("W: corr2d").check()
    page.locator("[data-grid=Y] .d2l-cell").nth(0).hover()
    assert page.locator("[data-folded='0']").count() == 1
    assert page.evaluate(MOVING) == 0
