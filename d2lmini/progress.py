"""A progress bar that a notebook can store and compare."""

from collections.abc import Iterator
from dataclasses import dataclass

try:
    from IPython.display import display
except ModuleNotFoundError as error:
    raise ImportError('the progress bar needs IPython: pip install "d2lmini[widgets]"') from error

__all__ = ["progress"]

WIDTH = 60  # characters of the bar where there is no HTML


@dataclass
class Bar:
    """How many steps of how many are done."""

    done: int
    total: int

    def __repr__(self) -> str:
        filled = "=" * (WIDTH * self.done // self.total)
        return f"[{filled:{WIDTH}}] {self.done}/{self.total}"

    def _repr_html_(self) -> str:
        label = f"{self.done} of {self.total} steps"
        return (
            f'<progress max="{self.total}" value="{self.done}" aria-label="{label}"></progress>'
            f" {label}"
        )


def progress(total: int) -> Iterator[int]:
    """Count the steps of a loop while a bar below the cell shows how far it is.

    The bar starts and ends as a full one, since the first and the last state are what a run of
    the notebook stores and compares: a cell's output is the same at every run.

    Parameters
    ----------
    total : int
        How many steps there are.

    Yields
    ------
    int
        The numbers from 0 to `total - 1`.

    Raises
    ------
    ValueError
        If there is no step.
    """
    if total < 1:
        raise ValueError(f"expected at least one step, got {total}")
    # Outside IPython there is no handle: the full bar is printed, and nothing is updated.
    handle = display(Bar(total, total), display_id=True)
    shown = -1
    for step in range(total):
        if handle and (percent := 100 * step // total) != shown:
            handle.update(Bar(step, total))
            shown = percent
        yield step
    if handle:
        handle.update(Bar(total, total))
