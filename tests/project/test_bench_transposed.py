"""The forms of a transposed convolution that are to be timed: equal, and rightly counted."""

import json
import re
import sys
from itertools import product

import numpy as np
import pytest

from bench.timing import WARM_UP, time_call
from bench.transposed import (
    FILE,
    LAYERS,
    QUICK,
    THREADS,
    arrays,
    can,
    dispatched,
    fits,
    main,
    roofline,
    rows_of,
    told_apart,
)
from bench.transposed_forms import READY
from d2lmini import trans_conv
from d2lmini._libraries import host_array
from d2lmini.transposed import FORMS, LAYER, costs
from tests.support.libraries import backend

# n, kernel, stride, padding, c_i, c_o and batch: with and without a remainder, a crop, a batch.
SMALL = [
    (4, 4, 2, 1, 2, 3, 2),
    (3, 5, 3, 1, 2, 1, 1),
    (3, 2, 2, 0, 1, 2, 1),
    (2, 16, 8, 4, 1, 1, 1),
]
EQUAL = [form for form in FORMS if form != "resize and convolve"]  # another operation


def layer_of(shape):
    return dict(zip(LAYER, shape[:-1], strict=True))


def drawn(count=12):
    """Yield layers as SMALL has them; some kernels are smaller than the stride."""
    rng = np.random.default_rng(16)
    while count:
        n, k, s, c_i, c_o, batch = (int(v) for v in rng.integers(1, (7, 7, 4, 4, 4, 4)))
        p = int(rng.integers(0, k))
        if s * (n - 1) + k > 2 * p:
            count -= 1
            yield n, k, s, p, c_i, c_o, batch


@pytest.mark.parametrize("framework", READY)
@pytest.mark.parametrize("shape", [*SMALL, *drawn()])
def test_every_form_computes_the_transposed_convolution(framework, shape):
    backend(framework)  # skips, or fails, where it is missing
    layer = layer_of(shape)
    X, K = arrays(layer, shape[-1])
    s, p = layer["stride"], layer["padding"]
    Y = trans_conv(X, K, stride=s, padding=p)
    for form in (form for form in EQUAL if can(framework, form, layer)):
        found = host_array(READY[framework](form, X, K, s, p)())
        np.testing.assert_allclose(found, Y, atol=1e-4, err_msg=form)


def test_each_framework_has_every_form_but_the_transform_that_mxnet_lacks():
    layer = layer_of(SMALL[0])
    lacking = {(name, form) for name, form in product(READY, FORMS) if not can(name, form, layer)}
    assert lacking == {("mxnet", "FFT")}


@pytest.mark.parametrize("shape", SMALL)
def test_pytorch_counts_the_multiply_adds_that_are_stated(shape):
    backend("pytorch")
    from torch.utils.flop_counter import FlopCounterMode

    layer = layer_of(shape)
    X, K = arrays(layer, shape[-1])
    for form, (work, _) in costs(layer, shape[-1]).items():
        if form in ("sparse W", "FFT"):
            continue  # PyTorch does not count them
        call = READY["pytorch"](form, X, K, layer["stride"], layer["padding"])
        with FlopCounterMode(display=False) as counter:
            call()
        assert counter.get_total_flops() == 2 * work, form


def test_a_sparse_w_has_the_entries_that_are_counted():
    for shape in SMALL:
        layer = layer_of(shape)
        n, _, s, p, c_i, c_o = (layer[key] for key in LAYER)
        K = np.ones_like(arrays(layer, 1)[1])
        reached = trans_conv(np.ones((1, c_i, n, n)), K, stride=s, padding=p)
        assert costs(layer)["sparse W"][0] == reached.sum(), shape
        assert costs(layer, 3)["sparse W"][0] == 3 * reached.sum()
        assert c_o == reached.shape[1]


