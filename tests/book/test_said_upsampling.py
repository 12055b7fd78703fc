"""What "Upsampling an image" says of thirty pictures and of kernels of several sizes."""

import re
from itertools import pairwise

import numpy
import pytest

from d2lmini import trans_conv
from d2lmini.trained import trained
from tests.book.test_said_drawn import plot
from tests.book.test_said_learned import printed
from tests.project.test_experiments_upsampling import FRAMEWORKS, PICTURES, chapter_of
from tests.support.says import says

PAGE = "upsampling-images"
STORED = trained(PAGE)
KERNELS = sorted({run["kernel"] for run in STORED["runs"]})


def over_seeds(k, framework="pytorch"):
    """Return thirty numbers for each seed."""
    return numpy.array(
        [r["psnr"] for r in STORED["runs"] if (r["kernel"], r["framework"]) == (k, framework)]
    )


def fixed():
    chapter = chapter_of("pytorch")
    return {
        name: chapter["quality"](K, padding=(len(K) - 2) // 2)
        for name, K in chapter["FIXED"].items()
    }


@says(
    "upsampling-images",
    "So here are thirty that no training uses, each drawn with a seed of its own",
)
@says("upsampling-images", "and kernels of {} sizes.")
def test_the_pictures_and_sizes(sizes):
    assert len(KERNELS) == sizes
    assert len({image.tobytes() for image in chapter_of("pytorch")["NEW"]}) == PICTURES == 30


@says("upsampling-images", "`make experiments` trains each size with {} seeds, in both frameworks")
def test_the_seeds(seeds):
    for k in KERNELS:
        assert over_seeds(k).shape == over_seeds(k, "mxnet").shape == (seeds, PICTURES)


@says(
    "upsampling-images",
    "pixels next to the border are left out: there a large kernel misses neighbours.",
)
def test_a_large_kernel_misses_neighbours_at_the_border():
    # With ones, an element that the same number of stamps reach as in the middle misses nothing.
    border = chapter_of("pytorch")["BORDER"]
    largest = numpy.ones((KERNELS[-1],) * 2)
    reached = chapter_of("pytorch")["enlarge"](numpy.ones((9, 9)), largest, 2, KERNELS[-1] // 2 - 1)
    inside = reached[border:-border, border:-border]
    assert len(set(inside.ravel().tolist())) == 1
    assert reached[border - 2, 9] < inside[0, 0]


@says("upsampling-images", "*Pictures* differ by more than the better kernels do")
@says(
    "upsampling-images",
    "so the gain on the same picture is what to look at: it has the {<} spread.",
)
def test_the_spread_over_pictures_is_larger_than_that_of_the_gain(*less):
    base = fixed()["bicubic"]
    for k in KERNELS:
        values = over_seeds(k).mean(axis=0)
        order = numpy.sign((values - base).std() - values.std())
        assert order == -1
        assert set(less) <= {order}
        if k > 4:
            assert values.std(ddof=1) > (values - base).mean()


@says(
    "upsampling-images",
    "*At equal size*, learning adds … Bicubic, which was made without pictures, is {<}",
)
@says("upsampling-images", "than the best kernel of {}.")
def test_what_learning_adds_at_equal_size(*numbers):
    reached = fixed()
    assert over_seeds(4).mean() > reached["bilinear"].mean()
    assert over_seeds(8).mean() > reached["bicubic"].mean()
    better = numpy.sign(reached["bicubic"] - over_seeds(4).max(axis=0))
    assert (better == 1).all()
    least_squares = re.search(r"k =  4  \S+ +(\S+)", printed(PAGE))
    assert float(least_squares[1]) < reached["bicubic"].mean()
    assert set(numbers) <= {1, 4}


@says("upsampling-images", "*The size* matters {<}: from")
@says("upsampling-images", "from {} to {}, a learned kernel gains")
@says("upsampling-images", "From {} to {} it gains … dB {<}.")
@says("upsampling-images", "The kernel of {} needs {<} weights than bicubic.")
def test_larger_kernels_gain_on_every_picture_with_every_seed(*numbers):
    base = fixed()
    for framework in FRAMEWORKS:
        for low, high in pairwise(KERNELS):
            assert (over_seeds(high, framework) > over_seeds(low, framework)).all(), (low, high)
        for k in KERNELS[1:]:
            assert (over_seeds(k, framework).mean(axis=0) > base["bicubic"]).all()
    at_equal_size = (over_seeds(4).mean() - base["bilinear"].mean(),
                     over_seeds(8).mean() - base["bicubic"].mean())  # fmt: skip
    assert over_seeds(6).mean() - over_seeds(4).mean() > max(at_equal_size)
    assert numbers in ((), (1,), (4, 6), (8, 12, 1), (6, -1))
    assert 6 * 6 < 8 * 8


@says("upsampling-images", "*The seed* hardly matters.")
@says(
    "upsampling-images",
    "Its spread is far below these differences, and both frameworks, which share the seeds, reach the same.",
)
def test_seeds_and_frameworks_agree():
    means = {(k, f): over_seeds(k, f).mean(axis=1) for k in KERNELS for f in FRAMEWORKS}
    steps = numpy.diff([means[k, "pytorch"].mean() for k in KERNELS])
    assert max(values.std(ddof=1) for values in means.values()) < min(steps) / 3
    for k in KERNELS:
        assert abs(means[k, "mxnet"] - means[k, "pytorch"]).max() < 0.005


@says("upsampling-images", "learned ones of {} and {}, trained with the first seed.")
@says("upsampling-images", "In the middle all are positive (red).")
@says(
    "upsampling-images",
    "On {} sides of it they are negative (blue), and in the learned ones {<} strongly so.",
)
@says(
    "upsampling-images",
    "{} kernels. Each is positive in the middle, negative on its {} sides and near zero at the",
)
def test_the_larger_kernels(*numbers):
    panels = plot(PAGE, "bicubic", "learned 8", "learned 12").panels
    chapter = chapter_of("pytorch")
    kernels = [
        chapter["FIXED"]["bicubic"],
        *(numpy.array(STORED["kernels"][k]) for k in ("8", "12")),
    ]
    assert len(panels) == len(kernels)
    deepest = []
    for K, panel in zip(kernels, panels.values(), strict=True):
        assert panel.shape[:2] == K.shape
        m = len(K) // 2
        assert K[m - 1 : m + 1, m - 1 : m + 1].min() > 0.3
        below, inside = slice(m - 4, m - 2), slice(m - 1, m + 1)
        sides = [A[below, inside].min() for A in (K, K[::-1], K.T, K.T[::-1])]
        assert max(sides) < -0.05
        assert abs(K[[0, 0, -1, -1], [0, -1, 0, -1]]).max() < 0.05
        deepest.append(max(sides))
    assert max(deepest[1:]) < deepest[0]
    wanted = {(), (8, 12), (4, 1), (3, 4)}
    assert numbers in wanted


@says(
    "upsampling-images",
    "The learning rate stays as it is for {} of the steps, and then falls to zero.",
)
def test_the_learning_rate(part):
    falling = chapter_of("pytorch")["falling"]
    rates = [falling(step, 40) for step in range(41)]
    assert rates[: int(40 * part) + 1] == [1] * (int(40 * part) + 1)
    assert (numpy.diff(rates[int(40 * part) :]) < 0).all()
    assert rates[-1] == 0


@says("upsampling-images", "For the kernel of {}, training has nothing to add.")
@says(
    "upsampling-images",
    "The {<} the kernel, the further its training still has to go: … in these directions.",
)
def test_what_training_has_left(number):
    rows = re.findall(r"k = +(\d+) +(\d+\.\d+) +(\d+\.\d+)", printed(PAGE))
    assert [int(k) for k, *_ in rows] == KERNELS
    left = [float(best) - float(reached) for _, reached, best in rows]
    assert left == sorted(left)
    assert left[0] < 0.005
    assert left[KERNELS.index(6)] < 0.01
    assert left[-1] > 0.02
    assert number in (6, 1)


@says("upsampling-images", "The same goes for any even size $k$, with windows of $k/2$.")
def test_a_quarter_of_the_output_takes_windows_of_half_the_kernel():
    rng = numpy.random.default_rng(4)
    X = rng.normal(size=(7, 9))
    for k in (4, 6, 8, 10):
        K, h = rng.normal(size=(k, k)), k // 2
        Y = trans_conv(X, K, stride=2, padding=(k - 2) // 2)
        windows = numpy.lib.stride_tricks.sliding_window_view(X, (h, h))
        for a, b in ((0, 0), (0, 1), (1, 0), (1, 1)):
            found = (windows * K[a::2, b::2][::-1, ::-1]).sum(axis=(2, 3))
            quarter = Y[h - 1 + a :: 2, h - 1 + b :: 2][: len(found), : len(found[0])]
            assert numpy.allclose(found, quarter)


@pytest.mark.parametrize("k", KERNELS)
def test_no_kernel_is_better_on_what_it_learned_from_than_the_least_squares_one(k):
    chapter = chapter_of("pytorch")
    large, halves = chapter["pictures"](STORED["seeds"][0])
    p, border = (k - 2) // 2, chapter["BORDER"]
    crop = (slice(None), slice(border, -border), slice(border, -border))
    stamps = []
    for a in range(k):
        for b in range(k):
            one = numpy.zeros((k, k))
            one[a, b] = 1
            stamps.append([chapter["enlarge"](half, one, 2, p) for half in halves[:2]])
    rows = numpy.array(stamps)[(slice(None), *crop)].reshape(k * k, -1)
    target = large[:2][crop].ravel()
    best = numpy.linalg.solve(rows @ rows.T, rows @ target)
    learned = numpy.array(STORED["kernels"][str(k)]).ravel()
    assert ((best @ rows - target) ** 2).sum() < ((learned @ rows - target) ** 2).sum()
