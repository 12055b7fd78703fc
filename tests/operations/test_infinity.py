"""Infinity and NaN reach what their windows and stamps reach, and nothing else."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from d2lmini import corr2d, trans_conv
from tests.support import specification
from tests.support.libraries import NAMES, backend, cases

libraries = pytest.mark.parametrize("name", NAMES)
SPECIAL = st.sampled_from([np.inf, -np.inf, np.nan])


@st.composite
def wild(draw, adjoint):
    """Draw a case with infinities or NaN at some places of X, of K or of both."""
    case = draw(cases(adjoint=adjoint, axes=draw(st.integers(1, 3))))
    where = draw(st.sampled_from([(case.K,), (case.X,), (case.X, case.K)]))
    for array in where:
        for place in draw(st.lists(st.integers(0, array.size - 1), min_size=1, max_size=3)):
            array.reshape(-1)[place] = draw(SPECIAL)
    return case


def expected(case, adjoint):
    """Return what the definition gives; zeros of the padding are numbers like all others."""
    with np.errstate(invalid="ignore"):
        if adjoint:
            return specification.trans_conv(case.X, case.K, **case.parameters)
        padding = case.parameters["padding"]
        padded = {**case.parameters, "padding": [0 for _ in padding]}
        X = np.pad(case.X, [(0, 0), (0, 0), *((p, p) for p in padding)])
        return specification.corr2d(X, case.K, **padded)


@libraries
@pytest.mark.parametrize("adjoint", [False, True], ids=["corr2d", "trans_conv"])
@given(data=st.data())
def test_what_is_not_finite_is_where_the_definition_has_it(name, adjoint, data):
    lib, case = backend(name), data.draw(wild(adjoint))
    operation = trans_conv if adjoint else corr2d
    with np.errstate(invalid="ignore"):
        Y = operation(lib.array(case.X), lib.array(case.K), **case.parameters)
    np.testing.assert_array_equal(lib.numpy(Y), expected(case, adjoint))


@given(case=wild(adjoint=True))
def test_what_is_not_finite_is_where_pytorchs_layer_has_it(case):
    X, K = torch.tensor(case.X), torch.tensor(case.K)
    layer = getattr(torch.nn.functional, f"conv_transpose{X.ndim - 2}d")(X, K, **case.parameters)
    ours = trans_conv(X, K, **case.parameters)
    torch.testing.assert_close(ours, layer, rtol=0, atol=0, equal_nan=True)


@libraries
def test_a_row_of_stamps_ends_where_its_row_of_elements_ends(name):
    lib = backend(name)
    Y = lib.numpy(trans_conv(lib.array(np.ones((2, 3))), lib.array([[1.0, np.inf, 1.0]])))
    row = [1.0, np.inf, np.inf, np.inf, 1.0]  # the first and the last element see no infinity
    np.testing.assert_array_equal(Y, [row, row])
