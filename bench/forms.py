"""Time the forms of one cross-correlation: products with W, dense and sparse, and without W.

    python -m bench.forms                    every library, into the package's data file
    python -m bench.forms --library numpy    one library; its rows are printed as JSON

The chapter on the efficiency of W and the Cost figure read the file, so it is part of the package.
"""

import argparse
import json
import pathlib
import sys
import time
from typing import Any

import numpy as np

from bench.frameworks import KINDS, Framework, check_equal, devices, run_alone
from bench.timing import in_turn, machine, seal
from d2lmini import corr2d, kernel2matrix
from d2lmini.forms import FORMS, MOST_BYTES, maker, ready
from d2lmini.times import FILE, LAYER

# n, kernel, stride, c_i and c_o of each layer
SERIES = {
    "sizes": [(n, 3, 1, 1, 1) for n in (8, 16, 32, 64, 128, 256, 512)],
    "channels": [(32, 3, 1, c, c) for c in (1, 2, 4, 8, 16, 32, 64, 128)],
    # other kernels, strides and channels, as networks have them
    "layers": [
        *((64, k, 1, 1, 1) for k in (1, 5, 7)),
        (64, 4, 2, 1, 1),
        (32, 3, 1, 16, 16),
        (32, 3, 1, 64, 64),
        (64, 5, 2, 4, 16),
        (128, 3, 1, 32, 32),
        (256, 3, 1, 64, 64),
        (16, 3, 1, 256, 256),
    ],
}
# A dense W of one channel on 128x128 takes 1 GB, and one on 256x256 takes 16 times as much.
MOST_BYTES_OF_W = 1_100_000_000
SECONDS = 0.5  # for the forms of one layer
PASSES = 3  # over all layers, half a minute apart: the least time of each counts
QUICK = {"passes": 1, "seconds": 0.01, "series": {name: rows[:1] for name, rows in SERIES.items()}}


def time_layer(
    framework: Framework, series: str, layer: tuple[int, ...], seconds: float
) -> list[dict[str, Any]]:
    """Time the forms of one layer; return a row for each that fits into memory."""
    n, kernel, stride, c_i, c_o = layer
    rng = np.random.default_rng(0)
    X = framework.array(rng.standard_normal((c_i, n, n)))
    K = framework.array(rng.standard_normal((c_o, c_i, kernel, kernel)))
    most = MOST_BYTES_OF_W if c_i == c_o == 1 else MOST_BYTES
    found = {form: ready(form, X, K, stride, most) for form in FORMS}
    calls = {form: framework.call(call) for form, call in found.items() if call is not None}
    check_equal({"corr2d": lambda: corr2d(X[None], K, stride=stride), **calls})
    timed = in_turn(calls, seconds=seconds)
    if series == "sizes":
        timed |= time_builds(framework, K, tuple(X.shape), [*calls], seconds / 4)
    words = ", ".join(f"{form} {1e3 * t['min']:.3f}" for form, t in timed.items())
    say(f"  {type(framework).__name__} {framework.device} {series} {layer}, ms: {words}")
    where = {"device": framework.device, **dict(zip(LAYER, layer, strict=True))}
    return [
        {"series": series, "form": form, "library": maker(form, X), **where, "seconds": t["min"]}
        for form, t in timed.items()
    ]


def time_builds(
    framework: Framework, K: Any, shape: tuple[int, ...], forms: list[str], seconds: float
) -> dict[str, dict[str, float]]:
    """Time the building of each W: it is built once for many products, so not between them."""
    calls = {
        f"build {form}": framework.call(kernel2matrix, K, shape, sparse=form == "sparse W")
        for form in forms
        if form.endswith("W")
    }
    rounds = {"build dense W": 1} if shape[-1] >= 128 else {}  # it takes seconds
    return in_turn(calls, seconds=seconds, rounds=rounds)


def time_library(name: str, series: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
    """Time all layers on each device that a library finds."""
    rows = []
    for framework in map(KINDS[name], devices(name)):
        for key, layers in series.items():
            for layer in layers:
                rows += time_layer(framework, key, layer, seconds)
    return rows


def time_all(passes: int, *options: str) -> dict[str, Any]:
    """Time each library in a process of its own; return what the file holds."""
    described = machine()
    place = f"{described['cpu']}, threads: {described['threads']}"
    rows = []
    for name in KINDS:
        found = []
        for number in range(passes):
            say(f"forms in {name}, pass {number + 1} of {passes}")
            found.append(json.loads(run_alone("bench.forms", "--library", name, *options)))
        least = [min(same, key=lambda row: row["seconds"]) for same in zip(*found, strict=True)]
        rows += [{**row, "machine": place} for row in least]
    return {"machines": {place: described}, "rows": rows}


def file_text(data: dict[str, Any]) -> str:
    """Return the file's text, one row in each line."""
    rows = ",\n  ".join(map(json.dumps, data["rows"]))
    machines = json.dumps(data["machines"], indent=1).replace("\n", "\n ")
    return f'{{\n "machines": {machines},\n "rows": [\n  {rows}\n ]\n}}\n'


def say(text: str) -> None:
    """Print a line of progress, with the time."""
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def main() -> None:
    """Time everything and write the file, or time one library and print its rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.forms")
    parser.add_argument("--library", choices=KINDS, help="print the rows of one library")
    parser.add_argument("--file", type=pathlib.Path, default=FILE, help="where to write")
    parser.add_argument("--quick", action="store_true", help="one layer of each series, to try it")
    options = parser.parse_args()
    quick = ["--quick"] if options.quick else []
    how: dict[str, Any] = {"passes": PASSES, "seconds": SECONDS, "series": SERIES}
    how |= QUICK if quick else {}
    if options.library:
        print(json.dumps(time_library(options.library, how["series"], how["seconds"])))
        return
    options.file.write_text(file_text(time_all(how["passes"], *quick)), encoding="utf8")
    if options.file == FILE:
        seal(FILE)
    say(f"wrote {options.file.name}")


if __name__ == "__main__":
    main()
