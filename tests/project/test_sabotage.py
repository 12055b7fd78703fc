"""The table of faults fits today's code, and a fault that nothing notices is told."""

import csv
import re

import pytest

from tools.sabotage import ROOT, TABLE, Copy, Fault, caught, read_faults, table

pytestmark = pytest.mark.slow

FAULTS = read_faults()


def test_every_fault_has_a_name_of_its_own():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_changes_a_file_and_its_catcher_exists(fault):
    text = (ROOT / fault.path).read_text("utf8")
    assert fault.remove or re.search(fault.find, text)
    path, _, test = fault.caught_by.partition("::")
    source = (ROOT / path).read_text("utf8")
    assert not test or f"def {test.partition('[')[0]}(" in source


def test_the_book_s_table_is_that_of_today_s_faults():
    with TABLE.open(encoding="utf8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["Fault", "In", "To be caught by"]
    assert rows == table(FAULTS), "the table is older than the faults: run `make sabotage`"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Make a project of one function and one test instead of the real one."""
    (tmp_path / "project" / "tests").mkdir(parents=True)
    (tmp_path / "copy").mkdir()
    (tmp_path / "project" / "two.py").write_text("two = 1 + 1\n", "utf8")
    test = "from two import two\n\n\ndef test_two():\n    assert two == 2\n"
    (tmp_path / "project" / "tests" / "test_two.py").write_text(test, "utf8")
    monkeypatch.setattr(Copy, "__init__", lambda self, folder: setattr(self, "folder", folder))
    return Copy(tmp_path / "project")


@pytest.mark.parametrize(
    ("change", "verdict"),
    [("1 + 2", ""), ("2 + 0", "nothing failed"), ("1 + 1", "the fault changes nothing")],
)
def test_a_fault_counts_as_caught_where_its_test_fails(copy, change, verdict):
    fault = Fault("two", "two.py", "tests/test_two.py::test_two", r"1 \+ 1", change)
    assert caught(fault, copy) == verdict
    assert (copy.folder / "two.py").read_text("utf8") == "two = 1 + 1\n"


def test_a_fault_that_fits_nothing_is_an_error(copy):
    fault = Fault("three", "two.py", "tests/test_two.py::test_two", "three", "four")
    with pytest.raises(ValueError, match=r"three: two\.py has nothing like 'three'"):
        caught(fault, copy)
