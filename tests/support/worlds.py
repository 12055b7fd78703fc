"""Sizes and arrays drawn at random that belong together, for formulas that hold for all of them."""

import random
import re
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from tests.support import worlds_arrays, worlds_changes, worlds_counts, worlds_sizes
from tests.support.algebra import read, sides

__all__ = ["holds_at_random", "is_a_quantity"]

DRAWS = 20  # of sizes; arrays are drawn less often, for sums over them take long
FEWER = 10
FEWEST = 3
MODULES = (
    (worlds_sizes, DRAWS),
    (worlds_counts, DRAWS),
    (worlds_arrays, FEWER),
    (worlds_changes, FEWER),
)
COUNTING = re.compile(r"^\s*\w = 0, (?:1, )?\\dots, ")


@cache
def _worlds() -> list[list[dict[str, Any]]]:
    """Return the draws of each world."""
    found = []
    for module, wanted in MODULES:
        for world in module.WORLDS:
            rng = random.Random(0)
            tried = (world(rng) for _ in range(60 * wanted))
            draws = list(islice((values for values in tried if values), wanted))
            assert len(draws) >= FEWEST, world
            found.append(draws)
    return found


@cache
def holds_at_random(tex: str) -> bool:
    """Return whether a formula holds for all draws of some world."""
    try:
        chain = read(tex)
    except ValueError:
        return False
    if len(chain) < 2:
        return False
    for draws in _worlds():
        try:
            if all(sides(chain, values)[1] for values in draws):
                return True
        except (KeyError, ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError):
            continue
    return False


@cache
def is_a_quantity(tex: str) -> bool:
    """Return whether an expression is always what some world counts, under a name with #.

    Of what counts up from 0, with dots, the last is.
    """
    try:
        chain = read(COUNTING.sub("", tex))
    except ValueError:
        return False
    for draws in _worlds():
        names = {name for name in draws[0] if name.startswith("#")}
        names = {name for name in names if len({str(values[name]) for values in draws}) > 1}
        try:
            for values in draws:
                (value,), _ = sides(chain, values)
                names = {name for name in names if _same(values[name], value)}
        except (KeyError, ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError):
            continue
        if names:
            return True
    return False


def _same(known: Any, value: Any) -> bool:
    return np.shape(known) == np.shape(value) and bool(np.allclose(known, value))
