"""Cost: the times it accepts, those of the benchmark, and what it measures."""

import json
import re

import numpy
import pytest

import d2lmini
from d2lmini.widgets import Cost
from d2lmini.widgets._base import MIME
from d2lmini.widgets._measure import _direct, _im2col, _layer, _sparse, measure
from d2lmini.widgets._sphinx import widget_html
from d2lmini.widgets._times import DATA, FORMS, HERE, LAYER, LAYERS, NAMES, measured_times

CASES = [
    {"n": 9, "kernel": 3, "stride": 2, "c_i": 2, "c_o": 3},
    {"n": 8, "kernel": 1, "stride": 1, "c_i": 1, "c_o": 1},
    {"n": 12, "kernel": 4, "stride": 3, "c_i": 3, "c_o": 2},
]

# MXNet 1.9.1 asks NumPy and distutils for deprecated names as it is imported.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def arrays(s):
    rng = numpy.random.default_rng(0)
    X = rng.standard_normal((s["c_i"], s["n"], s["n"]), dtype=numpy.float32)
    shape = (s["c_o"], s["c_i"], s["kernel"], s["kernel"])
    return X, rng.standard_normal(shape, dtype=numpy.float32)


@pytest.mark.parametrize("form", [_sparse, _im2col, _direct, _layer])
@pytest.mark.parametrize("layer", CASES)
def test_what_is_timed_is_the_cross_correlation(form, layer):
    X, K = arrays(layer)
    Y = d2lmini.corr2d(X[None], K, stride=layer["stride"])
    # float32: sums of at most 48 products, added in another order
    assert numpy.allclose(numpy.ravel(form(layer)()), Y.ravel(), atol=1e-4)


def test_measuring_reports_progress_and_times_of_this_very_layer():
    steps = list(measure(CASES[0]))
    assert [progress for progress, _ in steps] == [0.2, 0.4, 0.6, 0.8, 1]
    rows = [row for _, row in steps if row]
    assert {row["name"] for row in rows} >= {"dense W", "sparse W", "im2col", "direct"}
    for row in rows:
        assert row["seconds"] > 0
        assert row["machine"] == HERE
        assert {key: row[key] for key in LAYER} == CASES[0]


def test_the_button_keeps_the_benchmark_and_replaces_what_it_measured_before():
    rows = [{"form": "direct", "seconds": 0.5, "machine": "bench"}]
    widget = Cost(8, times=[*rows, {"form": "direct", "seconds": 0.25, "machine": HERE}])
    widget._request = 1
    assert [row["seconds"] for row in widget.times if row.get("machine") == "bench"] == [0.5]
    own = [row for row in widget.times if row.get("machine") == HERE]
    assert 0.25 not in [row["seconds"] for row in own]
    assert len({row["name"] for row in own}) == len(own) >= 4


def test_the_benchmark_s_times_are_those_of_its_file():
    data = json.loads((DATA / LAYERS).read_text(encoding="utf-8"))
    widget = Cost(64, times="benchmark")
    assert widget.state["times"] == "benchmark"
    times = measured_times(widget.times)
    assert widget.get_state("times")["times"] == times
    html = widget_html(widget._repr_mimebundle_()[0][MIME])
    (stored,) = re.findall(r'<script type="application/json">(.*?)</script>', html)
    assert json.loads(stored)["times"] == times
    assert [{**row, "machine": data["machine"]} for row in data["times"]] == times[
        : len(data["times"])
    ]
    assert {row["name"] for row in times} == set(NAMES)
    for row in times:
        assert row["seconds"] > 0
        layer = {key: row[key] for key in LAYER}
        assert Cost(**layer).state | layer == Cost(**layer).state


def test_the_forms_of_each_framework_are_read_from_their_own_file(tmp_path, monkeypatch):
    (tmp_path / LAYERS).write_text('{"machine": "M", "times": []}')
    where = {"framework": "mxnet", "device": "cpu", "n": 16}
    seconds = {"median": 3, "min": 2, "calls": 7}
    times = [
        {**where, "form": "im2col", "seconds": seconds},
        {**where, "form": "build dense W", "seconds": seconds},
        {**where, "form": "im2col", "seconds": seconds, "device": "gpu"},
    ]
    data = {"machine": {"cpu": "C", "threads": 1}, "times": times}
    (tmp_path / FORMS).write_text(json.dumps(data))
    monkeypatch.setattr("d2lmini.widgets._times.DATA", tmp_path)
    layer = {"n": 16, "kernel": 3, "stride": 1, "c_i": 1, "c_o": 1}
    place = {"library": "MXNet", "machine": "C, threads: 1"}
    assert measured_times("benchmark") == [{"name": "im2col", "seconds": 2, **layer, **place}]


def test_rows_may_name_a_layer_by_size_and_channels():
    rows = [{"form": "sparse", "seconds": 2, "size": 32, "channels": 4, "case": "4 channels"}]
    kept = {"name": "sparse W", "seconds": 2, "n": 32, "c_i": 4, "c_o": 4}
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
        ([{"form": "direct", "seconds": 0}], ValueError, "time of direct must be a positive"),
    ],
)
def test_other_times_are_refused(times, error, message):
    with pytest.raises(error, match=message):
        Cost(64, times=times)


def test_a_layer_out_of_range_is_refused():
    widget = Cost(8, kernel=3)
    assert widget.bytes["direct"] == 4 * 3 * 3
    with pytest.raises(ValueError, match="input size must be from 8 to 512, got 2"):
        widget.n = 2
