"""Where every framework and the browser are required, a skipped test is a failure."""

import os
from collections.abc import Generator
from typing import Any

import pytest

from book._ext.frameworks import FRAMEWORKS
from tests.support.available import required


def all_required() -> bool:
    """Return whether this run may leave nothing out, like `.ci/run` and the main job on GitHub."""
    browser = os.environ.get("D2LMINI_TEST_BROWSER") == "required"
    return browser and required() == {framework.tag for framework in FRAMEWORKS}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Turn a skip into a failure that gives the skip's reason."""
    report = yield
    if report.skipped and all_required():
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}; this run requires everything and may skip nothing"
    return report
