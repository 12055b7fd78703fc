"""Each widget driven where it stands in the built book, from a server and from disk."""

import functools
import json
import re

import numpy
import pytest

import d2lmini.widgets
from book._ext.notebooks.chapters import chapter_names
from book._ext.paths import HTML
from tests.browser.lessons import cell, compare_cost, explained, more
from tests.browser.widget_pages import NAMES, numbers, open_more

# MXNet 1.9.1 asks NumPy and distutils for deprecated names as it is imported.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@functools.cache
def chapter_of(name):
    """Find the first chapter that holds the widget."""
    for chapter in chapter_names():
        page = (HTML / "book" / f"{chapter}.html").read_text(encoding="utf-8")
        if f'data-widget="{name}"' in page:
            return chapter
    raise AssertionError(f"no chapter holds {name}")


def stamping(place, widget):
    assert not numpy.array(numbers(place, "Y")).any()  # before the first stamp
    more(place, "padding").click()
    widget.padding += 1
    kept = place.locator("[data-grid=Y] .d2l-cell:not(.cropped)").all_inner_texts()
    assert kept == [f"{value:.0f}" for row in widget.Y for value in row]
    more(place, "stride").click()
    widget.stride += 1
    place.get_by_label("zeros inserted", exact=True).check()
    assert numbers(place, "Y") == widget.Y


def matrix(place, widget):
    cell(place, "X", "X[1,1]").fill("-6")
    widget.X = [
        [-6 if (i, j) == (1, 1) else v for j, v in enumerate(r)] for i, r in enumerate(widget.X)
    ]
    assert numbers(place, "Y") == widget.Y
    W = widget.W
    assert numbers(place, "W") == (
        [list(c) for c in zip(*W, strict=True)] if widget.transposed else W
    )


def round_trip(place, widget):
    for what in ("shape", "values"):
        place.get_by_role("group", name=f"{what} of X").get_by_label("the same").check()
    place.get_by_role("button", name="Reveal").click()
    assert numbers(place, "Z") == widget.Z


def cost(place, widget):
    measured = place.locator("[data-form] .measured")
    assert measured.count() > 0
    place.get_by_label("input size").press("End")
    place.get_by_label("output channels").press("End")
    widget.n, widget.c_o = 512, 256
    compare_cost(place, widget)
    assert measured.count() == 0


def overlap(place, widget):
    place.get_by_label("kernel size", exact=True).fill("4")
    widget.kernel = 4
    assert numbers(place, "Y") == widget.Y
    assert explained(place) == f"Largest over smallest count: {widget.ratio:.0f}."


def shapes(place, widget):
    more(place, "output padding").click()
    widget.output_padding += 1
    there, back = widget.sizes
    assert explained(place).startswith(f"{widget.n} → {there} → {back}.")


def fill_in(place, widget):
    for i, row in enumerate(widget.Y):
        for j, value in enumerate(row):
            cell(place, "Y", f"Y[{i},{j}]").fill(f"{value:.0f}")
    cells = sum(map(len, widget.Y))
    assert f"{cells} of {cells} cells right. All right" in place.inner_text()


TOURS = {
    "Cost": cost,
    "FillIn": fill_in,
    "Matrix": matrix,
    "Overlap": overlap,
    "RoundTrip": round_trip,
    "Shapes": shapes,
    "Stamping": stamping,
}


def test_every_figure_of_stamps_opens_before_the_first_one():
    scripts = [
        script
        for page in sorted(HTML.glob("book/*.html"))
        for script in re.findall(
            r'data-widget="Stamping".*?<script type="application/json">(.*?)</script>',
            page.read_text("utf8"),
            re.DOTALL,
        )
    ]
    assert len(scripts) > 6
    assert {json.loads(script)["step"] for script in scripts} == {0}


@pytest.mark.parametrize("name", NAMES)
def test_a_widget_in_its_chapter_computes_what_the_package_computes(browser, name):
    address = HTML.as_uri()  # where more is refused than at a server
    page = browser.new_page()
    page.set_default_timeout(10_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on(
        "request",
        lambda r: None if r.url.startswith((address, "data:")) else errors.append(r.url),
    )
    page.goto(f"{address}/book/{chapter_of(name)}.html")
    open_more(page)
    place = page.locator(f".d2lmini-widget[data-widget={name}]").first
    state = json.loads(place.locator("script").first.text_content())
    TOURS[name](place, getattr(d2lmini.widgets, name)(**state))
    assert errors == []
