"""Train every generator of the checkerboards chapter, over seeds, and store its pattern.

    python -m experiments.checkerboards              both frameworks, into the chapter's data file
    python -m experiments.checkerboards pytorch      one of them, printed as JSON

The code is the chapter's own. Each framework has a process and one thread.
"""

import json
import sys
from itertools import product
from typing import Any

import numpy

from bench.frameworks import NAMES, run_alone
from bench.timing import machine, seal
from d2lmini.trained import path_of
from experiments.chapter import digest, names
from experiments.progress import Bar
from experiments.segmentation import DIGESTS

__all__ = ["CHAPTER", "SEEDS", "STEPS", "file_text", "run"]

CHAPTER = "checkerboards"
SEEDS = (1, 2, 3, 4, 5)
STEPS = 120
MEAN_OVER = 20  # steps: one number of the stored loss
DIGITS = 5


def run(framework: str, seeds: tuple[int, ...] = SEEDS, steps: int = STEPS) -> list[dict[str, Any]]:
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
    return runs


def file_text(data: dict[str, Any]) -> str:
    """Write the data, one run to a line."""
    head = json.dumps({k: v for k, v in data.items() if k != "runs"}, indent=1)
    runs = ",\n".join(f"  {json.dumps(one)}" for one in data["runs"])
    return f'{head[:-2]},\n "runs": [\n{runs}\n ]\n}}\n'


def main() -> None:
    """Train in each framework alone, and write the data file."""
    runs = []
    for name in NAMES:
        print(f"{CHAPTER} in {name}", file=sys.stderr)
        runs += json.loads(run_alone("experiments.checkerboards", name))
    data = {
        "code": {name: digest(CHAPTER, name) for name in NAMES},
        "seeds": SEEDS,
        "steps": STEPS,
        "machine": machine(),
        "runs": runs,
    }
    path = path_of(CHAPTER)
    path.write_text(file_text(data), encoding="utf-8")
    seal(path, DIGESTS)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(run(sys.argv[1])))
    else:
        main()
