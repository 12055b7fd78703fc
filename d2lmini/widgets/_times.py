"""Measured times of the forms of a convolution: what Cost accepts, and the benchmark's own."""

import json
import pathlib
from collections.abc import Iterator
from typing import Any

# What `make bench` writes: layers as networks have them, and one channel in each framework.
DATA = pathlib.Path(__file__).parents[1] / "data"
LAYERS, FORMS = "layers.json", "forms.json"
STORED = "benchmark"
HERE = "this machine"
LAYER = ("n", "kernel", "stride", "c_i", "c_o")
# cost.js draws a bar under each of these
NAMES = ("dense W", "sparse W", "im2col", "direct", "layer")
_LIBRARIES = {"pytorch": "PyTorch", "mxnet": "MXNet"}
_SHORT = {"dense": "dense W", "sparse": "sparse W"}


def measured_times(value: Any) -> list[dict[str, Any]]:
    """Return measured times as the rows that the figure draws.

    Parameters
    ----------
    value : "benchmark" or list of dict
        ``"benchmark"`` stands for the times that ``make bench`` stored in the package. A row has
        the form as name or form (dense W, sparse W, im2col, direct or layer, "dense" and "sparse"
        for short), its seconds, and optionally the library, the machine and the layer it was
        measured on: n or size, kernel, stride, c_i and c_o, or channels for both.

    Returns
    -------
    list of dict
        Rows with name, seconds and what else was given of the layer, the library and the machine.

    Raises
    ------
    TypeError
        If it is no list of dicts.
    ValueError
        If a form is unknown or a time is not positive.

    Examples
    --------
    >>> measured_times([{"form": "dense", "seconds": 0.5, "size": 64, "channels": 3}])
    [{'name': 'dense W', 'seconds': 0.5, 'n': 64, 'c_i': 3, 'c_o': 3}]
    """
    if isinstance(value, str) and value == STORED:
        return [_row(row) for row in _benchmark(DATA)]
    if not isinstance(value, list | tuple) or not all(isinstance(row, dict) for row in value):
        raise TypeError(f'times must be "benchmark" or a list of dicts, got {value!r:.60}')
    return [_row(row) for row in value]


def _benchmark(folder: pathlib.Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of the data files, those that this figure has a place for."""
    data = json.loads((folder / LAYERS).read_text(encoding="utf-8"))
    yield from ({**row, "machine": data["machine"]} for row in data["times"])
    if not (folder / FORMS).exists():
        return
    data = json.loads((folder / FORMS).read_text(encoding="utf-8"))
    machine = f"{data['machine']['cpu']}, threads: {data['machine']['threads']}"
    # one channel, a 3x3 kernel and stride 1 throughout
    layer = {"kernel": 3, "stride": 1, "c_i": 1, "c_o": 1, "machine": machine}
    for row in data["times"]:
        if row["device"] == "cpu" and row["form"] in NAMES:
            library = _LIBRARIES.get(row["framework"], row["framework"])
            seconds = row["seconds"]["min"]
            yield {**row, **layer, "library": library, "seconds": seconds}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    given = row.get("name", row.get("form"))
    name, seconds = _SHORT.get(str(given), given), row.get("seconds")
    if name not in NAMES:
        raise ValueError(f"times know the forms {', '.join(NAMES)}, got {given!r}")
    if not isinstance(seconds, int | float) or not seconds > 0:
        raise ValueError(f"the time of {name} must be a positive number of seconds, got {seconds}")
    known = {"n": row.get("size"), "c_i": row.get("channels"), "c_o": row.get("channels"), **row}
    kept = {key: known[key] for key in (*LAYER, "library", "machine") if known.get(key) is not None}
    return {"name": name, "seconds": seconds, **kept}


def matching(s: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the times in a state that belong to its layer."""
    rows = measured_times(s["times"])
    return [row for row in rows if all(row.get(key, s[key]) == s[key] for key in LAYER)]


def seconds_text(seconds: float) -> str:
    """Return a time as the figure writes it, three digits and a unit.

    Examples
    --------
    >>> seconds_text(1.2344), seconds_text(0.0123), seconds_text(4.56e-5)
    ('1.23 s', '12.3 ms', '45.6 µs')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"
