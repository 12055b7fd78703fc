"""Train every network of the segmentation chapter, over seeds, and store what they reach.

    python -m experiments.segmentation              both frameworks, into the chapter's data file
    python -m experiments.segmentation pytorch      one of them, printed as JSON

The code is the chapter's own. Each framework has a process and one thread; one network is trained
at a time.
"""

import contextlib
import io
import json
import sys
from typing import Any

import numpy

from bench.frameworks import NAMES, run_alone
from bench.timing import machine, seal
from book._ext.paths import ROOT
from d2lmini.trained import path_of
from experiments.chapter import digest, names
from experiments.progress import Bar

__all__ = ["CHAPTER", "DIGESTS", "SEEDS", "STEPS", "file_text", "measure", "run"]

CHAPTER = "segmentation"
DIGESTS = ROOT / "experiments" / "digests.json"
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


def file_text(data: dict[str, Any]) -> str:
    """Write the data, one run and one picture's row of pixels to a line."""
    head = json.dumps({k: v for k, v in data.items() if k not in ("runs", "pictures")}, indent=1)
    runs = ",\n".join(f"  {json.dumps(one)}" for one in data["runs"])
    pictures = ",\n".join(
        f"  {json.dumps(kind)}: {json.dumps(masks)}" for kind, masks in data["pictures"].items()
    )
    return f'{head[:-2]},\n "runs": [\n{runs}\n ],\n "pictures": {{\n{pictures}\n }}\n}}\n'


def main() -> None:
    """Train in each framework alone, and write the data file; its pictures are PyTorch's."""
    parts = {}
    for name in NAMES:
        print(f"{CHAPTER} in {name}", file=sys.stderr)
        parts[name] = json.loads(run_alone("experiments.segmentation", name))
    data = {
        "code": {name: digest(CHAPTER, name) for name in NAMES},
        "seeds": SEEDS,
        "steps": STEPS,
        "machine": machine(),
        "runs": [one for part in parts.values() for one in part["runs"]],
        "pictures": parts[NAMES[0]]["pictures"],
    }
    path = path_of(CHAPTER)
    path.write_text(file_text(data), encoding="utf-8")
    seal(path, DIGESTS)


def _rounded(numbers: Any) -> Any:
    return numpy.round(numbers, 4).tolist()


def _digits(mask: Any) -> list[str]:
    return ["".join(str(int(v)) for v in row) for row in mask]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(run(sys.argv[1])))
    else:
        main()
