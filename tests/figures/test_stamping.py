"""What Stamping says of a phase of Y, against d2lmini and NumPy's slices."""

import json
import math
import random
import re

import numpy
import pytest

import d2lmini
from tests.figures.test_figures import node, random_case

CASES, MOST_CELLS = 40, 80


def parameters(case):
    return {name: value for name, value in case.items() if name not in "XK"}


@pytest.fixture(scope="module")
def shown():
    """Draw states, and pair each with what the figure shows of every cell of its Y."""
    rng = random.Random(16)
    small = (case for case in iter(lambda: random_case(rng), None) if size(case) <= MOST_CELLS)
    cases = [next(small) for _ in range(CASES)]
    states = [{**case, "reading": "phases", "step": -1} for case in cases]
    answers = json.loads(node("tests/figures/web/readings.mjs", stdin=json.dumps(states)))
    return list(zip(cases, answers, strict=True))


def size(case):
    """Count the cells of Y."""
    shapes = (numpy.shape(case[name]) for name in "XK")
    return math.prod(d2lmini.trans_conv_output_shape(*shapes, **parameters(case)))


def cells(shown):
    """Go through all cells: the arrays, the parameters, place and value in Y, what is shown."""
    for case, rows in shown:
        X, K = (numpy.array(case[name], float) for name in "XK")
        Y = d2lmini.trans_conv(X, K, **parameters(case))
        assert numpy.shape(rows) == Y.shape
        for (u, v), value in numpy.ndenumerate(Y):
            yield X, K, case, (u, v), value, rows[u][v]


def marked(cell, grid, name):
    places = [place for place, names in cell["marks"][grid].items() if name in names]
    return [tuple(map(int, place.split(","))) for place in places]


def number(text):
    return float(text.replace("−", "-"))


def first_weight(place, k, s, d):
    """Return the first weight that lands on a place of the canvas from some element of X, or k."""
    return next((a for a in range(k) if (place - d * a) % s == 0), k)


def test_a_cell_of_y_is_its_sub_kernel_turned_over_a_window_of_x_with_a_border(shown):
    for X, K, case, (u, v), value, cell in cells(shown):
        s, p, d = case["stride"], case["padding"], case["dilation"]
        first = [first_weight(u + p, K.shape[0], s, d), first_weight(v + p, K.shape[1], s, d)]
        apart = s // math.gcd(s, d)
        part = K[first[0] :: apart, first[1] :: apart]
        if d == 1:  # as the chapter has it
            assert numpy.array_equal(part, K[(u + p) % s :: s, (v + p) % s :: s])
        weights = [[number(text) for text in row if text] for row in cell["F"] if any(row)]
        assert numpy.array_equal(numpy.reshape(weights, part.shape), part[::-1, ::-1])
        window = marked(cell, "Z", "now")
        assert len(window) == part.size
        if not part.size:
            assert value == 0
            continue
        Z = numpy.array(cell["Z"], float)
        (top, left), step = min(window), d // math.gcd(s, d)
        small = d2lmini.corr2d(Z[top:, left:], part[::-1, ::-1].copy(), dilation=step)
        assert small[0, 0] == value
        # and one step further, the next cell of the phase
        Y = d2lmini.trans_conv(X, K, **parameters(case))[u::s, v::s]
        assert numpy.array_equal(small[: Y.shape[0], : Y.shape[1]], Y)
        assert set(marked(cell, "K", "now")) == {
            (a, b)
            for a in range(first[0], K.shape[0], apart)
            for b in range(first[1], K.shape[1], apart)
        }


def test_z_is_x_with_a_border_of_zeros(shown):
    for X, _, _, _, _, cell in cells(shown):
        Z = numpy.array(cell["Z"])
        zeros = {tuple(place) for place in marked(cell, "Z", "zero")}
        inside = [place for place in numpy.ndindex(Z.shape) if place not in zeros]
        (top, left), (bottom, right) = min(inside), max(inside)
        assert numpy.array_equal(Z[top : bottom + 1, left : right + 1], X)
        assert abs(Z).sum() == abs(X).sum()


def test_the_words_name_the_phase_its_weights_and_the_sum_that_the_package_computes(shown):
    empty = 0
    for _, K, case, (u, v), value, cell in cells(shown):
        s, p = case["stride"], case["padding"]
        phase = f"({(u + p) % s}, {(v + p) % s})"
        if not marked(cell, "Z", "now"):
            assert cell["words"] == f"Y[{u},{v}] = 0: K has no weight for the phase {phase}."
            empty += 1
            continue
        told = re.fullmatch(
            r"Phase (\(.*\)): K\[(\d+)::(\d+), (\d+)::(\d+)\], turned, meets a window of Z\.\n"
            r"Y\[(\d+),(\d+)\] = (.*) = (\S+)",
            cell["words"],
        )
        assert told[1] == phase
        part = K[int(told[2]) :: int(told[3]), int(told[4]) :: int(told[5])]
        weights = [number(text) for row in cell["F"] for text in row if text]
        assert part[::-1, ::-1].flatten().tolist() == weights
        assert (int(told[6]), int(told[7])) == (u, v)
        products = [re.findall(r"−?[\d.]+", product) for product in told[8].split(" + ")]
        assert [number(weight) for _, weight in products] == weights
        assert sum(number(x) * number(weight) for x, weight in products) == value == number(told[9])
    assert empty > CASES  # k < s, and dilations that share a factor with the stride


def test_the_cells_of_y_of_one_phase_are_marked_together(shown):
    for X, K, case, (u, v), _, cell in cells(shown):
        s, shape = case["stride"], d2lmini.trans_conv(X, K, **parameters(case)).shape
        mine = numpy.zeros(shape, bool)
        mine[u % s :: s, v % s :: s] = True
        assert sorted(marked(cell, "Y", "hit")) == [tuple(place) for place in numpy.argwhere(mine)]
        assert marked(cell, "Y", "now") == [(u, v)]
