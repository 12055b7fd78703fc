"""The operations inside the frameworks' automatic differentiation."""

import numpy as np
import pytest
import torch

from d2lmini import corr2d, kernel2matrix, trans_conv
from tests.support.libraries import backend

CASES = [
    pytest.param({}, (2, 2), id="plain"),
    pytest.param({"stride": 2, "padding": 1}, (3, 2), id="stride and padding"),
    pytest.param({"dilation": 2, "groups": 2}, (2, 2), id="dilation and groups"),
    pytest.param({"groups": 4, "stride": (1, 2)}, (2, 3), id="depthwise"),
]
# What only one of the operations has, and what takes a way of its own in MXNet.
OUTPUT_PADDED = [
    pytest.param({"stride": 2, "padding": 1, "output_padding": 1}, (3, 2), id="output padding"),
    pytest.param(
        {"dilation": 3, "padding": 1, "stride": 2, "output_padding": 2},
        (2, 2),
        id="past the stride",
    ),
    pytest.param({"dilation": 3, "output_padding": (0, 2), "groups": 4}, (2, 1), id="one channel"),
]
OPERATIONS = [
    *(
        pytest.param(o, *c.values, id=f"{o.__name__}, {c.id}")
        for o in (corr2d, trans_conv)
        for c in CASES
    ),
    *(pytest.param(trans_conv, *c.values, id=f"trans_conv, {c.id}") for c in OUTPUT_PADDED),
]
every_operation = pytest.mark.parametrize(("operation", "parameters", "kernel"), OPERATIONS)


def arrays(operation, parameters, kernel):
    groups = parameters.get("groups", 1)
    shape = (4, 4 // groups, *kernel)
    rng = np.random.default_rng(0)
    return rng.standard_normal((1, 4, 4, 4)), rng.standard_normal(shape)


@every_operation
def test_pytorch_differentiates_once_and_twice(operation, parameters, kernel):
    inputs = [torch.tensor(a).requires_grad_() for a in arrays(operation, parameters, kernel)]

    def call(X, K):
        return operation(X, K, **parameters)

    assert torch.autograd.gradcheck(call, inputs)
    assert torch.autograd.gradgradcheck(call, inputs)


@pytest.mark.parametrize("operation", [corr2d, trans_conv])
def test_pytorch_differentiates_arrays_of_two_axes(operation):
    rng = np.random.default_rng(0)
    inputs = [torch.tensor(rng.standard_normal(n)).requires_grad_() for n in ((3, 4), (2, 2))]
    assert torch.autograd.gradcheck(operation, inputs)
    assert torch.autograd.gradgradcheck(operation, inputs)


def test_pytorch_differentiates_the_dense_matrix():
    K = torch.tensor([[1.0, -2.0], [0.5, 3.0]], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda K: kernel2matrix(K, (3, 4), padding=1), (K,))


@pytest.mark.parametrize("operation", [corr2d, trans_conv])
@pytest.mark.parametrize("axes", [(0, None), (None, 0), (0, 0)], ids=["X", "K", "both"])
def test_vmap_is_a_loop_over_the_batch(operation, axes):
    rng = np.random.default_rng(0)
    X, K = (
        torch.tensor(rng.standard_normal((3, 4, 5))),
        torch.tensor(rng.standard_normal((3, 2, 2))),
    )
    inputs = [a if axis == 0 else a[0] for a, axis in zip((X, K), axes, strict=True)]
    together = torch.vmap(operation, in_dims=axes)(*inputs)
    for n in range(3):
        one = [a[n] if axis == 0 else a for a, axis in zip(inputs, axes, strict=True)]
        torch.testing.assert_close(together[n], operation(*one))


@every_operation
def test_mxnets_gradients_are_pytorchs(operation, parameters, kernel):
    check_mxnet(operation, arrays(operation, parameters, kernel), parameters)


@pytest.mark.parametrize(
    ("operation", "shapes"),
    [(trans_conv, ((2, 32, 22, 23), (32, 8, 3, 3))), (corr2d, ((2, 32, 30, 40), (64, 16, 1, 1)))],
    ids=["trans_conv", "corr2d"],
)
def test_mxnets_gradients_are_pytorchs_where_it_calls_a_layer_for_each_matrix(operation, shapes):
    rng = np.random.default_rng(1)
    check_mxnet(operation, [rng.standard_normal(shape) for shape in shapes], {"groups": 2})


def check_mxnet(operation, values, parameters):
    """Compare what is differentiated, so the outputs too, with PyTorch's layer."""
    lib = backend("mxnet")
    from mxnet import autograd

    oracle = [torch.tensor(a).requires_grad_() for a in values]
    layer = {
        "corr2d": torch.nn.functional.conv2d,
        "trans_conv": torch.nn.functional.conv_transpose2d,
    }
    (layer[operation.__name__](*oracle, **parameters) ** 2).sum().backward()
    inputs = [lib.array(a) for a in values]
    for array in inputs:
        array.attach_grad()
    with autograd.record():
        loss = (operation(*inputs, **parameters) ** 2).sum()
    loss.backward()
    for array, expected in zip(inputs, oracle, strict=True):
        # Both sum the same float64 numbers, in another order.
        np.testing.assert_allclose(array.grad.asnumpy(), expected.grad.numpy(), rtol=1e-10)


# Only Python 3.13.0 is slower here, and PyTorch says so.
@pytest.mark.filterwarnings("ignore:Guards may run slower:RuntimeWarning")
@pytest.mark.parametrize("operation", [corr2d, trans_conv])
@pytest.mark.parametrize(
    "shapes", [((4, 5), (2, 2)), ((2, 4, 6, 6), (4, 4, 3, 3))], ids=["2d", "4d"]
)
def test_torch_compile_traces_the_whole_operation(operation, shapes):
    rng = np.random.default_rng(0)
    inputs = [torch.tensor(rng.standard_normal(shape)) for shape in shapes]
    compiled = torch.compile(operation, backend="eager", fullgraph=True)
    torch.testing.assert_close(compiled(*inputs), operation(*inputs))
