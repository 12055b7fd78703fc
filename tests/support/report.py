"""Where a run's time goes and what the pages weigh, for GitHub's summary of a pull request."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

SUMMARY = "GITHUB_STEP_SUMMARY"
WEIGHT = "kB of a page with all that it loads"
ROWS = 12


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Add the tables to the file that the variable names; without it, do nothing."""
    worker = hasattr(terminalreporter.config, "workerinput")  # the one process that has all writes
    if not worker and (path := os.environ.get(SUMMARY)):
        every = (report for found in terminalreporter.stats.values() for report in found)
        with Path(path).open("a", encoding="utf8") as file:
            file.write(summary(report for report in every if hasattr(report, "duration")))


def summary(reports: Any) -> str:
    """Return the tables of the slowest files and of the heaviest pages, in Markdown."""
    seconds: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for report in reports:
        seconds[report.nodeid.partition("::")[0]] += report.duration
        weights |= {
            report.nodeid.partition("[")[2].rstrip("]"): value
            for name, value in report.user_properties
            if name == WEIGHT
        }
    heaviest = sorted(weights.items(), key=lambda item: -item[1])
    return "\n".join(
        [
            *_table("file of tests", "seconds", seconds.most_common(ROWS)),
            *_table("page", "kB, gzipped, with all that it loads", heaviest[:ROWS]),
        ]
    )


def _table(what: str, number: str, rows: list[tuple[str, float]]) -> list[str]:
    return [
        f"| {what} | {number} |", "|---|---:|",
        *(f"| {name} | {value:.1f} |" for name, value in rows), "", "",
    ]  # fmt: skip
