"""What an experiment trains, measures and writes down, where drawn results stand for trainings."""

import json
import sys
from itertools import product
from pathlib import Path
from textwrap import dedent

import numpy
import pytest

from experiments import checkerboards, segmentation, store, upsampling
from tests.support.experiments import names_of
from tests.support.libraries import backend

SEEDS = (7, 3)
STEPS = 100  # of which each experiment stores means over 20, 25 or 50
RNG = numpy.random.default_rng(1310)


def run(monkeypatch, capsys, module, **fakes):
    """Run an experiment with some of its chapter's functions replaced; return rows and the rest."""
    backend("pytorch")  # skips, or fails, where it is missing
    chapter = names_of(module.CHAPTER, "pytorch") | fakes
    monkeypatch.setattr(module, "names", lambda name, framework: dict(chapter))
    found = module.run("pytorch", SEEDS, STEPS)
    capsys.readouterr()
    return found.pop("runs"), found, chapter


class Trained:
    """A training: it remembers what it was asked for, and gives losses that are drawn."""

    def __init__(self, results):
        self.results, self.asked, self.losses = results, [], {}

    def __call__(self, *asked):
        *what, steps = asked
        assert steps == STEPS
        self.asked.append(tuple(what))
        self.losses[tuple(what)] = RNG.random(steps)
        return self.results(*what, self.losses[tuple(what)])

    def means(self, what, over):
        return numpy.reshape(self.losses[what], (-1, over)).mean(axis=1)


def test_segmentation(monkeypatch, capsys):
    masks, inputs = {}, []

    def scores_of(net, images):
        inputs.append(images)
        masks[net] = RNG.integers(0, 4, (len(images), 48, 48))
        return numpy.eye(4)[masks[net]].transpose(0, 3, 1, 2) - RNG.random()

    train = Trained(lambda net, seed, losses: losses)
    rows, found, chapter = run(
        monkeypatch, capsys, segmentation, train=train, scores_of=scores_of,
        network=lambda kind, seed: (kind, seed), decoder_layers=lambda net: net[::-1],
        weights=lambda net, layers: [net, layers],
    )  # fmt: skip
    kinds = list(chapter["DECODERS"])
    nets = [(kind, seed) for seed, kind in product(SEEDS, kinds)]
    assert train.asked == [(net, net[1]) for net in nets]
    assert [(row["decoder"], row["seed"]) for row in rows] == nets
    truth = chapter["new_masks"]
    assert all(images is chapter["new_images"] for images in inputs)
    for row, net in zip(rows, nets, strict=True):
        assert row["framework"] == "pytorch"
        assert row["weights"] == [net, net[::-1]]
        assert row["right"] == pytest.approx((masks[net] == truth).mean(), abs=6e-5)
        for key, name in (("iou", "iou"), ("boundary", "boundary_iou")):
            assert row[key] == pytest.approx(chapter[name](masks[net], truth), abs=6e-5)
        assert row["seams"] == pytest.approx(chapter["seams"](masks[net]), abs=6e-5)
        assert row["losses"] == pytest.approx(train.means((net, net[1]), 25), abs=6e-5)
        assert max(len(f"{loss}") for loss in row["losses"]) <= 6  # four decimals
    for kind in kinds:
        digits = numpy.array(
            [[list(map(int, line)) for line in m] for m in found["pictures"][kind]]
        )
        assert numpy.array_equal(digits, masks[kind, SEEDS[0]][: segmentation.PICTURES])
    assert set(found) == {"pictures"}
    assert set(found["pictures"]) == set(kinds)


