"""Plots: text that follows the page, says what it shows and is the same at each run."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib.backends.backend_svg import RendererSVG

from d2lmini.plots import COLOURS, INK, Drawing, bars, images, lines
from tests.support.grounds import brightness, contrast, grounds
from tests.support.nbval_layer import same_output

CURVES = {"direct": ([8, 16, 32], [1e-5, 4e-5, 2e-4]), "dense": ([8, 16, 32], [1e-4, 2e-3, 0.04])}
GROUPS = {"disc": {"nearest": 0.25, "learned": 0.75}, "square": {"nearest": 0.5, "learned": 1}}
PANEL = np.arange(12.0).reshape(3, 4) / 11


def curves(**changes):
    return lines(changes or CURVES, x_label="n", y_label="seconds", alt="Two curves.", scale="log")


DRAWINGS = {
    "lines": curves,
    "bars": lambda: bars({"a": 1, "b": 2.5}, y_label="IoU", alt="Two bars."),
    "groups": lambda: bars(GROUPS, y_label="IoU", alt="Two groups."),
    "images": lambda: images({"ramp": PANEL}, alt="A ramp."),
}
every_kind = pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)


@every_kind
def test_a_drawing_is_one_svg_element_with_its_words(draw):
    root = ET.fromstring(draw().svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == draw().alt
    assert "<style" not in draw().svg


@every_kind
def test_drawing_twice_gives_the_same_text(draw):
    assert draw().svg == draw().svg


@every_kind
def test_ink_takes_the_page_s_colour(draw):
    text = draw().svg
    assert "currentColor" in text
    assert INK not in text
    assert not re.search(r"(fill|stroke): (#000000|black)", text)


@every_kind
def test_no_name_stands_twice_on_a_page_with_two_drawings(draw):
    text = draw().svg
    names = re.findall(r' id="([^"]+)"', text)
    assert all(re.fullmatch(r"[a-z][0-9a-f]{10,}", name) for name in names), names


@every_kind
def test_every_name_that_is_used_is_given_once(draw):
    text = draw().svg
    used = set(re.findall(r'(?:url\(#|href="#)(\w+)', text))
    given = re.findall(r' id="(\w+)"', text)
    assert used <= set(given)
    assert len(given) == len(set(given))


def test_names_do_not_depend_on_how_numbers_are_printed(monkeypatch):
    stored = curves().svg
    make_id = RendererSVG._make_id
    other = lambda self, kind, content: make_id(self, kind, f"np.float64({content})")  # noqa: E731
    monkeypatch.setattr(RendererSVG, "_make_id", other)
    assert curves().svg == stored


def test_names_and_values_stand_in_the_text():
    assert {"direct", "dense", "n", "seconds", "8", "16", "32"} <= set(
        re.findall(r">([^<>\n]+)</(?:text|tspan)>", curves().svg)
    )


def test_groups_of_bars_stand_side_by_side_under_their_names():
    texts = re.findall(r">([^<>\n]+)</(?:text|tspan)>", DRAWINGS["groups"]().svg)
    assert {"disc", "square", "nearest", "learned", "0.25", "0.75", "0.50", "1.00"} <= set(texts)


@pytest.mark.parametrize("count", [9, 17])
def test_more_bars_than_colours_still_differ_from_each_other(count):
    group = {f"bar {i}": i + 1 for i in range(count)}
    (axes,) = bars({"a": group}, y_label="height", alt="Many bars.").figure.axes
    looks = {(bar.get_facecolor(), bar.get_hatch()) for bar in axes.patches}
    assert len(axes.patches) == len(looks) == count


def test_more_curves_than_colours_still_differ_from_each_other():
    (axes,) = curves(**{f"curve {i}": ([1, 2], [1, i + 1]) for i in range(9)}).figure.axes
    looks = {(line.get_color(), line.get_marker()) for line in axes.lines}
    assert len(looks) == 9


def test_the_first_values_go_to_the_right_and_the_second_up():
    (axes,) = curves().figure.axes
    drawn = {line.get_label(): [list(values) for values in line.get_data()] for line in axes.lines}
    assert drawn == {name: [list(xs), list(ys)] for name, (xs, ys) in CURVES.items()}


@pytest.mark.parametrize(("low", "whole"), [(5, True), (5.5, False)])
def test_only_numbers_that_are_whole_have_whole_ticks(low, whole):
    """Values for which a plot alone would choose steps of two and a half."""
    heights = [low, 7, 12, 22]
    svg = lines({"": ([1, 2, 3, 4], heights)}, x_label="n", y_label="m", alt="A line.").svg
    ticks = re.findall(r"<text[^>]*>(?:<[^>]*>)?([\d.]+)<", svg)
    assert len(ticks) > 6
    assert all(float(tick).is_integer() for tick in ticks) == whole


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_stands_out_on_the_light_and_on_the_dark_page(colour):
    dark, light = grounds()[0], grounds()[-1]
    assert brightness(dark) < 0.02 < 0.9 < brightness(light)
    for ground in grounds():
        assert contrast(colour, ground) >= 3, ground  # WCAG 2.1, 1.4.11


def test_a_changed_value_is_another_output():
    changed = {**CURVES, "dense": ([8, 16, 32], [1e-4, 2.1e-3, 0.04])}
    assert same_output(curves().svg, curves().svg)
    assert not same_output(curves().svg, curves(**changed).svg)


def test_a_changed_pixel_is_another_output_and_a_last_place_is_not():
    stored = DRAWINGS["images"]().svg
    last_place = images({"ramp": PANEL * (1 + 1e-7)}, alt="A ramp.").svg
    next_colour = images({"ramp": PANEL + 1 / 255}, alt="A ramp.", limits=(0, 1), colours="gray")
    same_colour = images({"ramp": PANEL}, alt="A ramp.", limits=(0, 1), colours="gray")
    assert next_colour.svg != same_colour.svg
    assert same_output(same_colour.svg, next_colour.svg)
    other = PANEL.copy()
    other[1, 2] += 0.05
    assert same_output(stored, last_place)
    assert not same_output(stored, images({"ramp": other}, alt="A ramp.").svg)


FREE = {
    "lines": lambda n, alt: lines({"a": ([1, 2], [1, n])}, x_label="", y_label="", **alt),
    "bars": lambda n, alt: bars({"a": n}, y_label="IoU", **alt),
    "images": lambda n, alt: images({"ramp": PANEL * [n, 1, 1, 1]}, **alt),
}


@pytest.mark.parametrize("draw", FREE.values(), ids=FREE)
def test_only_the_words_of_a_drawing_that_is_not_compared_are(draw):
    free, bound = {"alt": "As seen.", "compared": False}, {"alt": "As seen."}
    assert same_output(draw(1, free).svg, draw(0.5, free).svg)
    assert same_output(f"<b>{draw(1, free).svg}</b>", f"<b>{draw(0.5, free).svg}</b>")
    assert not same_output(draw(1, free).svg, draw(1, {**free, "alt": "Otherwise."}).svg)
    assert not same_output(f"{draw(1, free).svg} 1", f"{draw(1, free).svg} 2")
    assert not same_output(draw(1, free).svg, draw(1, bound).svg)
    assert not same_output(draw(1, bound).svg, draw(0.5, bound).svg)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lines({}, x_label="", y_label="", alt="x"), "there is nothing to draw"),
        (lambda: curves(a=([1, 2], [1])), "curve 'a' has 2 x values and 1 y values"),
        (lambda: Drawing(curves().figure, " "), "a drawing needs an alternative text"),
        (lambda: images({}, alt="x"), "there is nothing to draw"),
        (
            lambda: bars({"a": {"x": 1}, "b": {"y": 1}}, y_label="", alt="x"),
            r"expected the bars \['x'\] in every group, not in 'b'",
        ),
    ],
    ids=["no curve", "lengths", "no words", "no picture", "groups"],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
