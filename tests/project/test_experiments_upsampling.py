"""What `make experiments` stored of the chapter on upsampling: whole, and what its code gives."""

from itertools import product

import numpy
import pytest

from d2lmini import trans_conv
from d2lmini.trained import trained
from experiments.upsampling import CHAPTER, KERNELS, MEAN_OVER, SEEDS, STEPS
from tests.support.experiments import FRAMEWORKS, check_code, check_file, names_of
from tests.support.libraries import backend

PICTURES = 30
STORED = trained(CHAPTER)


def chapter_of(framework):
    backend(framework)  # skips, or fails, where it is missing
    return names_of(CHAPTER, framework)


def run_of(framework, seed, k):
    (run,) = (r for r in STORED["runs"]
              if (r["framework"], r["seed"], r["kernel"]) == (framework, seed, k))  # fmt: skip
    return run


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_is_stored_comes_from_the_chapter_s_code_as_it_is(framework):
    check_code(CHAPTER, framework)


def test_what_is_stored_is_as_the_experiment_left_it():
    check_file(CHAPTER)


def test_every_size_was_trained_with_every_seed_in_both_frameworks():
    keys = [(r["framework"], r["seed"], r["kernel"]) for r in STORED["runs"]]
    assert keys == list(product(FRAMEWORKS, SEEDS, KERNELS))
    assert STORED["seeds"] == list(SEEDS)
    assert len(set(SEEDS)) >= 5
    assert STORED["steps"] == STEPS
    assert {"cpu", "versions", "date"} <= set(STORED["machine"])
    for run in STORED["runs"]:
        assert len(run["psnr"]) == PICTURES
        assert len(run["losses"]) == STEPS // MEAN_OVER
        assert run["losses"][-1] < run["losses"][0]


def test_no_picture_is_one_that_a_kernel_has_learned_from():
    chapter = chapter_of("pytorch")
    drawn = [chapter["draw"](0), *chapter["NEW"]]
    drawn += [image for seed in SEEDS for image in chapter["pictures"](seed)[0]]
    assert len({image.tobytes() for image in drawn}) == 1 + PICTURES + 8 * len(SEEDS)


@pytest.mark.parametrize("k", KERNELS)
def test_the_stored_kernels_reach_what_their_run_reached(k):
    chapter = chapter_of("pytorch")
    kernel = numpy.array(STORED["kernels"][str(k)])
    assert kernel.shape == (k, k)
    stored = run_of("pytorch", SEEDS[0], k)["psnr"]
    assert chapter["quality"](kernel) == pytest.approx(stored, abs=0.01)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_quality_is_that_of_an_error_summed_without_the_framework(framework):
    chapter = chapter_of(framework)
    K = numpy.random.default_rng(3).normal(size=(8, 8)) / 8
    found = chapter["quality"](K)
    for n in (0, 17):
        image = chapter["NEW"][n]
        small = (image[::2, ::2] + image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2]) / 4
        Y = trans_conv(small, K, stride=2, padding=3)
        errors = [(Y[i, j] - image[i, j]) ** 2 for i, j in product(range(6, 122), range(6, 122))]
        assert found[n] == pytest.approx(-10 * numpy.log10(sum(errors) / len(errors)), rel=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize(("framework", "k"), [("pytorch", 4), ("mxnet", 6)])
def test_training_begins_as_it_is_stored(framework, k):
    # The rate falls in the second half only, so the first steps of a shorter training are the same.
    _, losses = chapter_of(framework)["learn"](k, SEEDS[1], 2 * MEAN_OVER)
    stored = run_of(framework, SEEDS[1], k)["losses"][0]
    assert numpy.mean(losses[:MEAN_OVER]) == pytest.approx(stored, rel=1e-3)
