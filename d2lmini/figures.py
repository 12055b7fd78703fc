"""Figures of the operation as HTML tables: their numbers can be read, copied and compared."""

from html import escape
from typing import Any

__all__ = ["StampFigure", "draw_stamps"]

CELL = (
    "width:2.4em;min-width:2.4em;max-width:2.4em;height:2.2em;padding:0;text-align:center;"
    "border:1px solid currentColor;font-variant-numeric:tabular-nums;"
)
STAMPED = "background:rgba(66,133,244,.32);font-weight:bold;"
TABLE = (
    "border-collapse:collapse;border:none;margin:0;width:auto;display:table;"
    "background:transparent;color:inherit;font-size:.9em"
)
CAPTION = "caption-side:top;color:inherit;text-align:center;padding:0 0 .3em;font-size:1em"
ROW = (
    "display:flex;flex-wrap:wrap;align-items:center;justify-content:center;gap:.8em;margin:.8em 0;"
)
TERM = "display:flex;align-items:center;gap:.8em"
Cells = set[tuple[int, int]]
Numbers = list[list[float]]


class StampFigure:
    """All stamps of a transposed convolution and their sum, drawn by `draw_stamps`."""

    def __init__(self, X: Numbers, K: Numbers, stride: int) -> None:
        self.X, self.K, self.stride = X, K, stride
        self.stamps = [
            ((i, j), self._stamp(i, j)) for i, row in enumerate(X) for j, _ in enumerate(row)
        ]
        self.Y = [
            [sum(values) for values in zip(*rows, strict=True)]
            for rows in zip(*(stamp for _, stamp in self.stamps), strict=True)
        ]

    def __repr__(self) -> str:
        lines = [f"transposed convolution with stride {self.stride}"]
        lines += [f"X = {_text(self.X)}", f"K = {_text(self.K)}"]
        lines += [f"X[{i}, {j}]·K in place: {_text(stamp)}" for (i, j), stamp in self.stamps]
        return "\n".join([*lines, f"their sum Y = {_text(self.Y)}"])

    def _repr_html_(self) -> str:
        everything = {(a, b) for a, row in enumerate(self.K) for b, _ in enumerate(row)}
        inputs = [_term("", self.X, "X"), _term("", self.K, "K", everything)]
        terms = [
            _term("+" if number else "", stamp, f"X[{i}, {j}] · K", self._place(i, j))
            for number, ((i, j), stamp) in enumerate(self.stamps)
        ]
        rows = [inputs, [*terms, _term("=", self.Y, "Y")]]
        drawn = "".join(f'<div style="{ROW}">{"".join(row)}</div>' for row in rows)
        return f'<div class="d2lmini-figure">{drawn}</div>'

    def _stamp(self, i: int, j: int) -> Numbers:
        height = (len(self.X) - 1) * self.stride + len(self.K)
        width = (len(self.X[0]) - 1) * self.stride + len(self.K[0])
        stamp = [[0.0] * width for _ in range(height)]
        for a, row in enumerate(self.K):
            for b, value in enumerate(row):
                stamp[i * self.stride + a][j * self.stride + b] = self.X[i][j] * value
        return stamp

    def _place(self, i: int, j: int) -> Cells:
        top, left = i * self.stride, j * self.stride
        return {(top + a, left + b) for a, row in enumerate(self.K) for b, _ in enumerate(row)}


def draw_stamps(X: Any, K: Any, stride: int = 1) -> StampFigure:
    """Draw every X[i, j]·K in its place, and their sum.

    Parameters
    ----------
    X : array of shape (n_h, n_w)
        The input, of NumPy, PyTorch or MXNet.
    K : array of shape (k_h, k_w)
        The kernel.
    stride : int
        Steps in the output between the stamps of neighbouring input elements.

    Returns
    -------
    StampFigure
        Shown as tables by a notebook, as text elsewhere. The sum has shape
        ((n_h - 1) * stride + k_h, (n_w - 1) * stride + k_w).

    Examples
    --------
    >>> import numpy as np
    >>> draw_stamps(np.array([[2]]), np.array([[0, 1], [2, 3]]))
    transposed convolution with stride 1
    X = [[2]]
    K = [[0, 1], [2, 3]]
    X[0, 0]·K in place: [[0, 2], [4, 6]]
    their sum Y = [[0, 2], [4, 6]]
    """
    return StampFigure(X.tolist(), K.tolist(), stride)


def _term(sign: str, numbers: Numbers, caption: str, stamped: Cells | None = None) -> str:
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td style="{CELL}{STAMPED if (a, b) in (stamped or ()) else ""}">{value:g}</td>'
            for b, value in enumerate(row)
        )
        + "</tr>"
        for a, row in enumerate(numbers)
    )
    table = (
        f'<table style="{TABLE}"><caption style="{CAPTION}">{escape(caption)}</caption>'
        f"<tbody>{rows}</tbody></table>"
    )
    return f'<div style="{TERM}"><span style="font-size:1.3em">{sign}</span>{table}</div>'


def _text(numbers: Numbers) -> str:
    return "[" + ", ".join("[" + ", ".join(f"{v:g}" for v in row) + "]" for row in numbers) + "]"
