"""Measured times as the Cost figure accepts and draws them."""

import sys
from typing import Any

from d2lmini.times import LAYER, benchmark
from d2lmini.widgets._state import FIGURES

STORED = "benchmark"
HERE = "this machine"
# the figure draws a bar under each of these
FORMS = FIGURES["Cost"]["times"]["choices"]
_SHORT = {"dense": "dense W", "sparse": "sparse W"}


def measured_times(value: Any) -> list[dict[str, Any]]:
    """Return measured times as rows of form, seconds and what is known of the layer and the place.

    Parameters
    ----------
    value : "benchmark" or list of dict
        The times that ``make bench`` stored, those of a CPU; or rows with the form (dense W, sparse
        W, im2col, direct or layer, "dense" and "sparse" for short), its seconds, and optionally the
        library, the machine and the layer: n or size, kernel, stride, c_i and c_o, or channels for
        both.

    Raises
    ------
    TypeError
        If it is not a list of dicts, or the layer, library or machine of one is of the wrong kind.
    ValueError
        If a form is unknown, or a time is not a positive, finite number.

    Examples
    --------
    >>> measured_times([{"form": "dense", "seconds": 0.5, "size": 64, "channels": 3}])
    [{'form': 'dense W', 'seconds': 0.5, 'n': 64, 'c_i': 3, 'c_o': 3}]
    """
    if isinstance(value, str) and value == STORED:
        rows = benchmark()["rows"]
        return [_row(row) for row in rows if row["device"] == "cpu" and row["form"] in FORMS]
    if not isinstance(value, list | tuple) or not all(isinstance(row, dict) for row in value):
        raise TypeError(f'times must be "benchmark" or a list of dicts, got {value!r:.60}')
    return [_row(row) for row in value]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    given, seconds = row.get("form"), row.get("seconds", 0)
    form = _SHORT.get(str(given), given)
    if form not in FORMS:
        raise ValueError(f"times know the forms {', '.join(FORMS)}, got {given!r}")
    # NaN fails the comparison as well
    number = not isinstance(seconds, bool) and isinstance(seconds, int | float)
    if not (number and 0 < seconds <= sys.float_info.max):
        raise ValueError(f"the time of {form} must be a positive number of seconds, got {seconds}")
    known = {"n": row.get("size"), "c_i": row.get("channels"), "c_o": row.get("channels"), **row}
    kinds = {**dict.fromkeys(LAYER, int), "library": str, "machine": str}
    kept = {key: known[key] for key in kinds if known.get(key) is not None}
    for key, got in kept.items():
        if type(got) is not kinds[key]:
            raise TypeError(f"{key} of a time must be {kinds[key].__name__}, got {got!r}")
    return {"form": form, "seconds": seconds, **kept}


def matching(s: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the times in a state that belong to its layer."""
    rows = measured_times(s["times"])
    return [row for row in rows if all(row.get(key, s[key]) == s[key] for key in LAYER)]


def seconds_text(seconds: float) -> str:
    """Return a time as the figure writes it, three digits and a unit.

    Examples
    --------
    >>> seconds_text(1234.4), seconds_text(0.0123), seconds_text(4.56e-5)
    ('1230 s', '12.3 ms', '45.6 µs')
    """
    units = (("s", 1), ("ms", 1000))
    unit, factor = next((one for one in units if seconds * one[1] >= 1), ("µs", 1_000_000))
    return f"{float(f'{seconds * factor:.3g}'):.10g} {unit}"