def butterflies(size):
    """Return the complex multiplications of a transform that is halved again and again."""
    return 2 * butterflies(size // 2) + size // 2 if size > 1 else 0


def test_the_transforms_have_the_multiply_adds_that_are_counted():
    for n, k, side in ((3, 4, 8), (7, 4, 16), (6, 6, 16)):
        assert side == 2 * (n - 1) + k
        transform = 2 * side * butterflies(side) * 4 / 2  # rows and columns of real numbers
        work, _ = costs(dict(zip(LAYER, (n, k, 2, 1, 3, 5), strict=True)), 7)["FFT"]
        spectrum = side**2 / 2  # complex numbers, of four products each
        assert work == 7 * ((3 + 5) * transform + 3 * 5 * 4 * spectrum)


@pytest.mark.parametrize(
    ("n", "k", "s", "p", "c_i", "c_o"), [(5, 4, 2, 1, 2, 5), (4, 5, 3, 1, 3, 2)]
)
def test_what_is_put_down_in_between_has_the_bytes_that_are_counted(n, k, s, p, c_i, c_o):
    batch, sub, wide, whole = 3, -(-k // s), s * (n - 1) + 1, s * (n - 1) + k
    X, K = np.ones((batch, c_i, n, n)), np.ones((c_i, c_o, k, k))
    Y = trans_conv(X, K, stride=s, padding=p)
    spread = np.zeros((batch, c_i, wide, wide))
    phase = trans_conv(X, np.ones((c_i, c_o, sub, sub)))
    stamps = np.einsum("bihw,ioxy->boxyhw", X, K)
    transformed = np.ones((batch, c_i, whole, whole))  # as many numbers as what is transformed
    summed = np.ones((batch, c_o, whole, whole))
    between = {
        "product and col2im": stamps.size,
        "polyphase": s**2 * phase.size,
        "zero insertion": spread.size,
        "resize and convolve": X.repeat(s, 2).repeat(s, 3).size,
        "FFT": 2 * transformed.size + summed.size,  # before its transform and after, and the sum
    }
    weights = {
        "polyphase": c_i * c_o * (s * sub) ** 2,
        "resize and convolve": c_i * c_o * (k - s + 1) ** 2,
        "FFT": c_i * c_o * whole**2,
    }
    found = costs(dict(zip(LAYER, (n, k, s, p, c_i, c_o), strict=True)), batch)
    assert set(found) >= set(between) - {"resize and convolve"}
    for form in {*between, "layer"} & set(found):
        numbers = X.size + Y.size + weights.get(form, K.size) + 2 * between.get(form, 0)
        assert found[form][1] == 4 * numbers, form


def test_resizing_is_counted_only_where_it_gives_the_same_size():
    for shape in {*LAYERS, *SMALL}:
        n, k, s, p, *_ = shape
        assert ("resize and convolve" in costs(layer_of(shape))) == (
            s * (n - 1) + k - 2 * p == s * n
        )


def test_what_onednn_writes_is_read_in_both_of_its_forms():
    text = (
        "dnnl_verbose,info,oneDNN v2.4\n"
        "dnnl_verbose,exec,cpu,deconvolution,x64:gemm:jit,forward_inference,src_f32\n"
        "onednn_verbose,v1,primitive,exec,cpu,convolution,jit:avx2,forward,src_f32\n"
        "onednn_verbose,v1,primitive,exec,cpu,convolution,jit:avx2,forward,src_f32\n[1]\n"
    )
    assert dispatched(text) == ["deconvolution x64:gemm:jit", "convolution jit:avx2"]


def test_a_form_is_timed_and_named_in_processes_of_its_own():
    backend("pytorch")
    best = {"multiply-adds per second": 1e10, "bytes per second": 1e10}
    heavy = (4096, 4, 2, 1, 64, 64, 1)
    rows = rows_of("pytorch", "polyphase", 1, [*QUICK, heavy], 0.01, best)
    assert [row["n"] for row in rows] == [n for n, *_ in QUICK]  # what takes too long is left out
    for row in rows:
        assert 0 < row["seconds"]["min"] <= row["seconds"]["median"]
        assert row["seconds"]["calls"] >= 5
        assert any("conv" in operator for operator in row["operators"])
        assert all(re.match(r"(convolution|reorder) \S", kernel) for kernel in row["oneDNN"])
        layer = {key: row[key] for key in LAYER}
        work, moved = costs(layer, row["batch"])["polyphase"]
        assert row["roofline"] == pytest.approx(max(work, moved) / 1e10, rel=1e-3)
    assert any(row["oneDNN"] for row in rows)  # PyTorch takes its own loops for the smallest


def test_what_onednn_ran_is_told_apart_by_layer():
    line = "onednn_verbose,v1,primitive,exec,cpu,convolution,{},forward,src_f32\n"
    text = f"onednn_verbose,v1,info\n{line.format('a')}null\nnull\n{line.format('b')}null\n"
    assert told_apart(text, 3) == [["convolution a"], [], ["convolution b"]]
    with pytest.raises(ValueError, match="expected the lines of 2 layers, got 3"):
        told_apart(text, 2)


def test_the_roofline_is_the_most_work_and_the_most_bytes_in_the_least_time(monkeypatch):
    ran = []

    def time_call(call, seconds):
        ran.append(call() is not None)
        return {"min": 0.5, "median": 2, "calls": 5}

    monkeypatch.setattr("bench.transposed.time_call", time_call)
    assert roofline(0.01, 20, 4000) == {
        "multiply-adds per second": 20**3 / 0.5,
        "bytes per second": 2 * 4000 / 0.5,
    }
    assert ran == [True, False]  # a product, and a copy into what is there


def test_a_call_is_timed_often_and_its_least_time_kept():
    calls = []
    found = time_call(lambda: calls.append(1), 0.001)
    assert found["calls"] == len(calls) - WARM_UP >= 5
    assert 0 < found["min"] <= found["median"] < 0.1


def test_every_row_of_the_file_is_whole():
    data = json.loads(FILE.read_text("utf8"))
    assert FILE.read_text("utf8") == json.dumps(data, indent=1) + "\n"
    assert tuple(data["forms"]) == FORMS
    rows = {
        (row["framework"], row["threads"], row["form"], *(row[key] for key in LAYER), row["batch"])
        for row in data["rows"]
    }
    assert len(rows) == len(data["rows"])
    for framework, threads, shape in product(READY, THREADS, LAYERS):
        stated = costs(layer_of(shape), shape[-1])
        assert {form for *key, form in keyed(rows) if key == [framework, threads, shape]} == {
            form for form in stated if fits(*stated[form]) and can(framework, form, layer_of(shape))
        }
    for row in data["rows"]:
        best = data["roofline"][str(row["threads"])]
        layer = {key: row[key] for key in LAYER}
        work, moved = row["multiply-adds"], row["bytes"]
        assert (work, moved) == costs(layer, row["batch"])[row["form"]]
        least = max(work / best["multiply-adds per second"], moved / best["bytes per second"])
        assert row["roofline"] == pytest.approx(least, rel=1e-3)
        assert 0 < row["seconds"]["min"] <= row["seconds"]["median"]


def test_a_trial_does_not_take_the_place_of_what_was_measured(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench.transposed", "--quick"])
    with pytest.raises(SystemExit):
        main()
    assert "--quick is a trial: say --file" in capsys.readouterr().err


def keyed(rows):
    """Return framework, threads, shape and form of each row's key."""
    return [(framework, threads, tuple(shape), form) for framework, threads, form, *shape in rows]
