"""The committed data of `make bench`: complete, consistent, and without anyone's paths."""

import json
import math
import re

import numpy as np
import pytest

from bench.operations import CASES, loop_corr2d, loop_trans_conv
from bench.timing import exponent, geometric_mean, in_turn
from book._ext.paths import ROOT
from d2lmini import corr2d, trans_conv

OPERATIONS = ROOT / "bench" / "operations.json"
FORMS = ROOT / "d2lmini" / "data" / "forms.json"


def test_every_case_was_timed_in_both_frameworks_and_operations():
    rows = json.loads(OPERATIONS.read_text("utf8"))["operations"]
    timed = {(r["framework"], r["operation"]): [c["case"] for c in r["cases"]] for r in rows}
    both = [(f, o) for f in ("pytorch", "mxnet") for o in ("trans_conv", "corr2d")]
    assert timed == {key: list(CASES) for key in both}
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


@pytest.mark.parametrize("file", [OPERATIONS, FORMS], ids=["operations", "forms"])
def test_the_machine_is_described_without_names(file):
    text = file.read_text("utf8")
    machine = json.loads(text)["machine"]
    assert {"cpu", "cores", "threads", "system", "versions", "date"} <= set(machine)
    assert not re.search(r"/(home|root|tmp|Users)\b|[A-Z]:\\", text)


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
