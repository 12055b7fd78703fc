"""Matrix, Cost, Overlap and Shapes driven in a browser, against the package."""

import random

import numpy
import pytest

from d2lmini.widgets import Cost, Matrix, Overlap, Shapes
from d2lmini.widgets import _still as still
from tests.browser.lessons import explained
from tests.browser.widget_pages import numbers, open_page, write_page

X = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
K = [[1, 2], [3, 4]]


@pytest.mark.parametrize("parameters", [{}, {"stride": 2, "dilation": 2}, {"padding": 1}])
@pytest.mark.parametrize("transposed", [False, True])
def test_matrix_shows_what_the_package_computes(show, transposed, parameters):
    widget = Matrix(X, K, transposed=transposed, **parameters)
    page = show(widget)
    W = widget.W
    assert numbers(page, "Y") == widget.Y
    assert numbers(page, "W") == ([list(row) for row in zip(*W, strict=True)] if transposed else W)
    agree = page.locator("[data-agree]").inner_text()
    assert agree.count("✓") == 2
    assert "✕" not in agree


@pytest.mark.parametrize(
    ("grid", "label", "marked", "words"),
    [
        ("X", "X[0,1]", {"W": 4, "K": 4, "Y": 4}, "X[0,1] meets column 1"),
        ("K", "K[1,0]", {"W": 4, "X": 4, "Y": 4}, "K[1,0] stands 4 times"),
        ("W", "W[4,2] = 2, marked", {"X": 1, "K": 1, "Y": 1}, "what X[1,0] adds to Y[1,1]"),
        ("Y", "Y[1,1]", {"X": 4, "K": 4, "W": 4}, "4·27 + 3·37 + 2·57 + 1·67 = 400"),
    ],
)
def test_matrix_links_all_four(show, grid, label, marked, words):
    page = show(Matrix([[27, 37], [57, 67]], K))
    cell = page.locator(f"[data-grid={grid}] [aria-label^='{label.split(' ')[0]}']").first
    cell.focus()
    for name, count in marked.items():
        assert page.locator(f"[data-grid={name}] .cells :is(.hit, .now)").count() == count, name
    assert words in explained(page)


@pytest.mark.parametrize("touch", [False, True])
def test_matrix_shows_its_product_and_folds_a_row_into_its_window(show, touch):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": touch}
    page = show(Matrix(X, K, stride=2), **phone)
    lefts = "cells => cells.map(cell => Math.round(cell.getBoundingClientRect().left))"
    along = page.locator("[data-vec=X] .d2l-cell").evaluate_all(lefts)
    first = (
        page.locator("[data-grid=W] .cells .d2l-row").first.locator(".d2l-cell").evaluate_all(lefts)
    )
    assert along == first
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    element = page.locator("[data-vec=Y] [data-i='3'][data-j='2']")
    element.tap() if touch else element.hover()
    assert page.locator("[data-grid=W] .line").count() == 9
    assert page.locator("[data-vec=X] [data-pair]").all_text_contents() == ["4"]
    folded = page.locator("[data-folded='20']")
    assert folded.get_attribute("aria-label").endswith(": 0 0 0; 0 3 0; 0 0 0")
    assert "Y[3,2] is row 20 of Wᵀ times vec(X)\n= 3·4 = 12" in explained(page)


def test_matrix_switches_between_w_and_its_transpose(show):
    page = show(Matrix([[27, 37], [57, 67]], K))
    page.get_by_label("W: corr2d, forward").check()
    assert numbers(page, "X") == X
    assert numbers(page, "Y") == [[27, 37], [57, 67]]
    assert len(numbers(page, "W")) == 4
    page.get_by_label("Wᵀ: trans_conv").check()
    assert numbers(page, "X") == [[27, 37], [57, 67]]


