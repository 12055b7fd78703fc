"""The still form of a figure: HTML tables that need no script and no style sheet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

__all__ = ["figure", "grid", "listing", "lists", "note", "number", "sign"]

Rows = Sequence[Sequence[float]]
Marks = Mapping[tuple[int, int], str]

# Translucent, so that they read on a light and on a dark page; the text keeps the page's colour.
TINTS = {
    "x": "rgba(56,132,255,.16)",
    "k": "rgba(255,140,40,.18)",
    "y": "rgba(140,100,255,.16)",
    "w": "rgba(40,170,100,.16)",
    "mark": "rgba(255,200,40,.45)",
    "none": "transparent",
    "cropped": "repeating-linear-gradient(135deg,transparent 0 5px,rgba(128,128,128,.35) 5px 6px)",
}
CELL = "border:1px solid rgba(128,128,128,.55);min-width:2.2em;padding:.25em .4em;text-align:center"


def number(value: float) -> str:
    """Return a number as the widgets write it: at most four decimals, a true minus sign.

    Examples
    --------
    >>> number(12.0), number(-0.25), number(1 / 3)
    ('12', '−0.25', '0.3333')
    """
    rounded = round(float(value), 4)
    text = f"{rounded:.0f}" if rounded.is_integer() else f"{rounded:.4f}".rstrip("0")
    return "0" if text == "-0" else text.replace("-", "−")


def lists(A: Rows) -> str:
    """Return a matrix as nested lists.

    Examples
    --------
    >>> lists([[0.0, 1.5], [2.0, 3.0]])
    '[[0, 1.5], [2, 3]]'
    """
    rows = (", ".join(number(v).replace("−", "-") for v in row) for row in A)
    return "[" + ", ".join(f"[{row}]" for row in rows) + "]"


def grid(
    A: Rows,
    caption: str,
    tone: str,
    marks: Marks | None = None,
    show: Callable[[float], str] = number,
) -> str:
    """Return a matrix as a captioned table; `marks` tints single cells, by name or CSS colour."""
    marks = marks or {}
    body = "".join(
        f"<tr>{''.join(_cell(show(v), marks.get((i, j), tone)) for j, v in enumerate(row))}</tr>"
        for i, row in enumerate(A)
    )
    return _table(caption, f"<tbody>{body}</tbody>")


def _cell(text: str, tint: str) -> str:
    inner = f"<s>{text}</s>" if tint == "cropped" else text
    return f'<td style="{CELL};background:{TINTS.get(tint, tint)}">{inner}</td>'


def listing(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """Return a table with a heading row and a heading in every line."""
    top = "".join(f'<th scope="col" style="{CELL}">{escape(h)}</th>' for h in head)
    lines = "".join(
        f'<tr><th scope="row" style="{CELL}">{escape(first)}</th>'
        + "".join(f'<td style="{CELL}">{escape(v)}</td>' for v in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return _table(caption, f"<thead><tr>{top}</tr></thead><tbody>{lines}</tbody>")


def _table(caption: str, body: str) -> str:
    style = "border-collapse:collapse;width:auto;margin:0;font-variant-numeric:tabular-nums"
    top = f'<caption style="caption-side:top;text-align:left">{escape(caption)}</caption>'
    return f'<table style="{style}">{top}{body}</table>'


def sign(text: str) -> str:
    """Return an operator that stands between two tables."""
    return f'<span style="font-size:1.3em">{escape(text)}</span>'


def note(text: str) -> str:
    """Return a sentence under the tables."""
    return f'<p style="flex-basis:100%;margin:.2em 0">{escape(text)}</p>'


def figure(title: str, parts: Iterable[str]) -> str:
    """Return the parts side by side, wrapping, under a title."""
    style = "display:flex;flex-wrap:wrap;gap:.8em 1.2em;align-items:center;overflow-x:auto"
    head = f'<p style="flex-basis:100%;margin:.2em 0"><strong>{escape(title)}</strong></p>'
    label = escape(title, quote=True)
    return f'<div role="group" aria-label="{label}" style="{style}">{head}{"".join(parts)}</div>'
