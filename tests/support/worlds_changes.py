"""What a change of one number or of all does, drawn at random: which weight meets it, and where."""

import random
from typing import Any

import numpy as np
from scipy.signal import correlate2d

from d2lmini import trans_conv

__all__ = ["WORLDS"]

Values = dict[str, Any]
Array = np.ndarray[Any, Any]


def _drawn(rng: random.Random, *shape: int) -> Array:
    size = int(np.prod(shape))
    return np.array([rng.uniform(1, 9) for _ in range(size)]).reshape(shape)


def _unit(shape: tuple[int, ...], place: tuple[int, int]) -> Array:
    one = np.zeros(shape)
    one[place] = 1
    return one


def _met(rng: random.Random) -> Values:
    """Draw a window, and find with ones what its output has of an element and of a weight."""
    X, K = _drawn(rng, 4, 5), _drawn(rng, 2, 3)
    i, j, a, b = (rng.randrange(n) for n in (3, 3, 2, 3))
    u, v = rng.randrange(i, i + 2), rng.randrange(j, j + 3)
    weight = correlate2d(_unit(X.shape, (u, v)), K, "valid")[i, j]
    element = correlate2d(X, _unit(K.shape, (a, b)), "valid")[i, j]
    found = {"#weight": weight, "#element": element, "#first": K.ravel()[0]}
    return {"X": X, "K": K, "i": i, "j": j, "u": u, "v": v, "a": a, "b": b, **found}


def _moved(rng: random.Random) -> Values:
    """Draw a change H of the input, a linear operation, and a loss of its output."""
    X, H, K, G = (_drawn(rng, *size) for size in ((4, 5), (4, 5), (2, 3), (3, 3)))

    def f(A: Array) -> Array:
        return np.array(correlate2d(A, K, "valid"))

    change = f(X + H) - f(X)
    found = {"#change": change, "#change of the loss": ((f(X + H) - f(X)) * G).sum()}
    return {"bold H": H, "bold G": G, "corr2d": f, **found}


def _product(rng: random.Random) -> Values:
    W, x, y = _drawn(rng, 3, 4), _drawn(rng, 4), _drawn(rng, 3)
    return {"W": W, "x": x, "y": y, "#product": float(y @ W @ x)}


def _placed(rng: random.Random) -> Values:
    """Find where a single weight puts a single element."""
    s, d, i, j, a, b = (rng.randint(1, 3) for _ in range(6))
    Y = trans_conv(_unit((4, 4), (i, j)), _unit((4, 4), (a, b)), stride=s, dilation=d)
    place = np.argwhere(Y)[0].astype(float)
    return {"s": s, "d": d, "i": i, "j": j, "a": a, "b": b, "#place": place}


def _transform(rng: random.Random) -> Values:
    """Count the steps of a fast Fourier transform, by halves, and their real products."""
    rounds = rng.randint(2, 9)
    N = 2**rounds
    steps = sum(N // 2 for _ in range(rounds))
    half = len(np.fft.rfft(np.ones(N))) - 1
    return {"N": N, "#steps": steps, "#real products": steps * 4 / 2, "#between": half}


def _quality(rng: random.Random) -> Values:
    """Draw an image with errors, and measure them in decibels of amplitudes."""
    errors = _drawn(rng, 3, 4) / 50
    mean = float((errors**2).mean())
    return {"MSE": mean, "#decibels": -20 * np.log10(np.linalg.norm(errors) / errors.size**0.5)}


WORLDS = (_met, _moved, _product, _placed, _transform, _quality)
