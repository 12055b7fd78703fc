"""`corr2d` and `trans_conv` against a specification, the frameworks' layers and SciPy.

The random arrays hold whole numbers, so float64 results are exact and compared exactly.
"""

import numpy as np
import pytest
import torch
from hypothesis import given
from scipy.signal import convolve2d, correlate2d

from d2lmini import corr2d, trans_conv
from tests.support import specification
from tests.support.libraries import NAMES, backend, cases, restoring

libraries = pytest.mark.parametrize("name", NAMES)
X22 = [[0.0, 1.0], [2.0, 3.0]]


@libraries
@given(case=cases(adjoint=False))
def test_corr2d_is_its_specification(name, case):
    lib = backend(name)
    Y = corr2d(lib.array(case.X), lib.array(case.K), **case.parameters)
    expected = specification.corr2d(case.X, case.K, **case.parameters)
    np.testing.assert_array_equal(lib.numpy(Y), expected)


@libraries
@given(case=cases(adjoint=True))
def test_trans_conv_is_its_specification(name, case):
    lib = backend(name)
    Y = trans_conv(lib.array(case.X), lib.array(case.K), **case.parameters)
    expected = specification.trans_conv(case.X, case.K, **case.parameters)
    np.testing.assert_array_equal(lib.numpy(Y), expected)


@given(case=cases(adjoint=False))
def test_corr2d_is_pytorchs_layer(case):
    X, K = torch.tensor(case.X), torch.tensor(case.K)
    expected = torch.nn.functional.conv2d(X, K, **case.parameters)
    torch.testing.assert_close(corr2d(X, K, **case.parameters), expected, rtol=0, atol=0)


@given(case=cases(adjoint=True))
def test_trans_conv_is_pytorchs_layer(case):
    X, K = torch.tensor(case.X), torch.tensor(case.K)
    expected = torch.nn.functional.conv_transpose2d(X, K, **case.parameters)
    torch.testing.assert_close(trans_conv(X, K, **case.parameters), expected, rtol=0, atol=0)


def mxnet_parameters(case, channels):
    names = {"stride": "stride", "padding": "pad", "dilation": "dilate", "output_padding": "adj"}
    given_names = {names[n]: v for n, v in case.parameters.items() if n in names}
    groups = case.parameters["groups"]
    return given_names | {
        "kernel": case.K.shape[2:], "num_filter": channels, "num_group": groups, "no_bias": True
    }  # fmt: skip


@given(case=cases(adjoint=False))
def test_corr2d_is_mxnets_layer(case):
    lib = backend("mxnet")
    from mxnet import npx

    X, K = lib.array(case.X), lib.array(case.K)
    expected = npx.convolution(X, K, **mxnet_parameters(case, case.K.shape[0]))
    np.testing.assert_array_equal(corr2d(X, K, **case.parameters).asnumpy(), expected.asnumpy())


@given(case=cases(adjoint=True))
def test_trans_conv_is_mxnets_layer(case):
    lib = backend("mxnet")
    from mxnet import npx

    extra, stride = case.parameters["output_padding"], case.parameters["stride"]
    if any(o >= s for o, s in zip(extra, stride, strict=True)):
        return  # MXNet takes output padding below the stride only; PyTorch is the oracle there
    # Its layer is wrong in float64 where stride and dilation meet (apache/mxnet issue 13876); the
    # sums of these whole numbers are exact in float32 too.
    X, K = lib.array(case.X, "float32"), lib.array(case.K, "float32")
    channels = case.K.shape[1] * case.parameters["groups"]
    expected = npx.deconvolution(X, K, **mxnet_parameters(case, channels))
    np.testing.assert_array_equal(trans_conv(X, K, **case.parameters).asnumpy(), expected.asnumpy())


@given(case=cases(adjoint=False))
def test_scipy_agrees_where_it_has_the_operation(case):
    x, k = case.X[0, 0], case.K[0, 0]
    if all(n >= m for n, m in zip(x.shape, k.shape, strict=True)):
        np.testing.assert_array_equal(corr2d(x, k), correlate2d(x, k, "valid"))
    np.testing.assert_array_equal(trans_conv(x, k), convolve2d(x, k, "full"))


@libraries
@given(case=cases(adjoint=False))
def test_trans_conv_is_the_adjoint_of_corr2d(name, case):
    lib = backend(name)
    X, K, parameters = lib.array(case.X), lib.array(case.K), case.parameters
    Y = corr2d(X, K, **parameters)
    G = lib.array(np.random.default_rng(0).integers(-9, 10, tuple(Y.shape)).astype("float64"))
    back = trans_conv(G, K, output_padding=restoring(case), **parameters)
    assert (lib.numpy(Y) * lib.numpy(G)).sum() == (case.X * lib.numpy(back)).sum()


@libraries
def test_the_sections_arrays(name):
    lib = backend(name)
    Y = trans_conv(lib.array(X22), lib.array(X22))
    np.testing.assert_array_equal(lib.numpy(Y), [[0, 0, 1], [0, 4, 6], [4, 2 * 3 + 3 * 2, 9]])
    Y = corr2d(lib.array(np.arange(9.0).reshape(3, 3)), lib.array([[1.0, 2.0], [3.0, 4.0]]))
    first = 0 * 1 + 1 * 2 + 3 * 3 + 4 * 4
    np.testing.assert_array_equal(lib.numpy(Y), [[first, 37], [57, 67]])


