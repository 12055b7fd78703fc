"""Arrays drawn at random and what the operations make of them, by SciPy or stamp by stamp."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.signal import convolve2d, correlate2d

from d2lmini import corr2d, trans_conv

__all__ = ["WORLDS"]

Values = dict[str, Any]
Array = np.ndarray[Any, Any]


def _drawn(rng: random.Random, *shape: int) -> Array:
    return np.array([rng.randint(1, 9) for _ in range(int(np.prod(shape)))], float).reshape(shape)


def _inside(rng: random.Random, Y: Array) -> tuple[int, int]:
    return rng.randrange(Y.shape[0]), rng.randrange(Y.shape[1])


def gradient(f: Callable[[Array], Array], X: Array, G: Array) -> Array:
    """Return the sums of G times what each element of X adds to a linear f."""
    units = (np.eye(X.size)[i].reshape(X.shape) for i in range(X.size))
    return np.array([(G * f(one)).sum() for one in units]).reshape(X.shape)


def _bold(values: Values) -> Values:
    return values | {f"bold {name}": v for name, v in values.items() if np.ndim(v)}


def _sizes(X: Array, K: Array) -> Values:
    return dict(zip(("n_h", "n_w", "k_h", "k_w"), (*X.shape, *K.shape), strict=True))


def _correlation(rng: random.Random) -> Values:
    X, K = _drawn(rng, 4, 5), _drawn(rng, 2, 3)
    Y = correlate2d(X, K, "valid")
    G = _drawn(rng, *Y.shape)
    (i, j), (u, v), (a, b) = (_inside(rng, one) for one in (Y, X, K))
    DX = gradient(lambda one: correlate2d(one, K, "valid"), X, G)
    DK = gradient(lambda one: correlate2d(X, one, "valid"), K, G)
    values = {"X": X, "K": K, "Y": Y, "G": G, "DX": DX, "DK": DK, "DY": G, **_sizes(X, K)}
    return _bold(values) | {"i": i, "j": j, "u": u, "v": v, "a": a, "b": b}


def _transposed(rng: random.Random) -> Values:
    X, K = _drawn(rng, 3, 4), _drawn(rng, 2, 3)
    Y = convolve2d(X, K)
    u, v = _inside(rng, Y)
    return _bold({"X": X, "K": K, "Y": Y, **_sizes(X, K)}) | {"u": u, "v": v}


def _strided(rng: random.Random) -> Values:
    s, d = rng.randint(1, 2), rng.randint(1, 2)
    X, K = _drawn(rng, 6, 7), _drawn(rng, 2, 3)
    size = {"stride": s, "padding": 1, "dilation": d}
    Y = corr2d(X, K, **size)
    G = _drawn(rng, *Y.shape)
    DK = gradient(lambda one: corr2d(X, one, **size), K, G)
    (i, j), (a, b) = _inside(rng, Y), _inside(rng, K)
    values = {"bar X": np.pad(X, 1), "K": K, "Y": Y, "G": G, "DK": DK}
    return values | {"s": s, "d": d, "i": i, "j": j, "a": a, "b": b}


def _strided_back(rng: random.Random) -> Values:
    s, d = rng.randint(1, 2), rng.randint(1, 2)
    Y, K = _drawn(rng, 3, 4), _drawn(rng, 2, 3)
    size = {"stride": s, "padding": 1, "dilation": d}
    G = _drawn(rng, *trans_conv(Y, K, **size).shape)
    DK = gradient(lambda one: trans_conv(Y, one, **size), K, G)
    a, b = _inside(rng, K)
    return {"Y": Y, "bar G": np.pad(G, 1), "DK": DK, "s": s, "d": d, "a": a, "b": b}


def _matrix(rng: random.Random) -> Values:
    """Draw a convolution as a matrix, and the vectors on the way there and back."""
    X, K = _drawn(rng, 4, 3), _drawn(rng, 2, 2)
    units = np.eye(X.size).reshape(-1, *X.shape)
    W = np.array([correlate2d(one, K, "valid").ravel() for one in units]).T
    y = correlate2d(X, K, "valid").ravel()
    V = np.array([correlate2d(X, one.reshape(2, 2), "valid").ravel() for one in np.eye(4)]).T
    g = _drawn(rng, y.size)
    gradients = {"Dx": gradient(lambda x: W @ x, X.ravel(), g), "Dy": g}
    z = convolve2d(y.reshape(3, 2), K).ravel()
    i, q = rng.randrange(y.size), rng.randrange(X.size)
    values = _bold(
        {"W": W, "x": X.ravel(), "y": y, "V": V, "k": K.ravel(), "g": g, "z": z} | gradients
    )
    whole = {"A": _drawn(rng, 3, 4), "B": _drawn(rng, 3, 4), "i": i, "q": q}
    return values | _bold(whole)


def _adjoint(rng: random.Random) -> Values:
    """Draw an input and an output that have nothing to do with each other."""
    X, Y, K = _drawn(rng, 4, 5), _drawn(rng, 3, 3), _drawn(rng, 2, 3)

    def f(X: Array) -> Array:
        return np.array(correlate2d(X.reshape(4, 5), K, "valid"))

    def g(Y: Array) -> Array:
        return np.array(convolve2d(Y, K))

    return _bold({"X": X, "Y": Y, "x": X, "y": Y}) | {"f": f, "g": g, "corr2d": f, "trans_conv": g}


def _edges(rng: random.Random) -> Values:
    """Find edges across, and then down."""
    X = _drawn(rng, 4, 5)
    across = correlate2d(X, np.array([[1, -1]]), "valid")
    corner = correlate2d(across, np.array([[1], [-1]]), "valid")
    i, j = _inside(rng, corner)
    return {"X": X, "i": i, "j": j, "#across": across[i, j], "#corner": corner[i, j]}


def _decomposed(rng: random.Random) -> Values:
    values = _matrix(rng)
    U, sigma, turned = np.linalg.svd(values["bold W"])
    spread = np.zeros(values["bold W"].shape)
    np.fill_diagonal(spread, sigma)
    names = {"bold W": values["bold W"], "bold U": U, r"bold \Sigma": spread, "bold V": turned.T}
    names |= {"bold v": turned, "bold u": U.T, r"\sigma": sigma, "i": values["i"]}
    return names


def _backward(rng: random.Random) -> Values:
    """Draw the matrix of a transposed convolution's layer: forward it is turned."""
    values = _matrix(rng)
    x = _drawn(rng, values["y"].size)
    y = convolve2d(x.reshape(3, 2), values["k"].reshape(2, 2)).ravel()
    return {"bold W": values["bold W"], "bold x": x, "bold y": y}


