"""Layers drawn by a seed: none square, none symmetric, with whole numbers, so that sums are exact.

A case is a dict that JSON can hold: X (batch, c_i, n_h, n_w), K as PyTorch has it, the setting.
"""

from dataclasses import asdict
from typing import Any

import numpy as np

from d2lmini import trans_conv
from tools.systems.system import Setting

__all__ = ["NUMBER", "SEED", "draw", "expected"]

SEED, NUMBER = 16, 40


def draw(seed: int = SEED, number: int = NUMBER) -> list[dict[str, Any]]:
    """Draw cases in which something of the output is left."""
    rng = np.random.default_rng(seed)
    cases: list[dict[str, Any]] = []
    while len(cases) < number:
        case = _case(rng, plain=len(cases) % 2 == 0)
        if case is not None:
            cases.append(case)
    return cases


def _case(rng: Any, *, plain: bool) -> dict[str, Any] | None:
    """Draw a case; a plain one has no dilation and no groups, which not every system has."""

    def pair(low: int, high: int) -> tuple[int, int]:
        first, second = (int(v) for v in rng.integers(low, high + 1, 2))
        return first, second

    groups = 1 if plain else int(rng.integers(1, 4))
    (a, b), stride = pair(1, 2), pair(1, 3)
    setting = Setting(
        stride=stride,
        padding=pair(0, 2),
        output_padding=(int(rng.integers(stride[0])), int(rng.integers(stride[1]))),
        dilation=(1, 1) if plain else pair(1, 3),
        groups=groups,
    )
    kernel, size = pair(1, 4), pair(1, 6)
    axes = zip(
        size, setting.stride, setting.spans(kernel), setting.padding, setting.output_padding,
        strict=True,
    )  # fmt: skip
    if min((n - 1) * s + e - 2 * p + o for n, s, e, p, o in axes) < 1:
        return None
    X = rng.integers(-9, 10, (int(rng.integers(1, 3)), groups * a, *size))
    K = rng.integers(-9, 10, (groups * a, b, *kernel))
    return {"X": X.tolist(), "K": K.tolist(), "setting": asdict(setting)}


def expected(case: dict[str, Any]) -> Any:
    """Compute a case with d2lmini."""
    X, K = (np.array(case[name], "float64") for name in "XK")
    options = {n: v if isinstance(v, int) else tuple(v) for n, v in case["setting"].items()}
    return trans_conv(X, K, **options)
