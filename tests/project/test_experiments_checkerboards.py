"""What `make experiments` stored of the checkerboards chapter: whole, and what its code gives."""

from itertools import product

import numpy
import pytest

from d2lmini.trained import trained
from experiments.checkerboards import CHAPTER, MEAN_OVER, SEEDS, STEPS
from tests.support.experiments import FRAMEWORKS, check_code, check_file, names_of
from tests.support.libraries import backend

STORED = trained(CHAPTER)
LOSSES = ("pixels", "means of blocks")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_is_stored_comes_from_the_chapter_s_code_as_it_is(framework):
    check_code(CHAPTER, framework)


def test_what_is_stored_is_as_the_experiment_left_it():
    check_file(CHAPTER)


def test_every_generator_was_trained_with_every_loss_and_seed_in_both_frameworks():
    backend("pytorch")
    ways = names_of(CHAPTER, "pytorch")["TRAINED"]
    assert tuple(names_of(CHAPTER, "pytorch")["LOSSES"]) == LOSSES
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
    chapter = names_of(CHAPTER, framework)
    start, _, losses = chapter["learn"](way, loss, SEEDS[1], MEAN_OVER)
    (run,) = (r for r in STORED["runs"] if (r["framework"], r["way"], r["loss"], r["seed"])
              == (framework, way, loss, SEEDS[1]))  # fmt: skip
    # Sums in another order differ by 1e-7, and training lets that grow.
    assert numpy.mean(losses) == pytest.approx(run["losses"][0], abs=2e-3)
    assert chapter["pattern"](way, start) == pytest.approx(run["before"], abs=1e-3)
