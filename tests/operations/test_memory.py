"""An output that there is no memory for is refused by its size; what fits is computed."""

import numpy as np
import pytest

from d2lmini import _checks, corr2d, trans_conv
from tests.support.libraries import NAMES, backend

# batch 3, 4 channels to 10 in 2 groups, on 6 by 7: shapes of X and of K, and of Y
X = (3, 4, 6, 7)
CASES = [
    pytest.param(corr2d, (10, 2, 2, 3), (3, 10, 5, 5), id="corr2d"),
    pytest.param(trans_conv, (4, 5, 2, 3), (3, 10, 7, 9), id="trans_conv"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("operation", "kernel", "shape"), CASES)
def test_an_output_is_refused_only_where_it_does_not_fit(
    name, operation, kernel, shape, monkeypatch
):
    arrays = [backend(name).array(np.ones(one), "float32") for one in (X, kernel)]
    need = 4 * int(np.prod(shape))
    monkeypatch.setattr(_checks, "ALWAYS_THERE", 0)
    monkeypatch.setattr(_checks, "memory_bytes", lambda: need)
    assert operation(*arrays, groups=2).shape == shape
    monkeypatch.setattr(_checks, "memory_bytes", lambda: need - 1)
    with pytest.raises(ValueError, match=r"^Y of shape \(3, 10, .* takes 0\.0 GB, more than this"):
        operation(*arrays, groups=2)
