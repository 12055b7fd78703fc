"""What a reader predicts of an operation: the right answer, and what typical errors would give."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from d2lmini._operations import corr2d, trans_conv

__all__ = ["ASKS", "OPERATIONS", "Array", "Prediction", "Setting", "Wrong", "check"]

NUMBER = re.compile(r"[-−+]?[0-9]+(\.[0-9]+)?")
TOLERANCE = 1e-6  # between a typed number and a computed one
OPERATIONS: dict[str, Callable[..., Any]] = {"corr2d": corr2d, "trans_conv": trans_conv}
ASKS = ("number", "cells", "shape")
Numbers = tuple[float, ...]
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Setting:
    """An operation and its parameters, one number for both axes."""

    X: Array
    K: Array
    operation: str = "trans_conv"
    stride: int = 1
    padding: int = 0
    output_padding: int = 0
    dilation: int = 1

    def output(self) -> Array:
        """Compute the output, or raise what the operation raises."""
        more = {"output_padding": self.output_padding} if self.operation == "trans_conv" else {}
        Y: Array = OPERATIONS[self.operation](
            self.X, self.K, stride=self.stride, padding=self.padding, dilation=self.dilation, **more
        )
        return Y

    def uncropped(self) -> Array:
        """Compute a transposed convolution's output before padding crops it."""
        return replace(self, padding=0, output_padding=0).output()


@dataclass(frozen=True)
class Wrong:
    """A kind of error: what it would give, and what to say of it."""

    kind: str
    value: Numbers
    feedback: str


@dataclass(frozen=True)
class Prediction:
    """What is asked of a setting: one of ASKS; `at` is the place of the number asked for.

    Examples
    --------
    >>> import numpy as np
    >>> Prediction(Setting(np.ones((2, 3)), np.ones((2, 2)), stride=2), "shape").answer
    (4.0, 6.0)
    """

    setting: Setting
    asks: str
    at: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        if self.asks not in ASKS:
            raise ValueError(f"a prediction asks for one of {', '.join(ASKS)}, not {self.asks!r}")
        if self._asked(self.output) is None:
            raise ValueError(f"output of shape {self.output.shape} has no element {self.at}")

    @cached_property
    def output(self) -> Array:
        """Return the output of the setting."""
        return self.setting.output()

    @property
    def answer(self) -> Numbers:
        """Return the numbers of the right answer, row by row."""
        asked = self._asked(self.output)
        assert asked is not None  # checked when it was made
        return asked

    @property
    def columns(self) -> int:
        """Return how many numbers of the answer stand in a row."""
        return self.output.shape[1] if self.asks == "cells" else len(self.answer)

    @cached_property
    def wrong(self) -> list[Wrong]:
        """Return the errors that differ from the right answer; two that give the same are one."""
        found: dict[Numbers, Wrong] = {}
        for kind, (feedback, wrong_output) in ERRORS.items():
            try:
                value = self._asked(wrong_output(self.setting))
            except ValueError:  # what this error would compute does not exist
                continue
            if value in found:
                kind = f"{found[value].kind}, {kind}"
                feedback = f"{found[value].feedback} Or: {feedback}"
            if value is not None and value != self.answer:
                found[value] = Wrong(kind, value, feedback)
        return list(found.values())

    def _asked(self, Y: Array) -> Numbers | None:
        if self.asks == "shape":
            return tuple(float(n) for n in Y.shape)
        if self.asks == "cells":
            return tuple(Y.ravel().tolist()) if Y.shape == self.output.shape else None
        inside = all(0 <= i < n for i, n in zip(self.at, Y.shape, strict=True))
        return (float(Y[self.at]),) if inside else None


def check(prediction: Prediction, entered: Sequence[str]) -> tuple[str, str]:
    """Return "right", "wrong" or "not attempted", and the feedback for a known error."""
    texts = [text.strip() for text in entered]
    answer = prediction.answer
    if len(texts) != len(answer) or not all(NUMBER.fullmatch(text) for text in texts):
        return "not attempted", ""
    numbers = tuple(float(text.replace("−", "-")) for text in texts)
    if _close(numbers, answer):
        return "right", ""
    known = (wrong.feedback for wrong in prediction.wrong if _close(numbers, wrong.value))
    return "wrong", next(known, "")


