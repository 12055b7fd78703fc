"""Cost: the times it accepts, those of the benchmark, and what it measures."""

import json
import math
import random
import re
import sys
import time

import pytest

from d2lmini.times import LAYER, benchmark
from d2lmini.widgets import Cost
from d2lmini.widgets._measure import measure
from d2lmini.widgets._state import MIME
from d2lmini.widgets._times import FORMS, HERE, measured_times, seconds_text
from d2lmini.widgets.sphinx import widget_html
from tests.figures.test_figures import node

CASE = {"n": 9, "kernel": 3, "stride": 2, "c_i": 2, "c_o": 3}

# MXNet 1.9.1 asks NumPy and distutils for deprecated names as it is imported.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_measuring_reports_progress_and_times_of_this_very_layer():
    start = time.perf_counter()
    steps = list(measure(CASE))
    elapsed = time.perf_counter() - start
    assert [progress for progress, _ in steps] == [0.2, 0.4, 0.6, 0.8, 1]
    rows = [row for _, row in steps if row]
    assert {row["form"] for row in rows} >= {"dense W", "sparse W", "im2col", "direct"}
    for row in rows:
        assert row["seconds"] > 0
        assert row["machine"] == HERE
        assert {key: row[key] for key in LAYER} == CASE
    assert 3 * sum(row["seconds"] for row in rows) <= elapsed  # the best of three


def test_the_button_keeps_the_benchmark_and_replaces_what_it_measured_before():
    rows = [{"form": "direct", "seconds": 0.5, "machine": "bench"}]
    widget = Cost(8, times=[*rows, {"form": "direct", "seconds": 0.25, "machine": HERE}])
    widget._request = 1
    assert [row["seconds"] for row in widget.times if row.get("machine") == "bench"] == [0.5]
    own = [row for row in widget.times if row.get("machine") == HERE]
    assert 0.25 not in [row["seconds"] for row in own]
    assert len({row["form"] for row in own}) == len(own) >= 4


def test_the_layer_is_that_of_the_framework_which_is_imported(monkeypatch):
    for module in ("torch", "mxnet"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    assert [row for _, row in measure(CASE)][-1] is None


def test_the_benchmark_s_times_are_the_rows_of_its_file():
    widget = Cost(64, times="benchmark")
    assert widget.state["times"] == "benchmark"
    times = measured_times(widget.times)
    assert widget.get_state("times")["times"] == times
    html = widget_html(widget._repr_mimebundle_()[0][MIME])
    (stored,) = re.findall(r'<script type="application/json">(.*?)</script>', html)
    assert json.loads(stored)["times"] == times
    drawn = [row for row in benchmark()["rows"] if row["form"] in FORMS and row["device"] == "cpu"]
    assert len(times) == len(drawn) > 100
    for row, whole in zip(times, drawn, strict=True):
        assert row.items() <= whole.items()
        layer = {key: row[key] for key in LAYER}
        assert Cost(**layer).state | layer == Cost(**layer).state
    assert {row["form"] for row in times} == set(FORMS)


def test_a_time_measured_on_many_channels_is_not_drawn_for_one():
    one = Cost(32, kernel=3, times="benchmark")
    rows = [r for r in benchmark()["rows"] if (r["n"], r["kernel"]) == (32, 3) and r["c_i"] == 1]
    assert repr(one).count("measured") == sum(row["form"] in FORMS for row in rows)
    assert "im2col: measured" in repr(Cost(32, kernel=3, c_i=128, c_o=128, times="benchmark"))


def test_rows_may_name_a_layer_by_size_and_channels():
    rows = [{"form": "sparse", "seconds": 2, "size": 32, "channels": 4, "case": "4 channels"}]
    kept = {"form": "sparse W", "seconds": 2, "n": 32, "c_i": 4, "c_o": 4}
    assert Cost(64, times=rows).times == [kept]


def test_times_of_the_layer_stand_in_the_still_form():
    rows = [{"form": "direct", "seconds": 0.0125, "machine": "M"}, {"form": "im2col", "seconds": 7}]
    widget = Cost(64, times=[{**rows[0], "n": 64}, {**rows[1], "n": 32}])
    assert "direct: measured 12.5 ms, M" in repr(widget)
    html = widget._repr_mimebundle_()[0]["text/html"]
    assert "12.5 ms, M" in html
    assert "7 s" not in html


@pytest.mark.parametrize(
    ("times", "error", "message"),
    [
        ("fast", TypeError, "times must be \"benchmark\" or a list of dicts, got 'fast'"),
        ([3], TypeError, "a list of dicts"),
        ([{"form": "fft", "seconds": 1}], ValueError, "know the forms dense W, .*, got 'fft'"),
        ([{"form": "im2col", "seconds": 1, "n": "64"}], TypeError, "n of a time must be int"),
        ([{"form": "im2col", "seconds": 1, "n": math.nan}], TypeError, "n of a time must be int"),
        ([{"form": "im2col", "seconds": 1, "machine": 3}], TypeError, "machine .* must be str"),
    ],
)
def test_other_times_are_refused(times, error, message):
    with pytest.raises(error, match=message):
        Cost(64, times=times)


@pytest.mark.parametrize("seconds", [0, -1, math.inf, math.nan, 10**400, True, "1", None])
def test_a_time_is_a_positive_and_finite_number(seconds):
    with pytest.raises(ValueError, match="time of direct must be a positive number of seconds"):
        Cost(64, times=[{"form": "direct", "seconds": seconds}])


def test_a_layer_out_of_range_is_refused():
    widget = Cost(8, kernel=3)
    assert widget.bytes["direct"] == 4 * 3 * 3
    with pytest.raises(ValueError, match="input size must be from 8 to 512, got 2"):
        widget.n = 2


def test_a_time_is_written_as_the_page_writes_it():
    draw = random.Random(8)
    seconds = [1.0, 0.001, 0.9999, 1.0049, 999.6, 0.0009996, 1234.5]
    seconds += [10 ** draw.uniform(-8, 5) for _ in range(500)]
    program = (
        'import { time } from "./d2lmini/widgets/web/figures/cost/units.ts";'
        f"console.log(JSON.stringify({json.dumps(seconds)}.map(time)));"
    )
    written = node("--no-warnings", "--input-type=module", "--eval", program)
    assert [seconds_text(one) for one in seconds] == json.loads(written)
