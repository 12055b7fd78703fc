"""Load the project's plugins, and the profiles of hypothesis, whichever folder is collected."""

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = [
    "pytester",
    "tests.support.nbval_layer",
    "tests.support.report",
    "tests.support.skips",
]

settings.register_profile("default", max_examples=60, deadline=None)
settings.register_profile("long", max_examples=10_000, deadline=None)  # make test-long
settings.register_profile(
    "mutants", max_examples=12, deadline=None, derandomize=True, database=None
)
settings.register_profile("quick", max_examples=5, deadline=None)  # make test-quick
settings.load_profile("default")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that no worker waits for one of them at the end."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.path.suffix == ".ipynb":
        return 0
    if Path(__file__).parent / "tests" / "browser" in item.path.parents:
        return 1
    return 2 if item.get_closest_marker("slow") else 3
