"""What "Checkerboards" says of trained generators, of every run that is stored."""

import numpy

from d2lmini.trained import trained
from tests.support.says import says

STORED = trained("checkerboards")
LOSSES = ("pixels", "means of blocks")
FREE = ("resize", "blurred")  # whose sums are equal whatever the weights are


def after(way, loss):
    return numpy.array([r["after"] for r in STORED["runs"] if (r["way"], r["loss"]) == (way, loss)])


@says(
    "checkerboards", "With the loss on pixels, the pattern is nearly gone whatever the way: at most"
)
@says("checkerboards", "With the loss that does not see it, it stays: it costs nothing.")
@says(
    "checkerboards",
    "{term}`ICNR` does not hold then: the groups start equal, training moves them apart, and the share rises from {} to",
)
@says(
    "checkerboards",
    "Only `resize` and `blurred` have none in any run, since no weights of theirs can make one.",
)
@says("checkerboards", "where the loss is one of pixels, any way will do.")
@says(
    "checkerboards",
    "What training does to the pattern depends on the *loss*: it can remove only what it sees.",
)
def test_only_a_loss_that_sees_the_pattern_removes_it(*start):
    ways = dict.fromkeys(r["way"] for r in STORED["runs"])
    for way in ways:
        before = numpy.array([r["before"] for r in STORED["runs"] if r["way"] == way])
        if way in FREE:
            assert max(after(way, loss).max() for loss in LOSSES) == before.max() == 0
        else:
            assert after(way, LOSSES[0]).max() < 0.05
            assert after(way, LOSSES[1]).mean() > 10 * after(way, LOSSES[0]).mean()
            assert after(way, LOSSES[1]).mean() > 0.05
        if way == "ICNR":
            assert set(before.tolist()) == set(start or [0.0])
            assert (after(way, LOSSES[1]) > 0).all()


@says(
    "checkerboards",
    "The other compares the means of blocks of {}×{} pixels, and is blind to what happens inside a block.",
)
def test_means_of_blocks_are_blind_to_what_happens_inside(high, wide):
    X = numpy.arange(96.0).reshape(8, 12)
    pattern = numpy.tile([[1, -1], [-1, 1]], (high // 2, wide // 2))
    Y = X + numpy.tile(pattern, (2, 3))

    def means(A):
        return A.reshape(2, high, 3, wide).mean(axis=(1, 3))

    assert (means(X) == means(Y)).all()
    assert (X != Y).all()
