"""The report for a pull request: the time that tests take, the weight of the pages."""

from types import SimpleNamespace

from tests.support.report import SUMMARY, WEIGHT, pytest_terminal_summary


def report(nodeid, duration, *properties):
    return SimpleNamespace(nodeid=nodeid, duration=duration, user_properties=properties)


def test_files_are_listed_by_time_and_pages_by_weight(tmp_path, monkeypatch):
    stats = {
        "": [report("tests/a.py::test_x[one]", 0.5)],  # a set-up counts too
        "passed": [
            report("tests/a.py::test_x[one]", 1.25, (WEIGHT, 80.0)),
            report("tests/a.py::test_x[two]", 1.0, (WEIGHT, 120.5)),
            report("tests/b.py::test_y", 4.0, ("another", 7)),
        ],
        "warnings": [SimpleNamespace(message="no test")],
    }
    path = tmp_path / "summary.md"
    monkeypatch.delenv(SUMMARY, raising=False)
    whole, worker = SimpleNamespace(), SimpleNamespace(workerinput={})
    pytest_terminal_summary(SimpleNamespace(stats=stats, config=whole))
    monkeypatch.setenv(SUMMARY, str(path))
    for config in (worker, whole):
        pytest_terminal_summary(SimpleNamespace(stats=stats, config=config))
    rows = [line for line in path.read_text("utf8").splitlines() if line.startswith("| ")]
    assert rows == [
        "| file of tests | seconds |", "| tests/b.py | 4.0 |", "| tests/a.py | 2.8 |",
        "| page | kB, gzipped, with all that it loads |", "| two | 120.5 |", "| one | 80.0 |",
    ]  # fmt: skip
