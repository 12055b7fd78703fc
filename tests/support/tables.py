"""The tables of all pages, and for each that holds results what computes its rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from book._ext.paths import BOOK
from tests.support.rows import CHECKS

__all__ = [
    "ELSEWHERE",
    "PROSE",
    "Table",
    "computed",
    "computed_rows",
    "false_rows",
    "known",
    "tables",
]

# Tables of words, by their page and first column, and what each cell of that looks like.
PROSE = {
    ("not-a-deconvolution", "where"): re.compile(r"[^.:;]{,30}(?: \{cite.*)?"),
    ("shape-arithmetic", "symbol"): re.compile(r"\$\w\$(?:, \$\w\$)*"),
}
# Tables that have a test of their own.
ELSEWHERE = {
    ("shape-arithmetic", "row"): "test_shape_table",
    ("conventions", "system"): "test_conventions",
    ("in-use", "network"): "test_said_in_use",
    ("cheat-sheet", "system"): "test_said_reference",
}
LABELS = {
    **PROSE,
    ("shape-arithmetic", "row"): re.compile(r"[a-z ]+"),
    ("conventions", "system"): re.compile(r"[\w, ]+(?: with `\w+=True`)?"),
    ("in-use", "network"): re.compile(r"[\w' -]+ \{cite:p\}`\w+`"),
    ("cheat-sheet", "system"): re.compile(r"[\w, ]+(?:`\w+=True`)?"),
}
SEPARATOR = re.compile(r"^\|[-| :]+\|$")


@dataclass(frozen=True)
class Table:
    """A table of a page: where it begins, its first line, and its rows by their column."""

    page: str
    line: int
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells a table from others."""
        return self.page, self.head[0]


def tables(page: str, text: str | None = None) -> Iterator[Table]:
    """Yield the tables of a page."""
    lines = ((BOOK / f"{page}.md").read_text("utf8") if text is None else text).split("\n")
    for number, line in enumerate(lines):
        if SEPARATOR.match(line) and number:
            rows = []
            for below in lines[number + 1 :]:
                if not below.startswith("|"):
                    break
                rows.append(_cells(below))
            yield Table(page, number, _cells(lines[number - 1]), tuple(rows))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def computed(table: Table) -> bool:
    """Return whether the rows of a table are computed here."""
    return (table.page, table.head) in CHECKS


def known(table: Table) -> bool:
    """Return whether some test computes the rows of a table."""
    return computed(table) or table.key in ELSEWHERE


@cache
def computed_rows(page: str) -> frozenset[str]:
    """Return the rows of a page that are computed, here or elsewhere, as they stand."""
    lines = (BOOK / f"{page}.md").read_text("utf8").split("\n")
    places = [(t.line + 1, t.line + 1 + len(t.rows)) for t in tables(page) if known(t)]
    return frozenset(" ".join(line.split()) for a, b in places for line in lines[a:b])


def false_rows(page: str, text: str | None = None) -> list[str]:
    """Return the rows that are not as they are computed, and tables that nothing knows."""
    found = []
    for table in tables(page, text):
        if not computed(table):
            if table.key not in {*PROSE, *ELSEWHERE}:
                found.append(f"{page}:{table.line}: a table that nothing computes")
            label = LABELS.get(table.key)
            odd = [cells[0] for cells in table.rows if label and not label.fullmatch(cells[0])]
            found += [f"{page}:{table.line}: no {table.head[0]}: {cell}" for cell in odd]
            continue
        rows = [dict(zip(table.head, cells, strict=False)) for cells in table.rows]
        for number, row in enumerate(rows):
            try:
                right = CHECKS[page, table.head](row, rows)
            except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, IndexError):
                right = False
            if not right:
                found.append(f"{page}:{table.line + 2 + number}: {' | '.join(row.values())}")
    return found
