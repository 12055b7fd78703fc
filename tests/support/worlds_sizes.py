"""Sizes drawn at random that belong together; names with # are counted, for expressions alone."""

import random
from typing import Any

import numpy as np
from scipy import ndimage

from d2lmini import (
    conv_output_shape,
    output_padding_for,
    trans_conv,
    trans_conv_output_shape,
)

__all__ = ["WORLDS"]

Sizes = dict[str, Any]
Drawn = Sizes | None


def _parameters(rng: random.Random) -> dict[str, int]:
    drawn = {name: rng.randint(1, 5) for name in "nksd"}
    return drawn | {"n": rng.randint(1, 20), "p": rng.randint(0, 3)}


def _size(x: Sizes) -> Sizes:
    return {"stride": x["s"], "padding": x["p"], "dilation": x["d"]}


def _convolution(rng: random.Random, **fixed: int) -> Drawn:
    x = _parameters(rng) | fixed
    e = x["d"] * (x["k"] - 1) + 1
    if x["n"] + 2 * x["p"] < e:
        return None
    m, _ = conv_output_shape((x["n"], x["n"]), (x["k"], x["k"]), **_size(x))
    places = x["n"] + 2 * x["p"]
    windows = [t for t in range(places) if t * x["s"] + e <= places]
    r = places - e - windows[-1] * x["s"]
    o, _ = output_padding_for((x["n"], x["n"]), (x["k"], x["k"]), **_size(x))
    counted = {"#windows": m, "#padded": places, "#last place": places - 1}
    counted |= {"#last start": windows[-1], "#taps after the first": e - 1}
    t = rng.choice(windows)
    counted["#last place of a window"] = t * x["s"] + e - 1
    counted |= {"#room": places - e, "#largest rest": max(q % x["s"] for q in range(99))}
    return {**x, **counted, "e": e, "m": m, "r": r, "o": o, "N": x["n"] ** 2, "t": t}


def _without(values: Drawn, names: str) -> Drawn:
    """Take away what is the same in each draw: a formula with it would hold by accident."""
    return values and {name: value for name, value in values.items() if name not in names}


def _undilated(rng: random.Random) -> Drawn:
    return _without(_convolution(rng, d=1), "d")


def _shift(x: Sizes, o: int) -> float:
    """Return how far a stamp's centre lies from its element's, in pixels of the output."""
    one = np.zeros((1, x["n"]))
    i = x["n"] // 2
    one[0, i] = 1
    row = trans_conv(one, np.ones((1, x["k"])), stride=(1, x["s"]), dilation=(1, x["d"]))
    covered = np.flatnonzero(row[0]) - x["p"]
    return float((covered[0] + covered[-1]) / 2 + 1 / 2 - x["s"] * (i + 1 / 2))


def _transposed(rng: random.Random, **fixed: int) -> Drawn:
    x = _parameters(rng) | fixed
    o = fixed.get("o", rng.randint(0, x["s"] - 1))
    n = (x["n"], x["n"])
    try:
        m, _ = trans_conv_output_shape(n, (x["k"], x["k"]), **_size(x), output_padding=o)
    except ValueError:
        return None
    e, i = x["d"] * (x["k"] - 1) + 1, rng.randint(0, x["n"] - 1)
    reached = trans_conv_output_shape(n, x["k"], **{**_size(x), "padding": 0})[0]
    counted = {"#size": m, "#span": e, "#all places": reached, "#last start": (x["n"] - 1) * x["s"]}
    counted |= {
        "#start": i * x["s"] - x["p"],
        "#shift": _shift(x, o),
        "#crop at the end": x["p"] - o,
    }
    counted |= {"#centre": i * x["s"] - x["p"] + e / 2, "#square": x["s"] * (i + 1 / 2)}
    counted |= {
        "#taken": m - counted["#last start"] - e,
        "#overlap": e - x["s"],
        "#i": i + 1 / 2,
        "#next": i + 1,
    }
    counted |= {"#zeros between": len(range(1, x["s"])), "#rows without a stamp": o - x["p"]}
    counted |= {"#around": e - 1 - x["p"], "#step": 1 / x["s"]}
    return {**x, **counted, "e": e, "m": m, "o": o, "i": i, r"\delta": counted["#shift"]}


def _undilated_transposed(rng: random.Random) -> Drawn:
    return _without(_transposed(rng, d=1), "d")


def _full(rng: random.Random) -> Drawn:
    """Draw a layer that crops nothing, and count the products of its three forms."""
    found = _transposed(rng, d=1, p=0, o=0)
    if found is None or found["n"] < found["k"]:
        return None
    n, k, s = (found[name] for name in "nks")
    met = trans_conv(np.ones((n, n)), np.ones((k, k)), stride=s)
    spread = {"#stamps": int(met.sum()), "#spread": met.size * k * k, "#most": int(met.max())}
    return _without({**found, **spread}, "pod")


