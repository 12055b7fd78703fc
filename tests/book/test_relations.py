"""Formulas with letters hold for drawn sizes and arrays, and a changed one does not."""

import random
import re

import numpy as np
import pytest

from tests.support.algebra import read, sides
from tests.support.claims import claims
from tests.support.prose import pages, sentences
from tests.support.worlds import holds_at_random, is_a_quantity

FEWEST = 190  # formulas with letters that are computed, in all pages together
TRIED, MISSED = 30, 3  # some changes keep a formula true, as a sum's limit beyond an array
CHANGES = (
    (re.compile(r"\d"), lambda found: str((int(found[0]) + 1) % 10)),
    (re.compile(r"(?<= )[+-](?= )"), lambda found: "-" if found[0] == "+" else "+"),
    (re.compile(r"(?<= )=(?= )"), lambda found: r"\ne"),
)


def proven():
    """Return the formulas that hold at random, or count something, in order."""
    found = [c for page in pages() for s in sentences(page) for c in claims(s)]
    return [c.what for c in found if c.guard in ("random parameters", "counted")]


def test_formulas_are_computed_and_nearly_every_change_is_noticed():
    formulas = proven()
    assert len(formulas) >= FEWEST
    changed = [
        f"{formula[: found.start()]}{new(found)}{formula[found.end() :]}"
        for formula in sorted(set(formulas))
        for pattern, new in CHANGES
        for found in pattern.finditer(formula)
    ]
    drawn = random.Random(7).sample(changed, TRIED)
    missed = [one for one in drawn if holds_at_random(one) or is_a_quantity(one)]
    print(f"\n{len(formulas)} formulas; of {TRIED} changes not noticed: {missed}")
    assert len(missed) <= MISSED


@pytest.mark.parametrize(
    ("tex", "values", "expected"),
    [
        (r"\frac12 n - 1", {"n": 8}, 3),
        (r"-(2^3 - 1) / 2", {}, -3.5),
        (r"k_h k_w^2", {"k_h": 2, "k_w": 3}, 18),
        (r"\sum_{i=0}^{n - 1} X_i K_{u-i}", {"n": 2, "u": 2, "X": [1, 2], "K": [3, 4]}, 8),
        (r"\sum_{i,j} A_{i,j} \, [i = j]", {"A": [[1, 2], [3, 4]]}, 5),
        (r"\langle \mathbf{a}, \mathbf{b} \rangle", {"bold a": [1, 2], "bold b": [3, 4]}, 11),
        (r"\mathbf{W}^\top \mathbf{x}", {"bold W": [[1, 2], [3, 4]], "bold x": [1, 10]}, [31, 42]),
        (r"\left\lfloor \frac{n}{2} \right\rfloor + \lceil n / 2 \rceil", {"n": 5}, 5),
        (r"3 N \log_2 N", {"N": 8}, 72),
        (r"\frac{\partial L}{\partial K_{0,1}}", {"DK": [[5, 6]]}, 6),
        (r"\partial L / \partial \mathbf{y}", {"bold Dy": [1, 2]}, [1, 2]),
        (r"f(\mathbf{x}) \bmod 4", {"f": sum, "bold x": [5, 6]}, 3),
        (r"1 - \left| u - 3 \right|", {"u": 1}, -1),
    ],
)
def test_tex_is_evaluated(tex, values, expected):
    arrays = {n: np.array(v) if isinstance(v, list) else v for n, v in values.items()}
    (value,), _ = sides(read(tex), arrays)
    assert np.allclose(value, expected)


@pytest.mark.parametrize("tex", [r"\heartsuit(", "1 +", r"\mathbf{x", "(1", "2)"])
def test_other_markup_is_no_formula(tex):
    with pytest.raises(ValueError, match=r"got|expected|\\|\)"):
        read(tex)


@pytest.mark.parametrize(
    ("tex", "holds"),
    [
        ("m = (n - 1) s + e - 2p + o", True),
        ("m = (n - 1) s + e - 2p - o", False),
        (r"Y_{u,v} = \sum_{i,j} X_{i,j} K_{u-i, v-j}", True),
        (r"Y_{u,v} = \sum_{i,j} X_{i,j} K_{u+i, v-j}", False),
        (r"\frac{\partial L}{\partial \mathbf{x}} = \mathbf{W}^\top \mathbf{g}", True),
        (r"\frac{\partial L}{\partial \mathbf{x}} = \mathbf{W} \mathbf{g}", False),
        (r"\mathbf{W}^\top \mathbf{W} = \mathbf{V} \boldsymbol{\Sigma} \mathbf{V}^\top", False),
        ("n = n + 1", False),
    ],
)
def test_relations_hold_in_a_world_or_in_none(tex, holds):
    assert holds_at_random(tex) == holds


@pytest.mark.parametrize(
    ("tex", "counted"),
    [
        (r"c_o m^2 \cdot c_i n^2", True),
        (r"c_o m^2 \cdot c_i k", False),
        (r"t = 0, 1, \dots, \lfloor (n + 2p - e) / s \rfloor", True),
        (r"t = 0, 1, \dots, \lfloor (n + 2p - e) / s \rfloor - 1", False),
        ("3", False),
    ],
)
def test_an_expression_is_what_something_counts(tex, counted):
    assert is_a_quantity(tex) == counted
