"""One and three axes through the same functions, against the definition and the layers."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from d2lmini import (
    conv_output_shape,
    corr2d,
    kernel2matrix,
    output_padding_for,
    trans_conv,
    trans_conv_output_shape,
)
from tests.operations.test_matrix import dense
from tests.operations.test_operations import mxnet_parameters
from tests.support import specification
from tests.support.libraries import NAMES, backend, cases, restoring

libraries = pytest.mark.parametrize("name", NAMES)
one_and_three = pytest.mark.parametrize("axes", [1, 3])
adjoints = pytest.mark.parametrize("adjoint", [False, True], ids=["corr2d", "trans_conv"])
few = settings(max_examples=25)
LAYERS = {
    (False, 1): torch.nn.functional.conv1d,
    (False, 3): torch.nn.functional.conv3d,
    (True, 1): torch.nn.functional.conv_transpose1d,
    (True, 3): torch.nn.functional.conv_transpose3d,
}


def operation(adjoint):
    return trans_conv if adjoint else corr2d


@libraries
@adjoints
@one_and_three
@few
@given(data=st.data())
def test_one_and_three_axes_follow_the_specification(name, adjoint, axes, data):
    lib, case = backend(name), data.draw(cases(adjoint=adjoint, axes=axes))
    Y = operation(adjoint)(lib.array(case.X), lib.array(case.K), **case.parameters)
    expected = getattr(specification, operation(adjoint).__name__)(
        case.X, case.K, **case.parameters
    )
    np.testing.assert_array_equal(lib.numpy(Y), expected)


@adjoints
@one_and_three
@few
@given(data=st.data())
def test_one_and_three_axes_are_pytorchs_layers(adjoint, axes, data):
    case = data.draw(cases(adjoint=adjoint, axes=axes))
    X, K = torch.tensor(case.X), torch.tensor(case.K)
    expected = LAYERS[adjoint, axes](X, K, **case.parameters)
    Y = operation(adjoint)(X, K, **case.parameters)
    torch.testing.assert_close(Y, expected, rtol=0, atol=0)


@adjoints
@one_and_three
@few
@given(data=st.data())
def test_one_and_three_axes_are_mxnets_layers(adjoint, axes, data):
    lib, case = backend("mxnet"), data.draw(cases(adjoint=adjoint, axes=axes))
    from mxnet import npx

    extra, stride = case.parameters.get("output_padding", [0] * axes), case.parameters["stride"]
    if any(o >= s for o, s in zip(extra, stride, strict=True)):
        return  # MXNet takes output padding below the stride only
    if adjoint and axes == 3:
        case.parameters["dilation"] = (1, 1, 1)  # it has no other in three axes
        padding = zip(case.parameters["padding"], case.K.shape[2:], strict=True)
        case.parameters["padding"] = tuple(min(p, (k - 1) // 2) for p, k in padding)
    X, K = lib.array(case.X, "float32"), lib.array(case.K, "float32")
    channels = case.K.shape[1] * case.parameters["groups"] if adjoint else case.K.shape[0]
    layer = npx.deconvolution if adjoint else npx.convolution
    expected = layer(X, K, **mxnet_parameters(case, channels))
    Y = operation(adjoint)(X, K, **case.parameters)
    np.testing.assert_array_equal(Y.asnumpy(), expected.asnumpy())


@libraries
@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
@one_and_three
@few
@given(data=st.data())
def test_w_of_one_and_three_axes_is_corr2d_and_its_transpose_trans_conv(name, sparse, axes, data):
    lib, case = backend(name), data.draw(cases(adjoint=False, axes=axes))
    x = case.X[0]
    W = dense(kernel2matrix(lib.array(case.K), x.shape, sparse=sparse, **case.parameters))
    Y = specification.corr2d(case.X[:1], case.K, **case.parameters)
    np.testing.assert_array_equal(W @ x.reshape(-1), Y.reshape(-1))
    back = specification.trans_conv(Y, case.K, output_padding=restoring(case), **case.parameters)
    np.testing.assert_array_equal(W.T @ Y.reshape(-1), back.reshape(-1))


@one_and_three
@given(data=st.data())
def test_shapes_of_one_and_three_axes_are_those_of_outputs(axes, data):
    case = data.draw(cases(adjoint=False, axes=axes))
    size, kernel = case.X.shape[2:], case.K.shape[2:]
    window = {name: case.parameters[name] for name in ("stride", "padding", "dilation")}
    there = conv_output_shape(size, kernel, **window)
    assert there == corr2d(case.X, case.K, **case.parameters).shape[2:]
    extra = output_padding_for(size, kernel, **window)
    assert extra == restoring(case)
    assert trans_conv_output_shape(there, kernel, output_padding=extra, **window) == size


@libraries
def test_one_axis_needs_no_channels(name):
    lib = backend(name)
    x, k = lib.array([1.0, 2.0, 3.0]), lib.array([1.0, 10.0])
    np.testing.assert_array_equal(lib.numpy(corr2d(x, k)), [1 + 20, 2 + 30])
    np.testing.assert_array_equal(lib.numpy(trans_conv(x, k)), [1, 10 + 2, 20 + 3, 30])
    np.testing.assert_array_equal(lib.numpy(kernel2matrix(k, (3,))), [[1, 10, 0], [0, 1, 10]])


@adjoints
@one_and_three
def test_gradients_of_one_and_three_axes_are_those_of_the_layers(adjoint, axes):
    lib = backend("mxnet")
    from mxnet import autograd

    rng = np.random.default_rng(0)
    size, kernel = (5, 4, 6)[:axes], (2, 3, 2)[:axes]
    values = rng.standard_normal((2, 4, *size)), rng.standard_normal((4, 2, *kernel))
    parameters = {"stride": 2, "padding": 1, "dilation": 1, "groups": 2}
    oracle = [torch.tensor(a).requires_grad_() for a in values]
    (LAYERS[adjoint, axes](*oracle, **parameters) ** 2).sum().backward()
    ours = [torch.tensor(a).requires_grad_() for a in values]
    (operation(adjoint)(*ours, **parameters) ** 2).sum().backward()
    inputs = [lib.array(a) for a in values]
    for array in inputs:
        array.attach_grad()
    with autograd.record():
        loss = (operation(adjoint)(*inputs, **parameters) ** 2).sum()
    loss.backward()
    for array, own, expected in zip(inputs, ours, oracle, strict=True):
        # All sum the same float64 numbers, in another order.
        torch.testing.assert_close(own.grad, expected.grad, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(array.grad.asnumpy(), expected.grad.numpy(), atol=1e-10)


@libraries
@adjoints
@pytest.mark.parametrize("axes", [1, 2, 3])
def test_an_empty_batch_gives_an_empty_batch(name, adjoint, axes):
    lib = backend(name)
    X, K = np.ones((0, 2, *(4, 5, 6)[:axes])), np.ones((2, 2, *(2, 3, 1)[:axes]))
    Y = operation(adjoint)(lib.array(X), lib.array(K))
    assert Y.shape == (0, 2, *((5, 7, 6) if adjoint else (3, 3, 6))[:axes])