def _orthonormal(rng: random.Random) -> Values:
    """Draw a convolution whose kernels are the rows of a matrix with orthonormal columns."""
    s, c_i, c = rng.randint(1, 3), rng.randint(1, 2), rng.choice((1, 3))
    columns = c_i * s * s
    c_o = columns + rng.randint(0, 2)
    M = np.linalg.qr(_drawn(rng, c_o, columns) + np.eye(c_o, columns))[0]
    K = M.reshape(c_o, c_i, s, s)
    size = c_i * 2 * s * s
    units = np.eye(size).reshape(-1, 1, c_i, s, 2 * s)
    W = np.array([corr2d(one, K, stride=s).ravel() for one in units]).T
    scaled = {"c": c * c, r"\sigma": np.linalg.svd(c * W)[1], "i": rng.randrange(size)}
    alike = {"bold W": c * W, "bold I": np.eye(size), **scaled}
    counts = {"c_o": c_o, "c_i": c_i, "s": s, "#columns": M.shape[1]}
    return alike if c > 1 else alike | {"bold M": M, "bold I": np.eye(columns), **counts}


def _undone(rng: random.Random) -> Values:
    values = {}
    while "bold M" in values or not values:
        values = _orthonormal(rng)
    return values


def _columns(rng: random.Random) -> Values:
    values = {}
    while "bold M" not in values:
        values = _orthonormal(rng)
    return values


def _undoes(rng: random.Random) -> Values:
    values = _columns(rng)
    return {"bold W": values["bold W"], "bold I": np.eye(values["bold W"].shape[1])}


def _rows(rng: random.Random) -> Values:
    """Draw fewer kernels, orthonormal rows: the convolution undoes the transposed one."""
    M = np.linalg.qr(_drawn(rng, 8, 3) + np.eye(8, 3))[0].T
    units = np.eye(48).reshape(-1, 1, 2, 4, 6)
    W = np.array([corr2d(one, M.reshape(3, 2, 2, 2), stride=2).ravel() for one in units]).T
    return {"bold W": W, "bold I": np.eye(len(W)), "c_o": 3, "c_i": 2, "s": 2}


def _row_matrix(rng: random.Random) -> Values:
    values = _rows(rng)
    M = np.linalg.qr(_drawn(rng, 8, 3))[0].T
    return {"bold M": M, "bold I": np.eye(3), "c_o": values["c_o"], "c_i": 2, "s": 2, "k": 2}


