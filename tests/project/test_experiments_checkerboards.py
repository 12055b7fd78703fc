"""What `make experiments` stored of the checkerboards chapter: whole, and what its code gives."""

import json
from functools import cache, partial
from itertools import product
from unittest.mock import patch

import numpy
import pytest

import d2lmini
from bench.timing import digest as file_digest
from d2lmini.trained import path_of, trained
from experiments.chapter import digest, names
from experiments.checkerboards import CHAPTER, MEAN_OVER, SEEDS, STEPS
from experiments.store import DIGESTS, file_text
from tests.support.libraries import backend

FRAMEWORKS = ("pytorch", "mxnet")
STORED = trained(CHAPTER)
LOSSES = ("pixels", "means of blocks")


@cache
def names_of(framework):
    device = partial(d2lmini.try_gpu, framework=framework)
    with patch.object(d2lmini, "try_gpu", device), patch.dict("os.environ"):
        return names(CHAPTER, framework)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_is_stored_comes_from_the_chapter_s_code_as_it_is(framework):
    assert STORED["code"][framework] == digest(CHAPTER, framework), "run `make experiments`"


def test_what_is_stored_is_as_the_experiment_left_it():
    path = path_of(CHAPTER)
    assert json.loads(DIGESTS.read_text("utf8"))[path.name] == file_digest(path)
    assert path.read_text("utf8") == file_text(STORED)


def test_every_generator_was_trained_with_every_loss_and_seed_in_both_frameworks():
    backend("pytorch")
    ways = names_of("pytorch")["TRAINED"]
    assert tuple(names_of("pytorch")["LOSSES"]) == LOSSES
    keys = [(r["framework"], r["seed"], r["loss"], r["way"]) for r in STORED["runs"]]
    assert keys == list(product(FRAMEWORKS, SEEDS, LOSSES, ways))
    assert STORED["seeds"] == list(SEEDS)
    assert len(set(SEEDS)) >= 5
    assert STORED["steps"] == STEPS
    for run in STORED["runs"]:
        assert len(run["losses"]) == STEPS // MEAN_OVER
        assert run["losses"][-1] < run["losses"][0]
        assert 0 <= run["before"] <= 1
        assert 0 <= run["after"] <= 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("framework", "way", "loss"),
    [("pytorch", "ICNR", LOSSES[1]), ("mxnet", "kernel 3", LOSSES[0])],
)
def test_training_begins_as_it_is_stored(framework, way, loss):
    backend(framework)  # skips, or fails, where it is missing
    chapter = names_of(framework)
    start, _, losses = chapter["learn"](way, loss, SEEDS[1], MEAN_OVER)
    (run,) = (r for r in STORED["runs"] if (r["framework"], r["way"], r["loss"], r["seed"])
              == (framework, way, loss, SEEDS[1]))  # fmt: skip
    # Sums in another order differ by 1e-7, and training lets that grow.
    assert numpy.mean(losses) == pytest.approx(run["losses"][0], abs=2e-3)
    assert chapter["pattern"](way, start) == pytest.approx(run["before"], abs=1e-3)
