"""Train every generator of the checkerboards chapter, over seeds, and store its pattern.

    python -m experiments.checkerboards              both frameworks, into the chapter's data file
    python -m experiments.checkerboards pytorch      one of them, printed as JSON

The code is the chapter's own. Each framework has a process and one thread.
"""

import sys
from itertools import product
from typing import Any

import numpy

from experiments.chapter import names
from experiments.progress import Bar
from experiments.store import main

__all__ = ["CHAPTER", "SEEDS", "STEPS", "run"]

CHAPTER = "checkerboards"
SEEDS = (1, 2, 3, 4, 5)
STEPS = 120
MEAN_OVER = 20  # steps: one number of the stored loss
DIGITS = 5


def run(framework: str, seeds: tuple[int, ...] = SEEDS, steps: int = STEPS) -> dict[str, Any]:
    """Train every way with every loss and every seed in one framework."""
    chapter = names(CHAPTER, framework)
    settings = list(product(seeds, chapter["LOSSES"], chapter["TRAINED"]))
    bar = Bar(len(settings) * steps)
    chapter["progress"] = bar.steps  # the chapter's loop counts with it
    runs = []
    for seed, loss, way in settings:
        bar.name = f"{framework}, {way}, {loss}, seed {seed}"
        start, weights, losses = chapter["learn"](way, loss, seed, steps)
        before, after = (chapter["pattern"](way, one) for one in (start, weights))
        means = numpy.reshape(losses, (-1, MEAN_OVER)).mean(axis=1)
        runs.append({
            "framework": framework, "seed": seed, "loss": loss, "way": way,
            "before": round(before, DIGITS), "after": round(after, DIGITS),
            "losses": means.round(DIGITS).tolist(),
        })  # fmt: skip
    print(file=sys.stderr)
    return {"runs": runs}


if __name__ == "__main__":
    main(run, CHAPTER, "experiments.checkerboards", SEEDS, STEPS)
