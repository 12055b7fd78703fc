"""Costs, counts and variances of drawn layers, counted from matrices and stamps of ones."""

import random
from typing import Any

import numpy as np

from d2lmini import conv_output_shape, kernel2matrix, trans_conv, trans_conv_output_shape

__all__ = ["WORLDS"]

Drawn = dict[str, Any] | None


def _plain(rng: random.Random) -> Drawn:
    """Draw a convolution of stride 1 without padding, with sizes that differ by axis."""
    n_h, n_w, k_h, k_w = (rng.randint(*pair) for pair in ((3, 7), (3, 7), (1, 3), (1, 3)))
    m_h, m_w = conv_output_shape((n_h, n_w), (k_h, k_w))
    big = trans_conv(np.ones((n_h, n_w)), np.ones((k_h, k_w)))
    x = {"n_h": n_h, "n_w": n_w, "k_h": k_h, "k_w": k_w}
    x |= {"#rows": m_h, "#columns": m_w, "#size": m_h * m_w, "#large": big.size}
    x |= {"#rows less": n_h - m_h, "#columns less": n_w - m_w}
    return x | {"#rows more": big.shape[0], "#columns more": big.shape[1]}


def _strided(rng: random.Random) -> Drawn:
    """Draw a stride and sizes that differ by axis; inside, count how many stamps meet."""
    n_h, n_w, k_h, k_w, s = (rng.randint(1, 5) for _ in range(5))
    m_h, m_w = trans_conv_output_shape((n_h, n_w), (k_h, k_w), stride=s)
    return {"n_h": n_h, "n_w": n_w, "k_h": k_h, "k_w": k_w, "s": s, "#size": m_h * m_w}


def _counts(rng: random.Random) -> Drawn:
    k, s = rng.randint(1, 6), rng.randint(1, 3)
    met = trans_conv(np.ones((12, 12)), np.ones((k, k)), stride=s)[5 * s : 7 * s, 5 * s : 7 * s]
    phases = trans_conv(np.ones((1, 1)), np.ones((s, s))).size
    ratio = met.max() / met.min() if met.min() else 0
    return {"k": k, "s": s, "#ratio": ratio, "#phases": phases} if ratio else None


def _costs(rng: random.Random) -> Drawn:
    """Count entries, products and memory of the forms of one convolution."""
    k = rng.randint(2, 3)
    n = rng.randint(2 * k, 7)  # so that some input lies in as many windows as there are weights
    c_i, c_o = rng.randint(1, 3), rng.randint(1, 3)
    W = kernel2matrix(np.ones((c_o, c_i, k, k)), (c_i, n, n))
    m, _ = conv_output_shape((n, n), k)
    used, rows = int(np.count_nonzero(W)), W.shape[0]
    x = {"n": n, "k": k, "c_i": c_i, "c_o": c_o, "m": m, "N": n * n}
    x |= {"#entries": W.size, "#products": used, "#sparse": 2 * used + rows + 1}
    weights = c_o * c_i * k * k
    x |= {"#weights": weights, "#copied": used // c_o + weights}
    x["#products of an input"] = int(np.count_nonzero(W, axis=0).max())
    x["#bytes dense"] = 4 * W.size
    if c_i == c_o == 1:
        x |= {"#bytes": 8 * used + 4 * (rows + 1), "#long": 12 * used + 8 * (rows + 1)}
    return x


def _nine(rng: random.Random) -> Drawn:
    """Draw one channel and a kernel of 3: the bytes of W, dense and sparse."""
    n = rng.randint(4, 9)
    W = kernel2matrix(np.ones((3, 3)), (n, n))
    used, m = int(np.count_nonzero(W)), n - 2
    x = {"n": n, "m": m, "#dense": 4 * W.size, "#weights and columns": 8 * used}
    x |= {"#starts": 4 * (len(W) + 1), "#sparse": 8 * used + 4 * (len(W) + 1)}
    long = 8 * (len(W) + 1)
    return x | {"#long": 12 * used + long, "#long columns": 12 * used, "#long starts": long}


def _one_channel(rng: random.Random) -> Drawn:
    n, k = rng.randint(4, 9), rng.randint(2, 3)
    W = kernel2matrix(np.ones((k, k)), (n, n))
    m, _ = conv_output_shape((n, n), k)
    counted = {"#entries": W.size, "#used": int(np.count_nonzero(W))}
    counted["#weights of a row"] = int(np.count_nonzero(W[0]))
    return {"n": n, "k": k, "m": m, "N": n * n, **counted}


def _checkerboard(rng: random.Random) -> Drawn:
    """Sum the weights of each phase, each 1 plus or minus sigma, for all signs."""
    sigma, q = rng.uniform(0.1, 2), rng.randint(1, 6)
    x = {r"\sigma": sigma, "q": q, "#variance": _signs(q, sigma).sum(1).var()}
    for k in (3, 4):
        weights = _signs(k * k, sigma).reshape(-1, k, k)
        sums = np.array([weights[:, a::2, b::2].sum((1, 2)) for a in (0, 1) for b in (0, 1)])
        square, mean = (sums**2).mean(), (sums.mean(0) ** 2).mean()
        x |= {f"#square {k}": square, f"#mean {k}": mean, f"#share {k}": 1 - mean / square}
        x[f"#varies {k}"] = square - mean
    return x


def _signs(count: int, sigma: float) -> np.ndarray[Any, Any]:
    bits = np.arange(2**count)[:, None] >> np.arange(count) & 1
    return 1 + sigma * (2.0 * bits - 1)


def _gain(rng: random.Random) -> Drawn:
    """Count how many products meet in an output, on the average over the places inside."""
    s, c_i, k_h, k_w = (rng.randint(1, 4) for _ in range(4))
    Y = trans_conv(np.ones((9, 9)), np.ones((k_h, k_w)), stride=s)
    met = c_i * Y[4 * s : 5 * s, 4 * s : 5 * s].mean()
    x = {
        "s": s,
        "c_i": c_i,
        "k_h": k_h,
        "k_w": k_w,
        "v": rng.random(),
        "#met": round(met * s * s) / s**2,
    }
    return {**x, r"\gamma": met * x["v"]}


def _kept(rng: random.Random) -> Drawn:
    found = _gain(rng)
    return found and {**found, "v": found["v"] / found[r"\gamma"], r"\gamma": 1}


def _square_gain(rng: random.Random) -> Drawn:
    found = _gain(rng)
    k = found and found["k_h"]
    return {**found, "k": k} if found and k == found["k_w"] else None


WORLDS = (
    _plain, _strided, _counts, _costs, _nine, _one_channel, _checkerboard, _gain, _kept,
    _square_gain,
)  # fmt: skip