def _exact(rng: random.Random, **fixed: int) -> Drawn:
    """Draw a transposed convolution that makes every size exactly s times as large."""
    x = _parameters(rng) | fixed
    o = fixed.get("o", rng.randint(0, x["s"] - 1))
    fitting = [k for k in range(1, 13) if x["d"] * (k - 1) == x["s"] + 2 * x["p"] - o - 1]
    found = _transposed(rng, **{**x, "o": o, "k": fitting[0]}) if fitting else None
    assert found is None or found["m"] == x["n"] * x["s"]
    plain = found and {name: value for name, value in found.items() if name[0] != "#"}
    return plain and {**plain, "#span": plain["e"]}


def _same(rng: random.Random) -> Drawn:
    return _without(_exact(rng, s=1, o=0), "so")


def _same_with_output_padding(rng: random.Random) -> Drawn:
    d = rng.randint(1, 4)
    return _without(_exact(rng, s=1, d=d, o=rng.randrange(d)), "s")


def _doubled(rng: random.Random) -> Drawn:
    return _without(_exact(rng, s=2, d=1), "sd")


def _tripled(rng: random.Random) -> Drawn:
    return _without(_exact(rng, s=3, d=1), "sd")


def _tripled_with(o: int) -> Any:
    return lambda rng: _without(_exact(rng, s=3, d=1, o=o), "sdo")


def _even(rng: random.Random) -> Drawn:
    return _without(_exact(rng, d=1, o=0), "do")


def _halving(rng: random.Random) -> Drawn:
    return _without(_convolution(rng, k=3, s=2, p=1, d=1), "kspd")


def _layers(rng: random.Random) -> Drawn:
    """Shift a one through some layers that double the size and have an output padding of 1."""
    L, shifts = rng.randint(1, 4), [0.0]
    X = np.zeros((1, 3))
    X[0, 1] = 1
    for layer in range(1, L + 1):
        X = trans_conv(X, np.ones((1, 3)), stride=(1, 2), padding=(0, 1), output_padding=(0, 1))
        centre = float((X[0] * (np.arange(X.shape[1]) + 0.5)).sum() / X.sum())
        shifts.append(centre - 2**layer * 1.5)
    return {"L": L, r"\delta": np.array(shifts)}


def _tent(rng: random.Random, odd: bool) -> Drawn:
    """Sample what linear interpolation makes of a one, by squares, at an even or odd stride."""
    s, i = 2 * rng.randint(1, 3) + odd, 3
    u = rng.randrange(7 * s)
    row = np.eye(7)[i]
    read = ndimage.zoom(row, s, order=1, grid_mode=True, mode="grid-constant")
    weights = read[read > 1e-12]
    a = rng.randrange(len(weights))
    x = {"s": s, "i": i, "u": u, "a": a, "k": len(weights), "t": weights}
    before = i * s - int(np.flatnonzero(read > 1e-12)[0])
    x |= {"#weight": weights[a], "p": before, "e": len(weights), "#square": s * (i + 1 / 2)}
    return x | {"#place": (u + 0.5) / s - 0.5, "#from the start": u - i * s, "#before": before}


def _even_tent(rng: random.Random) -> Drawn:
    return _tent(rng, False)


def _odd_tent(rng: random.Random) -> Drawn:
    return _tent(rng, True)


def _corners(rng: random.Random) -> Drawn:
    """Read a ramp with the corners' centres in place."""
    n, s = rng.randint(2, 6), rng.randint(2, 4)
    read = ndimage.zoom(np.arange(n, dtype=float), [(s * n - s + 1) / n], order=1)
    u = rng.randrange(len(read))
    x = {"n": n, "s": s, "n_o": len(read), "u": u, "i": read[u], "#size": len(read)}
    tent = ndimage.zoom(np.eye(5)[2], [(s * 4 + 1) / 5], order=1)
    k = int((tent > 1e-12).sum())
    return x | {"k": k, "p": k // 2, "#kernel": k, "#padding": k // 2, "#more": s - 1}


def _multiple(rng: random.Random) -> Drawn:
    """Draw a layer without output padding whose kernel is an odd number of strides."""
    found = _exact(rng, d=1, o=0)
    if found is None or found["k"] % found["s"] or not found["k"] // found["s"] % 2:
        return None
    m = found["k"] // found["s"]
    return {
        "k": found["k"],
        "s": found["s"],
        "p": found["p"],
        "m": m,
        "#before": len(range(1, m, 2)),
    }


def _two_layers(rng: random.Random) -> Drawn:
    first, second = rng.randint(1, 4), rng.randint(1, 4)
    left, _ = conv_output_shape(conv_output_shape((9, 9), first), second)
    return {"k_1": first, "k_2": second, "#kernel of both": 9 - left + 1}


WORLDS = (
    _convolution, _undilated, _transposed, _undilated_transposed, _full, _exact, _same,
    _same_with_output_padding, _doubled, _tripled, *(_tripled_with(o) for o in range(3)), _even,
    _halving, _layers, _even_tent, _odd_tent, _corners, _multiple, _two_layers,
)  # fmt: skip