@libraries
@pytest.mark.parametrize(
    "dtype", ["float16", "float32", "float64", "uint8", "int8", "int32", "int64"]
)
@pytest.mark.parametrize("operation", [corr2d, trans_conv])
@pytest.mark.parametrize(
    "shapes", [((3, 3), (2, 2)), ((1, 2, 3, 3), (2, 2, 2, 2))], ids=["2d", "4d"]
)
def test_kind_and_dtype_stay(name, dtype, operation, shapes):
    lib = backend(name)
    rng = np.random.default_rng(0)
    X, K = (rng.integers(0, 3, shape) for shape in shapes)
    Y = operation(lib.array(X, dtype), lib.array(K, dtype))
    assert type(Y) is type(lib.array(X, dtype))
    assert lib.dtype(Y) == dtype
    expected = operation(X.astype("float64"), K.astype("float64"))
    np.testing.assert_array_equal(lib.numpy(Y), expected)


@libraries
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int32"])
@pytest.mark.parametrize("groups", [2, 4], ids=["groups", "one channel each"])
@pytest.mark.parametrize("operation", [corr2d, trans_conv])
def test_every_parameter_may_differ_between_the_directions(name, dtype, groups, operation):
    lib = backend(name)
    rng = np.random.default_rng(0)
    parameters = {"stride": (2, 1), "padding": (2, 1), "dilation": (1, 3), "groups": groups}
    kernel = (4, 4 // groups, 3, 2)
    if operation is trans_conv:
        parameters["output_padding"] = (1, 2)
    X, K = (rng.integers(-3, 4, shape).astype(dtype) for shape in ((2, 4, 5, 4), kernel))
    Y = operation(lib.array(X), lib.array(K), **parameters)
    expected = getattr(specification, operation.__name__)(X, K, **parameters)
    np.testing.assert_array_equal(lib.numpy(Y), expected)


@libraries
@pytest.mark.parametrize("operation", [corr2d, trans_conv])
def test_one_row_may_have_several_channels(name, operation):
    lib = backend(name)
    X, K = np.arange(6.0).reshape(1, 2, 1, 3), np.arange(8.0).reshape(2, 2, 1, 2)
    one = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "groups": 1}
    extra = {"output_padding": (0, 0)} if operation is trans_conv else {}
    expected = getattr(specification, operation.__name__)(X, K, **one, **extra)
    np.testing.assert_array_equal(lib.numpy(operation(lib.array(X), lib.array(K))), expected)


@libraries
def test_the_inputs_are_left_alone(name):
    lib = backend(name)
    X, K = lib.array(X22), lib.array(X22)
    trans_conv(X, K)
    corr2d(X, K)
    np.testing.assert_array_equal(lib.numpy(X), X22)
    np.testing.assert_array_equal(lib.numpy(K), X22)


@libraries
@pytest.mark.parametrize("channels", [1, 2])
def test_nan_and_infinity_pass_through(name, channels):
    lib = backend(name)
    X = np.ones((1, channels, 3, 3))
    X[0, 0, 0, 0], X[0, 0, 2, 2] = np.nan, np.inf
    K = lib.array(np.ones((channels, channels, 2, 2)))
    Y = lib.numpy(corr2d(lib.array(X), K))
    assert np.isnan(Y[0, 0, 0, 0])
    assert np.isinf(Y[0, 0, 1, 1])
    Y = lib.numpy(trans_conv(lib.array(X), K))
    assert np.isnan(Y[0, 0, 0, 0])
    assert np.isinf(Y[0, 0, 3, 3])
    assert np.isfinite(Y[0, 0, 0, 3])


def test_the_operations_call_no_convolution_of_pytorch(monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("a framework's convolution was called")

    for name in ("conv2d", "conv_transpose2d", "convolution"):
        monkeypatch.setattr(torch, name, refuse)
    monkeypatch.setattr(torch.nn.functional, "conv2d", refuse)
    monkeypatch.setattr(torch.nn.functional, "conv_transpose2d", refuse)
    X, K = torch.ones(1, 2, 4, 4), torch.ones(2, 2, 2, 2)
    assert corr2d(X, K)[0, 0, 0, 0] == 8
    assert trans_conv(X, K)[0, 0, 1, 1] == 8


@libraries
def test_left_out_parameters_are_stride_1_no_padding_no_dilation_one_group(name):
    lib = backend(name)
    X, K = np.arange(32.0).reshape(1, 2, 4, 4), np.arange(8.0).reshape(1, 2, 2, 2)
    Y = corr2d(lib.array(X), lib.array(K))
    one = (1, 1), (0, 0)
    expected = specification.corr2d(X, K, *one, (1, 1), 1)
    np.testing.assert_array_equal(lib.numpy(Y), expected)
    K = K.reshape(2, 1, 2, 2)
    Y = trans_conv(lib.array(X), lib.array(K))
    expected = specification.trans_conv(X, K, *one, (0, 0), (1, 1), 1)
    np.testing.assert_array_equal(lib.numpy(Y), expected)
