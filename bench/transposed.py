"""Time the forms of a transposed convolution, each alone, beside its arithmetic and its bytes.

    python -m bench.transposed                               everything, into the data file
    python -m bench.transposed --file trial.json --quick     two small layers, to try it

Every form has a process of its own, which takes the layers one after the other, each after a
warm-up, so that no form finds its arrays in a cache that another has filled, or cleared. The same
program measures the machine's roofline: the most multiply-adds, of a large matrix product, and the
most bytes, of a copy. It names what was dispatched: the operators in which PyTorch's profiler saw
the time go, and the implementations of oneDNN, which both frameworks call.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

import d2lmini.transposed
from bench.forms import say
from bench.frameworks import NAMES, check_equal
from bench.timing import figures, machine, seal, time_call
from bench.transposed_forms import READY
from d2lmini import trans_conv_output_shape
from d2lmini.transposed import FORMS, LAYER, costs

__all__ = ["FILE", "LAYERS", "dispatched", "measure_all", "roofline", "told_apart"]

Layers = Sequence[tuple[int, ...]]
FILE = pathlib.Path(d2lmini.transposed.__file__).parent / "data/transposed.json"

# n, kernel, stride, padding, c_i, c_o and batch
LAYERS = (
    *((n, 4, 2, 1, 1, 1, 1) for n in (8, 32, 128, 512)),
    *((32, 4, 2, 1, c, c, 1) for c in (4, 16, 64, 128)),
    (64, 4, 2, 1, 128, 128, 1),
    *((32, k, s, p, 64, 64, 1) for k, s, p in ((2, 2, 0), (3, 2, 1), (5, 3, 1), (16, 8, 4))),
    (32, 4, 2, 1, 16, 16, 8),
)
QUICK = ((5, 4, 2, 1, 2, 3, 2), (3, 3, 2, 1, 1, 2, 1))
THREADS = (1, 2)
MOST_BYTES = 500_000_000
MOST_WORK = 20_000_000_000
SECONDS = 0.5  # for each form of a layer
SQUARE = 1024  # of the product that measures the most multiply-adds
COPIED = 2**26  # bytes: larger than the caches


def arrays(layer: dict[str, int], batch: int) -> tuple[np.ndarray, np.ndarray]:
    """Return an input and a kernel, always the same."""
    rng = np.random.default_rng(0)
    n, k, _, _, c_i, c_o = (layer[key] for key in LAYER)
    return rng.standard_normal((batch, c_i, n, n)), rng.standard_normal((c_i, c_o, k, k))


def measure(name: str, form: str, layer: dict[str, int], batch: int, seconds: float) -> Any:
    """Time one form of a layer in this process; name the operators where PyTorch spent the time."""
    prepare = READY[name]
    X, K = arrays(layer, batch)
    call = prepare(form, X, K, layer["stride"], layer["padding"])
    found: dict[str, Any] = {"seconds": time_call(call, seconds)}
    if form != "resize and convolve":  # another operation
        other = prepare("layer", X, K, layer["stride"], layer["padding"])
        check_equal({"layer": other, form: call})
    if name == "pytorch":
        from torch.profiler import ProfilerActivity, profile

        with profile(activities=[ProfilerActivity.CPU]) as seen:
            call()
        spent = sorted(seen.key_averages(), key=lambda event: -event.self_cpu_time_total)
        found["operators"] = [event.key for event in spent[:3]]
    return found


def run_form(
    name: str, form: str, shapes: list[list[int]], threads: int, seconds: float, only_run: bool
) -> None:
    """Measure one form of several layers, or only run it; print a line of JSON for each."""
    if name == "pytorch":
        import torch

        torch.set_num_threads(threads)
    for shape in shapes:
        layer, batch = dict(zip(LAYER, shape[:-1], strict=True)), shape[-1]
        if only_run:
            READY[name](form, *arrays(layer, batch), layer["stride"], layer["padding"])()
            found = None
        else:
            found = measure(name, form, layer, batch, seconds)
        print(json.dumps(found), flush=True)


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


def alone(threads: int, *arguments: str, told: bool = False) -> str:
    """Return what a part of this program prints, alone; told: with what oneDNN writes."""
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    environment = {**os.environ, **{name: str(threads) for name in names}}
    if told:  # takes time, so names and times come from two runs
        environment |= {"DNNL_VERBOSE": "1", "ONEDNN_VERBOSE": "1"}
    command = [sys.executable, "-m", "bench.transposed", "--threads", str(threads), *arguments]
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def told_apart(text: str, count: int) -> list[list[str]]:
    """Return what oneDNN ran for each of some layers, from the lines of a run that names them."""
    parts = text.split("null\n")
    if len(parts) != count + 1:
        raise ValueError(f"expected the lines of {count} layers, got {len(parts) - 1}")
    return [dispatched(part) for part in parts[:-1]]


def fits(work: int, moved: int) -> bool:
    """Say whether a form takes little enough time and memory."""
    return work <= MOST_WORK and moved <= MOST_BYTES


def can(name: str, form: str, layer: dict[str, int]) -> bool:
    """Say whether a framework can: MXNet has no FFT for a CPU, and no sparse W of 2**31 entries."""
    if (name, form) == ("mxnet", "FFT"):
        return False
    n, k, s, p, c_i, c_o = (layer[key] for key in LAYER)
    out, _ = trans_conv_output_shape((n, n), k, stride=s, padding=p)
    entries = c_i * n * n * c_o * out * out
    return (name, form) != ("mxnet", "sparse W") or entries < 2**31


def rows_of(
    name: str, form: str, threads: int, layers: Layers, seconds: float, best: dict[str, float]
) -> list[dict[str, Any]]:
    """Return a row for each layer that fits, with what the roofline allows."""
    fit = []
    for shape in layers:
        layer = dict(zip(LAYER, shape[:-1], strict=True))
        stated = costs(layer, shape[-1])
        if form in stated and fits(*stated[form]) and can(name, form, layer):
            fit.append((layer, shape, *stated[form]))
    if not fit:
        return []
    one = ["--one", name, form, json.dumps([shape for _, shape, _, _ in fit])]
    printed = alone(threads, *one, "--seconds", str(seconds)).splitlines()
    kernels = told_apart(alone(threads, *one, "--only-run", told=True), len(fit))
    rows = []
    for (layer, shape, work, moved), line, oneDNN in zip(fit, printed, kernels, strict=True):
        found = json.loads(line)
        least = max(work / best["multiply-adds per second"], moved / best["bytes per second"])
        rows.append({
            "framework": name, "threads": threads, "form": form, **layer, "batch": shape[-1],
            "multiply-adds": work, "bytes": moved, "roofline": figures(least),
            **found, "oneDNN": oneDNN,
        })  # fmt: skip
        time_of = found["seconds"]["min"]
        say(f"  {name} {threads} {shape} {form:20} {1e3 * time_of:9.3f} ms, "
            f"{time_of / least:6.1f} of the roofline's, {', '.join(oneDNN)}")  # fmt: skip
    return rows


def measure_all(layers: Layers, counts: Sequence[int], seconds: float, quick: bool) -> Any:
    """Measure every form of the layers in both frameworks; return what the data file holds."""
    options = ["--roofline", "--seconds", str(seconds), *(["--quick"] if quick else [])]
    best = {threads: json.loads(alone(threads, *options)) for threads in counts}
    rows = [
        row
        for name, threads, form in product(NAMES, counts, FORMS)
        for row in rows_of(name, form, threads, layers, seconds, best[threads])
    ]
    return {"machine": machine(), "roofline": best, "forms": FORMS, "rows": rows}


def main() -> None:
    """Time everything into a file, or one form, or the roofline, printed as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.transposed")
    parser.add_argument("--file", type=pathlib.Path, default=FILE, help="where to write")
    parser.add_argument("--quick", action="store_true", help="one small layer, to try it")
    parser.add_argument("--one", nargs=3, metavar=("FRAMEWORK", "FORM", "LAYERS"))
    parser.add_argument("--only-run", action="store_true", help="with --one: time nothing")
    parser.add_argument("--roofline", action="store_true", help="print the machine's")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each form of a layer")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    if options.one:
        name, form, text = options.one
        run_form(name, form, json.loads(text), options.threads, options.seconds, options.only_run)
    elif options.roofline:
        print(json.dumps(roofline(options.seconds, *([64, 2**16] if options.quick else []))))
    elif options.quick and options.file == FILE:
        parser.error(
            "--quick is a trial: say --file, so that it does not replace what was measured"
        )
    else:
        data = (
            measure_all(QUICK, THREADS[:1], 0.01, quick=True)
            if options.quick
            else measure_all(LAYERS, THREADS, options.seconds, quick=False)
        )
        options.file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf8")
        if options.file == FILE:
            seal(FILE)
        say(f"wrote {options.file.name}")


if __name__ == "__main__":
    main()
