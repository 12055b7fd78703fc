"""Cost: memory and work of four forms of a convolution."""

from typing import Any

import traitlets

from d2lmini.forms import costs
from d2lmini.times import LAYER
from d2lmini.widgets import _still as still
from d2lmini.widgets._base import Widget, in_kernel
from d2lmini.widgets._measure import measure
from d2lmini.widgets._state import FIGURES
from d2lmini.widgets._times import HERE, STORED, matching, measured_times, seconds_text

__all__ = ["Cost"]


class Times(traitlets.TraitType):  # type: ignore[type-arg]
    """Measured times: rows as dicts, or "benchmark", which stays a word until it is drawn."""

    info_text = '"benchmark" or a list of dicts'

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the rows, or the word."""
        rows = measured_times(value)
        return value if value == STORED else rows


class Cost(Widget):
    """Compare dense W, sparse W, im2col and the direct form of a convolution layer.

    Parameters
    ----------
    n : int
        Height and width of the input, 8 to 512.
    kernel, stride : int
        Kernel 1 to 7, stride 1 to 4.
    c_i, c_o : int
        Channels, 1 to 256.
    plot : {"memory", "multiply-adds", "time"}
        What is drawn over the input's size.
    times : "benchmark" or list of dict
        Measured times to overlay: those that ``make bench`` stored, or rows such as
        ``{"form": "im2col", "seconds": 0.01}``, form being dense, sparse, im2col, direct or layer,
        and, where the time belongs to one layer only, that layer's size, kernel, stride and
        channels (or n, c_i and c_o), the library and the machine.

    Raises
    ------
    TypeError, traitlets.TraitError
        If a value is of the wrong kind.
    ValueError
        If a parameter is out of range, a form unknown or a time not positive.

    Examples
    --------
    >>> Cost(8, kernel=3).bytes["dense W"]
    9216
    """

    n: int
    kernel: int
    stride: int
    c_i: int
    c_o: int
    plot: str
    times = Times([]).tag(sync=True, to_json=lambda value, _: measured_times(value))
    _live = traitlets.Bool().tag(sync=True)
    _request = traitlets.Int(0).tag(sync=True)
    _progress = traitlets.Float(0.0).tag(sync=True)

    @traitlets.default("_live")
    def _default_live(self) -> bool:
        return in_kernel()

    @traitlets.observe("_request")
    def _measure(self, change: Any) -> None:
        found = []
        self._progress = 0.0
        for progress, result in measure(self.state):
            found += [result] if result else []
            self._progress = progress
        before = [row for row in measured_times(self.times) if row.get("machine") != HERE]
        self.times = before + found

    @property
    def bytes(self) -> dict[str, int]:
        """Memory of each form in bytes, besides input and output."""
        return {name: size for name, size, _ in costs(self.state)}

    @staticmethod
    def _drawn(s: dict[str, Any]) -> dict[str, Any]:
        return {**s, "times": measured_times(s["times"])}

    @staticmethod
    def _text(s: dict[str, Any]) -> str:
        lines = [f"{name}: {size:,} bytes, {work:,} multiply-adds" for name, size, work in costs(s)]
        lines += [f"{row['form']}: measured {_measured(row)}" for row in matching(s)]
        return f"Cost: {_words(s)}\n" + "\n".join(lines)

    @staticmethod
    def _html(s: dict[str, Any]) -> str:
        rows = [[name, f"{size:,}", f"{work:,}"] for name, size, work in costs(s)]
        share = 100 * (1 - s["kernel"] ** 2 / s["n"] ** 2)
        parts = [
            still.listing(["form", "bytes", "multiply-adds"], rows, _words(s)),
            still.note(f"{still.number(share)} % of the dense W is zeros."),
        ]
        times = [[row["form"], _measured(row)] for row in matching(s)]
        if times:
            parts.insert(1, still.listing(["form", "measured"], times, "Measured times"))
        return still.figure("Cost of four forms of one convolution", parts)


def _measured(row: dict[str, Any]) -> str:
    where = [row[key] for key in ("library", "machine") if key in row]
    return ", ".join([seconds_text(row["seconds"]), *where])


def _words(s: dict[str, Any]) -> str:
    known = FIGURES["Cost"]
    return ", ".join(f"{known[key]['label']} {s[key]}" for key in known if key in LAYER)
