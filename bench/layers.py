"""Time the forms of a convolution that Cost compares, on layers as networks have them.

Writes d2lmini/data/layers.json, part of the package, for `Cost(times="benchmark")`: dense W,
sparse W, im2col and direct in NumPy and SciPy, and PyTorch's layer; the best of several runs in
seconds, one thread, float32, one image. W stands ready before the clock starts; the columns of
im2col do not.
"""

import os

THREADS = 1
# read by the libraries as they are imported
os.environ.update({name: str(THREADS) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")})

import json  # noqa: E402
import platform  # noqa: E402

import numpy  # noqa: E402
import torch  # noqa: E402

from d2lmini.widgets._measure import measure  # noqa: E402
from d2lmini.widgets._times import DATA, LAYER, LAYERS  # noqa: E402

ROUNDS = 10
# n, kernel, stride, c_i, c_o: one channel over all sizes, then layers as networks have them
SIZES = [
    *((n, 3, 1, 1, 1) for n in (8, 16, 32, 64, 128, 256, 512)),
    *((64, k, 1, 1, 1) for k in (1, 5, 7)),
    (64, 4, 2, 1, 1),
    (32, 3, 1, 16, 16),
    (32, 3, 1, 64, 64),
    (64, 5, 2, 4, 16),
    (128, 3, 1, 32, 32),
    (256, 3, 1, 64, 64),
    (16, 3, 1, 256, 256),
]


def best_times(layer: tuple[int, ...]) -> list[dict[str, object]]:
    """Return a row for each form that fits into memory, its best time of all rounds."""
    state = dict(zip(LAYER, layer, strict=True))
    best: dict[str, float] = {}
    libraries: dict[str, str] = {}
    for _ in range(ROUNDS):
        for _, row in measure(state):
            if row is not None:
                libraries[row["name"]] = row["library"]
                best[row["name"]] = min(row["seconds"], best.get(row["name"], float("inf")))
    return [
        {"name": name, "seconds": float(f"{t:.3g}"), **state, "library": libraries[name]}
        for name, t in best.items()
    ]


def main() -> None:
    """Measure every layer, write the data file and print it."""
    torch.set_num_threads(THREADS)
    times = []
    for layer in SIZES:
        rows = best_times(layer)
        print(layer, *(f"{row['name']} {row['seconds']}" for row in rows), sep="; ")
        times += rows
    machine = f"{platform.machine()} CPU, one thread, NumPy {numpy.__version__}"
    machine += f", PyTorch {torch.__version__.partition('+')[0]}"
    lines = ",\n  ".join(json.dumps(row) for row in times)
    text = f'{{\n "machine": {json.dumps(machine)},\n "times": [\n  {lines}\n ]\n}}\n'
    (DATA / LAYERS).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
