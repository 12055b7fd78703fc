"""Times of the forms of a convolution on this machine."""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy

from d2lmini.widgets._times import HERE, LAYER, NAMES

# 4-byte numbers: a dense W of 80 MB at most, a sparse one or columns of about a quarter of a GB
_MOST_DENSE = 20_000_000
_MOST_SPARSE = 20_000_000
_REPEATS = 3


def measure(s: dict[str, Any]) -> Iterator[tuple[float, dict[str, Any] | None]]:
    """Yield progress in (0, 1] and, for each form that fits into memory, its best time.

    A framework's own layer is timed where that framework is already imported.

    Parameters
    ----------
    s : dict
        n, kernel, stride, c_i and c_o of the layer.
    """
    makers = dict(zip(NAMES, (_dense, _sparse, _im2col, _direct, _layer), strict=True))
    for done, (name, make) in enumerate(makers.items(), 1):
        run = make(s)
        result = None
        if run is not None:
            layer = {key: s[key] for key in LAYER}
            library = {"layer": _framework(), "sparse W": "SciPy"}.get(name, "NumPy")
            where = {"library": library, "machine": HERE}
            result = {"name": name, "seconds": _best(run), **layer, **where}
        yield done / len(makers), result


def _best(run: Callable[[], Any]) -> float:
    times = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def _arrays(s: dict[str, Any]) -> tuple[Any, Any, int]:
    rng = numpy.random.default_rng(0)
    X = rng.standard_normal((s["c_i"], s["n"], s["n"]), dtype=numpy.float32)
    K = rng.standard_normal((s["c_o"], s["c_i"], s["kernel"], s["kernel"]), dtype=numpy.float32)
    return X, K, (s["n"] - s["kernel"]) // s["stride"] + 1


def _entries(s: dict[str, Any]) -> int:
    o = (s["n"] - s["kernel"]) // s["stride"] + 1
    return int(s["c_o"] * s["c_i"] * s["kernel"] ** 2 * o * o)


def _csr(s: dict[str, Any]) -> Any:
    import scipy.sparse

    _, K, o = _arrays(s)
    shape = (s["c_o"], s["c_i"], s["kernel"], s["kernel"], o, o)
    q, c, a, b, i, j = numpy.indices(shape, dtype=numpy.int32, sparse=True)
    rows = numpy.broadcast_to((q * o + i) * o + j, shape).ravel()
    cols = (c * s["n"] + i * s["stride"] + a) * s["n"] + j * s["stride"] + b
    values = numpy.broadcast_to(K[..., None, None], shape).ravel()
    size = (s["c_o"] * o * o, s["c_i"] * s["n"] ** 2)
    cols = numpy.broadcast_to(cols, shape).ravel()
    return scipy.sparse.csr_matrix((values, (rows, cols)), shape=size)


def _dense(s: dict[str, Any]) -> Callable[[], Any] | None:
    X, _, o = _arrays(s)
    if s["c_o"] * o * o * X.size > _MOST_DENSE:
        return None
    W, x = _csr(s).toarray(), X.ravel()
    return lambda: W @ x


def _sparse(s: dict[str, Any]) -> Callable[[], Any] | None:
    if _entries(s) > _MOST_SPARSE:
        return None
    W, x = _csr(s), _arrays(s)[0].ravel()
    return lambda: W @ x


def _im2col(s: dict[str, Any]) -> Callable[[], Any] | None:
    if _entries(s) // s["c_o"] > _MOST_SPARSE:
        return None
    X, K, o = _arrays(s)
    step = s["stride"]
    windows = numpy.lib.stride_tricks.sliding_window_view(  # type: ignore[call-overload]
        X, K.shape[2:], (1, 2)
    )[:, ::step, ::step]
    flat = K.reshape(len(K), -1)
    return lambda: flat @ windows.transpose(0, 3, 4, 1, 2).reshape(-1, o * o)


def _direct(s: dict[str, Any]) -> Callable[[], Any] | None:
    if _entries(s) > 100 * _MOST_SPARSE:
        return None
    X, K, o = _arrays(s)
    reach, step = s["stride"] * (o - 1) + 1, s["stride"]

    def run() -> Any:
        Y = numpy.zeros((len(K), o, o), numpy.float32)
        for a in range(s["kernel"]):
            for b in range(s["kernel"]):
                part = X[:, a : a + reach : step, b : b + reach : step]
                Y += numpy.tensordot(K[:, :, a, b], part, 1)
        return Y

    return run


def _framework() -> str:
    """Return the name of a framework that is already imported, or nothing."""
    names = (("torch", "PyTorch"), ("mxnet", "MXNet"))
    return next((name for module, name in names if module in sys.modules), "")


def _layer(s: dict[str, Any]) -> Callable[[], Any] | None:
    X, K, _ = _arrays(s)
    if _framework() == "PyTorch":
        torch = sys.modules["torch"]
        x, k = torch.from_numpy(X)[None], torch.from_numpy(K)
        return lambda: torch.nn.functional.conv2d(x, k, stride=s["stride"])
    if _framework() == "MXNet":
        mxnet = sys.modules["mxnet"]
        x, k = mxnet.np.array(X[None]), mxnet.np.array(K)
        window = {"kernel": K.shape[2:], "stride": (s["stride"], s["stride"])}

        def run() -> Any:
            Y = mxnet.npx.convolution(x, k, num_filter=len(K), no_bias=True, **window)
            return Y.wait_to_read()

        return run
    return None
