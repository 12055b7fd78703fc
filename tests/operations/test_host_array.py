"""What the package makes of arrays of any kind where it needs NumPy's."""

import numpy as np
import pytest

from d2lmini._libraries import host_array
from tests.support.libraries import NAMES, backend, module

VALUES = np.array([[1.5, -2.0, 0.25], [0.0, 3.0, -0.5]])  # exact in 16 bits too
kinds = pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int32"])


@kinds
@pytest.mark.parametrize("name", NAMES)
def test_numbers_and_dtype_stay(name, dtype):
    values = VALUES.astype(dtype)
    found = host_array(backend(name).array(values))
    assert type(found) is np.ndarray
    assert found.dtype == dtype
    np.testing.assert_array_equal(found, values)


def test_numbers_that_numpy_does_not_have_or_that_are_differentiated_are_taken():
    torch = module("pytorch")
    for tensor in (torch.tensor(VALUES).bfloat16(), torch.tensor(VALUES).requires_grad_()):
        np.testing.assert_array_equal(host_array(tensor), VALUES)
    assert host_array(torch.tensor(VALUES).bfloat16()).dtype == "float32"


def test_mxnets_older_arrays_and_nested_sequences_are_taken():
    older = backend("mxnet").array(VALUES).as_nd_ndarray()
    np.testing.assert_array_equal(host_array(older), VALUES)
    np.testing.assert_array_equal(host_array([(1.5, -2), [0, 3]]), VALUES[:, :2])
