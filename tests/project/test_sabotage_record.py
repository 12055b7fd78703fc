"""What `make sabotage` keeps: rows, rates with their intervals, and the table of the book."""

import json
import random

import pytest

from book._ext.paths import ROOT
from tools.sabotage import __main__ as command
from tools.sabotage.fault import KINDS, Fault
from tools.sabotage.record import RECORD, TABLE, Row, interval, read, table, write


def test_an_interval_holds_the_rate_and_is_wilsons():
    assert interval(45, 50) == pytest.approx((0.7864, 0.9565), abs=1e-4)
    assert interval(0, 10)[0] == 0
    assert interval(10, 10) == pytest.approx((0.7225, 1), abs=1e-4)


def rows_by_chance(seed):
    chance = random.Random(seed)
    return [
        Row(Fault(kind, f"{n}", "digit", 0, "1", "2"), chance.choice(["", "test"]), 1, 1)
        for kind in KINDS
        for n in range(7)
    ]


def test_a_record_is_read_as_it_was_written_and_keeps_the_reasons(tmp_path):
    files = tmp_path / "record.jsonl", tmp_path / "table.md"
    head = {"seed": 3, "date": "2026-01-02", "commit": "abc"}
    rows = rows_by_chance(1)
    write(head, rows, *files)
    assert read(files[0]) == (head, rows)
    line = rows[0].line()
    text = files[0].read_text("utf8")
    files[0].write_text(text.replace(line, line.replace('"reason": ""', '"reason": "r"')), "utf8")
    write(head, rows, *files)
    assert [row.reason for row in read(files[0])[1]].count("r") == 1


def test_a_run_that_was_cut_short_goes_on_with_the_rest(tmp_path, monkeypatch):
    drawn = [row.fault for row in rows_by_chance(0) if row.fault.path in ("0", "1")]
    monkeypatch.setattr(command, "draw", lambda kind, n, seed: [f for f in drawn if f.kind == kind])
    monkeypatch.setattr(command, "shown", lambda row: row.fault.path)
    done = [Row(fault, "test", 1, 1) for fault in drawn[3:6]]
    head = {"seed": 5, "number": 99, "commit": "c", "date": "2026-01-02"}
    log, tried, written = tmp_path / "log.jsonl", [], []
    log.write_text("\n".join([json.dumps(head), *(row.line() for row in done)]) + "\n", "utf8")

    def run(faults, rows, workers):
        tried.extend(faults)
        return [*rows, *(Row(fault, "", 1, 1) for fault in faults)]

    monkeypatch.setattr(command, "LOG", log)
    monkeypatch.setattr(command, "run", run)
    monkeypatch.setattr(command, "write", lambda *of_a_run: written.append(of_a_run))
    assert command.main(["--seed", "5", "--number", "12", "--resume"]) == 0
    assert set(tried) == set(drawn) - {row.fault for row in done}
    ((said, rows),) = written
    assert said == {**head, "number": 12}
    assert {row.fault for row in rows} == set(drawn)


def test_the_books_table_is_that_of_the_record():
    head, rows = read(RECORD)
    assert TABLE.read_text("utf8") == table(head, rows)
    assert {row.fault.kind for row in rows} == set(KINDS)
    assert len(rows) == head["number"]
    assert [row.by for row in rows if row.by.startswith("/")] == []  # a folder of one machine
    for said in (head["date"], f"seed {head['seed']}", head["commit"]):
        assert said in TABLE.read_text("utf8").splitlines()[1]
    page = (ROOT / "book" / "testing.md").read_text("utf8")
    assert f"{{include}} ../{TABLE.relative_to(ROOT).as_posix()}" in page


def test_every_survivor_of_the_kinds_that_are_to_be_noticed_has_a_reason():
    left = [row for row in read(RECORD)[1] if not row.by]
    wanted = [row for row in left if row.fault.kind in ("python", "config", "stored")]
    assert [row.fault for row in wanted if not row.reason] == []
