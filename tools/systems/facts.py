"""What else a chapter says about a system, found out by running it."""

from typing import Any

import numpy as np

from d2lmini import trans_conv
from d2lmini.layouts import LAYOUTS, convert_kernel, kernel_shape
from tools.systems.cases import expected
from tools.systems.system import RefusedError, Setting, System

__all__ = ["execute", "facts", "start", "trimmed", "trimmed_by"]

N = 4  # rows and columns of the input whose output a word trims
KERNELS = [(2, 1), (3, 1), (2, 2), (3, 2), (4, 2), (5, 2), (4, 3), (5, 3), (1, 2), (2, 3)]
# The variance of a new kernel's weights, as expressions: a chapter evaluates the one that fits.
VARIANCES = [
    "1 / (3 * c_o * k_h * k_w)",
    "1 / (3 * c_i * k_h * k_w)",
    "1 / (c_o * k_h * k_w)",
    "1 / (c_i * k_h * k_w)",
    "2 / ((c_i + c_o) * k_h * k_w)",
    "0.07**2 / 3",
]
CHANNELS = [(24, 96, (3, 5)), (96, 24, (4, 3)), (32, 128, (7, 2))]
CLOSE = 0.05  # of the variance of 20,000 weights and more, which spreads by 1 %


def execute(system: System, cases: list[dict[str, Any]]) -> dict[str, Any]:
    """Run all cases, and count those that come out as d2lmini has them.

    A case that the layer refuses goes to what the system has beside its layer. Where the layout is
    turned, each case is run again with the axes in order and nothing turned.
    """
    found: dict[str, Any] = {"cases": len(cases), "equal": 0, "refused": {}, "wrong": []}
    turned = LAYOUTS[system.name].turned
    unturned = 0
    for number, case in enumerate(cases):
        X, K, setting = _arrays(system, case)
        right = expected(case)
        try:
            Y = system.run(X, K, setting)
        except RefusedError as error:
            found["refused"][str(error)] = found["refused"].get(str(error), 0) + 1
            Y = system.otherwise(X, K, setting)
        if np.array_equal(Y, right):
            found["equal"] += 1
        else:
            found["wrong"].append(number)
        if turned:
            axes = [LAYOUTS[system.name].axes.index(axis) for axis in ("k_h", "k_w")]
            K = np.ascontiguousarray(np.flip(K, axes))
            unturned += np.array_equal(system.run(X, K, setting), right)
    return found | ({"equal unturned": unturned} if turned else {})


def _arrays(system: System, case: dict[str, Any]) -> tuple[Any, Any, Setting]:
    X, K = (np.array(case[name], "float32") for name in "XK")
    options = {n: v if isinstance(v, int) else tuple(v) for n, v in case["setting"].items()}
    setting = Setting(**options)
    K = convert_kernel(K, "PyTorch", system.name, groups=setting.groups)
    return X, K, setting


def facts(system: System) -> dict[str, Any]:
    """Return shapes, the stamp, sizes, defaults and what a new kernel holds."""
    return {
        "layer": system.layer,
        "kernel": list(_kernel(system)),
        "stamp": _stamp(system),
        "trimmed": {word or "": _trimmed_all(system, word) for word in (None, *system.words)},
        "defaults": system.defaults(),
        "start": start(system),
    }


def _kernel(system: System) -> tuple[int, ...]:
    """Return the shape of a kernel from 4 channels to 6 that is 2 high and 5 wide, as accepted."""
    shape = kernel_shape(system.name, 4, 6, (2, 5))
    new = system.new_kernel(4, 6, (2, 5))
    if new is not None and new.shape != shape:
        raise ValueError(f"{system.name}: expected a kernel of shape {shape}, got {new.shape}")
    Y = system.run(np.ones((1, 4, 3, 7), "float32"), np.ones(shape, "float32"), Setting())
    if Y.shape != (1, 6, 4, 11):
        raise ValueError(f"{system.name}: expected 6 channels of 4 by 11, got {Y.shape}")
    return shape


def _stamp(system: System) -> str:
    """Tell how a kernel comes out of a single one: as it is stored, or turned by 180 degrees."""
    K = np.array([[1, 2, 3], [4, 5, 6]], "float32")
    order = LAYOUTS[system.name].axes
    size = dict(zip(("k_h", "k_w"), K.shape, strict=True))
    shape = [size.get(axis, 1) for axis in order]
    Y = system.run(np.ones((1, 1, 1, 1), "float32"), K.reshape(shape), Setting())[0, 0]
    ways = {"as stored": K, "turned": K[::-1, ::-1]}
    (found,) = [name for name, way in ways.items() if np.array_equal(Y, way)]
    return found


def _trimmed_all(system: System, word: str | None) -> list[list[int]]:
    """Return k, s and what is trimmed at the beginning and at the end, for some layers."""
    return [[k, s, *trimmed_by(system, k, s, word)] for k, s in KERNELS]


def trimmed_by(system: System, k: int, s: int, word: str | None) -> tuple[int, int]:
    """Return what a system cuts off at the beginning and at the end, with a word or with none."""
    rng = np.random.default_rng(k * 10 + s)
    X, K = rng.integers(1, 90, (1, 1, N, N)), rng.integers(1, 90, (1, 1, k, k))
    stored = convert_kernel(K.astype("float32"), "PyTorch", system.name)
    Y = system.bare(X.astype("float32"), stored, (s, s), word)
    return trimmed(trans_conv(X, K, stride=s)[0, 0], Y[0, 0])


def trimmed(whole: Any, Y: Any) -> tuple[int, int]:
    """Return how many rows, and as many columns, Y lacks before and behind; zeros added are < 0."""
    most = max(len(whole), len(Y))
    padded, (size, width) = np.pad(whole, most), Y.shape
    fits = [
        at
        for at in range(len(padded) - size + 1)
        if np.array_equal(padded[at : at + size, at : at + width], Y)
    ]
    (at,) = fits
    return at - most, len(whole) + most - at - size


def start(system: System) -> str | None:
    """Return the expression that the variance of new kernels follows, in all shapes tried."""
    found = []
    for c_i, c_o, kernel in CHANNELS:
        K = system.new_kernel(c_i, c_o, kernel)
        if K is None:
            return None
        sizes = {"c_i": c_i, "c_o": c_o, "k_h": kernel[0], "k_w": kernel[1]}
        ratios = {one: float(np.var(K)) / eval(one, {}, sizes) for one in VARIANCES}
        found.append({one for one, ratio in ratios.items() if abs(ratio - 1) < CLOSE})
    (expression,) = set.intersection(*found)
    return expression
