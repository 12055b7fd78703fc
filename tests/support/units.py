"""Arrays of zeros with a single one, and how far what is made of one reaches."""

from typing import Any

import numpy

__all__ = ["reached", "unit"]


def unit(shape: tuple[int, ...], *place: int) -> Any:
    """Return zeros with a single one."""
    found = numpy.zeros(shape)
    found[place] = 1
    return found


def reached(Y: Any) -> int:
    """Return how many elements of an array are not zero."""
    return int(numpy.count_nonzero(Y))
