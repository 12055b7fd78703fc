"""Time the operations against the section's double loop and the frameworks' own layers.

    python -m bench.operations              everything, into bench/operations.json
    python -m bench.operations pytorch 2    one framework on two threads, printed as JSON

What is compared in a case is timed in turn, d2lmini, layer, d2lmini, ..., so that what slows the
machine down slows both; pytest-benchmark times one function after the other. Ratios are those of
the least times: what is above is what else the machine did.
"""

import json
import pathlib
import sys
import time
from itertools import product
from typing import Any

import numpy as np

from bench.frameworks import KINDS, NAMES, Framework, check_equal, devices, run_alone
from bench.timing import exponent, figures, geometric_mean, in_turn, machine, seal
from d2lmini import kernel2matrix

FILE = pathlib.Path(__file__).parent / "operations.json"
SECONDS = 1.0  # for a case
THREADS = (1, 2)
LOOPS = {"pytorch": 3, "mxnet": 1}  # rounds of the loop, which takes a minute in MXNet
# name: shape of X, shape of K as trans_conv takes it, parameters
CASES: dict[str, tuple[tuple[int, ...], tuple[int, ...], dict[str, int]]] = {
    "1 channel, 3x3 on 64x64": ((1, 1, 64, 64), (1, 1, 3, 3), {}),
    "1 channel, 3x3 on 256x256": ((1, 1, 256, 256), (1, 1, 3, 3), {}),
    "1 channel, 3x3 on 1024x1024": ((1, 1, 1024, 1024), (1, 1, 3, 3), {}),
    "1 channel, stride 2": ((1, 1, 256, 256), (1, 1, 4, 4), {"stride": 2, "padding": 1}),
    "64 to 32 channels, stride 2": ((8, 64, 32, 32), (64, 32, 4, 4), {"stride": 2, "padding": 1}),
    "256 to 128 channels on 8x8": ((8, 256, 8, 8), (256, 128, 4, 4), {"stride": 2, "padding": 1}),
    "4 groups": ((8, 64, 32, 32), (64, 16, 3, 3), {"groups": 4, "padding": 1}),
    "depthwise": ((8, 64, 32, 32), (64, 1, 3, 3), {"groups": 64, "padding": 1}),
    "dilation 2": ((8, 32, 32, 32), (32, 32, 3, 3), {"dilation": 2, "padding": 2}),
    "3 to 8 channels": ((16, 3, 64, 64), (3, 8, 3, 3), {"padding": 1}),
    "32 to 3 channels, stride 2": ((16, 32, 32, 32), (32, 3, 4, 4), {"stride": 2, "padding": 1}),
    "kernel as large as stride": ((8, 32, 32, 32), (32, 16, 2, 2), {"stride": 2}),
    "kernel 1x1": ((8, 64, 32, 32), (64, 64, 1, 1), {}),
}
WITH_LOOP = ("1 channel, 3x3 on 64x64", "1 channel, 3x3 on 256x256")
SPARSE_SIZES = (32, 64, 128, 256, 512)


def loop_corr2d(X: Any, K: Any, zeros: Any) -> Any:
    """Compute a cross-correlation as the section does, window by window."""
    h, w = K.shape
    Y = zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


def loop_trans_conv(X: Any, K: Any, zeros: Any) -> Any:
    """Compute a transposed convolution as the section does, element by element."""
    h, w = K.shape
    Y = zeros((X.shape[0] + h - 1, X.shape[1] + w - 1))
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y


