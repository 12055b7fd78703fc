"""What a figure's state and a plot's lines are, read from the outputs that the notebooks keep."""

import base64
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.etree import ElementTree

import nbformat
import numpy as np
from PIL import Image

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.paths import BOOK
from d2lmini import conv_output_shape, trans_conv_output_shape

__all__ = ["Plot", "figure", "plots", "said_of_figure", "said_of_plot"]

MIME = "application/vnd.d2lmini.widget+json"
HREF = "{http://www.w3.org/1999/xlink}href"
SVG = "{http://www.w3.org/2000/svg}"
COUNTS = {
    **dict(one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10),
    **{str(number): number for number in range(2, 20)},
}
COUNT = rf"({'|'.join(COUNTS)})"
SETTING = re.compile(
    r"\b(output padding|kernel size|kernel|stride|padding|dilation)(?: of)?"
    r" (\d+)\b(?!×|, \d)",
    re.IGNORECASE,
)
ARRAY = re.compile(r"\b(?:(\d+)×(\d+) (input|kernel|output)|becomes (\d+)×(\d+))")
VALUES = re.compile(r"\bkernel (\d+(?:, \d+)+)")
PARTS = re.compile(rf"\b{COUNT} (intermediate arrays|outputs|layers)\b", re.IGNORECASE)
DRAWN = re.compile(
    rf"\b{COUNT} (?:gray |noisy |clean |class |small )*"
    r"(curves|pictures|images|maps|bars|kernels|enlargements)\b",
    re.IGNORECASE,
)
SPAN = re.compile(r"\b(?:from|over) (\d+) to (\d+)(?= channels|[.,]| and)|\bfrom (\d+) to (\d+)")


@dataclass
class Plot:
    """A plot as it is drawn: names, labels, and each curve in the units of its axes."""

    cell: str
    names: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    log: bool = False
    curves: dict[str, np.ndarray[Any, Any]] = field(default_factory=dict)
    legend: dict[str, str] = field(default_factory=dict)
    values: list[float] = field(default_factory=list)
    panels: dict[str, np.ndarray[Any, Any]] = field(default_factory=dict)
    alt: str = ""

    def y(self, name: str) -> np.ndarray[Any, Any]:
        """Return the heights of a curve."""
        return self.curves[name][:, 1]


@cache
def _outputs(page: str) -> dict[str, dict[str, Any]]:
    path = notebook_path(BOOK, FRAMEWORKS[0], page)
    if not path.exists():
        return {}
    cells = nbformat.read(path, as_version=4).cells
    return {
        cell.id: output.data
        for cell in cells
        for output in cell.get("outputs", [])
        if "data" in output
    }


def figure(page: str, cell: str) -> tuple[str, dict[str, Any]]:
    """Return the kind and the state of a cell's figure; "" and nothing where it has none."""
    data = _outputs(page).get(cell, {}).get(MIME)
    data = json.loads(data) if isinstance(data, str) else data
    return (data["name"], data["state"]) if data else ("", {})


@cache
def plots(page: str) -> dict[str, Plot]:
    """Return the plots of a page by their cells."""
    found = {cell: data.get("text/html", "") for cell, data in _outputs(page).items()}
    return {cell: _plot(cell, svg) for cell, svg in found.items() if 'class="d2l-plot"' in svg}


def _plot(cell: str, svg: str) -> Plot:
    root = ElementTree.fromstring(svg)
    plot = Plot(cell, alt=root.get("aria-label", ""))
    for text in root.iter(f"{SVG}text"):
        words = "".join(text.itertext()).strip()
        if words and "\n" not in words and not re.fullmatch(r"[−\d.]+", words):
            plot.names.append(words)
    plot.legend = dict(_legend(root))
    written = ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]
    plot.values = [float(text) for text in written if re.fullmatch(r"\d\.\d\d", text)]
    images = [image.get(HREF, "") for image in root.iter(f"{SVG}image")]
    if images:
        plot.panels = dict(zip(plot.names, map(_pixels, images), strict=True))
    top = root.find(f"{SVG}g")
    axes = top.findall(f"{SVG}g")[1:2] if top is not None else []
    parts = axes[0].findall(f"{SVG}g") if axes else []
    ticked = [part for part in parts if part.find(f".//{SVG}use") is not None]
    if len(ticked) > 1:
        _read_curves(plot, root, ticked[0], ticked[1])
    return plot


def _pixels(address: str) -> np.ndarray[Any, Any]:
    data = base64.b64decode(address.partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), float) / 255


def _read_curves(
    plot: Plot, root: ElementTree.Element, across: ElementTree.Element, up: ElementTree.Element
) -> None:
    scales = [_ticks(axis, side) for axis, side in ((across, "x"), (up, "y"))]
    plot.labels = [n for n in plot.names if _is_label(n, across) or _is_label(n, up)]
    plot.names = [name for name in plot.names if name not in plot.labels]
    if any(len(scale[0]) < 2 for scale in scales):  # names stand there, not numbers
        places = {"".join(text.itertext()).strip() for text in across.iter(f"{SVG}text")}
        plot.legend = {name: name for name in plot.names if name not in places}
        return
    plot.log = any(scale[2] for scale in scales)
    drawn = [p for p in root.iter(f"{SVG}path") if "clip-path" in p.attrib and _colour(p)]
    for number, path in enumerate(drawn):
        points = np.array(re.findall(r"[ML] ([-\d.]+) ([-\d.]+)", path.get("d", "")), float)
        name = plot.legend.get(_colour(path), str(number))
        if len(points):
            plot.curves[name] = np.stack(
                [_value(points[:, i], *scales[i]) for i in range(2)], axis=1
            )


