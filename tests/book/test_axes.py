"""Every plot's axes and colours: labels of the code, a true scale, bars from zero, contrast."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.support.drawn import SVG, _outputs, plots
from tests.support.grounds import contrast, grounds
from tests.support.prose import pages, sentences

LEAST = 3  # WCAG 2.1, 1.4.11
FOUND = [(page, cell) for page in pages() for cell in plots(page)]
every_plot = pytest.mark.parametrize(("page", "cell"), FOUND, ids=[f"{p}-{c}" for p, c in FOUND])
# What the words of a label say of the numbers beside it.
RANGES = {
    "share": (0, 1), "IoU": (0, 1), "cycles per pixel": (0, 0.5), "(ms)": (1e-6, 1e6),
    "(Hz)": (0, 4000), "(dB)": (-400, 100), "(elements)": (1, 1e4), "channels": (1, 1e4),
    "step": (1, 1e4), "cross-entropy": (0, 100), "spread": (0, 100), "divided": (0, 1e3),
}  # fmt: skip
WHOLE = ("(elements)", "channels", "step", "(Hz)")


def svg(page, cell):
    """Return the text of a plot as the notebook stores it."""
    return _outputs(page)[cell]["text/html"]


def code(page, cell):
    """Return the code of a plot's cell."""
    return next(s.own for s in sentences(page) if s.cell == cell)


def boxes(root):
    """Return left, foot, right and top of each bar."""
    found = []
    for path in root.iter(f"{SVG}path"):
        if "clip-path" in path.attrib and re.search(r"z\s*$", path.get("d", "")):
            points = np.array(re.findall(r"[ML] ([-\d.]+) ([-\d.]+)", path.get("d", "")), float)
            if len(points) == 4 and len(set(points[:, 0])) == len(set(points[:, 1])) == 2:
                found.append((points[0, 0], points[0, 1], points[2, 0], points[2, 1]))
    return found


@every_plot
def test_every_colour_of_a_plot_stands_out_on_both_grounds(page, cell):
    text = svg(page, cell)
    drawn = set(re.findall(r"(?:stroke|fill)(?:: |=\")(#[0-9a-f]{6})", text))
    outlines = set(re.findall(r"fill: [^;\"]+; stroke: (#[0-9a-f]{6})", text)) | {"#ffffff"}
    for colour in drawn - outlines:
        for ground in grounds():
            assert contrast(colour, ground) >= LEAST, (colour, ground)
    assert plots(page)[cell].panels or drawn - outlines or "currentColor" in text


@every_plot
def test_the_labels_and_the_scale_are_those_of_the_code(page, cell):
    one, source = plots(page)[cell], code(page, cell)
    labels = re.findall(r"[xy]_label=\"([^\"]+)\"", source)
    assert [label for label in labels if label not in one.labels] == []
    assert len(one.labels) == len(labels) or one.panels
    assert one.log == ('scale="log"' in source)
    for text in (s.text for s in sentences(page) if s.cell == cell):
        assert ("logarithmic" in text) <= one.log


@every_plot
def test_what_a_label_says_fits_the_numbers_beside_it(page, cell):
    one = plots(page)[cell]
    for number, label in enumerate(one.labels if one.curves else ()):
        low, high = next(bounds for words, bounds in RANGES.items() if words in label)
        for curve in one.curves.values():
            values = curve[:, number]
            assert low - 0.01 * abs(high) <= values.min(), (label, values.min())
            assert values.max() <= high * 1.01, (label, values.max())
            if any(words in label for words in WHOLE) and not one.log:
                assert np.allclose(values, values.round(), atol=0.03), label


def false_bars(root, values):
    """Return what is wrong with bars: a foot that differs, a height that is not its number."""
    drawn = boxes(root)
    if len({foot for _, foot, _, _ in drawn}) != 1:
        return ["feet"]
    heights = np.array([foot - top for _, foot, _, top in drawn])
    scale = heights.sum() / sum(values)
    return [h for h, v in zip(heights, values, strict=True) if abs(h / scale - v) > 0.01]


def with_bars():
    """Return the plots of bars, each as its tree and the numbers over its bars."""
    found = [(ElementTree.fromstring(svg(p, c)), plots(p)[c].values) for p, c in FOUND]
    return [(root, values) for root, values in found if boxes(root)]


def test_bars_stand_on_zero_and_are_as_high_as_their_numbers():
    assert with_bars()
    for root, values in with_bars():
        assert false_bars(root, values) == []


def test_a_bar_on_another_foot_and_a_raised_base_are_found():
    (root, values), *_ = with_bars()
    raised = [value + 0.3 for value in values]  # as if the axis began at -0.3
    assert false_bars(root, raised)
    bar = next(p for p in root.iter(f"{SVG}path") if "clip-path" in p.attrib)
    start, foot = re.findall(r"M ([\d.]+) ([\d.]+)", bar.get("d"))[0]
    bar.set("d", bar.get("d").replace(foot, str(float(foot) - 5)))
    assert start
    assert false_bars(root, values) == ["feet"]