def _pooling(rng: random.Random) -> Values:
    """Put a one into each row, at the place of the largest number of a window."""
    P = np.zeros((3, 12))
    for row in range(3):
        P[row, 4 * row + rng.randrange(4)] = 1
    return {"bold P": P, "bold I": np.eye(3)}


def _steps(rng: random.Random) -> Values | None:
    """Walk down the squared error, with gradients from differences, where the walk converges."""
    W, y = _drawn(rng, 4, 3) - 5, _drawn(rng, 4)
    _, sigma, V = np.linalg.svd(W)
    step = rng.uniform(0.1, 4) / sigma[0] ** 2

    def loss(x: Array) -> float:
        return float(np.linalg.norm(y - W @ x) ** 2 / 2)

    iterates = [np.zeros(3)]
    for _ in range(40):
        x = iterates[-1]
        change = [(loss(x + e) - loss(x - e)) / 2 for e in np.eye(3)]
        iterates.append(x - step * np.array(change))
    best, i, t = np.linalg.lstsq(W, y, rcond=None)[0], rng.randrange(3), rng.randrange(4)
    left = [float(V[0] @ (best - x)) for x in iterates]
    if abs(left[-1]) > abs(left[0]):
        return None
    factor = V[i] @ (best - iterates[1]) / (V[i] @ best)
    values = {"bold W": W, "bold y": y, "bold x": np.array(iterates), "t": t, r"\tau": step}
    return values | {r"\sigma": sigma, r"\sigma_\max": sigma[0], "i": i, "#factor": factor}


def _bias(rng: random.Random) -> Values:
    """Draw a bias, added everywhere, and the errors of an output."""
    E = _drawn(rng, 3, 4) - 5
    m = E.size

    def loss(E: Array) -> float:
        return float((E**2).mean())

    change = [(loss(E + e) - loss(E - e)) / 2 for e in np.eye(m).reshape(m, 3, 4)]
    squared = {"E": E, "G": np.array(change).reshape(3, 4), "m": m, "L": loss(E)}
    return _bold(squared) | {"bold 1": np.ones((3, 4)), "b": rng.randint(1, 9)}


def _added(rng: random.Random) -> Values:
    G = _drawn(rng, 3, 4)
    return {"G": G, "Db": gradient(lambda b: b * np.ones((3, 4)), np.ones(1), G)[0]}


def _row(rng: random.Random) -> Values:
    """Add up the stamps of one row, and spread its numbers out."""
    s, n, k = rng.randint(1, 3), rng.randint(2, 4), rng.randint(1, 5)
    X, K = _drawn(rng, n), _drawn(rng, k)
    Y, Z = np.zeros((n - 1) * s + k), np.zeros((n - 1) * s + 1)
    for j in range(n):
        Y[s * j : s * j + k] += X[j] * K
        Z[s * j] = X[j]
    j, tap = rng.randrange(n), rng.randrange(k)
    u = s * j + tap
    v, a = divmod(u, s)
    values = {"X": X, "K": K, "Y": Y, "Z": Z, "s": s, "k": k, "u": u, "v": v, "a": a}
    return values | {"j": j, "i": v - j, "#border": k - 1, "#start": s * j}


def _turned_row(rng: random.Random) -> Values:
    """Name the places of the second reading: v of the spread row, and a of its window."""
    values = _row(rng)
    a = rng.randrange(values["k"])
    return values | {"a": a, "v": values["u"] - (values["k"] - 1) + a}


def _dilated_row(rng: random.Random) -> Values:
    s, d, n, k = rng.randint(1, 3), rng.randint(1, 3), 3, rng.randint(1, 3)
    X, K = _drawn(rng, n), _drawn(rng, k)
    Y = trans_conv(X[None], K[None], stride=(1, s), dilation=(1, d))[0]
    return {"X": X, "K": K, "Y": Y, "s": s, "d": d, "u": rng.randrange(len(Y))}


def _twos(rng: random.Random) -> Values:
    return {"s": 2, "d": 2, "i": rng.randrange(9), "j": rng.randrange(9)}


def _power(rng: random.Random) -> Values:
    """Draw a curve that is straight on logarithmic scales."""
    a, b, n = rng.uniform(1, 3), rng.uniform(1, 3), rng.randint(2, 9)
    return {"a": a, "b": b, "n": n, "t": np.exp(np.log(a) + b * np.log(n))}


WORLDS = (
    _correlation, _adjoint, _edges, _transposed, _strided, _strided_back, _matrix,
    _decomposed, _backward, _undone, _columns, _undoes, _rows, _row_matrix, _pooling, _steps,
    _bias, _added, _row, _turned_row, _dilated_row, _twos, _power,
)  # fmt: skip
