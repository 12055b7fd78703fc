"""Computations of what the feedback to an option of a choice says."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from tests.support.prose import pages
from tests.support.questions import asked

__all__ = ["FOUND", "computed_in", "drawn", "feedback", "holds"]

FOUND = {
    f"{option} => {words}"
    for page in pages()
    for one in asked(page)
    if one.options["asks"] == "choice"
    for option, words in one.items
    if words
}
rng = np.random.default_rng(56)
COMPUTED: dict[str, tuple[Callable[[], Sequence[Any]], int]] = {}


def feedback(*feedbacks: str) -> Callable[[Callable[[], Sequence[Any]]], None]:
    """Tie a computation to feedback; what it returns says of each, in order, whether it is so."""

    def tie(compute: Callable[[], Sequence[Any]]) -> None:
        once = cache(compute)
        assert not {*feedbacks} & {*COMPUTED}, "computed twice"
        COMPUTED.update({words: (once, n) for n, words in enumerate(feedbacks)})

    return tie


def computed_in(module: str) -> list[str]:
    """Return the feedback that a module computes."""
    return [words for words, (found, _) in COMPUTED.items() if found.__module__ == module]


def holds(words: str) -> bool:
    """Return whether what a feedback says is so."""
    compute, place = COMPUTED[words]
    return bool(compute()[place])


def drawn(*shape: int) -> Any:
    """Return an array of drawn numbers, none of which is 0."""
    return rng.integers(1, 10, shape) * rng.choice([-1.0, 1.0], shape)
