"""Time the forms of a transposed convolution, each alone, beside its arithmetic and its bytes.

    python -m bench.transposed --file transposed.json           both frameworks, one and two threads
    python -m bench.transposed --file transposed.json --quick   one small layer, to try it

Every form of every layer runs in a process of its own, after a warm-up, so that none of them finds
its arrays in a cache that another has filled, or cleared. The same program measures the machine's
roofline: the most multiply-adds, of a large matrix product, and the most bytes, of a copy. It names
what was dispatched: the operators in which PyTorch's profiler saw the time go, and the
implementations of oneDNN, which both frameworks call.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
from itertools import product
from typing import Any

import numpy as np

from bench.forms import say
from bench.frameworks import NAMES, check_equal
from bench.timing import Call, figures, machine
from bench.transposed_forms import READY
from d2lmini.transposed import FORMS, LAYER, costs

__all__ = ["LAYERS", "dispatched", "measure", "roofline", "time_call"]

# n, kernel, stride, padding, c_i, c_o and batch
LAYERS = (
    *((n, 4, 2, 1, 1, 1, 1) for n in (8, 32, 128, 512)),
    *((32, 4, 2, 1, c, c, 1) for c in (4, 16, 64, 128)),
    (64, 4, 2, 1, 128, 128, 1),
    *((32, k, s, p, 64, 64, 1) for k, s, p in ((2, 2, 0), (3, 2, 1), (5, 3, 1), (16, 8, 4))),
    (32, 4, 2, 1, 16, 16, 8),
)
THREADS = (1, 2)
MOST_BYTES = 1_100_000_000
MOST_WORK = 20_000_000_000
SECONDS = 1.0
WARM_UP = 3
SQUARE = 1024  # of the product that measures the most multiply-adds
COPIED = 2**26  # bytes: larger than the caches


def arrays(layer: dict[str, int], batch: int) -> tuple[np.ndarray, np.ndarray]:
    """Return an input and a kernel, always the same."""
    rng = np.random.default_rng(0)
    n, k, _, _, c_i, c_o = (layer[key] for key in LAYER)
    return rng.standard_normal((batch, c_i, n, n)), rng.standard_normal((c_i, c_o, k, k))


def time_call(call: Call, seconds: float) -> dict[str, float]:
    """Time one call alone, after a warm-up: the least time, the median, the number of calls."""
    for _ in range(WARM_UP):
        call()
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return {"min": figures(min(times)), "median": figures(statistics.median(times)),
            "calls": len(times)}  # fmt: skip


def measure(name: str, form: str, layer: dict[str, int], batch: int, seconds: float) -> Any:
    """Time one form in this process, and say in which operators PyTorch spent the time."""
    prepare = READY[name]
    X, K = arrays(layer, batch)
    call = prepare(form, X, K, layer["stride"], layer["padding"])
    found: dict[str, Any] = {"seconds": time_call(call, seconds)}
    if form != "resize and convolve" and "DNNL_VERBOSE" not in os.environ:  # another operation
        other = prepare("layer", X, K, layer["stride"], layer["padding"])
        check_equal({"layer": other, form: call})
    if name == "pytorch":
        from torch.profiler import ProfilerActivity, profile

        with profile(activities=[ProfilerActivity.CPU]) as seen:
            call()
        spent = sorted(seen.key_averages(), key=lambda event: -event.self_cpu_time_total)
        found["operators"] = [event.key for event in spent[:3]]
    return found


def roofline(seconds: float, square: int = SQUARE, copied: int = COPIED) -> dict[str, float]:
    """Return the most multiply-adds and bytes a second that NumPy reaches in this process."""
    A = np.ones((square, square), "float32")
    B, C = np.ones(copied // 4, "float32"), np.empty(copied // 4, "float32")
    work = time_call(lambda: A @ A, seconds)["min"]
    moved = time_call(lambda: np.copyto(C, B), seconds)["min"]
    return {
        "multiply-adds per second": figures(square**3 / work),
        "bytes per second": figures(2 * copied / moved),
    }


def dispatched(text: str) -> list[str]:
    """Return primitive and implementation of the lines that oneDNN writes of what it runs."""
    found: dict[str, None] = {}
    for line in text.splitlines():
        fields = line.split(",")
        if fields[0] in ("dnnl_verbose", "onednn_verbose") and "exec" in fields:
            at = fields.index("exec")
            found[" ".join(fields[at + 2 : at + 4])] = None
    return list(found)


def alone(threads: int, *arguments: str) -> tuple[Any, list[str]]:
    """Run a part of this program in a process of its own; return its result and oneDNN's names."""
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    quiet = {**os.environ, **{name: str(threads) for name in names}}
    command = [sys.executable, "-m", "bench.transposed", *arguments]
    runs = []
    # What oneDNN writes takes time, so names and times come from two runs.
    for environment in (quiet, {**quiet, "DNNL_VERBOSE": "1", "ONEDNN_VERBOSE": "1"}):
        runs.append(subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout)  # fmt: skip
    return json.loads(runs[0].splitlines()[-1]), dispatched(runs[1])


