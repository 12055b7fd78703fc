"""What the chapter on conventions says of padding in numbers, executed word for word."""

import re

import numpy as np
import onnx
import pytest
from onnx import helper
from onnx.reference import ReferenceEvaluator

from book._ext.paths import BOOK
from d2lmini import corr2d, trans_conv
from tests.support.libraries import backend

TEXT = (BOOK / "conventions.md").read_text("utf8")
ROWS = dict(re.findall(r"^\| ([^|]+?) \| `([^`]+)`.* \|$", TEXT, re.MULTILINE))
LAYERS = [(4, 2, 1, 0, 1), (3, 2, 1, 1, 1), (5, 3, 2, 2, 1), (2, 3, 0, 2, 1), (3, 2, 2, 1, 3)]
layers = pytest.mark.parametrize("layer", LAYERS, ids=str)


def said(system, k, p, o, d):
    """Return what a row says for a layer."""
    words = {"p": p, "o": o, "e": d * (k - 1) + 1}
    return eval(f"dict({ROWS[system]})", {}, words)


def drawn(k, seed=0):
    rng = np.random.default_rng(seed + k)
    return (rng.integers(-9, 10, (1, 1, *size)).astype("float32") for size in [(4, 5), (k, k)])


def right(X, K, s, p, o, d):
    return trans_conv(X, K, stride=s, padding=p, output_padding=o, dilation=d)


def test_every_row_is_found():
    assert list(ROWS) == [
        "PyTorch, MXNet",
        "ONNX",
        "JAX, Flax",
        "JAX with `use_consistent_padding=True`",
        "Keras",
    ]


@layers
def test_the_zeros_of_jax_give_the_same_output(layer):
    k, s, p, o, d = layer
    X, K = drawn(k)
    (before, behind), columns = said("JAX, Flax", k, p, o, d)["padding"]
    assert columns == (before, behind)
    spread = np.zeros((1, 1, *(s * (n - 1) + 1 for n in X.shape[2:])), "float32")
    spread[:, :, ::s, ::s] = X
    top = [max(w, 0) for w in (before, behind)]
    padded = np.pad(spread, ((0, 0), (0, 0), top, top))
    Y = corr2d(padded, K[:, :, ::-1, ::-1].copy(), dilation=d)
    cut = [max(-w, 0) for w in (before, behind)]
    Y = Y[:, :, cut[0] : Y.shape[2] - cut[1], cut[0] : Y.shape[3] - cut[1]]
    np.testing.assert_array_equal(Y, right(X, K, s, p, o, d))


@layers
def test_consistent_padding_says_what_is_cropped(layer):
    k, s, p, o, d = layer
    X, K = drawn(k)
    (before, behind), _ = said("JAX with `use_consistent_padding=True`", k, p, o, d)["padding"]
    whole = np.pad(right(X, K, s, 0, 0, d), ((0, 0), (0, 0), (0, s), (0, s)))
    rows, columns = (n - s - before - behind for n in whole.shape[2:])
    found = whole[:, :, before : before + rows, before : before + columns]
    np.testing.assert_array_equal(found, right(X, K, s, p, o, d))


@layers
def test_the_words_of_pytorch_are_its_own(layer):
    lib = backend("pytorch")
    k, s, p, o, d = layer
    X, K = drawn(k)
    operation = __import__("torch").nn.functional.conv_transpose2d
    options = said("PyTorch, MXNet", k, p, o, d)
    Y = operation(lib.array(X), lib.array(K), stride=s, dilation=d, **options)
    np.testing.assert_array_equal(lib.numpy(Y), right(X, K, s, p, o, d))


@layers
def test_the_words_of_onnx_are_its_own(layer):
    k, s, p, o, d = layer
    X, K = drawn(k)
    options = said("ONNX", k, p, o, d)
    node = helper.make_node(
        "ConvTranspose", ["X", "W"], ["Y"], strides=[s] * 2, dilations=[d] * 2, **options
    )
    values = [helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None) for n in "XWY"]
    graph = helper.make_graph([node], "layer", values[:2], values[2:])
    (Y,) = ReferenceEvaluator(helper.make_model(graph)).run(None, {"X": X, "W": K})
    np.testing.assert_array_equal(Y, right(X, K, s, p, o, d))


def test_keras_is_given_a_word_and_what_it_keeps_at_the_end():
    assert said("Keras", 3, 1, 1, 1) == {"padding": "valid", "output_padding": 1}
