"""The forms of a transposed convolution that are to be timed: equal, and rightly counted."""

import numpy as np
import pytest

from bench.transposed import LAYERS, arrays, dispatched
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
EQUAL = [form for form in FORMS if form != "resize and convolve"]


def layer_of(shape):
    return dict(zip(LAYER, shape[:-1], strict=True))


@pytest.mark.parametrize("framework", READY)
@pytest.mark.parametrize("shape", SMALL)
def test_every_form_computes_the_transposed_convolution(framework, shape):
    backend(framework)  # skips, or fails, where it is missing
    layer = layer_of(shape)
    X, K = arrays(layer, shape[-1])
    s, p = layer["stride"], layer["padding"]
    Y = trans_conv(X, K, stride=s, padding=p)
    for form in EQUAL:
        found = host_array(READY[framework](form, X, K, s, p)())
        np.testing.assert_allclose(found, Y, atol=1e-4, err_msg=form)


@pytest.mark.parametrize("shape", SMALL)
def test_pytorch_counts_the_multiply_adds_that_are_stated(shape):
    backend("pytorch")
    from torch.utils.flop_counter import FlopCounterMode

    layer = layer_of(shape)
    X, K = arrays(layer, shape[-1])
    for form, (work, _) in costs(layer, shape[-1]).items():
        if form == "sparse W":
            continue  # PyTorch does not count it
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