def rows_of(
    name: str, threads: int, shape: tuple[int, ...], seconds: float, best: dict[str, float]
) -> list[dict[str, Any]]:
    """Return a row for each form of a layer that fits, with what the roofline allows."""
    layer, batch = dict(zip(LAYER, shape[:-1], strict=True)), shape[-1]
    rows = []
    for form, (work, moved) in costs(layer, batch).items():
        if moved > MOST_BYTES or work > MOST_WORK:
            continue
        options = ["--seconds", str(seconds), "--threads", str(threads)]
        found, kernels = alone(threads, "--one", name, form, json.dumps(shape), *options)
        least = max(work / best["multiply-adds per second"], moved / best["bytes per second"])
        rows.append({
            "framework": name, "threads": threads, "form": form, **layer, "batch": batch,
            "multiply-adds": work, "bytes": moved, "roofline": figures(least),
            **found, "oneDNN": kernels,
        })  # fmt: skip
        time_of = found["seconds"]["min"]
        say(f"  {name} {threads} {shape} {form:20} {1e3 * time_of:9.3f} ms, "
            f"{time_of / least:6.1f} of the roofline's, {', '.join(kernels)}")  # fmt: skip
    return rows


def main() -> None:
    """Time everything into a file, or one form, or the roofline, printed as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.transposed")
    parser.add_argument("--file", type=pathlib.Path, help="where to write")
    parser.add_argument("--quick", action="store_true", help="one small layer, to try it")
    parser.add_argument("--one", nargs=3, metavar=("FRAMEWORK", "FORM", "LAYER"))
    parser.add_argument("--roofline", action="store_true", help="print the machine's")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each form")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    if options.one:
        name, form, text = options.one
        shape = json.loads(text)
        if name == "pytorch":
            import torch

            torch.set_num_threads(options.threads)
        layer = dict(zip(LAYER, shape[:-1], strict=True))
        print(json.dumps(measure(name, form, layer, shape[-1], options.seconds)))
    elif options.roofline:
        print(json.dumps(roofline(options.seconds, *([64, 2**16] if options.quick else []))))
    elif options.file:
        seconds = 0.01 if options.quick else options.seconds
        layers = [(5, 4, 2, 1, 2, 3, 2)] if options.quick else LAYERS
        counts = THREADS[:1] if options.quick else THREADS
        quick = ["--quick"] if options.quick else []
        best = {t: alone(t, "--roofline", "--seconds", str(seconds), *quick)[0] for t in counts}
        rows = [
            row
            for name, threads, shape in product(NAMES, counts, layers)
            for row in rows_of(name, threads, shape, seconds, best[threads])
        ]
        data = {"machine": machine(), "roofline": best, "forms": FORMS, "rows": rows}
        options.file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf8")
        say(f"wrote {options.file.name}")
    else:
        parser.error("say --file")


if __name__ == "__main__":
    main()
