"""Train the kernels of the chapter on upsampling, of several sizes and over seeds.

    python -m experiments.upsampling              both frameworks, into the chapter's data file
    python -m experiments.upsampling pytorch      one of them, printed as JSON

The code is the chapter's own. Each framework has a process and one thread. What a kernel reaches
is measured on every one of the chapter's thirty pictures.
"""

import sys
from itertools import product
from typing import Any

import numpy

from experiments.chapter import names
from experiments.progress import Bar
from experiments.store import main

__all__ = ["CHAPTER", "KERNELS", "SEEDS", "STEPS", "run"]

CHAPTER = "upsampling-images"
KERNELS = (4, 6, 8, 12)
SEEDS = (1, 2, 3, 4, 5)
STEPS = 600
MEAN_OVER = 50  # steps: one number of the stored loss


def run(framework: str, seeds: tuple[int, ...] = SEEDS, steps: int = STEPS) -> dict[str, Any]:
    """Train a kernel of every size with every seed in one framework."""
    chapter = names(CHAPTER, framework)
    bar = Bar(len(seeds) * len(KERNELS) * steps)
    chapter["progress"] = bar.steps  # the chapter's loop counts with it
    runs, kernels = [], {}
    for seed, k in product(seeds, KERNELS):
        bar.name = f"{framework}, kernel {k}, seed {seed}"
        kernel, losses = chapter["learn"](k, seed, steps)
        if seed == seeds[0]:
            kernels[str(k)] = numpy.round(kernel, 4).astype(float).round(4).tolist()
        runs.append({
            "framework": framework, "seed": seed, "kernel": k,
            "psnr": chapter["quality"](kernel).round(3).tolist(),
            "losses": numpy.reshape(losses, (-1, MEAN_OVER)).mean(axis=1).round(6).tolist(),
        })  # fmt: skip
    print(file=sys.stderr)
    return {"runs": runs, "kernels": kernels}


if __name__ == "__main__":
    main(run, CHAPTER, "experiments.upsampling", SEEDS, STEPS)
