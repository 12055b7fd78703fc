"""A bar on standard error that says how far an experiment is, and how long it will take."""

import sys
import time
from collections.abc import Iterator

__all__ = ["Bar"]

WIDTH = 30


class Bar:
    """Count the steps of several trainings.

    Parameters
    ----------
    total : int
        How many steps all of them have together.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.name = ""
        self.started = time.monotonic()

    def steps(self, number: int) -> Iterator[int]:
        """Yield the numbers of the steps of one training, and move the bar."""
        for step in range(number):
            yield step
            self.done += 1
            if self.done % 10 == 0 or self.done == self.total:
                print(f"\r{self}", end="", file=sys.stderr, flush=True)

    def __str__(self) -> str:
        filled = "=" * (WIDTH * self.done // self.total)
        seconds = time.monotonic() - self.started
        left = seconds * (self.total - self.done) / max(self.done, 1)
        return (
            f"[{filled:{WIDTH}}] {self.done}/{self.total} steps, {left / 60:4.1f} min left, "
            f"{self.name:<36}"
        )
