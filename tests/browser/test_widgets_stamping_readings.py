"""Stamping: what a cell of Y is made of, in stamps, with zeros inserted and phase by phase."""

import pytest

from d2lmini.widgets import Stamping
from tests.browser.widget_pages import numbers

B = [[0, 1], [2, 3]]


def pairs(page, where):
    """Return letter and number of the cells that carry one."""
    read = """cells => cells.map(cell => cell.dataset.pair + " "
        + (cell.querySelector("input")?.value ?? cell.textContent))"""
    return page.locator(f"{where} [data-pair]").evaluate_all(read)


def test_a_cell_of_y_lights_its_products_and_each_pair_by_a_letter(show):
    page = show(Stamping(B, [[0, 1], [2, 5]], show_all=True))
    page.locator("[data-grid=Y] [aria-label^='Y[1,1] =']").hover()
    assert pairs(page, "[data-grid=X]") == ["a 0", "b 1", "c 2", "d 3"]
    assert sorted(pairs(page, "[data-grid=K]")) == ["a 5", "b 2", "c 1", "d 0"]
    assert pairs(page, ".parts") == ["a 0", "b 2", "c 2", "d 0"]
    assert "0·5 + 1·2 + 2·1 + 3·0 = 4" in page.locator(".explain").inner_text()


@pytest.mark.parametrize("touch", [False, True])
def test_a_cell_of_an_intermediate_array_lights_its_pair(show, touch):
    page = show(Stamping(B, B, show_all=True), has_touch=touch)
    product = page.locator(".part").nth(2).locator("i").nth(3)
    product.tap() if touch else product.hover()
    assert pairs(page, "[data-grid=X]") == ["a 2"]
    assert pairs(page, "[data-grid=K]") == ["a 3"]
    assert page.locator("[data-grid=Y] [data-pair]").get_attribute("aria-label") == (
        "Y[2,1] = 12, marked"
    )
    assert "X[1,0]·K[1,1] = 2·3 = 6, added to Y[2,1]." in page.locator(".explain").inner_text()


def test_zeros_inserted_gives_the_parameters_of_the_direct_convolution(show):
    widget = Stamping(B, B, stride=2, reading="zeros")
    page = show(widget)
    assert numbers(page, "Z")[1] == [0, 0, 0, 1, 0]
    assert numbers(page, "F") == [[3, 2], [1, 0]]
    note = page.locator(".note").inner_text()
    assert "1 zero between neighbours" in note
    assert "5 × 5 in all" in note
    page.locator("[data-grid=Y] .d2l-cell").nth(15).hover()
    assert page.locator("[data-grid=Z] .now").count() == 4
    assert "= 9" in page.locator(".explain").inner_text()


X3, K3 = [[1, 2, 5], [3, 4, -1]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def point(page, cell, hand):
    if hand == "keys":
        page.locator("[data-grid=Y] .d2l-cell").first.focus()
        i, j = (int(cell.get_attribute(f"data-{axis}")) for axis in "ij")
        for key in ["ArrowDown"] * i + ["ArrowRight"] * j:
            page.keyboard.press(key)
    elif hand == "touch":
        cell.tap()
    else:
        cell.hover()


@pytest.mark.parametrize("hand", ["mouse", "touch", "keys"])
def test_a_cell_of_y_shows_its_phase_and_the_sub_kernel_on_its_window(show, hand):
    """Y[2,1] is of the phase (0, 1), whose weights are 2 and 8."""
    page = show(Stamping(X3, K3, stride=2, reading="phases"), has_touch=hand == "touch")
    assert numbers(page, "F") == [[None, None], [None, None]]
    point(page, page.locator("[data-grid=Y] [aria-label^='Y[2,1] =']"), hand)
    assert numbers(page, "F") == [[8, None], [2, None]]
    assert pairs(page, "[data-grid=F]") == ["a 8", "b 2"]
    assert pairs(page, "[data-grid=Z]") == pairs(page, "[data-grid=X]") == ["a 1", "b 3"]
    assert pairs(page, "[data-grid=K]") == ["b 2", "a 8"]
    assert page.locator("[data-grid=K] .now").count() == len([2, 8])
    assert page.locator("[data-grid=Y] .hit").count() == 3 * 3
    words = "Phase (0, 1): K[0::2, 1::2], turned, meets a window of Z.\nY[2,1] = 1·8 + 3·2 = 14"
    assert page.locator(".explain").inner_text() == words
    assert page.locator("[role=status]").text_content() == f"Y is 5 by 7. {words}"


def test_a_phase_without_weights_is_zero_and_the_figure_says_so(show):
    page = show(Stamping(X3, [[1], [4]], stride=3, reading="phases"))
    page.locator("[data-grid=Y] [aria-label^='Y[4,5] =']").hover()
    assert page.locator(".explain").inner_text() == (
        "Y[4,5] = 0: K has no weight for the phase (1, 2)."
    )
    assert numbers(page, "F") == [[None]]
    assert page.locator("[data-grid=Z] .now").count() == 0


def test_the_same_cell_of_y_is_shown_in_both_direct_readings(show):
    page = show(Stamping(X3, K3, stride=2, padding=1, reading="zeros", step=9))
    there = [page.locator(".transport output").inner_text(), numbers(page, "Y")]
    assert "Y[1,3] = " in page.locator(".explain").inner_text()
    page.get_by_label("phase by phase").check()
    assert "Phase (0, 0): K[0::2, 0::2]" in page.locator(".explain").inner_text()
    assert "Y[1,3] = 1·9" not in page.locator(".explain").inner_text()
    assert [page.locator(".transport output").inner_text(), numbers(page, "Y")] == there
    page.get_by_label("stamps added up").check()
    assert page.locator(".transport output").inner_text() == "6 of 6 stamps"
