"""Time the forms of a convolution that Cost compares: dense W, sparse W, im2col, direct, layer.

Writes d2lmini/widgets/times.json, part of the package, for `Cost(times="benchmark")`: the best of
several runs in seconds, float32, one image. W stands ready before the clock starts; the columns of
im2col do not.
"""

import json
import os
import platform

import numpy
import torch

from d2lmini.widgets._measure import measure
from d2lmini.widgets._times import BENCHMARK, LAYER

ROUNDS = 10
# n, kernel, stride, c_i, c_o: one channel over all sizes, then layers as networks have them
LAYERS = [
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
    for _ in range(ROUNDS):
        for _, row in measure(state):
            if row is not None:
                best[row["name"]] = min(row["seconds"], best.get(row["name"], float("inf")))
    return [{"name": name, "seconds": float(f"{t:.3g}"), **state} for name, t in best.items()]


def main() -> None:
    """Measure every layer, write the data file and print it."""
    times = []
    for layer in LAYERS:
        rows = best_times(layer)
        print(layer, *(f"{row['name']} {row['seconds']}" for row in rows), sep="; ")
        times += rows
    threads = torch.get_num_threads()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, NumPy {numpy.__version__}"
    machine += f", layer: PyTorch {torch.__version__.partition('+')[0]}, {threads} threads"
    lines = ",\n  ".join(json.dumps(row) for row in times)
    text = f'{{\n "machine": {json.dumps(machine)},\n "times": [\n  {lines}\n ]\n}}\n'
    BENCHMARK.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
