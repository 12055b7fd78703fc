"""Train every network of the segmentation chapter, over seeds, and store what they reach.

    python -m experiments.segmentation              both frameworks, into the chapter's data file
    python -m experiments.segmentation pytorch      one of them, printed as JSON

The code is the chapter's own. Each framework has a process and one thread; one network is trained
at a time.
"""

import contextlib
import io
import sys
from typing import Any

import numpy

from experiments.chapter import names
from experiments.progress import Bar
from experiments.store import main

__all__ = ["CHAPTER", "SEEDS", "STEPS", "measure", "run"]

CHAPTER = "segmentation"
SEEDS = (1, 2, 3, 4, 5)
STEPS = 500
MEAN_OVER = 25  # steps: one number of the stored loss
PICTURES = 3  # of the images set aside, whose predicted masks are stored, of the first seed


def measure(chapter: dict[str, Any], net: Any) -> tuple[dict[str, Any], Any]:
    """Return what a trained network reaches on the images set aside, and its masks."""
    truth = chapter["new_masks"]
    masks = chapter["scores_of"](net, chapter["new_images"]).argmax(axis=1)
    reached = {
        "right": _rounded((masks == truth).mean()),
        "iou": _rounded(chapter["iou"](masks, truth)),
        "boundary": _rounded(chapter["boundary_iou"](masks, truth)),
        "seams": _rounded(chapter["seams"](masks)),
    }
    return reached, masks


def run(framework: str, seeds: tuple[int, ...] = SEEDS, steps: int = STEPS) -> dict[str, Any]:
    """Train every network with every seed in one framework."""
    with contextlib.redirect_stdout(io.StringIO()):
        chapter = names(CHAPTER, framework)
    kinds = list(chapter["DECODERS"])
    bar = Bar(len(kinds) * len(seeds) * steps)
    chapter["progress"] = bar.steps  # the chapter's loop counts with it
    runs, pictures = [], {}
    for seed in seeds:
        for kind in kinds:
            bar.name = f"{framework}, {kind}, seed {seed}"
            net = chapter["network"](kind, seed)
            losses = chapter["train"](net, seed, steps)
            reached, masks = measure(chapter, net)
            if seed == seeds[0]:
                pictures[kind] = [_digits(mask) for mask in masks[:PICTURES]]
            runs.append({
                "framework": framework, "decoder": kind, "seed": seed,
                "weights": chapter["weights"](net, chapter["decoder_layers"](net)),
                **reached, "losses": _rounded(numpy.reshape(losses, (-1, MEAN_OVER)).mean(axis=1)),
            })  # fmt: skip
    print(file=sys.stderr)
    return {"runs": runs, "pictures": pictures}


def _rounded(numbers: Any) -> Any:
    return numpy.round(numbers, 4).tolist()


def _digits(mask: Any) -> list[str]:
    return ["".join(str(int(v)) for v in row) for row in mask]


if __name__ == "__main__":
    main(run, CHAPTER, "experiments.segmentation", SEEDS, STEPS)
