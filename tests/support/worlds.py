"""Sizes drawn at random that belong together, for formulas that hold for all of them."""

import random
from collections.abc import Callable

from d2lmini import conv_output_shape, trans_conv_output_shape
from tests.support.tex import chain, holds

__all__ = ["holds_at_random"]

Sizes = dict[str, float]


def holds_at_random(tex: str) -> bool:
    """Return whether a formula holds for sizes of a convolution, or of a transposed one."""
    return any(_all_hold(tex, world) for world in WORLDS)


def _all_hold(tex: str, world: Callable[[random.Random], Sizes | None]) -> bool:
    rng, tried = random.Random(0), 0
    for _ in range(60):
        symbols = world(rng)
        if symbols is None:
            continue
        sides = chain(tex)
        known, true = holds(sides, symbols)
        if known < len(sides) or not true:
            return False
        tried += 1
    return tried > 0


def _parameters(rng: random.Random) -> dict[str, int]:
    drawn = {name: rng.randint(1, 5) for name in "nksd"}
    return drawn | {"n": rng.randint(1, 20), "p": rng.randint(0, 3)}


def _convolution(rng: random.Random) -> Sizes | None:
    x = _parameters(rng)
    e = x["d"] * (x["k"] - 1) + 1
    if x["n"] + 2 * x["p"] < e:
        return None
    size = {"stride": x["s"], "padding": x["p"], "dilation": x["d"]}
    m, _ = conv_output_shape((x["n"], x["n"]), (x["k"], x["k"]), **size)
    r = (x["n"] + 2 * x["p"] - e) % x["s"]
    return {**x, "e": e, "m": m, "r": r, "N": x["n"] ** 2}


def _transposed(rng: random.Random) -> Sizes | None:
    x = _parameters(rng)
    o = rng.randint(0, x["s"] - 1)
    size = {"stride": x["s"], "padding": x["p"], "dilation": x["d"], "output_padding": o}
    try:
        m, _ = trans_conv_output_shape((x["n"], x["n"]), (x["k"], x["k"]), **size)
    except ValueError:
        return None
    return {**x, "e": x["d"] * (x["k"] - 1) + 1, "m": m, "o": o}


def _exact(rng: random.Random) -> Sizes | None:
    """Draw a transposed convolution that makes every size exactly s times as large."""
    s, p, n = rng.randint(1, 5), rng.randint(0, 3), rng.randint(1, 20)
    o = rng.randint(0, s - 1)
    k = s + 2 * p - o
    size = {"stride": s, "padding": p, "output_padding": o}
    m, _ = trans_conv_output_shape((n, n), (k, k), **size)
    return {"n": n, "s": s, "p": p, "o": o, "k": k, "e": k, "d": 1, "m": m}


WORLDS = (_convolution, _transposed, _exact)