def time_case(framework: Framework, name: str, adjoint: bool, loops: int) -> dict[str, Any]:
    """Time one operation in one case: seconds and ratios."""
    shape, kernel, options = CASES[name]
    if not adjoint:
        groups = options.get("groups", 1)
        kernel = (kernel[1] * groups, kernel[0] // groups, *kernel[2:])
    rng = np.random.default_rng(0)
    X, K = (framework.array(rng.standard_normal(s)) for s in (shape, kernel))
    calls = {"d2lmini": framework.call(framework.ours(adjoint), X, K, **options)}
    calls["layer"] = framework.layer(adjoint, X, K, options)
    if name in WITH_LOOP and framework.device == "cpu" and framework.threads == 1:
        loop = loop_trans_conv if adjoint else loop_corr2d
        zeros = lambda size: framework.array(np.zeros(size))  # noqa: E731
        calls["loop"] = framework.call(loop, X.reshape(shape[2:]), K.reshape(kernel[2:]), zeros)
    check_equal({name: calls[name] for name in ("d2lmini", "layer")})
    seconds = in_turn(calls, seconds=SECONDS, rounds={"loop": loops})
    least = {call: times["min"] for call, times in seconds.items()}
    ratio = figures(least["d2lmini"] / least["layer"], 3)
    found = {"case": name, "seconds": seconds, "to layer": ratio}
    if "loop" in least:
        found["loop to d2lmini"] = figures(least["loop"] / least["d2lmini"], 3)
    return found


def time_operations(name: str, device: str, threads: int) -> list[dict[str, Any]]:
    """Time both operations in all cases."""
    framework = KINDS[name](device, threads)
    found = []
    for operation, adjoint in (("trans_conv", True), ("corr2d", False)):
        results = []
        for case in CASES:
            result = time_case(framework, case, adjoint, LOOPS[name])
            _say(f"  {name} {device} {threads} {operation:10} {case:28} {_words(result)}")
            results.append(result)
        mean = geometric_mean([r["to layer"] for r in results])
        _say(f"  {name} {device} {threads} {operation:10} geometric mean of the ratios: {mean}")
        found.append({
            "framework": name, "device": device, "threads": threads,
            "operation": operation, "cases": results,
            "geometric mean": mean, "largest": max(r["to layer"] for r in results),
        })  # fmt: skip
    return found


def time_sparse(name: str) -> dict[str, Any]:
    """Time the sparse W of a 3x3 kernel over sizes, and its peak memory at 256x256."""
    import resource  # Windows has none

    K = KINDS[name]("cpu").array(np.ones((3, 3)))
    kernel2matrix(K, (8, 8), sparse=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kernel2matrix(K, (256, 256), sparse=True)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
    nonzeros = [9 * (n - 2) ** 2 for n in SPARSE_SIZES]
    rows = [
        in_turn({"W": lambda n=n: kernel2matrix(K, (n, n), sparse=True)}, seconds=0.5)["W"]
        for n in SPARSE_SIZES
    ]
    seconds = [row["min"] for row in rows]
    found = {
        "framework": name, "kernel": 3, "sizes": SPARSE_SIZES, "nonzeros": nonzeros,
        "seconds": rows, "exponent of the time over the nonzeros": exponent(nonzeros, seconds),
        "peak MB at 256x256": round(peak / 1e6, 1),
        "how": "growth of the peak resident memory in a process of its own",
    }  # fmt: skip
    at = SPARSE_SIZES.index(256)
    _say(
        f"  {name} sparse W of 256x256: {1e3 * seconds[at]:.1f} ms, peak {peak / 1e6:.1f} MB, "
        f"time ~ nonzeros ** {found['exponent of the time over the nonzeros']}"
    )
    return found


def main() -> None:
    """Time everything, each framework alone, and write the data file."""
    data: dict[str, Any] = {"machine": machine(), "operations": [], "sparse": []}
    for name, threads in product(NAMES, THREADS):
        _say(f"operations in {name}, {threads} threads, a few minutes")
        part = json.loads(run_alone("bench.operations", name, str(threads), threads=threads))
        for key, rows in part.items():
            data[key] += rows
    FILE.write_text(json.dumps(data, indent=1) + "\n", encoding="utf8")
    seal(FILE)
    _say(f"wrote {FILE.name}")


def _words(result: dict[str, Any]) -> str:
    seconds = result["seconds"]
    text = f"{1e3 * seconds['d2lmini']['min']:9.3f} ms, {result['to layer']:6.2f} of the layer's"
    return text + (f", loop / {result['loop to d2lmini']:.0f}" if "loop" in seconds else "")


def _say(text: str) -> None:
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        kind, count = sys.argv[1], int(sys.argv[2])
        sparse = [time_sparse(kind)] if count == 1 else []
        timed = [row for d in devices(kind) for row in time_operations(kind, d, count)]
        print(json.dumps({"operations": timed, "sparse": sparse}))
