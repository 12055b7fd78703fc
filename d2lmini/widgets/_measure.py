"""Times of the forms of a convolution on this machine."""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy

from d2lmini.forms import maker, ready
from d2lmini.times import LAYER
from d2lmini.widgets._times import FORMS, HERE

_REPEATS = 3


def measure(s: dict[str, Any]) -> Iterator[tuple[float, dict[str, Any] | None]]:
    """Yield progress in (0, 1] and, for each form that fits into memory, its best time.

    The forms are NumPy's and SciPy's; the layer is that of a framework that is already imported.

    Parameters
    ----------
    s : dict
        n, kernel, stride, c_i and c_o of the layer.
    """
    rng = numpy.random.default_rng(0)
    shapes = (s["c_i"], s["n"], s["n"]), (s["c_o"], s["c_i"], s["kernel"], s["kernel"])
    arrays = [rng.standard_normal(shape, dtype=numpy.float32) for shape in shapes]
    layer = {key: s[key] for key in LAYER}
    for done, form in enumerate(FORMS, 1):
        X, K = map(_in_framework, arrays) if form == "layer" else arrays
        call, row = ready(form, X, K, s["stride"]), None
        if call is not None:
            where = {"library": maker(form, X), **layer, "machine": HERE}
            row = {"form": form, **where, "seconds": _best(call)}
        yield done / len(FORMS), row


def _in_framework(array: Any) -> Any:
    """Return a NumPy array as one of a framework that is already imported, if there is one."""
    if "torch" in sys.modules:
        return sys.modules["torch"].from_numpy(array)
    return sys.modules["mxnet"].np.array(array) if "mxnet" in sys.modules else array


def _best(call: Callable[[], Any]) -> float:
    times = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        result = call()
        if hasattr(result, "wait_to_read"):  # MXNet computes while Python goes on
            result.wait_to_read()
        times.append(time.perf_counter() - start)
    return min(times)
