"""What nbval lacks: a float tolerance, outputs from a GPU, a framework that is not there."""

import itertools
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

import nbval.kernel
import pytest
from nbval.plugin import IPyNbCell

from book._ext.frameworks import FRAMEWORKS, Framework
from book._ext.notebooks.pictures import same_pictures, without_pictures
from book._ext.notebooks.values import shown, values_of
from tests.support.available import (
    check_gpu,
    check_required,
    gpu_required,
    required,
    why_missing,
    why_no_gpu,
)
from tests.support.warm import warm_manager

# Frameworks differ in the last place of a float32 between processors; 1e-6 is eight of these.
RELATIVE_TOLERANCE = 1e-6
FLOAT = re.compile(r"(?<![\w.])[-+]?(?:\d+\.\d*|\.\d+|\d+(?=e[-+]?\d))(?:e[-+]?\d+)?(?![\w.])")
# d2lmini.plots marks what training decides; a check of its arrays stands in the cell below.
NOT_COMPARED = re.compile(r'(<svg\b[^>]* data-compared="no"[^>]*>).*?</svg>', re.DOTALL)
VALUE_TIMEOUT_S = 60
GPU_SUFFIX = re.compile(r",\s*(?:device='cuda:\d+'|ctx=gpu\(\d+\))(,\s+)?")


class Output(str):
    """An output's text that equals another one up to the last places of its floats."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and same_output(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other


def same_output(reference: str, computed: str) -> bool:
    """Compare two outputs: floats and pixels within the tolerances, everything else exactly.

    Of a drawing that is marked as not compared, the first tag is compared, its words included.
    """
    reference, computed = (NOT_COMPARED.sub(r"\1", text) for text in (reference, computed))
    if not same_pictures(reference, computed):
        return False
    reference, computed = (without_pictures(text) for text in (reference, computed))
    reference, computed = (GPU_SUFFIX.sub(_rest, text) for text in (reference, computed))
    if FLOAT.sub("#", reference) != FLOAT.sub("#", computed):
        return False
    pairs = zip(FLOAT.findall(reference), FLOAT.findall(computed), strict=True)
    return all(
        math.isclose(float(a), float(b), rel_tol=RELATIVE_TOLERANCE) and _sign(a) == _sign(b)
        for a, b in pairs
    )


def _rest(match: re.Match[str]) -> str:
    return ", " if match[1] else ""


def _sign(number: str) -> bool:
    return number.startswith("-")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a run that lacks a required framework; give nbval its tolerance and sockets."""
    try:
        check_required()
        check_gpu()
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None
    if not hasattr(IPyNbCell, "plain_sanitize"):
        IPyNbCell.plain_sanitize = IPyNbCell.sanitize
        IPyNbCell.sanitize = _sanitize
        IPyNbCell.plain_runtest = IPyNbCell.runtest
        IPyNbCell.runtest = _runtest
        nbval.kernel.KernelManager = warm_manager


def _runtest(cell: IPyNbCell) -> None:
    """Run a cell, then evaluate again what the prose below it states."""
    cell.plain_runtest()
    cells = cell.parent.nb.cells
    below = next(n for n, other in enumerate(cells, 1) if other is cell.cell)
    prose = itertools.takewhile(lambda other: other.cell_type != "code", cells[below:])
    stated = {e: value for other in prose for e, value in values_of(other).items()}
    if stated:
        reply = cell.parent.kernel.kc.execute_interactive(
            "",
            store_history=False,
            user_expressions={expression: expression for expression in stated},
            timeout=VALUE_TIMEOUT_S,
        )
        _compare(cell, stated, reply["content"]["user_expressions"])


def _compare(cell: IPyNbCell, stated: dict[str, str], answers: dict[str, Any]) -> None:
    for expression, value in stated.items():
        try:
            computed = shown(answers[expression])
        except ValueError as error:
            computed = str(error)
        if not same_output(value, computed):
            cell.raise_cell_error(
                f"the prose below this cell states {value} for {{eval}}`{expression}`, "
                f"which is {computed}: run `make notebooks`",
                stated,
            )


def _sanitize(cell: IPyNbCell, value: Any) -> Any:
    value = cell.plain_sanitize(value)
    return Output(value) if isinstance(value, str) else value


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, by name, the notebooks of a framework that is not there."""
    for item in items:
        framework = _framework(str(item.path)) if isinstance(item, IPyNbCell) else None
        if framework and (reason := _why_skipped(framework)):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that was asked for a folder and left out notebooks of it, unless words chose."""
    config = session.config
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if session.exitstatus not in (0, 5) or not reporter or config.option.keyword:
        return
    root, home = config.rootpath, config.invocation_params.dir
    folders = [home / argument for argument in config.args]
    found = (
        path for folder in folders for p in ("*.ipynb", "*/*.ipynb") for path in folder.glob(p)
    )
    there = {path.relative_to(root).as_posix() for path in found}
    reports = (report for several in reporter.stats.values() for report in several)
    ran = {getattr(report, "nodeid", "").partition("::")[0] for report in reports}
    if names := sorted(there - ran):
        reporter.write_line(
            f"notebooks were asked for and did not run: {', '.join(names)}", red=True
        )
        session.exitstatus = pytest.ExitCode.USAGE_ERROR


def _why_skipped(framework: Framework) -> str | None:
    return why_no_gpu(framework) if gpu_required() else why_missing(framework)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say for each framework what ran, or why nothing did."""
    cells: Counter[tuple[str, str]] = Counter()
    notebooks: dict[tuple[str, str], set[str]] = {}
    for outcome in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            path = report.nodeid.partition("::")[0]
            framework = _framework(path)
            if framework and path.endswith(".ipynb"):
                cells[framework.tag, outcome] += 1
                notebooks.setdefault((framework.tag, outcome), set()).add(path)
    if not cells:
        return
    terminalreporter.section("notebooks")
    for framework in FRAMEWORKS:
        for outcome in ("passed", "failed", "skipped"):
            if number := cells[framework.tag, outcome]:
                files = len(notebooks[framework.tag, outcome])
                why = f": {_why_skipped(framework)}" if outcome == "skipped" else ""
                terminalreporter.write_line(
                    f"{framework.label}: {number} cells in {files} notebooks {outcome}{why}"
                )
    if required():
        terminalreporter.write_line(f"required: {', '.join(sorted(required()))}")


def _framework(path: str) -> Framework | None:
    folder = Path(path).parent.name
    return next((f for f in FRAMEWORKS if f.tag == folder), None)