def test_cost_says_what_the_package_says(show):
    page = show(Cost(64, kernel=3))
    # 4 bytes for each of 62² × 64² entries, in MiB
    assert (
        f"memory {4 * 62**2 * 64**2 / 2**20:.1f}"
        in page.locator("[data-form='dense W']").inner_text()
    )
    assert f"{100 * (1 - 9 / 4096):.2f} %" in explained(page)
    page.get_by_label("input size").focus()
    page.keyboard.press("End")
    assert "W is 260100 × 262144" in explained(page)


def test_the_size_is_dragged_along_the_plot(show):
    page = show(Cost(64, kernel=3, times=[{"form": "direct", "seconds": 0.5, "n": 256}]))
    line = page.locator(".plot path.size")
    at = {}
    for n, index in ((16, 1), (256, 5)):
        page.get_by_label("input size").fill(str(index))
        at[n] = line.bounding_box()["x"] + line.bounding_box()["width"] / 2
        assert f"W is {(n - 2) ** 2} × {n**2}" in explained(page)
    y = page.locator(".plot svg").bounding_box()["y"] + 60
    page.mouse.move(at[256], y)
    page.mouse.down()
    page.mouse.move(at[16], y, steps=10)
    assert f"W is {14**2} × {16**2}" in explained(page)
    page.mouse.up()
    page.mouse.move(at[256], y)  # no longer pressed
    assert f"W is {14**2} × {16**2}" in explained(page)
    page.get_by_label("time", exact=True).check()
    point = page.locator("[data-line=direct] circle").bounding_box()
    assert point["x"] + point["width"] / 2 == pytest.approx(at[256], abs=1)


def test_a_plot_of_times_is_offered_where_some_were_measured(show):
    assert show(Cost(64)).get_by_label("time", exact=True).is_disabled()


def test_cost_overlays_measured_times(show):
    times = [
        {"form": "im2col", "seconds": 0.0123, "n": 64},
        {"form": "direct", "seconds": 1, "n": 8},
    ]
    page = show(Cost(64, times=times))
    assert "measured 12.3 ms" in page.locator("[data-form=im2col]").inner_text()
    assert "measured" not in page.locator("[data-form=direct]").inner_text()


@pytest.mark.parametrize(
    ("kernel", "stride", "layers", "ratio"),
    [(3, 2, 1, "4"), (5, 2, 1, "2.25"), (4, 2, 1, "1"), (3, 2, 2, "9"), (3, 2, 3, "25")],
)
def test_overlap_ratio_of_checkerboards(show, kernel, stride, layers, ratio):
    widget = Overlap(3, kernel=kernel, stride=stride, layers=layers)
    page = show(widget)
    assert numbers(page, "Y") == widget.Y
    assert explained(page) == f"Largest over smallest count: {ratio}."
    assert widget.ratio == float(ratio)


def test_overlap_shows_what_a_painted_kernel_makes_of_a_constant_and_of_a_ramp(show):
    draw = random.Random(5)
    for stride, layers in ((2, 1), (3, 1), (2, 2)):
        weights = {f"{draw.randrange(3)},{draw.randrange(3)}": draw.randrange(9) for _ in range(4)}
        widget = Overlap(3, kernel=3, stride=stride, layers=layers, weights=weights)
        page = show(widget)
        for grid in "KYR":
            assert numbers(page, grid) == getattr(widget, grid)
        told = explained(page).partition(": ")[2]
        least = "no bound" if widget.ratio == float("inf") else still.number(widget.ratio)
        assert told.startswith(least)
        assert f"K = {still.lists(widget.K)}" in repr(widget)


