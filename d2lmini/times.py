"""The times that `make bench` measured, of convolutions and transposed ones: read here only."""

import json
import pathlib
from typing import Any

__all__ = ["FILE", "LAYER", "TRANSPOSED", "benchmark", "transposed"]

FILE = pathlib.Path(__file__).parent / "data" / "times.json"
TRANSPOSED = pathlib.Path(__file__).parent / "data" / "transposed.json"
LAYER = ("n", "kernel", "stride", "c_i", "c_o")


def benchmark() -> dict[str, Any]:
    """Return what `make bench` measured of convolutions.

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


def transposed() -> dict[str, Any]:
    """Return what `make bench` measured of transposed convolutions, each form alone.

    Returns
    -------
    dict
        ``"rows"`` is a list of dicts. Each has the framework, the number of threads and the form;
        the layer as n, kernel, stride, padding, c_i and c_o, and the batch; the multiply-adds and
        the bytes that `d2lmini.transposed.costs` counts, and the seconds that the roofline allows;
        the least and the median of the seconds, with the number of calls; the operators in which
        PyTorch's profiler saw most of the time go, and what ran in oneDNN. ``"roofline"`` has the
        most multiply-adds and bytes a second, by the number of threads as text, ``"forms"`` the
        order of the forms, and ``"machine"`` describes the machine.

    Examples
    --------
    >>> row = transposed()["rows"][0]
    >>> row["framework"], row["threads"], row["form"], row["n"]
    ('pytorch', 1, 'layer', 8)
    """
    data: dict[str, Any] = json.loads(TRANSPOSED.read_text(encoding="utf-8"))
    return data
