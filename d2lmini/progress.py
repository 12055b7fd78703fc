"""A progress bar that a notebook can store and compare."""

from collections.abc import Iterator

from IPython.core.display import ProgressBar

__all__ = ["progress"]


class _Bar(ProgressBar):  # type: ignore[misc]
    def _repr_html_(self) -> str:
        label = f"{self.progress} of {self.total} steps"
        return (
            f'<progress max="{self.total}" value="{self.progress}" aria-label="{label}"></progress>'
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
        raise ValueError(f"expected one step at least, got {total}")
    bar = _Bar(total)
    bar._progress = total
    bar.display()
    shown = -1
    for step in range(total):
        if (percent := 100 * step // total) != shown:
            bar.progress, shown = step, percent
        yield step
    bar.progress = total
