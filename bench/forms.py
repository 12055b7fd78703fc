"""Time the forms of one cross-correlation: products with W, dense and sparse, and without W.

    python -m bench.forms                        everything, into the package's data file
    python -m bench.forms --one numpy "dense W"  one form in one library, printed as JSON

Every form has a process of its own, which takes the layers one after the other, each after a
warm-up, so that no form finds its arrays in a cache that another has filled, or cleared.
The chapter on the efficiency of W and the Cost figure read the file, so it is part of the package.
"""

import argparse
import json
import pathlib
import sys
import time
from itertools import product
from typing import Any

import numpy as np

from bench.frameworks import KINDS, Framework, check_equal, devices, run_alone
from bench.timing import machine, seal, time_call
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
SECONDS = 0.1  # for a form of one layer
PASSES = 2  # over all forms, minutes apart: the least time of each counts
QUICK = {"passes": 1, "seconds": 0.01, "series": {name: rows[:1] for name, rows in SERIES.items()}}


def time_layer(
    framework: Framework, form: str, series: str, layer: tuple[int, ...], seconds: float
) -> list[dict[str, Any]]:
    """Time a form of a layer, if it fits into memory, and the building of its W."""
    n, kernel, stride, c_i, c_o = layer
    rng = np.random.default_rng(0)
    X = framework.array(rng.standard_normal((c_i, n, n)))
    K = framework.array(rng.standard_normal((c_o, c_i, kernel, kernel)))
    found = ready(form, X, K, stride, MOST_BYTES_OF_W if c_i == c_o == 1 else MOST_BYTES)
    if found is None:
        return []
    call = framework.call(found)
    timed = {form: time_call(call, seconds)}
    check_equal({"corr2d": lambda: corr2d(X[None], K, stride=stride), form: call})
    if series == "sizes" and form.endswith("W"):
        build = framework.call(kernel2matrix, K, tuple(X.shape), sparse=form == "sparse W")
        # W is built once for many products; the largest takes seconds
        timed[f"build {form}"] = time_call(build, seconds, warm_up=0, least=1)
    words = ", ".join(f"{name} {1e3 * t['min']:.3f}" for name, t in timed.items())
    say(f"  {type(framework).__name__} {framework.device} {series} {layer}, ms: {words}")
    where = {"device": framework.device, **dict(zip(LAYER, layer, strict=True))}
    return [
        {"series": series, "form": name, "library": maker(form, X), **where, "seconds": t["min"]}
        for name, t in timed.items()
    ]


def time_form(name: str, form: str, series: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
    """Time a form of all layers, in this process, on each device that a library finds."""
    rows = []
    for framework in map(KINDS[name], devices(name)):
        for key, layers in series.items():
            for layer in layers:
                rows += time_layer(framework, form, key, layer, seconds)
    return rows


def time_all(passes: int, *options: str) -> dict[str, Any]:
    """Time each form in each library in a process of its own; return what the file holds."""
    described = machine()
    place = f"{described['cpu']}, threads: {described['threads']}"
    found: dict[tuple[str, str], list[Any]] = {one: [] for one in product(KINDS, FORMS)}
    for number in range(passes):
        for name, form in found:
            say(f"{form} in {name}, pass {number + 1} of {passes}")
            printed = run_alone("bench.forms", "--one", name, form, *options)
            found[name, form].append(json.loads(printed))
    rows = [
        {**min(same, key=lambda row: row["seconds"]), "machine": place}
        for every in found.values()
        for same in zip(*every, strict=True)
    ]
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
    """Time everything and write the file, or time one form and print its rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.forms")
    parser.add_argument("--one", nargs=2, metavar=("LIBRARY", "FORM"), help="print its rows")
    parser.add_argument("--file", type=pathlib.Path, default=FILE, help="where to write")
    parser.add_argument("--quick", action="store_true", help="one layer of each series, to try it")
    options = parser.parse_args()
    quick = ["--quick"] if options.quick else []
    how: dict[str, Any] = {"passes": PASSES, "seconds": SECONDS, "series": SERIES}
    how |= QUICK if quick else {}
    if options.one:
        name, form = options.one
        print(json.dumps(time_form(name, form, how["series"], how["seconds"])))
        return
    options.file.write_text(file_text(time_all(how["passes"], *quick)), encoding="utf8")
    if options.file == FILE:
        seal(FILE)
    say(f"wrote {options.file.name}")


if __name__ == "__main__":
    main()
