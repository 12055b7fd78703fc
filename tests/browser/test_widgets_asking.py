"""The figures that ask, RoundTrip and FillIn, driven in a browser, against the package."""

import random

import numpy
import pytest

from d2lmini.widgets import FillIn, RoundTrip
from tests.browser.lessons import explained
from tests.browser.widget_pages import numbers

X = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
K = [[1, 2], [3, 4]]


def test_round_trip_asks_before_it_shows(show):
    widget = RoundTrip(X, K)
    page = show(widget)
    page.get_by_role("button", name="Reveal").click(force=True)
    assert not page.locator("[data-grid=Z]").is_visible()
    page.get_by_role("group", name="shape of X").get_by_label("the same").check()
    page.get_by_role("group", name="values of X").get_by_label("the same").check()
    page.get_by_role("button", name="Reveal").click()
    assert numbers(page, "Z") == widget.Z
    asked = page.locator(".asked").all_inner_texts()
    assert ["as you said" in asked[0], "otherwise" in asked[1]] == [True, True]
    # what is back is asked before it is shown
    assert page.locator("[data-why], [data-grid=D]").count() == 0
    page.get_by_role("button", name="That is all of them").click()
    assert "rank 4, less than the 9" in page.locator("[data-why]").inner_text()
    page.get_by_role("button", name="K = (−1)").click()
    assert "here Z = X" in explained(page)
    assert "WᵀW is the identity" in page.locator("[data-why]").inner_text()


def test_round_trip_judges_what_the_reader_takes_for_values_of_x(show):
    draw = random.Random(4)
    X = [[draw.randint(1, 9) for _ in range(4)] for _ in range(4)]
    widget = RoundTrip(X, [[0, 1], [0, 0]], stride=2, revealed=True)
    Z = numpy.array(widget.Z)
    page = show(widget)
    cells = page.locator("[data-grid=Z] .d2l-cell")
    for n, back in enumerate((Z == X).ravel().tolist()):
        if n < 6:
            cells.nth(n).click()
            mark = "right" if back else "wrong"
            assert mark in cells.nth(n).get_attribute("class").split()
    page.get_by_role("button", name="That is all of them").click()
    assert "4 of 16 values are back; you found 2." in page.locator(".score").inner_text()
    assert page.locator("[data-grid=Z] .right").count() == 4
    page.get_by_role("button", name="K = (−1)").click()
    assert "Z is 3 × 3, X is 4 × 4" in explained(page)
    page.get_by_label("stride: one less").click()
    assert "16 of 16 values are back." in page.locator(".score").inner_text()


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_fill_in_asks_what_the_package_asks_and_accepts_its_solution_by_keyboard(show, level):
    widget = FillIn(seed=7, level=level)
    page = show(widget)
    assert numbers(page, "X") == widget.X
    assert numbers(page, "K") == widget.K
    page.get_by_label("Y[0,0]", exact=True).focus()
    for i, row in enumerate(widget.Y):
        for j, value in enumerate(row):
            page.get_by_label(f"Y[{i},{j}]", exact=True).focus()
            page.keyboard.type(str(int(value)))
    assert "All right" in page.locator(".d2l").inner_text()
    assert page.locator(".right").count() == sum(map(len, widget.Y))


def test_fill_in_marks_a_wrong_cell_and_hints_at_its_terms(show):
    widget = FillIn(seed=7)
    page = show(widget)
    page.get_by_label("Y[1,1]", exact=True).fill("999")
    assert page.locator(".wrong").count() == 1
    page.get_by_role("button", name="What is wrong?").click()
    assert "Hint: Y[1,1] = X[0,0]·K[1,1] + X[0,1]·K[1,0] + X[1,0]·K[0,1]" in explained(page)
    page.get_by_label("Y[1,1], wrong").fill("")
    assert page.locator(".wrong").count() == 0
    page.get_by_label("Y[1,1]", exact=True).fill("x")
    assert (
        "“x” is not a number. It stays empty." in page.locator("[data-grid=Y] .error").inner_text()
    )


def test_fill_in_says_what_went_wrong_in_the_wrong_cell_wherever_the_focus_is(show):
    widget = FillIn(seed=5)
    X, K, Y = widget.X, widget.K, widget.Y
    product = X[0][0] * K[0][1]
    assert product not in (Y[0][1], 0)
    page = show(widget)
    page.get_by_label("Y[0,1]", exact=True).fill(str(product))
    page.get_by_label("Y[2,2]", exact=True).focus()
    page.get_by_role("button", name="What is wrong?").click()
    assert explained(page) == (
        f"{product} in Y[0,1]? That is one product of the 2 that land here: add them up.\n"
        "Hint: Y[0,1] = X[0,0]·K[0,1] + X[0,1]·K[0,0]."
    )
    page.get_by_label("Y[0,1], wrong").fill(f"{Y[0][1]:.0f}")
    assert "Hint" not in explained(page)
    assert page.get_by_label("Y[0,0]", exact=True).get_attribute("inputmode") == "numeric"


def test_fill_in_keeps_the_answers_of_other_exercises_and_leads_on_when_all_are_right(show):
    widget = FillIn(seed=7)
    page = show(widget)
    for i, row in enumerate(widget.Y):
        for j, value in enumerate(row):
            page.get_by_label(f"Y[{i},{j}]", exact=True).fill(f"{value:.0f}")
    assert page.locator(".score.done").is_visible()
    page.get_by_role("button", name="Next exercise").click()
    assert page.get_by_label("exercise number", exact=True).input_value() == "8"
    assert page.locator(".right, .wrong").count() == 0
    page.get_by_label("2: stride 2", exact=True).check()
    page.get_by_label("Y[3,2]", exact=True).fill("77")
    page.reload()
    assert numbers(page, "Y")[3] == [None, None, 77, None]
    page.get_by_label("exercise number: one less").click()
    assert page.locator(".right, .wrong").count() == 0
    page.get_by_label("1: stride 1", exact=True).check()
    assert numbers(page, "Y") == widget.Y
    # starting over forgets what was kept of the exercise that it leads to
    page.get_by_role("button", name="Start over").click()
    page.get_by_label("exercise number: one more").click()
    page.get_by_label("exercise number: one less").click()
    assert numbers(page, "Y") == [[None] * 3] * 3