def _is_label(name: str, axis: ElementTree.Element) -> bool:
    last = axis.findall(f"{SVG}g")[-1]
    if last.find(f".//{SVG}use") is not None:  # a tick: the axis has no label
        return False
    return name == "".join(last.itertext()).strip()


def _ticks(axis: ElementTree.Element, side: str) -> tuple[list[float], list[float], bool]:
    """Return the places and the values of an axis's ticks, and whether they are powers of ten."""
    places, values, powers = [], [], False
    for group in axis.findall(f"{SVG}g"):
        mark, text = group.find(f".//{SVG}use"), group.find(f".//{SVG}text")
        if mark is None or text is None:
            continue
        spans = [span.text or "" for span in text.iter(f"{SVG}tspan")]
        words = "".join(text.itertext()).strip().replace("−", "-")
        if not spans and not re.fullmatch(r"-?[\d.]+", words):
            return [], [], False
        if spans:
            exponent = "".join(spans[2:]).replace("−", "-")
            values.append(10.0 ** int(exponent))
            powers = True
        else:
            values.append(float(words))
        places.append(float(mark.get(side, "0")))
    steps = np.diff(np.array(values)), np.diff(np.array(places))
    if len(values) > 2 and not powers:
        powers = not np.allclose(steps[0] / steps[0][0], steps[1] / steps[1][0], atol=1e-3)
    return places, values, powers


def _value(points: Any, places: list[float], values: list[float], powers: bool) -> Any:
    known = np.log(values) if powers else np.array(values)
    slope, start = np.polyfit(places, known, 1)
    line = start + slope * points
    return np.exp(line) if powers else line


def _colour(path: ElementTree.Element) -> str:
    found = re.search(r"stroke: (#\w{6})", path.get("style", ""))
    return found[1] if found else ""


def _legend(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Yield the colour and the name of each entry: a line without a clip, and the text behind."""
    colour = ""
    for element in root.iter():
        if element.tag == f"{SVG}path" and "clip-path" not in element.attrib:
            colour = _colour(element) or colour
        elif element.tag == f"{SVG}text" and colour:
            name = "".join(element.itertext()).strip()
            if name:
                yield colour, name
            colour = ""


def said_of_figure(text: str, name: str, state: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield what a caption says of a figure's parameters, arrays and parts, and if it is so."""
    if not state:
        return
    K, X = np.array(state.get("K", [[0]])), np.array(state.get("X", [[0]]))
    size = {one: state[one] for one in ("stride", "padding", "dilation") if one in state}
    if name == "Matrix":
        made = conv_output_shape(X.shape, K.shape, **size)
    else:
        size |= {"output_padding": state.get("output_padding", 0)}
        made = trans_conv_output_shape(X.shape, K.shape, **size) if "X" in state else (0, 0)
    given = {**{"kernel": len(K)}, **state, "kernel size": state.get("kernel", len(K))}
    for found in SETTING.finditer(text):
        parameter = found[1].lower().replace("output padding", "output_padding")
        if parameter in given and "{live}" not in text[: found.start()]:
            yield found[0], given[parameter] == int(found[2])
    shapes = {"input": X.shape, "kernel": K.shape, "output": made, None: made}
    for found in ARRAY.finditer(text):
        yield found[0], shapes[found[3]] == (int(found[1] or found[4]), int(found[2] or found[5]))
    flat = [K.ravel().tolist(), K[::-1, ::-1].ravel().tolist()]
    for found in VALUES.finditer(text):
        yield found[0], [int(number) for number in found[1].split(", ")] in flat
    parts = {"intermediate arrays": X.size, "outputs": int(np.prod(made))}
    for found in PARTS.finditer(text):
        if found[2] in parts:
            yield found[0], parts[found[2]] == COUNTS[found[1].lower()]


def said_of_plot(text: str, plot: Plot) -> Iterator[tuple[str, bool]]:
    """Yield how many curves or pictures a text says there are, their span, and their scale."""
    groups = {name.rpartition(" ")[0] for name in plot.names if name[-1].isdigit()}
    counts = {len(plot.names), len(plot.curves), len(plot.legend), len(groups)}
    counts |= {sum(n.startswith(group) for n in plot.names) for group in groups}
    for found in DRAWN.finditer(text):
        yield found[0], COUNTS[found[1].lower()] in counts or found[2] == "enlargements"
    across = [curve[:, 0] for curve in plot.curves.values()]
    up = [curve[:, 1] for curve in plot.curves.values()]
    for found in SPAN.finditer(text):
        low, high = (int(n) for n in found.groups() if n)
        spans = [(min(map(np.min, axis)), max(map(np.max, axis))) for axis in (across, up) if axis]
        spans += [(one.min(), one.max()) for one in up]
        yield found[0], any(np.allclose(span, (low, high), rtol=0.01) for span in spans)
    for found in re.finditer(r"\blogarithmic\b", text):
        yield found[0], plot.log
