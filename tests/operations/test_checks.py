"""What the operations refuse, and in which words: the whole message, every time."""

import re

import numpy as np
import pytest
import torch

from d2lmini import (
    conv_output_shape,
    corr2d,
    kernel2matrix,
    output_padding_for,
    trans_conv,
    trans_conv_output_shape,
)
from tests.support.libraries import NAMES, backend

X, K = np.ones((3, 3)), np.ones((2, 2))
X4, K4 = np.ones((1, 4, 3, 3)), np.ones((4, 4, 2, 2))
PAIR = "as an integer or a pair of integers"
CORR = "expected K of shape (c_o, c_i / groups, k_h, k_w) with c_i / groups = "
TRANS = "expected K of shape (c_i, c_o / groups, k_h, k_w) with c_i = 4"

VOLUME = ": for arrays of three dimensions without channels pass X[None, None], K[None, None]"
NO_ARRAY = "expected {} as a NumPy, PyTorch or MXNet array, got list: make it one, as numpy.array({}, float) does"

# what is called, with what, the error and its message
REFUSED = [
    (corr2d, ([[1]], K), {}, TypeError, NO_ARRAY.format(*"XX")),
    (corr2d, (X, "K"), {}, TypeError, "expected K as a NumPy, PyTorch or MXNet array, got str"),
    (trans_conv, (None, K), {}, TypeError, "expected X as a NumPy, PyTorch or MXNet array, got NoneType"),
    (corr2d, (X > 0, K > 0), {}, TypeError, "expected X of real numbers, got dtype bool"),
    (trans_conv, (X + 1j, K), {}, TypeError, "expected X of real numbers, got dtype complex128"),
    (corr2d, (X, K.astype("float32")), {}, TypeError, "expected X and K of one dtype, got float64 and float32"),
    (corr2d, (X[0], K), {}, ValueError, "expected K of 1 axes, got shape (2, 2)"),
    (corr2d, (X[None], K), {}, ValueError, "expected K of 3 axes, got shape (2, 2)"),
    (corr2d, (np.ones(()), K), {}, ValueError, "expected X of 1 to 5 axes, got shape ()"),
    (trans_conv, (X4[None, None], K), {}, ValueError, "expected X of 1 to 5 axes, got shape (1, 1, 1, 4, 3, 3)"),
    (corr2d, (X4[0], K4[0]), {}, ValueError, "expected K of shape (c_o, c_i / groups, k) with c_i / groups = 3, got shape (4, 2, 2)" + VOLUME),
    (trans_conv, (X4[0], K4[0]), {}, ValueError, "expected K of shape (c_i, c_o / groups, k) with c_i = 3, got shape (4, 2, 2)" + VOLUME),
    (trans_conv, (X4[None], K4[:, None]), {}, ValueError, "expected K of shape (c_i, c_o / groups, k_d, k_h, k_w) with c_i = 1, got shape (4, 1, 4, 2, 2)"),
    (corr2d, (X[0], K[0]), {"stride": (1, 1)}, ValueError, "expected stride as an integer or one in a tuple, got 2 values: (1, 1)"),
    (corr2d, (X4[None], K4[None]), {}, ValueError, "expected K of shape (c_o, c_i / groups, k_d, k_h, k_w) with c_i / groups = 1, got shape (1, 4, 4, 2, 2)"),
    (corr2d, (X4[None], K4[:, None]), {"padding": (1, 1)}, ValueError, "expected padding as an integer or three integers, got 2 values: (1, 1)"),
    (corr2d, (X, K4), {}, ValueError, "expected K of 2 axes, got shape (4, 4, 2, 2)"),
    (trans_conv, (X4, K), {}, ValueError, "expected K of 4 axes, got shape (2, 2)"),
    (corr2d, (X[:0], K), {}, ValueError, "expected X without an empty axis, got shape (0, 3)"),
    (trans_conv, (X, K[:, :0]), {}, ValueError, "expected K without an empty axis, got shape (2, 0)"),
    (corr2d, (X4, K4[:, :3]), {}, ValueError, f"{CORR}4, got shape (4, 3, 2, 2)"),
    (corr2d, (X4, K4), {"groups": 2}, ValueError, f"{CORR}2, got shape (4, 4, 2, 2)"),
    (corr2d, (X4, K4), {"groups": 3}, ValueError, "expected channels of X that divide into 3 groups, got 4"),
    (corr2d, (X4, K4[:3, :2]), {"groups": 2}, ValueError, "expected output channels that divide into 2 groups, got K of shape (3, 2, 2, 2)"),
    (trans_conv, (X4, K4[:3]), {}, ValueError, f"{TRANS}, got shape (3, 4, 2, 2)"),
    (trans_conv, (X4, K4), {"groups": 3}, ValueError, "expected channels of X that divide into 3 groups, got 4"),
    (corr2d, (X, K), {"groups": 2}, ValueError, "expected groups=1 for arrays without channels, got 2"),
    (corr2d, (X[0], K[0]), {"groups": 2}, ValueError, "expected groups=1 for arrays without channels, got 2"),
    (corr2d, (X4, K4), {"groups": 0}, ValueError, "expected groups of at least 1, got 0"),
    (corr2d, (X4, K4), {"groups": 1.0}, TypeError, "expected groups as an integer, got 1.0"),
    (corr2d, (X4, K4), {"groups": True}, TypeError, "expected groups as an integer, got True"),
    (corr2d, (X, K), {"stride": 0}, ValueError, "expected stride of at least 1, got 0"),
    (trans_conv, (X, K), {"stride": (1, -1)}, ValueError, "expected stride of at least 1, got (1, -1)"),
    (corr2d, (X, K), {"padding": -1}, ValueError, "expected padding of at least 0, got -1"),
    (trans_conv, (X, K), {"dilation": 0}, ValueError, "expected dilation of at least 1, got 0"),
    (corr2d, (X, K), {"stride": 1.5}, TypeError, f"expected stride {PAIR}, got 1.5"),
    (corr2d, (X, K), {"padding": True}, TypeError, f"expected padding {PAIR}, got True"),
    (corr2d, (X, K), {"padding": "same"}, TypeError, f"expected padding {PAIR}, got 'same'"),
    (corr2d, (X, K), {"dilation": (1, None)}, TypeError, f"expected dilation {PAIR}, got (1, None)"),
    (corr2d, (X, K), {"stride": (1, 2, 3)}, ValueError, f"expected stride {PAIR}, got 3 values: (1, 2, 3)"),
    (trans_conv, (X, K), {"padding": ()}, ValueError, f"expected padding {PAIR}, got 0 values: ()"),
    (trans_conv, (X, K), {"output_padding": 1}, ValueError, "expected output_padding smaller than stride or dilation, got 1 with stride (1, 1) and dilation (1, 1)"),
    (trans_conv, (X, K), {"output_padding": (0, 2), "stride": 2}, ValueError, "expected output_padding smaller than stride or dilation, got (0, 2) with stride (2, 2) and dilation (1, 1)"),
    (trans_conv, (X, K), {"output_padding": (2, 0), "stride": 2}, ValueError, "expected output_padding smaller than stride or dilation, got (2, 0) with stride (2, 2) and dilation (1, 1)"),
    (trans_conv, (X, K), {"output_padding": -1}, ValueError, "expected output_padding of at least 0, got -1"),
    (corr2d, (K, X), {}, ValueError, "kernel of shape (3, 3) does not fit in input of shape (2, 2)"),
    (corr2d, (K, np.ones((5, 1))), {"padding": 1}, ValueError, "kernel of shape (5, 1) does not fit in input of shape (2, 2) padded to (4, 4)"),
    (corr2d, (X, K), {"dilation": 3}, ValueError, "kernel of shape (2, 2), spread to (4, 4) by dilation, does not fit in input of shape (3, 3)"),
    (trans_conv, (K, K), {"padding": 2}, ValueError, "padding (2, 2) leaves nothing of an output of shape (3, 3)"),
    (kernel2matrix, ([[1, 2]],), {}, TypeError, NO_ARRAY.format(*"KK")),
    (kernel2matrix, (K[0],), {}, ValueError, "expected input_shape as (n,) for K of shape (2,), got (3, 3)"),
    (kernel2matrix, (K4[0], 3), {}, TypeError, "expected input_shape as (c_i, n), got 3"),
    (kernel2matrix, (np.ones(()),), {}, ValueError, "expected K of 1 to 5 axes, got shape ()"),
    (kernel2matrix, (K, 3), {}, TypeError, "expected input_shape as (n_h, n_w), got 3"),
    (kernel2matrix, (K, (1, 3, 3)), {}, ValueError, "expected input_shape as (n_h, n_w) for K of shape (2, 2), got (1, 3, 3)"),
    (kernel2matrix, (K4, (3, 3)), {}, ValueError, "expected input_shape as (c_i, n_h, n_w) for K of shape (4, 4, 2, 2), got (3, 3)"),
    (kernel2matrix, (K4, (3, 3, 3)), {}, ValueError, f"{CORR}3, got shape (4, 4, 2, 2)"),
    (kernel2matrix, (K, (3, 3.0)), {}, TypeError, "expected each size of input_shape as an integer, got (3, 3.0)"),
    (kernel2matrix, (K, (3, 0)), {}, ValueError, "expected each size of input_shape of at least 1, got (3, 0)"),
    (kernel2matrix, (K, (1, 3)), {}, ValueError, "kernel of shape (2, 2) does not fit in input of shape (1, 3)"),
    (kernel2matrix, (K,), {"groups": 2}, ValueError, "expected groups=1 for arrays without channels, got 2"),
    (kernel2matrix, (K, (65536, 65536)), {}, ValueError, "a dense W of shape (4294836225, 4294967296) takes 147,569,449,024.4 GB, more than this machine can hold: pass sparse=True"),
    (trans_conv_output_shape, ((), 3), {}, TypeError, "expected input_shape as one, two or three sizes, as (n_h, n_w), got ()"),
    (trans_conv_output_shape, ((0, 5), 3), {}, ValueError, "expected input_shape of at least 1, got (0, 5)"),
    (output_padding_for, ((5, 5), "3"), {}, TypeError, f"expected kernel {PAIR}, got '3'"),
    (conv_output_shape, (5, 3), {}, TypeError, "expected input_shape as one, two or three sizes, as (n_h, n_w), got 5"),
    (conv_output_shape, ((5, 5), 0), {}, ValueError, "expected kernel of at least 1, got 0"),
    (trans_conv_output_shape, ((2, 2), 2), {"padding": 2}, ValueError, "padding (2, 2) leaves nothing of an output of shape (3, 3)"),
    (output_padding_for, ((2, 2), 3), {}, ValueError, "kernel of shape (3, 3) does not fit in input of shape (2, 2)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("function", "arguments", "options", "error", "message"),
    REFUSED,
    ids=[f"{number}-{row[0].__name__}" for number, row in enumerate(REFUSED)],
)
def test_bad_input_is_refused_with_what_was_expected_and_what_came(
    function, arguments, options, error, message
):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        function(*arguments, **options)


@pytest.mark.parametrize("operation", [corr2d, trans_conv])
@pytest.mark.parametrize(("first", "second"), [("numpy", "pytorch"), ("pytorch", "mxnet")])
def test_mixed_libraries_are_refused(operation, first, second):
    labels = {"numpy": "NumPy", "pytorch": "PyTorch", "mxnet": "MXNet"}
    arrays = backend(first).array(X), backend(second).array(K)
    message = f"expected X and K of one library, got {labels[first]} and {labels[second]}"
    with pytest.raises(TypeError, match=f"^{message}$"):
        operation(*arrays)


def test_mixed_devices_are_refused():
    message = "^expected X and K on one device, got cpu and meta$"
    with pytest.raises(ValueError, match=message):
        corr2d(torch.ones(3, 3), torch.ones(2, 2, device="meta"))


@pytest.mark.parametrize("name", NAMES)
def test_a_message_names_both_dtypes_in_every_library(name):
    lib = backend(name)
    with pytest.raises(TypeError, match=r"^expected X and K of one dtype, got .*float64 and .*32$"):
        corr2d(lib.array(X), lib.array(K, "float32"))
    with pytest.raises(TypeError, match=r"float64 and .*int64$"):
        trans_conv(lib.array(X), lib.array(K, "int64"))


def test_mxnets_dtypes_are_named_as_numpys():
    lib = backend("mxnet")
    with pytest.raises(
        TypeError, match=r"^expected X and K of one dtype, got float64 and float32$"
    ):
        corr2d(lib.array(X), lib.array(K, "float32"))


@pytest.mark.parametrize("name", NAMES)
def test_a_bool_array_is_refused_in_every_library(name):
    array = backend(name).array(np.ones((3, 3), bool))
    with pytest.raises(TypeError, match=r"^expected X of real numbers, got dtype .*bool.*$"):
        corr2d(array, array)


def test_mxnets_older_arrays_are_refused_with_the_cure():
    backend("mxnet")
    from mxnet import nd

    message = r"got mxnet\.ndarray\.ndarray\.NDArray: call its as_np_ndarray\(\)$"
    with pytest.raises(TypeError, match=message):
        corr2d(nd.ones((3, 3)), nd.ones((2, 2)))
