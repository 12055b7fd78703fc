"""A question for hyperparameters that give a shape: whatever gives it is right."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from d2lmini import conv_output_shape, trans_conv_output_shape
from d2lmini.predictions import ERRORS, NUMBER, Array, Numbers, Setting, Wrong

__all__ = ["CONDITIONS", "KINDS", "LEAST", "OPTIONS", "Settings", "check_settings", "settings_of"]

OPTIONS = ("asks", "operation", "input", "output", "find", "require", "hint")
# The numbers that can be asked for, with the least of each and the most that is tried.
LEAST = {"kernel": 1, "stride": 1, "padding": 0, "output_padding": 0, "dilation": 1}
MOST = {"kernel": 8, "stride": 4, "padding": 3, "output_padding": 3, "dilation": 3}
SHAPES = {"trans_conv": trans_conv_output_shape, "corr2d": conv_output_shape}
FURTHER = 2  # times as far other right numbers are looked for, where one is found
MOST_TOLD = 50  # of a number whose error is looked for: arrays are made of it
# The errors that a shape can show, whatever the numbers are.
KINDS = (
    "stride",
    "padding once",
    "padding added",
    "padding",
    "output padding",
    "output padding twice",
    "dilation",
    "dilation from 0",
    "other operation",
)

Shape = tuple[int, int]
Values = Mapping[str, int]

# What may be asked for besides the size: what is said where it is not so, and whether it is.
CONDITIONS: dict[str, tuple[str, Callable[[Values], bool]]] = {
    "overlap": (
        "The size is right, and the stamps do not overlap: take a kernel larger than the stride.",
        lambda v: v["dilation"] * (v["kernel"] - 1) + 1 > v["stride"],
    ),
    "even": (
        "The size is right, and the counts are uneven: the stride has to divide the kernel.",
        lambda v: v["kernel"] % v["stride"] == 0,
    ),
    "still": (
        "The size is right, and the picture moves: what padding crops has to be half of what the "
        "kernel reaches beyond the stride.",
        lambda v: v["dilation"] * (v["kernel"] - 1) + 1 - v["stride"] == 2 * v["padding"],
    ),
}


@dataclass(frozen=True)
class Settings:
    """The hyperparameters to `find`, others being `given`, that make one shape of another."""

    operation: str
    start: Shape
    target: Shape
    find: tuple[str, ...]
    given: dict[str, int]
    conditions: tuple[str, ...] = ()
    asks: str = "settings"

    def __post_init__(self) -> None:
        if self.conditions and self.operation != "trans_conv":
            raise ValueError("require is about stamps: a cross-correlation has none")
        if not self._right:
            raise ValueError(f"nothing small makes {self.target} of {self.start}")

    @property
    def answer(self) -> Numbers:
        """Return the right answer of the smallest numbers."""
        return self._right[0]

    @cached_property
    def wrong(self) -> list[Wrong]:
        """Return, for each kind of error, the smallest numbers that it would take to be right."""
        found: dict[str, Wrong] = {}
        for numbers in self._tried():
            said, feedback = check_settings(self, [f"{n:g}" for n in numbers])
            kind = next((k for k in KINDS if ERRORS[k][0] in feedback), "")
            kind = kind or next((c for c in self.conditions if CONDITIONS[c][0] == feedback), "")
            if said == "wrong" and kind:
                found.setdefault(kind, Wrong(kind, numbers, feedback))
        return list(found.values())

    def values(self, numbers: Sequence[float]) -> dict[str, int]:
        """Return all hyperparameters, with some numbers for those to be found."""
        asked = zip(self.find, map(int, numbers), strict=True)
        return {**LEAST, **self.given, **dict(asked)}

    @property
    def several(self) -> bool:
        """Return whether other numbers than the answer are right as well."""
        return len(self._right) > 1 or any(
            self._is_right(n) for n in self._tried(FURTHER) if n != self.answer
        )

    @cached_property
    def _right(self) -> list[Numbers]:
        return [n for n in self._tried() if self._is_right(n)]

    def _is_right(self, numbers: Sequence[float]) -> bool:
        return self._shape(numbers) == self.target and not self._unmet(numbers)

    def _tried(self, times: int = 1) -> Iterator[Numbers]:
        """Go through small numbers, the smallest first."""
        ranges = [range(LEAST[name], times * MOST[name] + 1) for name in self.find]
        for numbers in sorted(itertools.product(*ranges), key=lambda n: (sum(n), n)):
            yield tuple(map(float, numbers))

    @staticmethod
    def shape_of(operation: str, start: Shape, values: Values) -> Shape | None:
        """Return an output's shape, or nothing where there is no output."""
        more = {name: n for name, n in values.items() if name != "kernel"}
        if operation == "corr2d":
            more.pop("output_padding", None)
        try:
            return SHAPES[operation](start, values["kernel"], **more)
        except ValueError:
            return None

    def _shape(self, numbers: Sequence[float]) -> Shape | None:
        return self.shape_of(self.operation, self.start, self.values(numbers))

    def _unmet(self, numbers: Sequence[float]) -> str:
        values = self.values(numbers)
        unmet = (CONDITIONS[name] for name in self.conditions)
        return next((words for words, met in unmet if not met(values)), "")

    def _error(self, numbers: Sequence[float]) -> str:
        """Return what is to be said of the error that would make the numbers right."""
        values = self.values(numbers)
        if max(values.values()) > MOST_TOLD:
            return ""
        size = values.pop("kernel")
        setting = Setting(np.ones(self.start), np.ones((size, size)), self.operation, **values)
        return next((ERRORS[kind][0] for kind in KINDS if self._would(setting, kind)), "")

    def _would(self, setting: Setting, kind: str) -> bool:
        try:
            wrong: Array = ERRORS[kind][1](setting)
        except ValueError:  # what this error would compute does not exist
            return False
        return wrong.shape == self.target


