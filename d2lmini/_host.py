"""Arrays of any library as arrays of NumPy."""

from typing import Any

import numpy

__all__ = ["host_array"]


def host_array(value: Any) -> Any:
    """Return an array of NumPy, PyTorch or MXNet, or nested sequences, as a NumPy array."""
    if hasattr(value, "asnumpy"):
        value = value.asnumpy()
    elif hasattr(value, "detach"):
        value = value.detach().cpu()
    return numpy.asarray(value)
