"""What `make experiments` stored: whole, and what the chapter's code gives."""

from itertools import pairwise, product

import numpy
import pytest

from d2lmini.trained import trained
from experiments.chapter import code
from experiments.progress import Bar
from experiments.segmentation import CHAPTER, MEAN_OVER, PICTURES, SEEDS, STEPS
from tests.support.experiments import FRAMEWORKS, check_code, check_file, names_of
from tests.support.libraries import backend

SHARES = {"right": (), "iou": (4,), "boundary": (4,), "seams": (), "losses": (STEPS // MEAN_OVER,)}
STORED = trained(CHAPTER)


def chapter_of(framework):
    backend(framework)  # skips, or fails, where it is missing
    return names_of(CHAPTER, framework)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_is_stored_comes_from_the_chapter_s_code_as_it_is(framework):
    check_code(CHAPTER, framework)


def test_what_is_stored_is_as_the_experiment_left_it():
    check_file(CHAPTER)


def test_every_network_was_trained_with_every_seed_in_both_frameworks():
    keys = [(r["framework"], r["seed"], r["decoder"]) for r in STORED["runs"]]
    assert keys == list(product(FRAMEWORKS, SEEDS, STORED["pictures"]))
    assert STORED["seeds"] == list(SEEDS)
    assert len(set(SEEDS)) >= 5
    assert STORED["steps"] == STEPS


def test_every_run_is_whole():
    for run in STORED["runs"]:
        for name, shape in SHARES.items():
            values = numpy.array(run[name])
            assert values.shape == shape, (run, name)
            assert ((values >= 0) & (values <= (numpy.inf if name == "losses" else 1))).all()
        assert run["losses"][-1] < run["losses"][0]
    assert {"cpu", "versions", "date"} <= set(STORED["machine"])


def test_the_stored_masks_reach_about_what_their_run_reached():
    chapter = chapter_of("pytorch")
    truth = chapter["new_masks"][:PICTURES]
    for kind, masks in STORED["pictures"].items():
        predicted = numpy.array([[list(map(int, row)) for row in mask] for mask in masks])
        (run,) = (r for r in STORED["runs"] if (r["decoder"], r["seed"]) == (kind, SEEDS[0])
                  and r["framework"] == "pytorch")  # fmt: skip
        # Three images of 128: noise of hundredths.
        assert abs((predicted == truth).mean() - run["right"]) < 0.05, kind


@pytest.mark.slow
@pytest.mark.parametrize(("framework", "kind"), [("pytorch", "learned"), ("mxnet", "skips")])
def test_training_begins_as_it_is_stored(framework, kind):
    chapter = chapter_of(framework)
    chapter["progress"] = range
    net = chapter["network"](kind, SEEDS[1])
    losses = chapter["train"](net, SEEDS[1], MEAN_OVER)
    (run,) = (r for r in STORED["runs"] if (r["framework"], r["decoder"], r["seed"])
              == (framework, kind, SEEDS[1]))  # fmt: skip
    # Sums in another order differ by 1e-7, and training lets that grow.
    assert numpy.mean(losses) == pytest.approx(run["losses"][0], abs=5e-3)
    assert chapter["weights"](net, chapter["decoder_layers"](net)) == run["weights"]


def reached(kind, name):
    """Return what a network reached, a row for each run: frameworks, then seeds."""
    return numpy.array([r[name] for r in STORED["runs"] if r["decoder"] == kind])


@pytest.mark.parametrize("name", ["iou", "boundary"])
def test_the_chapter_s_order_holds_in_every_run_and_its_ties_are_ties(name):
    mean = {kind: reached(kind, name).mean(axis=1) for kind in STORED["pictures"]}
    order = ("nearest", "bilinear", "learned", "skips", "U-Net")
    for low, high in pairwise(order):
        assert (mean[high] > mean[low]).all(), (low, high)
    for low, high in (("learned, k = 8", "learned"), ("bilinear", "wide")):
        gain = mean[high] - mean[low]
        assert abs(gain.mean()) < gain.std(ddof=1), (low, high)


def test_the_figure_s_words_hold_in_every_class():
    for low, high in pairwise(("nearest", "bilinear", "learned")):
        for framework in range(2):
            rows = slice(len(SEEDS) * framework, len(SEEDS) * (framework + 1))
            gain = reached(high, "iou")[rows].mean(axis=0) - reached(low, "iou")[rows].mean(axis=0)
            assert (gain > 0).all(), (low, high)


def test_blocks_show_without_overlap_and_not_with_it():
    chapter = chapter_of("pytorch")
    true = chapter["seams"](chapter["new_masks"])
    assert (reached("nearest", "seams") == 1).all()
    assert reached("learned, k = 8", "seams").min() > 1.3 * true
    assert abs(reached("learned", "seams") - true).max() < 0.1 * true


def test_iou_and_its_border_are_those_of_a_count_pixel_by_pixel():
    chapter = chapter_of("pytorch")
    rng = numpy.random.default_rng(5)
    M = rng.integers(0, 3, (2, 7, 9)).repeat(2, axis=1)
    P = numpy.where(rng.random(M.shape) < 0.3, rng.integers(0, 3, M.shape), M)

    def on_border(mask, k, i, j):
        near = product((i - 1, i, i + 1), (j - 1, j, j + 1))
        inside = [(a, b) for a, b in near if 0 <= a < mask.shape[1] and 0 <= b < mask.shape[2]]
        return any(mask[k, a, b] != mask[k, i, j] for a, b in inside)

    for name, counts in (("iou", lambda *_: True), ("boundary_iou", on_border)):
        for c in range(3):
            in_p, in_m = (
                {at for at in numpy.ndindex(X.shape) if X[at] == c and counts(X, *at)}
                for X in (P, M)
            )
            found = chapter[name](P, M)[c]
            assert found == pytest.approx(len(in_p & in_m) / len(in_p | in_m)), (name, c)
        assert numpy.isnan(chapter[name](P, M)[3]), name  # a class that is nowhere


def test_the_seams_are_those_of_a_count_pair_by_pair():
    chapter = chapter_of("pytorch")
    masks = chapter["new_masks"][:2, :, :]
    at_seams = anywhere = 0
    for mask in (*masks, *masks.swapaxes(1, 2)):
        for i, j in product(range(47), range(48)):
            changed = mask[i, j] != mask[i + 1, j]
            anywhere += changed
            at_seams += changed and (i + 1) % 8 == 0
    assert chapter["seams"](masks) == pytest.approx(at_seams / anywhere)
    blocks = numpy.arange(36).reshape(1, 6, 6).repeat(8, axis=1).repeat(8, axis=2)
    assert chapter["seams"](blocks) == 1
    assert numpy.isnan(chapter["seams"](numpy.zeros_like(masks)))


def test_the_code_of_an_experiment_shows_nothing_and_has_what_it_asks_for(capsys):
    for framework in FRAMEWORKS:
        assert len(code(CHAPTER, framework)) > 5
    defined = names_of.__wrapped__(CHAPTER, "pytorch")
    assert capsys.readouterr().out == ""
    asked = {"network", "train", "scores_of", "weights", "iou", "boundary_iou", "DECODERS"}
    assert asked <= set(defined)


def test_a_chapter_without_trainings_is_named():
    with pytest.raises(ValueError, match="no trainings are stored for 'padding'"):
        trained("padding")


def test_the_bar_says_how_many_steps_are_done(capsys):
    bar = Bar(20)
    assert list(bar.steps(10)) == list(range(10))
    assert "] 10/20 steps" in capsys.readouterr().err
    assert list(bar.steps(10)) == list(range(10))
    assert f"[{'=' * 30}] 20/20 steps,  0.0 min left" in capsys.readouterr().err
