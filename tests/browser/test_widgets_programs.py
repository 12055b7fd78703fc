"""What "copy as PyTorch" and "copy as MXNet" give runs, and prints what the widget shows."""

import re

import numpy
import pytest
import torch

from d2lmini.widgets import Cost, FillIn, Matrix, Overlap, RoundTrip, Shapes, Stamping
from tests.browser.lessons import cell, explained, shown_cost
from tests.browser.widget_pages import numbers, open_page, write_page
from tests.support.libraries import backend

B = [[0, 1], [2, 3]]
X = [[1, -2, 3], [0, 4, 1.5], [2, 2, -1]]
LARGE = [[9999, 0.5], [-0.25, 1234]]
SQUARE = [[i * 5 + j for j in range(5)] for i in range(5)]
SEEN = {"guess_shape": "same", "guess_values": "same", "revealed": True}

# MXNet 1.9.1 asks NumPy and distutils for deprecated names as it is imported.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(params=["PyTorch", "MXNet"])
def run(request, browser, tmp_path, capsys):
    """Yield a function that opens a widget, runs its program and returns page and printed text."""
    backend(request.param.lower())

    def show_and_run(widget):
        page = open_page(browser, write_page(tmp_path, widget).as_uri())
        page.get_by_role("button", name=f"Copy as {request.param}").click()
        capsys.readouterr()
        with numpy.printoptions():
            exec(page.locator("pre.code").inner_text(), {})
        return page, capsys.readouterr().out

    yield show_and_run
    torch.set_printoptions(profile="default")


def values(text):
    """Return the numbers in a print of arrays, without those of the types' names."""
    plain = re.sub(r"dtype=[\w.]+", "", text)
    assert "..." not in plain
    return [float(word) for word in re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", plain)]


def flat(*arrays):
    return [value for array in arrays for row in array for value in row]


@pytest.mark.parametrize(
    ("widget", "grids", "truth"),
    [
        (Stamping(LARGE, LARGE, stride=2, output_padding=1), "Y", ""),
        (Stamping(SQUARE, SQUARE, stride=4, padding=2), "Y", ""),
        (Stamping(X, B, stride=2, padding=1, output_padding=1), "Y", ""),
        (Stamping(X, B, dilation=3, output_padding=2, padding=1), "Y", ""),
        (Matrix(B, X, stride=3, padding=1, output_padding=2, dilation=2), "YW", "True"),
        (Matrix(SQUARE, LARGE, stride=2, padding=1, transposed=False), "YW", "True"),
        (Matrix(SQUARE, [[1, 2, 3, 4]] * 4), "YW", "True"),
        (RoundTrip(X, B, **SEEN), "YZ", "True"),
        (RoundTrip(SQUARE, B, stride=2, **SEEN), "YZ", "False"),
        (Overlap(4, layers=2), "Y", ""),
        (Overlap(3, kernel=2, stride=3), "Y", ""),
    ],
    ids=lambda value: repr(value).split("\n")[0][:60] if hasattr(value, "state") else "",
)
def test_program_prints_the_numbers_of_the_grids(run, widget, grids, truth):
    page, printed = run(widget)
    shown = flat(*(numbers(page, grid) for grid in grids))
    cropped = page.locator("[data-grid=Y] .d2l-cell").evaluate_all(
        "cells => cells.map(cell => cell.matches('.cropped'))"
    )
    shown = [v for i, v in enumerate(shown) if i >= len(cropped) or not cropped[i]]
    if truth:
        assert printed.split()[-1] == truth
    # both are rounded to four decimals
    assert values(printed) == pytest.approx(shown, rel=1e-7, abs=1.01e-4)


def test_program_of_fill_in_prints_the_solution(run):
    widget = FillIn(seed=7, level=4)
    page, printed = run(widget)
    for i, row in enumerate(widget.Y):
        for j, value in enumerate(row):
            cell(page, "Y", f"Y[{i},{j}]").fill(f"{value:.0f}")
    assert page.locator(".right").count() == len(flat(widget.Y))
    assert values(printed) == flat(numbers(page, "Y"))


@pytest.mark.parametrize(
    "widget",
    [Shapes(18, output_padding=2), Shapes(30, kernel=3, stride=1, dilation=4, output_padding=3)],
    ids=["stride", "dilation"],
)
def test_program_of_shapes_prints_the_sizes(run, widget):
    page, printed = run(widget)
    there, back = printed.split()
    assert explained(page).startswith(f"{widget.n} → {there} → {back}.")
    assert (int(there), int(back)) == widget.sizes


def test_program_of_cost_prints_bytes_and_multiply_adds(run):
    page, printed = run(Cost(128, kernel=5, stride=2, c_i=3, c_o=16))
    shown = shown_cost(page)
    lines = re.findall(r"^(.+?) (\d+) bytes, (\d+) multiply-adds$", printed, re.MULTILINE)
    assert [name for name, *_ in lines] == list(shown)
    for name, *printed_values in lines:
        # three digits are shown
        numpy.testing.assert_allclose([float(v) for v in printed_values], shown[name], rtol=6e-3)
