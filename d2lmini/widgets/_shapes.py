"""Shapes: a convolution's output size and the way back."""

from typing import Any

import traitlets

from d2lmini.widgets import _static as still
from d2lmini.widgets._base import Whole, Widget
from d2lmini.widgets._check import check_whole, conv_size, trans_size

_KEYS = ("n", "kernel", "stride", "padding", "dilation", "output_padding")
_RANGES = {
    "n": ("input size", 1, 512),
    "kernel": ("kernel size", 1, 16),
    "stride": ("stride", 1, 8),
    "padding": ("padding", 0, 16),
    "dilation": ("dilation", 1, 8),
    "output_padding": ("output padding", 0, 7),
}


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

    _keys = _KEYS
    n = Whole(15).tag(sync=True)
    kernel = Whole(5).tag(sync=True)
    stride = Whole(3).tag(sync=True)
    padding = Whole(2).tag(sync=True)
    dilation = Whole(1).tag(sync=True)
    output_padding = Whole(0).tag(sync=True)

    def __init__(self, n: int = 15, **traits: Any) -> None:
        super().__init__(n=n, **traits)

    _accept_all = traitlets.validate(*_KEYS)(Widget._accept)

    @property
    def sizes(self) -> tuple[int, int]:
        """Size after the convolution, and after the transposed one."""
        return _sizes(self.state, self.n)

    @staticmethod
    def _check(s: dict[str, Any]) -> None:
        for key, (label, low, high) in _RANGES.items():
            check_whole(label, s[key], low, high)
        if s["output_padding"] >= max(s["stride"], s["dilation"]):
            raise ValueError("output padding must be smaller than stride or dilation")
        there, back = _sizes(s, s["n"])
        if there < 1 or back < 1:
            raise ValueError(f"the kernel does not fit: sizes would be {there} and {back}")

    @staticmethod
    def _text(s: dict[str, Any]) -> str:
        there, back = _sizes(s, s["n"])
        return f"Shapes: {_words(s)}\n{s['n']} -> {there} -> {back}"

    @staticmethod
    def _html(s: dict[str, Any]) -> str:
        there, back = _sizes(s, s["n"])
        base = trans_size(there, s["kernel"], {**s, "output_padding": 0})
        low = max(1, base - 2)
        rows = []
        for n in range(low, low + s["stride"] + 4):
            out = conv_size(n, s["kernel"], s)
            if out >= 1:
                plain = trans_size(out, s["kernel"], {**s, "output_padding": 0})
                rows.append([str(n), str(out), str(plain), still.number(n - plain)])
        head = ["input size", "output size", "back again", "output padding needed"]
        parts = [
            still.listing(head, rows, f"Input sizes around {s['n']}"),
            still.note(f"{s['n']} → {there} → {back} with {_words(s)}."),
        ]
        return still.figure("Shapes: a convolution and the way back", parts)


def _sizes(s: dict[str, Any], n: int) -> tuple[int, int]:
    there = conv_size(n, s["kernel"], s)
    return there, trans_size(there, s["kernel"], s)


def _words(s: dict[str, Any]) -> str:
    return ", ".join(f"{_RANGES[key][0]} {s[key]}" for key in _KEYS[1:])
