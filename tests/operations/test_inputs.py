"""What arrays the operations take and refuse: memory, subclasses, dtypes, batches, devices."""

import re
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from d2lmini import corr2d, kernel2matrix, trans_conv
from tests.support import specification
from tests.support.libraries import NAMES, backend, cases

libraries = pytest.mark.parametrize("name", NAMES)
operations = pytest.mark.parametrize("operation", [corr2d, trans_conv])
LAYERS = {corr2d: torch.nn.functional.conv2d, trans_conv: torch.nn.functional.conv_transpose2d}


def laid_out(array, order):
    """Return the same numbers in another order of memory, some axes backwards or with gaps."""
    axes, backwards, gaps = order
    shape = [n * gap for n, gap in zip(array.shape, gaps, strict=True)]
    memory = np.full([shape[axis] for axis in axes], np.nan)
    view = memory.transpose(np.argsort(axes))[tuple(slice(None, None, gap) for gap in gaps)]
    view = view[tuple(slice(None, None, -1 if b else 1) for b in backwards)]
    view[...] = array
    return view


ORDERS = st.tuples(
    st.permutations(range(4)), st.tuples(*[st.booleans()] * 4), st.tuples(*[st.integers(1, 2)] * 4)
)


class OwnArray(np.ndarray):
    """What a reader may have made of NumPy's arrays."""


class OwnTensor(torch.Tensor):
    """What a reader may have made of PyTorch's tensors."""


INTEGERS = ["uint8", "int8", "int16", "int32", "int64"]
FLOATS = ["float16", "float32", "float64"]
TORCH_KINDS = {
    "tensor": lambda a: a,
    "subclass": lambda a: a.as_subclass(OwnTensor),
    "parameter": lambda a: torch.nn.Parameter(a, requires_grad=a.is_floating_point()),
    "batch of one array": lambda a: a[:1].expand(a.shape),
}
adjoints = pytest.mark.parametrize("adjoint", [False, True], ids=["corr2d", "trans_conv"])


@st.composite
def inputs(draw, adjoint, dtypes):
    """Draw whole numbers in any order in memory, of a dtype, for a batch that may be empty."""
    case, dtype = draw(cases(adjoint=adjoint)), draw(st.sampled_from(dtypes))
    values = case.X[draw(st.integers(0, 1)) :], case.K
    return *(laid_out(a, draw(ORDERS)) for a in values), dtype, case.parameters


@adjoints
@given(data=st.data())
def test_any_numpy_array_gives_what_the_specification_gives(adjoint, data):
    X, K, dtype, parameters = data.draw(inputs(adjoint, [*INTEGERS, *FLOATS, "uint16"]))
    kinds = data.draw(st.tuples(*[st.sampled_from([np.ndarray, OwnArray])] * 2))
    # Integers wrap around in both; 16-bit numbers are summed exactly and rounded once.
    X, K = (a.astype("int64").astype(dtype, order="K") for a in (X, K))
    operation = trans_conv if adjoint else corr2d
    wide = "float64" if X.dtype.kind == "f" else "int64"
    expected = getattr(specification, operation.__name__)(
        X.astype(wide), K.astype(wide), **parameters
    )
    Y = operation(X.view(kinds[0]), K.view(kinds[1]), **parameters)
    assert Y.dtype == X.dtype
    np.testing.assert_array_equal(Y, expected.astype(dtype))


@adjoints
@given(data=st.data())
def test_any_tensor_gives_what_the_layer_gives(adjoint, data):
    X, K, dtype, parameters = data.draw(inputs(adjoint, [*INTEGERS, *FLOATS, "bfloat16"]))
    kinds, device = st.sampled_from(list(TORCH_KINDS)), data.draw(st.sampled_from(["cpu", "meta"]))
    X, K = (
        TORCH_KINDS[data.draw(kinds)](
            torch.from_numpy(a.copy("K")).long().to(device, getattr(torch, dtype))
        )
        for a in (X, K)
    )
    operation = trans_conv if adjoint else corr2d
    expected = LAYERS[operation](X.detach().double(), K.detach().double(), **parameters)
    expected = expected if X.is_floating_point() else expected.long()  # from there dtypes wrap
    Y = operation(X, K, **parameters)
    assert (Y.device, Y.dtype, Y.shape) == (X.device, X.dtype, expected.shape)
    assert isinstance(Y, OwnTensor) == any(isinstance(a, OwnTensor) for a in (X, K))
    if device == "cpu":
        expected = expected.to(X.dtype).as_subclass(torch.Tensor)
        assert torch.equal(Y.detach().as_subclass(torch.Tensor), expected)


