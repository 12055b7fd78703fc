"""Compute what the figure Pipeline shows: what trained networks make of one picture.

`python -m tools.pipeline` trains two networks of the segmentation chapter in full.
"""

import contextlib
import io
import json
import platform
from typing import Any

import numpy
import torch

from book._ext.paths import ROOT
from experiments.chapter import digest, names
from experiments.progress import Bar
from experiments.segmentation import CHAPTER, SEEDS, STEPS

__all__ = ["FRAMEWORK", "house", "main"]

DATA = ROOT / "d2lmini" / "data" / "pipeline.json"
FRAMEWORK = "pytorch"
SEED = 13  # of the picture; the networks have the first one of the experiment
SIDE = 48
LEVELS = 15


def house() -> tuple[Any, Any]:
    """Return the first page's house, drawn as the chapter draws: an image and its classes."""
    rng = numpy.random.default_rng(SEED)
    rows, columns = numpy.mgrid[:SIDE, :SIDE]
    colours = numpy.array([[0.9, 0.3, 0.3], [0.3, 0.8, 0.3], [0.3, 0.3, 0.9]])
    image, classes = numpy.full((3, SIDE, SIDE), 0.45), numpy.zeros((SIDE, SIDE), dtype=int)
    for kind, r, y, x in ((2, 12, 33, 19), (3, 12, 13, 19), (1, 6, 10, 39)):
        u, v = rows - y, columns - x
        inside = {
            1: u**2 + v**2 <= r**2,
            2: numpy.maximum(abs(u), abs(v)) <= 0.85 * r,
            3: (u <= 0.75 * r) & (u >= 2 * abs(v) - r),
        }[kind]
        image[:, inside] = (colours[kind - 1] * rng.uniform(0.7, 1.0))[:, None]
        classes[inside] = kind
    image += rng.normal(0, 0.15, size=image.shape)
    return image.astype("float32"), classes


def main() -> None:
    """Train, compute every stage, and write the data file."""
    with contextlib.redirect_stdout(io.StringIO()):
        chapter = names(CHAPTER, FRAMEWORK)
    image, classes = house()
    kinds, seed = ("nearest", "learned"), SEEDS[0]
    bar = Bar(len(kinds) * STEPS)
    chapter["progress"] = bar.steps
    nets = {kind: chapter["network"](kind, seed) for kind in kinds}
    for bar.name, net in nets.items():
        chapter["train"](net, seed, STEPS)
    layers, batch = nets["nearest"].layers, torch.tensor(image[None])
    with torch.no_grad():
        features = chapter["encode"](layers, batch)
        coarse = layers["scores"](features[-1]).argmax(1)[0]
        repeated, learned = (net(batch).argmax(1)[0] for net in nets.values())
    stages = {f"features{n}": _strongest(features[k]) for n, k in ((1, 1), (2, 2), (3, 4))}
    data = {
        "seed": SEED,
        "code": digest(CHAPTER, FRAMEWORK),
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "image": [_text(channel) for channel in image.clip(0, 1)],
        **{name: _text(one) for name, one in stages.items()},
        "coarse": _digits(coarse),
        "repeated": _digits(repeated),
        "learned": _digits(learned),
        "classes": _digits(classes),
    }
    DATA.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _strongest(features: Any) -> Any:
    """Return the channel that varies most, from 0 to 1."""
    channels = features[0].numpy()
    one = channels[channels.std(axis=(1, 2)).argmax()]
    return (one - one.min()) / (one.max() - one.min())


def _text(numbers: Any) -> list[str]:
    """Return numbers from 0 to 1 in sixteen levels, a hexadecimal digit each."""
    return ["".join(f"{round(float(v) * LEVELS):x}" for v in row) for row in numbers]


def _digits(classes: Any) -> list[str]:
    return ["".join(str(int(v)) for v in row) for row in classes]


if __name__ == "__main__":
    main()