def test_checkerboards(monkeypatch, capsys):
    learn = Trained(lambda way, loss, seed, losses: (("start", seed), ("end", way), losses))
    patterns = {}

    def pattern(way, weights):
        return patterns.setdefault((way, weights), float(RNG.random()))

    rows, found, chapter = run(
        monkeypatch, capsys, checkerboards, learn=learn, pattern=pattern
    )  # fmt: skip
    asked = [(w, loss, s) for s, loss, w in product(SEEDS, chapter["LOSSES"], chapter["TRAINED"])]
    assert learn.asked == asked
    assert [(row["way"], row["loss"], row["seed"]) for row in rows] == asked
    for row, what in zip(rows, asked, strict=True):
        way, _, seed = what
        assert row["framework"] == "pytorch"
        assert row["before"] == round(patterns[way, ("start", seed)], 5)
        assert row["after"] == round(patterns[way, ("end", way)], 5)
        assert row["losses"] == learn.means(what, 20).round(5).tolist()
    assert found == {}


def test_upsampling(monkeypatch, capsys):
    kernels = {}

    def kernel(k, seed, losses):
        kernels[k, seed] = RNG.normal(size=(k, k))
        return kernels[k, seed], losses

    learn = Trained(kernel)
    rows, found, _ = run(
        monkeypatch, capsys, upsampling, learn=learn, quality=lambda K: K.ravel()
    )  # fmt: skip
    asked = [(k, seed) for seed, k in product(SEEDS, upsampling.KERNELS)]
    assert learn.asked == asked
    assert [(row["kernel"], row["seed"]) for row in rows] == asked
    for row, what in zip(rows, asked, strict=True):
        assert row["framework"] == "pytorch"
        assert row["psnr"] == kernels[what].ravel().round(3).tolist()
        assert row["losses"] == learn.means(what, 50).round(6).tolist()
    first = {str(k): kernels[k, SEEDS[0]].round(4).tolist() for k in upsampling.KERNELS}
    assert found == {"kernels": first}


@pytest.mark.parametrize("module", [checkerboards, segmentation, upsampling])
def test_the_bar_counts_the_steps_of_all_trainings(monkeypatch, module):
    made, bars = [], []

    class Bar:
        def __init__(self, steps):
            made.append(steps)
            bars.append(self)
            self.counted, self.names = 0, set()

        def steps(self, number):
            self.counted += number

    def train(chapter, name, steps):
        chapter["progress"](steps)
        raise StopError(name)

    class StopError(Exception):
        pass

    chapter = dict(names_of(module.CHAPTER, "pytorch"))
    name = "train" if module is segmentation else "learn"
    chapter[name] = lambda *asked: train(chapter, name, asked[-1])
    monkeypatch.setattr(module, "names", lambda *_: chapter)
    monkeypatch.setattr(module, "Bar", Bar)
    with pytest.raises(StopError):
        module.run("pytorch", SEEDS, STEPS)
    expected = {
        "checkerboards": lambda: len(chapter["LOSSES"]) * len(chapter["TRAINED"]),
        "segmentation": lambda: len(chapter["DECODERS"]),
        "upsampling-images": lambda: len(upsampling.KERNELS),
    }[module.CHAPTER]()
    assert made == [len(SEEDS) * STEPS * expected]
    assert bars[0].counted == STEPS  # of the training that was stopped at its end


@pytest.mark.parametrize("module", [checkerboards, segmentation, upsampling])
def test_a_framework_that_is_named_is_printed_and_without_one_all_is_stored(
    monkeypatch, capsys, module
):
    # of each only how it begins: what follows is what `main` is given
    source = Path(module.__file__).read_text("utf8").partition('if __name__ == "__main__":\n')[2]
    stored = []
    monkeypatch.setattr(store, "store", lambda *given: stored.append(given))
    began = {**vars(module), "run": lambda framework: {"runs": [framework]}}
    for arguments in (["pytorch"], []):
        monkeypatch.setattr(sys, "argv", ["experiment", *arguments])
        exec(dedent(source), began)
    assert json.loads(capsys.readouterr().out) == {"runs": ["pytorch"]}
    assert stored == [(module.CHAPTER, module.__name__, module.SEEDS, module.STEPS)]