def _close(numbers: Numbers, others: Numbers) -> bool:
    return all(abs(a - b) < TOLERANCE for a, b in zip(numbers, others, strict=True))


def _only(operation: str, setting: Setting) -> Setting:
    if setting.operation != operation:
        raise ValueError(f"an error of {operation} alone")
    return setting


def _kernel_transposed(setting: Setting) -> Array:
    if min(setting.K.shape) == 1:
        raise ValueError("nobody takes a single row for a column")
    return replace(setting, K=setting.K.T).output()


def _overwritten(setting: Setting) -> Array:
    """Let each stamp replace what lies below it."""
    setting = _only("trans_conv", setting)
    Y, p, (k_h, k_w) = np.zeros_like(setting.uncropped()), setting.padding, setting.K.shape
    s, d = setting.stride, setting.dilation
    for (i, j), x in np.ndenumerate(setting.X):
        rows = slice(i * s, i * s + d * (k_h - 1) + 1, d)
        Y[rows, j * s : j * s + d * (k_w - 1) + 1 : d] = x * setting.K
    height, width = setting.output().shape
    Y = np.pad(Y, (0, setting.output_padding))
    return Y[p : p + height, p : p + width]


def _one_sided(setting: Setting) -> Array:
    """Crop once instead of on both sides."""
    Y, p = _only("trans_conv", setting).uncropped(), setting.padding
    return np.pad(Y[p:, p:], (0, setting.output_padding))


def _padded(setting: Setting) -> Array:
    """Add the padding instead of cropping it."""
    Y = np.pad(_only("trans_conv", setting).uncropped(), setting.padding)
    return np.pad(Y, (0, setting.output_padding))


def _extra_on_both_sides(setting: Setting) -> Array:
    return np.pad(_only("trans_conv", setting).output(), (setting.output_padding, 0))


# Each kind of error: what to say, and the output that it would give.
ERRORS: dict[str, tuple[str, Callable[[Setting], Array]]] = {
    "transposed": (
        "Rows and columns are exchanged: height comes first, then width.",
        lambda s: s.output().T,
    ),
    "turned": (
        "That is what the kernel turned by 180 degrees gives. It is used as it stands.",
        lambda s: replace(s, K=s.K[::-1, ::-1]).output(),
    ),
    "kernel transposed": (
        "The rows of the kernel have been taken for its columns.",
        _kernel_transposed,
    ),
    "overwritten": (
        "Where stamps overlap, they are added; here, the last one replaces what lies below it.",
        _overwritten,
    ),
    "stride": (
        "That would be so with stride 1. How far apart do neighbours lie?",
        lambda s: replace(s, stride=1, output_padding=0).output(),
    ),
    "padding once": ("Padding counts on both sides of each axis: 2p, not p.", _one_sided),
    "padding added": (
        "In a transposed convolution, padding crops the output; it adds nothing.",
        _padded,
    ),
    "padding": ("The padding is left out.", lambda s: replace(s, padding=0).output()),
    "output padding": (
        "The output padding is left out.",
        lambda s: replace(s, output_padding=0).output(),
    ),
    "output padding twice": (
        "Output padding adds at the end only, not on both sides.",
        _extra_on_both_sides,
    ),
    "dilation": (
        "The dilation is left out: how far is it from the kernel's first tap to its last?",
        lambda s: replace(s, dilation=1).output(),
    ),
    "dilation from 0": (
        "Dilation counts from 1: with dilation 1, neighbours stay neighbours.",
        lambda s: replace(s, dilation=s.dilation + 1).output(),
    ),
    "exchanged": (
        "The input and the kernel have changed places.",
        lambda s: replace(s, X=s.K, K=s.X).output(),
    ),
    "other operation": (
        "That is the other operation: a cross-correlation reduces a window to one number, "
        "a transposed convolution spreads one number over a window.",
        lambda s: replace(
            s,
            operation="corr2d" if s.operation == "trans_conv" else "trans_conv",
            output_padding=0,
        ).output(),
    ),
    "input": ("That is the input itself.", lambda s: s.X),
}