@libraries
@adjoints
@given(data=st.data())
def test_an_axis_without_elements_is_refused_unless_it_is_the_batch(name, adjoint, data):
    lib, case = backend(name), data.draw(cases(adjoint=adjoint))
    X, K, axis = case.X, case.K, data.draw(st.integers(1, 7))
    X, K = (
        np.delete(a, np.s_[:], axis - n) if 0 <= axis - n < 4 else a for a, n in ((X, 0), (K, 4))
    )
    with pytest.raises(
        ValueError, match=f"^expected {'XK'[axis // 4]} without an empty axis, got "
    ):
        (trans_conv if adjoint else corr2d)(lib.array(X), lib.array(K), **case.parameters)


@libraries
@pytest.mark.parametrize("channels", [(4, 2), (4, 4)], ids=["groups", "one channel each"])
@operations
def test_an_empty_batch_gives_an_empty_batch(name, channels, operation):
    lib, (c, groups) = backend(name), channels
    K = np.ones((c, c // groups, 3, 2), "float32")
    parameters = {"stride": 2, "padding": 1, "groups": groups}
    Y = operation(lib.array(np.ones((0, c, 5, 6), "float32")), lib.array(K), **parameters)
    expected = LAYERS[operation](torch.ones(0, c, 5, 6), torch.tensor(K), **parameters)
    assert tuple(Y.shape) == tuple(expected.shape)
    assert lib.dtype(Y) == "float32"


@operations
def test_an_empty_batch_has_a_gradient_of_zero(operation):
    K = torch.ones(2, 2, 2, 2, requires_grad=True)
    operation(torch.ones(0, 2, 4, 4), K).sum().backward()
    assert torch.equal(K.grad, torch.zeros_like(K))


@operations
def test_a_parameter_of_a_network_is_a_kernel(operation):
    K = torch.nn.Parameter(torch.ones(2, 2, 2, 2))
    operation(torch.ones(1, 2, 3, 3), K).sum().backward()
    assert K.grad.shape == K.shape


@operations
def test_an_array_mapped_from_a_file_is_an_array(operation, tmp_path):
    X = np.memmap(tmp_path / "X", "float64", "w+", shape=(3, 3))
    X[...] = np.arange(9.0).reshape(3, 3)
    expected = operation(np.array(X), np.array(X[:2, :2]))
    np.testing.assert_array_equal(operation(X, X[:2, :2]), expected)


@libraries
@operations
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_sixteen_bits_are_as_exact_as_the_layer(name, operation, dtype):
    if dtype == "bfloat16" and name != "pytorch":
        return  # only PyTorch has it
    lib, rng = backend(name), np.random.default_rng(0)
    values = rng.standard_normal((2, 64, 9, 9)), rng.standard_normal((64, 32, 5, 5))
    X, K = (torch.tensor(a).to(getattr(torch, dtype)) for a in values)
    K = K if operation is trans_conv else K.transpose(0, 1)
    parameters = {"stride": 2, "padding": 1}
    exact = LAYERS[operation](X.double(), K.double(), **parameters)
    layer = LAYERS[operation](X, K, **parameters)
    if name == "pytorch":
        ours = operation(X, K, **parameters)
    else:
        ours = operation(*(lib.array(a.numpy()) for a in (X, K)), **parameters)
        ours = torch.tensor(lib.numpy(ours))
    assert ours.dtype == X.dtype
    ours, layer = ((Y.double() - exact).abs().max() for Y in (ours, layer))
    assert ours <= 1.01 * layer  # both round the exact sum once


@operations
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(
    "dtypes",
    [("float32",) * 2, ("float64",) * 2, ("bfloat16", "float32"), ("float16",) * 2, ("int64",) * 2],
    ids=lambda dtypes: "-".join(dtypes),
)
def test_autocast_gives_the_dtype_of_the_layer(operation, channels, dtypes):
    shapes = (2, channels, 5, 5), (channels, channels, 3, 3)
    X, K = (torch.ones(s, dtype=getattr(torch, d)) for s, d in zip(shapes, dtypes, strict=True))
    with torch.autocast("cpu"):
        Y, expected = operation(X, K), LAYERS[operation](X, K)
    torch.testing.assert_close(Y, expected, rtol=0, atol=0)


def test_autocast_rounds_once():
    rng = np.random.default_rng(0)
    X, K = (
        torch.tensor(rng.standard_normal(s).astype("float32"))
        for s in ((1, 64, 8, 8), (64, 8, 5, 5))
    )
    with torch.autocast("cpu"):
        Y = trans_conv(X, K)
    low = X.bfloat16().double(), K.bfloat16().double()
    torch.testing.assert_close(Y, LAYERS[trans_conv](*low).bfloat16(), rtol=2**-8, atol=1e-3)


@operations
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64", "uint8", "int32"])
def test_the_meta_device_stays(operation, dtype):
    X, K = torch.ones(2, 4, 5, 6, device="meta"), torch.ones(4, 4, 3, 3, device="meta")
    X, K = X.to(getattr(torch, dtype)), K.to(getattr(torch, dtype))
    with torch.autocast("cpu"):
        Y = operation(X, K, stride=2)
    expected = LAYERS[operation](X.float(), K.float(), stride=2)
    assert (Y.device.type, Y.dtype, Y.shape) == ("meta", X.dtype, expected.shape)


@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_the_matrix_stays_on_the_meta_device(sparse):
    W = kernel2matrix(torch.ones(2, 2, device="meta"), (4, 5), sparse=sparse)
    assert (W.device.type, tuple(W.shape)) == ("meta", (12, 20))


def masked():
    return np.ma.masked_array(np.ones((3, 3)), np.eye(3))


def nested():
    return torch.nested.nested_tensor([torch.ones(3)])


def quantized():
    return torch.quantize_per_tensor(torch.ones(3, 3), 0.1, 0, torch.quint8)


DENSE = "X dense, got layout torch."
DTYPE = "X of a dtype that PyTorch computes with, got torch."
ones = torch.ones(3, 3)
# what is made, and the message's end
REFUSED = [
    (masked, "X without a mask, got a masked array: call its filled(0)"),
    (lambda: np.matrix(np.ones((3, 3))), "X as a NumPy array, got a numpy.matrix: pass its A"),
    (lambda: np.ones((3, 3), object), "X of real numbers, got dtype object"),
    (ones.to_sparse, DENSE + "sparse_coo: call its to_dense()"),
    (ones.to_mkldnn, DENSE + "_mkldnn: call its to_dense()"),
    (nested, "X as one tensor, got a nested one: pad or unbind it"),
    (quantized, "X not quantized, got torch.quint8: call its dequantize()"),
    (lambda: ones.to(torch.uint16), DTYPE + "uint16: call its to(torch.int64)"),
    (lambda: ones.to(torch.float8_e5m2), DTYPE + "float8_e5m2: call its to(torch.float32)"),
    (lambda: ones.to(torch.complex64), "X of real numbers, got dtype torch.complex64"),
]


@operations
@pytest.mark.filterwarnings("ignore:.*quantiz")
@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors:UserWarning")
@pytest.mark.parametrize(("make", "message"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_cannot_be_served_is_refused_with_the_cure(operation, make, message):
    X = make()
    with pytest.raises(TypeError, match=f"^expected {re.escape(message)}$"):
        operation(X, X)


@operations
def test_an_output_that_does_not_fit_is_refused_with_its_size(operation):
    X, K = torch.ones(3, 3), torch.ones(2, 2)
    parameters = {"stride": 10**9} if operation is trans_conv else {"padding": 10**9}
    message = r"^Y of shape \(1, 1, [12]00.*GB, more than this machine can hold$"
    with pytest.raises(ValueError, match=message):
        operation(X, K, **parameters)


LIMITED = """if True:
    import resource
    {imports}
    resource.setrlimit(resource.{limit}, (6 * 2**30, 6 * 2**30))
    try:
        d2lmini.kernel2matrix({kernel}, (160, 160))
    except ValueError as error:
        print(error)"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of a process")
@pytest.mark.parametrize("limit", ["RLIMIT_AS", "RLIMIT_DATA"])
@pytest.mark.parametrize(
    ("imports", "kernel"),
    [
        ("import numpy, d2lmini", "numpy.ones((3, 3))"),
        ("import torch, d2lmini", "torch.ones(3, 3)"),
    ],
    ids=["numpy", "pytorch"],
)
def test_a_process_with_a_limit_is_told_to_take_the_sparse_matrix(imports, kernel, limit):
    code = LIMITED.format(imports=imports, kernel=kernel, limit=limit)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip().endswith("more than this machine can hold: pass sparse=True"), (
        run.stderr
    )
