"""The layouts of a kernel: each number where the system has it, there and back, and refusals."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2lmini.layouts import LAYOUTS, convert_kernel, kernel_shape
from tests.support.libraries import NAMES, backend, module

# Where the weight from input channel i to output channel o at (a, b) of the stamp stands.
PLACES = {
    "PyTorch": lambda i, o, a, b, h, w: (i, o, a, b),
    "MXNet": lambda i, o, a, b, h, w: (i, o, a, b),
    "ONNX": lambda i, o, a, b, h, w: (i, o, a, b),
    "JAX": lambda i, o, a, b, h, w: (h - 1 - a, w - 1 - b, i, o),
    "JAX transposed": lambda i, o, a, b, h, w: (a, b, o, i),
    "Flax": lambda i, o, a, b, h, w: (h - 1 - a, w - 1 - b, i, o),
    "Flax transposed": lambda i, o, a, b, h, w: (a, b, o, i),
    "Keras": lambda i, o, a, b, h, w: (a, b, o, i),
}
GROUPED = {"PyTorch", "MXNet", "ONNX"}

systems = st.sampled_from(sorted(LAYOUTS))
sizes = st.integers(1, 3)
libraries = pytest.mark.parametrize("name", NAMES)


def stored(system, weights, groups):
    """Lay weights (c_i, c_o, h, w), zero between the groups, out as a system has them."""
    c_i, c_o, h, w = weights.shape
    shared = groups if system in GROUPED else 1
    K = np.zeros(kernel_shape(system, c_i, c_o, (h, w), groups=groups), weights.dtype)
    for i, o, a, b in np.argwhere(weights):
        K[PLACES[system](i, o % (c_o // shared), a, b, h, w)] = weights[i, o, a, b]
    return K


@st.composite
def layers(draw):
    """Draw a layer: its groups, and weights other than zero within them."""
    groups = draw(sizes)
    c_i, c_o = groups * draw(sizes), groups * draw(sizes)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = rng.integers(1, 90, (c_i, c_o, draw(sizes), draw(sizes))).astype("float32")
    same = np.kron(np.eye(groups), np.ones((c_i // groups, c_o // groups)))
    return groups, weights * same[:, :, None, None].astype("float32")


def test_every_layout_is_tested():
    assert PLACES.keys() == LAYOUTS.keys()
    assert {name for name, layout in LAYOUTS.items() if layout.groups} == GROUPED


@libraries
@given(layers(), systems, systems)
def test_every_weight_goes_where_the_other_system_has_it(name, layer, source, target):
    lib, (groups, weights) = backend(name), layer
    K = lib.array(stored(source, weights, groups))
    found = convert_kernel(K, source, target, groups=groups, channels=weights.shape[:2])
    assert type(found) is type(K)
    np.testing.assert_array_equal(lib.numpy(found), stored(target, weights, groups))


@libraries
@given(layers(), systems, systems)
def test_there_and_back_is_the_same_kernel(name, layer, source, target):
    lib, (groups, weights) = backend(name), layer
    K = lib.array(stored(source, weights, groups))
    there = convert_kernel(K, source, target, groups=groups)
    back = convert_kernel(there, target, source, groups=groups)
    np.testing.assert_array_equal(lib.numpy(back), lib.numpy(K))


def test_shapes_are_those_of_four_channels_to_six():
    assert {name: kernel_shape(name, 4, 6, (2, 5)) for name in LAYOUTS} == {
        **dict.fromkeys(("PyTorch", "MXNet", "ONNX"), (4, 6, 2, 5)),
        **dict.fromkeys(("JAX", "Flax"), (2, 5, 4, 6)),
        **dict.fromkeys(("JAX transposed", "Flax transposed", "Keras"), (2, 5, 6, 4)),
    }
    assert kernel_shape("ONNX", 4, 6, (2, 5), groups=2) == (4, 3, 2, 5)
    assert kernel_shape("Keras", 4, 6, (2, 5), groups=2) == (2, 5, 6, 4)


def test_a_gradient_comes_back_through_a_conversion():
    torch = module("pytorch")
    K = torch.arange(24.0).reshape(2, 3, 2, 2).requires_grad_()
    G = torch.arange(1.0, 49.0).reshape(2, 2, 2, 6)
    (convert_kernel(K, "PyTorch", "JAX", groups=2) * G).sum().backward()
    for i, o, a, b in np.argwhere(np.ones(K.shape)):
        column = o + 3 * i  # the group of channel i, whose outputs these are
        assert K.grad[i, o, a, b] == G[1 - a, 1 - b, i, column]


def test_a_kernel_in_memory_of_another_order_stays_as_it_is_and_the_result_is_in_order():
    K = np.arange(120.0).reshape(5, 2, 3, 4).transpose(3, 2, 1, 0)
    found = convert_kernel(K, "PyTorch", "JAX")
    assert found.flags["C_CONTIGUOUS"]
    found[:] = 0
    assert K[1, 0, 0, 0] == 1


FOUR = np.ones((4, 3, 2, 5))
REFUSED = {
    f"source as one of {', '.join(LAYOUTS)}, got 'torch'": ((FOUR, "torch", "JAX"), {}),
    f"target as one of {', '.join(LAYOUTS)}, got 3": ((FOUR, "ONNX", 3), {}),
    "of shape (c_i, c_o, k_h, k_w), as ONNX has it, got shape (3, 2, 5)": (
        (FOUR[0], "ONNX", "JAX"), {},
    ),
    "of shape (c_i, c_o / groups, k_h, k_w), as ONNX has it, got shape (4, 0, 2, 5)": (
        (FOUR[:, :0], "ONNX", "JAX"), {"groups": 2},
    ),
    "that divide into 3 groups, got c_i = 4 and c_o = 9": ((FOUR, "ONNX", "JAX"), {"groups": 3}),
    "that divide into 2 groups, got c_i = 2 and c_o = 5": ((FOUR, "JAX", "ONNX"), {"groups": 2}),
    "groups of at least 1, got 0": ((FOUR, "JAX", "ONNX"), {"groups": 0}),
    "zeros between its 2 groups, got other numbers there: keep it one kernel, with groups=1": (
        (np.ones((1, 1, 4, 6)), "JAX", "ONNX"), {"groups": 2},
    ),
    "with c_i = 4 and c_o = 3, so (2, 5, 4, 3) for a kernel of 2 by 5, got shape (2, 5, 3, 4); "
    "that would fit JAX transposed, Flax transposed, Keras": (
        (np.ones((2, 5, 3, 4)), "Flax", "ONNX"), {"channels": (4, 3)},
    ),
    "with c_i = 4 and c_o = 6, so (4, 6, 2, 5) for a kernel of 2 by 5, got shape (4, 3, 2, 5)": (
        (FOUR, "ONNX", "JAX"), {"channels": (4, 6)},
    ),
    "with c_i = 2 and c_o = 6, so (2, 3, 6, 4) for a kernel of 6 by 4, got shape (4, 1, 6, 4)": (
        (np.ones((4, 1, 6, 4)), "MXNet", "JAX"), {"groups": 2, "channels": (2, 6)},
    ),
    "with c_i = 4 and c_o = 6, so (4, 3, 4, 6) for a kernel of 4 by 3, got shape (4, 3, 2, 6); "
    "that would fit PyTorch, MXNet, ONNX": (
        (np.ones((4, 3, 2, 6)), "Flax", "ONNX"), {"groups": 2, "channels": (4, 6)},
    ),
    "channels of at least 1, got (0, 3)": ((FOUR, "ONNX", "JAX"), {"channels": (0, 3)}),
}  # fmt: skip


@pytest.mark.parametrize("said", REFUSED)
def test_what_does_not_fit_is_refused_with_what_was_expected_and_what_came(said):
    arguments, options = REFUSED[said]
    with pytest.raises(ValueError, match=f"^expected .*{re.escape(said)}$"):
        convert_kernel(*arguments, **options)


def test_a_wrong_kind_is_refused():
    with pytest.raises(
        TypeError, match=r"^expected K as a NumPy, PyTorch or MXNet array, got list"
    ):
        convert_kernel([[[[1.0]]]], "ONNX", "JAX")
    with pytest.raises(TypeError, match=r"^expected channels as a pair \(c_i, c_o\), got 4$"):
        convert_kernel(FOUR, "ONNX", "JAX", channels=4)
    with pytest.raises(TypeError, match=r"^expected groups as an integer, got 2\.0$"):
        convert_kernel(FOUR, "ONNX", "JAX", groups=2.0)
    with pytest.raises(ValueError, match=r"divide into 4 groups, got c_i = 4 and c_o = 6$"):
        kernel_shape("Keras", 4, 6, (2, 5), groups=4)
    with pytest.raises(ValueError, match=r"^expected system as one of PyTorch"):
        kernel_shape("TensorFlow", 4, 6, (2, 5))
    with pytest.raises(TypeError, match=r"^expected channels as an integer, got \(4, 6\.0\)$"):
        kernel_shape("Keras", 4, 6.0, (2, 5))


def test_shapes_are_named_in_symbols():
    assert LAYOUTS["MXNet"].named() == "(c_i, c_o, k_h, k_w)"
    assert LAYOUTS["MXNet"].named(2) == "(c_i, c_o / groups, k_h, k_w)"
    assert LAYOUTS["Flax"].named(2) == "(k_h, k_w, c_i, c_o)"