def test_a_kernel_is_painted_by_dragging_by_keys_and_becomes_even(show):
    page = show(Overlap(4, kernel=3, stride=2))
    K = page.locator("[data-grid=K] .d2l-cell")
    edges = [K.nth(n).bounding_box() for n in (3, 5)]
    page.mouse.move(edges[0]["x"] + 5, edges[0]["y"] + 5)
    page.mouse.down()
    page.mouse.move(edges[1]["x"] + 5, edges[1]["y"] + 5, steps=8)
    page.mouse.up()
    page.mouse.move(edges[0]["x"] + 5, edges[0]["y"] + 5)  # no longer pressed
    assert numbers(page, "K") == [[1, 1, 1], [2, 2, 2], [1, 1, 1]]
    K.nth(1).focus()
    for key in ("2", "ArrowDown", "4", "ArrowDown", " "):
        page.keyboard.press(key)
    tent = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
    assert numbers(page, "K") == tent
    assert numpy.ptp(numpy.array(numbers(page, "Y"))[2:-2, 2:-2]) == 0
    assert "every cell is 4: no checkerboard" in page.locator("[data-ratio]").inner_text()
    page.keyboard.press("Control+z")
    assert numbers(page, "K")[2] == [1, 1, 1]


def test_overlap_is_refused_where_it_would_be_too_large(show):
    page = show(Overlap(8, kernel=8, stride=4))
    field = page.locator("[data-field='stacked layers']")
    assert "at most 40 × 40 are drawn" in field.get_by_label("one more").get_attribute("title")
    field.get_by_role("textbox").fill("2")
    assert "at most 40 × 40 are drawn" in field.locator(".error").inner_text()


@pytest.mark.parametrize(("n", "back"), [(15, 13), (17, 16), (18, 16), (20, 19)])
def test_shapes_gives_the_sizes_of_the_section_s_layers(show, n, back):
    widget = Shapes(n, kernel=5, stride=3, padding=2)
    assert widget.sizes[1] == back
    assert f"{n} → {widget.sizes[0]} → {back}." in explained(show(widget))


def test_shapes_shows_which_sizes_collapse(show):
    page = show(Shapes(17, kernel=5, stride=3, padding=2))
    assert "Sizes 16, 17, 18 all give 6." in explained(page)
    page.get_by_label("output padding: one more").click()
    assert "17 → 6 → 17. The input size is back." in explained(page)
    page.get_by_label("output padding", exact=True).fill("3")
    assert (
        "smaller than stride or dilation"
        in page.locator("[data-field='output padding']").inner_text()
    )


def test_shapes_asks_which_output_padding_brings_a_size_back_before_it_says_so(show):
    page = show(Shapes(18, kernel=5, stride=3, padding=2))
    assert "18 → 6 → 16. 2 are missing. Sizes 16, 17, 18 all give 6." in explained(page)
    for output_padding, size in enumerate((16, 17, 18)):
        ticked = page.locator("tr.on:has-text('✓')")
        assert [row.get_attribute("data-size") for row in ticked.all()] == [str(size)]
        # as many cells come back in red as the window left over
        assert ticked.locator(".left").count() == output_padding
        if size < 18:
            page.get_by_label("output padding: one more").click()
    assert "The input size is back." in explained(page)


def test_the_folded_row_of_matrix_is_the_row_of_the_cell_pointed_at(browser, tmp_path):
    draw = random.Random(11)
    X, K = (
        [[draw.randint(-9, 9) for _ in range(n)] for _ in range(m)] for m, n in ((2, 3), (3, 1))
    )
    widget = Matrix(X, K, stride=2)
    page = open_page(browser, write_page(tmp_path, widget).as_uri())
    rows = numpy.transpose(widget.W).reshape(-1, 2, 3)
    cols = len(widget.Y[0])
    for row in draw.sample(range(len(rows)), 4):
        page.locator("[data-grid='Y'] .d2l-cell").nth(row).hover()
        title = f"Row {row} of Wᵀ, folded into X's shape"
        folded = page.get_by_role("img", name=f"{title}: ")
        taps = "; ".join(" ".join(f"{v:g}".replace("-", "−") for v in line) for line in rows[row])
        assert folded.get_attribute("aria-label") == f"{title}: {taps}"
        assert folded.locator(".cap").inner_text() == title
        shown = folded.locator(".d2l-cell").all_inner_texts()
        assert shown == taps.replace(";", "").split(" ")
        assert f"Y[{row // cols},{row % cols}]" in page.locator(".explain").inner_text()
