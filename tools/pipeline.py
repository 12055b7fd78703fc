"""Compute what the figure Pipeline shows: what trained networks make of one picture.

`python -m tools.pipeline` runs the segmentation chapter's PyTorch notebook up to its training.
"""

import contextlib
import hashlib
import io
import json
import platform
from typing import Any

import nbformat
import numpy
import torch

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.paths import BOOK, ROOT

__all__ = ["chapter_code", "digest", "house", "main"]

DATA = ROOT / "d2lmini" / "data" / "pipeline.json"
SEED = 13
SIDE = 48
LEVELS = 15
LAST = "losses = {kind: train(net)"  # the cell that trains
DRAWN = ("plots.images(", "plots.lines(")  # cells that only show


def chapter_code() -> list[str]:
    """Return the chapter's cells up to the training, without those that only draw."""
    path = notebook_path(BOOK, FRAMEWORKS[0], "segmentation")
    cells = [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
    end = next(n for n, source in enumerate(cells) if LAST in source)
    return [c for c in cells[: end + 1] if not any(name in c for name in DRAWN)]


def digest() -> str:
    """Return a digest of the code that the stored picture comes from."""
    return hashlib.sha256("\n".join(chapter_code()).encode()).hexdigest()[:12]


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
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in chapter_code():
            exec(compile(source, "segmentation", "exec"), names)  # the book's own code
    image, classes = house()
    nets, batch = names["nets"], torch.tensor(image[None])
    with torch.no_grad():
        features = [batch]
        for layer in nets["nearest"][:-1]:
            features.append(layer(features[-1]))
        coarse = nets["nearest"][-1][0](features[-1]).argmax(1)[0]
        repeated, learned = (nets[kind](batch).argmax(1)[0] for kind in ("nearest", "learned"))
    stages = {f"features{n}": _strongest(features[k]) for n, k in ((1, 2), (2, 4), (3, 8))}
    data = {
        "seed": SEED,
        "code": digest(),
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
