"""Hero: the picture of the first page, of which each pixel stamps the kernel into a larger one."""

import json
import pathlib
from html import escape
from typing import Any

from d2lmini.widgets._arrays import Rows, trans_conv
from d2lmini.widgets._state import as_json

__all__ = ["hero_html", "larger", "picture"]

_DATA = pathlib.Path(__file__).parents[1] / "data" / "hero.json"
_LARGEST = 9
_PLAIN = {"output_padding": 0, "dilation": 1}
# Where the three arrays stand, in pixels of the two pictures, and the pixel shown without script.
_X, _K, _Y = (0.0, 1.5), (2.0, 12.0), (10.0, 1.5)
_SHOWN = (1, 3)


def picture() -> dict[str, Any]:
    """Return the picture X, and the kernel, stride and padding that enlarge it.

    Examples
    --------
    >>> [len(picture()["X"]), picture()["stride"]]
    [8, 2]
    """
    return json.loads(_DATA.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def larger() -> Rows:
    """Return the larger picture: the transposed convolution of X with K.

    Examples
    --------
    >>> [len(larger()), len(larger()[0])]
    [16, 16]
    """
    p = picture()
    Y = trans_conv(p["X"], p["K"], {**p, **_PLAIN})
    return [[value / p["scale"] for value in row] for row in Y]


def hero_html() -> str:
    """Return the figure's place in a page; what stands there needs no script."""
    p = picture()
    i, j = _SHOWN
    stamp = [[p["X"][i][j] * weight / p["scale"] for weight in row] for row in p["K"]]
    labels = (
        _label(_X, "small picture"),
        _label(_K, "its stamp"),
        _label(_Y, "larger picture: all stamps added up"),
    )
    arrays = _cells("x", _X, p["X"]) + _cells("k", _K, stamp) + _cells("y", _Y, larger())
    side, first = len(p["K"]), (i * p["stride"] - p["padding"], j * p["stride"] - p["padding"])
    marks = (
        _frame("at", (_X[0] + j, _X[1] + i), 1)
        + _frame("weights", _K, side)
        + _frame("stamp", (_Y[0] + first[1], _Y[1] + first[0]), side)
    )
    text = (
        "A small picture of a house and the sun, eight by eight pixels, beside the same picture at "
        "sixteen by sixteen. One pixel and the kernel's four by four pixels in the larger picture "
        "are outlined."
    )
    svg = (
        f'<svg viewBox="-0.3 0 26.8 18" role="img" aria-label="{escape(text, quote=True)}">'
        f"{''.join(labels)}{arrays}{marks}</svg>"
    )
    words = (
        f"The outlined pixel is {p['X'][i][j]}: its stamp is {p['X'][i][j]} times the kernel. "
        "Every pixel stamps, and where stamps meet they add up."
    )
    data = as_json({key: p[key] for key in ("X", "K", "scale", "stride", "padding")})
    script = f'<script type="application/json">{data}</script>'
    return f'<div class="d2l-hero">{script}{svg}<p class="words">{escape(words)}</p></div>'


def _cells(name: str, corner: tuple[float, float], A: Rows) -> str:
    x, y = corner
    rects = "".join(
        f'<rect x="{x + j:g}" y="{y + i:g}" width="1.02" height="1.02" fill="{_shade(value)}"/>'
        for i, row in enumerate(A)
        for j, value in enumerate(row)
    )
    return f'<g data-cells="{name}" shape-rendering="crispEdges">{rects}</g>'


def _shade(value: float) -> str:
    """Return the grey of a value from 0 to 9."""
    grey = round(35 + 215 * min(max(value / _LARGEST, 0), 1))
    return f"rgb({grey},{grey},{grey})"


def _frame(name: str, corner: tuple[float, float], side: int) -> str:
    x, y = corner
    size = f'width="{side}" height="{side}"'
    return f'<rect class="mark" data-mark="{name}" x="{x:g}" y="{y:g}" {size}/>'


def _label(corner: tuple[float, float], words: str) -> str:
    x, y = corner
    return f'<text x="{x:g}" y="{y - 0.4:g}">{escape(words)}</text>'
