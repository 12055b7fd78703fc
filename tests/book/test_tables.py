"""Every table of the book is computed row by row, has a test of its own, or is one of words."""

from pathlib import Path

import pytest

from book._ext.paths import BOOK
from tests.support.libraries import module
from tests.support.prose import pages
from tests.support.tables import ELSEWHERE, PROSE, computed, false_rows, tables

FEWEST = 8


@pytest.fixture(autouse=True)
def _pytorch():
    module("pytorch")  # whose layer has the names of the cheat sheet


def test_every_row_is_as_computed():
    assert [row for page in pages() for row in false_rows(page)] == []


def test_a_table_is_computed_or_declared():
    found = [table for page in pages() for table in tables(page)]
    assert sum(computed(table) for table in found) >= FEWEST
    assert {table.key for table in found if not computed(table)} == {*PROSE, *ELSEWHERE}
    for name in ELSEWHERE.values():
        assert (Path(__file__).parent / f"{name}.py").exists()


@pytest.mark.parametrize(
    "table",
    [t for page in pages() for t in tables(page) if computed(t)],
    ids=lambda t: f"{t.page}:{t.line}",
)
def test_exchanged_cells_and_changed_digits_are_noticed(table):
    lines = (BOOK / f"{table.page}.md").read_text("utf8").split("\n")
    places = [table.line - 1, *(table.line + 1 + n for n in range(len(table.rows)))]
    for place, cells in zip(places, (table.head, *table.rows), strict=True):
        others = [[cells[1], cells[0], *cells[2:]]] if cells[0] != cells[1] else []
        numbers = [n for n, cell in enumerate(cells) if cell.isdigit()]
        others += [[*cells[:n], str(int(cells[n]) + 1), *cells[n + 1 :]] for n in numbers]
        for other in others:
            changed = [*lines[:place], f"| {' | '.join(other)} |", *lines[place + 1 :]]
            assert false_rows(table.page, "\n".join(changed)), other


def test_a_table_that_nothing_knows_is_told():
    assert false_rows("glossary", "| a | b |\n|---|---|\n| 1 | 2 |\n") == [
        "glossary:1: a table that nothing computes"
    ]
