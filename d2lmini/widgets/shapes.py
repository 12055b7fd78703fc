"""Shapes: a convolution's output size and the way back."""

from typing import Any

import d2lmini
from d2lmini.widgets import _still as still
from d2lmini.widgets._arrays import TRANSPOSED, parameters
from d2lmini.widgets._base import Widget
from d2lmini.widgets._state import FIGURES

__all__ = ["Shapes"]


class Shapes(Widget):
    """Show which input sizes a convolution takes to one output size, and the way back.

    Parameters
    ----------
    n : int
        Input size, 1 to 512.
    kernel, stride, padding, dilation, output_padding : int
        Of the convolution and of the transposed convolution after it.

    Raises
    ------
    ValueError
        If one of the two outputs would be empty.

    Examples
    --------
    >>> Shapes(15, kernel=5, stride=3, padding=2).sizes
    (5, 13)
    """

    n: int
    kernel: int
    stride: int
    padding: int
    dilation: int
    output_padding: int

    @property
    def sizes(self) -> tuple[int, int]:
        """Size after the convolution, and after the transposed one."""
        return _sizes(self.state)

    @staticmethod
    def _check(s: dict[str, Any]) -> None:
        _sizes(s)

    @staticmethod
    def _text(s: dict[str, Any]) -> str:
        there, back = _sizes(s)
        return f"Shapes: {_words(s)}\n{s['n']} -> {there} -> {back}"

    @staticmethod
    def _html(s: dict[str, Any]) -> str:
        there, back = _sizes(s)
        low = max(1, s["n"] - _needed(s, s["n"]) - 2)
        rows = [row for n in range(low, low + s["stride"] + 4) if (row := _row(s, n))]
        head = ["input size", "output size", "back again", "output padding needed"]
        parts = [
            still.listing(head, rows, f"Input sizes around {s['n']}"),
            still.note(f"{s['n']} → {there} → {back} with {_words(s)}."),
        ]
        return still.figure("Shapes: a convolution and the way back", parts)


def _sizes(s: dict[str, Any]) -> tuple[int, int]:
    """Return the sizes after both operations, or raise ValueError where one has no output."""
    there = d2lmini.conv_output_shape((s["n"], s["n"]), s["kernel"], **parameters(s))
    back = d2lmini.trans_conv_output_shape(there, s["kernel"], **parameters(s, TRANSPOSED))
    return there[0], back[0]


def _needed(s: dict[str, Any], n: int) -> int:
    return d2lmini.output_padding_for((n, n), s["kernel"], **parameters(s))[0]


def _row(s: dict[str, Any], n: int) -> list[str]:
    """Return what the table says of an input size, nothing where the kernel does not fit."""
    try:
        (out, _) = d2lmini.conv_output_shape((n, n), s["kernel"], **parameters(s))
    except ValueError:
        return []
    needed = _needed(s, n)
    return [str(n), str(out), str(n - needed), still.number(needed)]


def _words(s: dict[str, Any]) -> str:
    known = FIGURES["Shapes"]
    return ", ".join(f"{known[key]['label']} {s[key]}" for key in known if key != "n")
