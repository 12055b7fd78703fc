"""The committed data of `make bench`: complete, consistent, and without anyone's paths."""

import json
import math
import re
import subprocess
import sys
from itertools import product

import numpy as np
import pytest

from bench import transposed
from bench.forms import SERIES, file_text
from bench.operations import CASES, loop_corr2d, loop_trans_conv
from bench.timing import DIGESTS, digest, exponent, geometric_mean, in_turn, seal
from book._ext.paths import ROOT
from d2lmini import corr2d, trans_conv
from d2lmini.forms import FORMS
from d2lmini.times import FILE, LAYER, benchmark
from tests.support.libraries import backend

pytestmark = pytest.mark.slow

OPERATIONS = ROOT / "bench" / "operations.json"
LIBRARIES = {"NumPy", "SciPy", "PyTorch", "MXNet"}
KINDS = {
    **dict.fromkeys(("series", "form", "library", "device", "machine"), str),
    **dict.fromkeys(LAYER, int),
    "seconds": float,
}


def test_every_case_was_timed_in_both_frameworks_and_operations_on_one_and_two_threads():
    rows = json.loads(OPERATIONS.read_text("utf8"))["operations"]
    keys = ("framework", "threads", "operation")
    timed = {tuple(r[k] for k in keys): [c["case"] for c in r["cases"]] for r in rows}
    every = product(("pytorch", "mxnet"), (1, 2), ("trans_conv", "corr2d"))
    assert timed == {key: list(CASES) for key in every}
    assert len(CASES) >= 8


def test_ratios_and_means_are_those_of_the_stored_times():
    for row in json.loads(OPERATIONS.read_text("utf8"))["operations"]:
        ratios = [
            c["seconds"]["d2lmini"]["min"] / c["seconds"]["layer"]["min"] for c in row["cases"]
        ]
        # Three figures are stored.
        assert [c["to layer"] for c in row["cases"]] == pytest.approx(ratios, rel=6e-3)
        mean = math.prod(ratios) ** (1 / len(ratios))
        assert row["geometric mean"] == pytest.approx(mean, rel=1e-2)


def test_machines_are_described_without_names():
    operations = json.loads(OPERATIONS.read_text("utf8"))["machine"]
    for machine in (operations, *benchmark()["machines"].values()):
        assert {"cpu", "threads", "versions"} <= set(machine)
        assert not re.search(r"/(home|root|tmp|Users)\b|[A-Z]:\\", json.dumps(machine))


def check_rows(data):
    """Check that every row has each key, a known form and library, a time and a machine."""
    assert data["rows"]
    for row in data["rows"]:
        assert {key: type(value) for key, value in row.items()} == KINDS, row
        assert row["form"].removeprefix("build ") in FORMS
        assert row["library"] in LIBRARIES
        assert row["series"] in SERIES
        assert 0 < row["seconds"] < math.inf
        assert row["machine"] in data["machines"]


def test_every_row_of_the_file_is_whole():
    data = benchmark()
    check_rows(data)
    assert {row["machine"] for row in data["rows"]} == set(data["machines"])
    assert FILE.read_text("utf8") == file_text(data)
    timed = {tuple(row[key] for key in LAYER) for row in data["rows"]}
    assert timed == {layer for layers in SERIES.values() for layer in layers}


def test_what_was_measured_is_as_the_programs_left_it():
    known = json.loads(DIGESTS.read_text("utf8"))
    assert known == {path.name: digest(path) for path in (OPERATIONS, FILE, transposed.FILE)}


def test_a_digest_is_written_for_what_was_measured(tmp_path):
    measured, digests = tmp_path / "a.json", tmp_path / "digests.json"
    measured.write_text("1", "utf8")
    seal(measured, digests)
    first = json.loads(digests.read_text("utf8"))
    measured.write_text("2", "utf8")
    assert first != {"a.json": digest(measured)}
    seal(measured, digests)
    assert json.loads(digests.read_text("utf8")) == {"a.json": digest(measured)}


def test_the_program_times_every_library(tmp_path):
    backend("pytorch"), backend("mxnet")  # skips, or fails, where one is missing
    path = tmp_path / "times.json"
    command = [sys.executable, "-m", "bench.forms", "--quick", "--file", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "NumPy cpu sizes (8, 3, 1, 1, 1), ms: dense W" in done.stderr
    assert "layer in mxnet, pass 1 of 1" in done.stderr
    data = json.loads(path.read_text("utf8"))
    check_rows(data)
    assert {row["library"] for row in data["rows"]} == LIBRARIES
    assert {row["form"].removeprefix("build ") for row in data["rows"]} == set(FORMS)
    assert {row["series"] for row in data["rows"]} == set(SERIES)


def test_the_measured_times_are_one_file_that_one_module_opens():
    sources = [p for room in ("bench", "book", "d2lmini") for p in (ROOT / room).rglob("*.*")]
    opening = [
        path.relative_to(ROOT).as_posix()
        for path in sources
        if path.suffix in (".py", ".md", ".ipynb")
        and re.search(r"\btimes\.json|\bdata\W+times\b", path.read_text("utf8"))
    ]
    assert opening == ["d2lmini/times.py"]


def test_the_loops_compute_what_d2lmini_does():
    X, K = np.arange(20.0).reshape(4, 5), np.array([[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_array_equal(loop_corr2d(X, K, np.zeros), corr2d(X, K))
    np.testing.assert_array_equal(loop_trans_conv(X, K, np.zeros), trans_conv(X, K))


def test_an_exponent_is_the_power_of_the_size():
    assert exponent([8, 16, 32], [3 * n**4 for n in (8, 16, 32)]) == 4
    assert geometric_mean([2, 8]) == 4


def test_what_takes_long_is_called_no_more_than_asked():
    calls = {"short": 0, "long": 0}

    def count(name):
        calls[name] += 1

    timed = in_turn(
        {name: lambda name=name: count(name) for name in calls}, seconds=0, rounds={"long": 2}
    )
    assert calls == {"short": 1 + 5, "long": 2}
    assert {name: t["calls"] for name, t in timed.items()} == {"short": 5, "long": 2}