def check_settings(asked: Settings, entered: Sequence[str]) -> tuple[str, str]:
    """Return "right", "wrong" or "not attempted", and what the numbers would give."""
    texts = [text.strip() for text in entered]
    if len(texts) != len(asked.find) or not all(NUMBER.fullmatch(text) for text in texts):
        return "not attempted", ""
    numbers = [float(text.replace("−", "-")) for text in texts]
    for name, number in zip(asked.find, numbers, strict=True):
        if number % 1 or number < LEAST[name]:
            words = name.replace("_", " ")
            return "wrong", f"The {words} is a whole number from {LEAST[name]}."
    values = asked.values(numbers)
    if values["output_padding"] >= max(values["stride"], values["dilation"]):
        return "wrong", "The output padding has to be smaller than the stride or the dilation."
    shape = asked._shape(numbers)
    if shape is None:
        return "wrong", "With these numbers there is no output."
    if shape != asked.target:
        start, gives, target = (
            " × ".join(map(str, one)) for one in (asked.start, shape, asked.target)
        )
        told = f"Of {start}, these numbers make {gives}, not {target}. {asked._error(numbers)}"
        return "wrong", told.strip()
    unmet = asked._unmet(numbers)
    return ("wrong" if unmet else "right"), unmet


def settings_of(options: Mapping[str, str]) -> Settings:
    """Read such a question from a directive's options.

    Raises
    ------
    ValueError
        If an option is missing or unknown, or no small numbers answer it.
    """
    for name in options:
        if name not in (*OPTIONS, *LEAST):
            known = ", ".join((*OPTIONS, *LEAST))
            raise ValueError(f"predict of settings knows no option {name!r}; there are {known}")
    operation = options.get("operation", "trans_conv")
    if operation not in SHAPES:
        raise ValueError(f"predict knows {', '.join(SHAPES)}, not {operation!r}")
    given = {name: int(options[name]) for name in LEAST if name in options}
    return Settings(
        operation,
        _size("input", options),
        _size("output", options),
        _names("find", options, [name for name in LEAST if name not in given]),
        given,
        _names("require", options, CONDITIONS) if "require" in options else (),
    )


def _size(name: str, options: Mapping[str, str]) -> Shape:
    text = options.get(name, "")
    if not (size := re.fullmatch(r"([1-9]\d*)x([1-9]\d*)", text)):
        raise ValueError(f"{name} is a size like 2x3, not {text!r}")
    return int(size[1]), int(size[2])


def _names(
    name: str, options: Mapping[str, str], known: Sequence[str] | Mapping[str, object]
) -> tuple[str, ...]:
    names = tuple(options.get(name, "").split())
    if not names or not all(one in known for one in names):
        raise ValueError(f"{name} is some of {', '.join(known)}, not {' '.join(names)!r}")
    return names
