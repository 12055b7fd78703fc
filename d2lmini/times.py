"""The times of the forms of a convolution that `make bench` measured: one file, read here only."""

import json
import pathlib
from typing import Any

__all__ = ["FILE", "LAYER", "benchmark"]

FILE = pathlib.Path(__file__).parent / "data" / "times.json"
LAYER = ("n", "kernel", "stride", "c_i", "c_o")


def benchmark() -> dict[str, Any]:
    """Return what `make bench` measured.

    Returns
    -------
    dict
        ``"rows"`` is a list of dicts. Each has the form and the library; the layer as n, kernel,
        stride, c_i and c_o; the least time of many calls in seconds; the device, "cpu" or "gpu";
        the series it belongs to: "sizes", "channels" or "layers"; and the name of the machine.
        ``"machines"`` describes each machine under that name.

    Examples
    --------
    >>> row = benchmark()["rows"][0]
    >>> row["form"], row["library"], row["n"]
    ('dense W', 'NumPy', 8)
    """
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return data
