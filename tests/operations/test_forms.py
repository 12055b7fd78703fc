"""The forms of one cross-correlation, which the benchmark and the Cost figure time."""

import numpy as np
import pytest

from d2lmini.forms import FORMS, costs, maker, ready
from tests.support.libraries import NAMES, backend
from tests.support.specification import corr2d

# n, kernel, stride, c_i, c_o
LAYERS = [(8, 3, 1, 1, 1), (9, 3, 2, 2, 3), (12, 4, 3, 3, 2), (5, 1, 1, 2, 2), (7, 7, 1, 1, 1)]
# What a library does not have; the FFT is of one channel and stride 1 in all of them.
WITHOUT = {"numpy": {"layer"}, "pytorch": set(), "mxnet": {"FFT"}}


def whole(*shape):
    return np.random.default_rng(0).integers(-4, 5, shape).astype("float32")


@pytest.mark.parametrize("layer", LAYERS, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_a_library_has_is_the_cross_correlation(name, layer):
    lib = backend(name)
    n, kernel, stride, c_i, c_o = layer
    X, K = whole(c_i, n, n), whole(c_o, c_i, kernel, kernel)
    expected = corr2d(X[None], K, (stride, stride), (0, 0), (1, 1), 1).reshape(-1)
    calls = {form: ready(form, lib.array(X), lib.array(K), stride) for form in FORMS}
    single = (stride, c_i, c_o) == (1, 1, 1)
    missing = WITHOUT[name] | (set() if single else {"FFT"})
    assert {form for form, call in calls.items() if call is None} == missing
    for form in FORMS.keys() - missing:
        Y = lib.numpy(calls[form]()).reshape(-1)
        # Whole numbers: every sum is exact, but for the FFT's rounding.
        np.testing.assert_allclose(Y, expected, rtol=0, atol=1e-3 * (form == "FFT"), err_msg=form)


def test_scipy_computes_what_numpy_does_not_have():
    X = np.zeros((1, 3, 3))
    made = {form: maker(form, X) for form in (*FORMS, "build dense W", "build sparse W")}
    assert {form for form, name in made.items() if name == "SciPy"} == {
        "sparse W", "FFT", "build sparse W",
    }  # fmt: skip
    assert set(made.values()) == {"SciPy", "NumPy"}


def test_what_needs_too_much_is_not_made():
    X, K = np.zeros((1, 256, 256), "float32"), np.zeros((1, 1, 3, 3), "float32")
    assert ready("dense W", X, K, 1) is None  # 254² · 256² numbers
    assert ready("sparse W", X, K, 1, most_bytes=10**6) is None
    assert ready("sparse W", X, K, 1) is not None
    # 256² · 5² · 60² products
    assert ready("direct", np.zeros((256, 64, 64)), np.zeros((256, 256, 5, 5)), 1) is None


@pytest.mark.parametrize("form", ["dense W", "sparse W", "im2col", "direct"])
def test_what_needs_just_as_much_as_there_is_is_made(monkeypatch, form):
    X, K = np.zeros((2, 5, 5), "float32"), np.zeros((3, 2, 2, 2), "float32")
    layer = {"n": 5, "kernel": 2, "stride": 1, "c_i": 2, "c_o": 3}
    ((size, work),) = (needed for name, *needed in costs(layer) if name == form)
    for lacks in (0, 1):
        assert (ready(form, X, K, 1, most_bytes=size - lacks) is None) == lacks
        monkeypatch.setattr("d2lmini.forms.MOST_WORK", work - lacks)
        assert (ready(form, X, K, 1) is None) == lacks


def test_costs_are_those_of_the_smallest_example():
    # 3×3 input, 2×2 kernel: 4 rows of 9 columns, 4 weights in each row
    layer = {"n": 3, "kernel": 2, "stride": 1, "c_i": 1, "c_o": 1}
    assert costs(layer) == [
        ("dense W", 4 * 4 * 9, 4 * 9),
        ("sparse W", 8 * 16 + 4 * 5, 16),
        ("im2col", 4 * (16 + 4), 16),
        ("direct", 4 * 4, 16),
    ]
