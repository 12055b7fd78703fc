"""Time the forms of one cross-correlation: a product with W, dense and sparse, and without W.

    python -m bench.forms            everything, into d2lmini/data/forms.json
    python -m bench.forms pytorch    one framework, printed as JSON

A 3x3 kernel; one channel on inputs from 8x8 to 512x512, and 1 to 128 channels on 32x32. The chapter
on the efficiency of W reads the file, so it is part of the package.
"""

import json
import pathlib
import sys
import time
from typing import Any

import numpy as np
from scipy.signal import fftconvolve

from bench.frameworks import KINDS, NAMES, Framework, check_equal, devices, run_alone
from bench.timing import Call, in_turn, machine
from d2lmini import kernel2matrix

FILE = pathlib.Path(__file__).parents[1] / "d2lmini" / "data" / "forms.json"
SIZES = (8, 16, 32, 64, 128, 256, 512)
CHANNELS, CHANNELS_SIZE = (1, 2, 4, 8, 16, 32, 64, 128), 32
LARGEST_DENSE = 128  # W takes 1 GB there, and 16 times as much at twice the size
KERNEL = 3
SECONDS = 0.6  # for the forms of one size
PASSES = 3  # over all sizes, a minute apart: the least time of each counts
# MXNet has no sparse product with a W of 2**31 entries or more, zeros counted.
LARGEST_SPARSE = {"pytorch": 512, "mxnet": 128}
ROUNDS = {"dense W": 5, "build dense W": 1}  # what takes seconds at the largest size


def direct(X: Any, K: list[list[float]]) -> Any:
    """Sum X, shifted and weighted, over the elements of the kernel."""
    rows, cols = X.shape[0] - KERNEL + 1, X.shape[1] - KERNEL + 1
    return sum(
        K[a][b] * X[a : a + rows, b : b + cols] for a in range(KERNEL) for b in range(KERNEL)
    )


def direct_channels(X: Any, K: Any) -> Any:
    """Sum products of the channels, shifted, with the weights of each element of the kernel."""
    rows, cols = X.shape[1] - KERNEL + 1, X.shape[2] - KERNEL + 1
    parts = {
        (a, b): X[:, a : a + rows, b : b + cols].reshape(X.shape[0], -1)
        for a in range(KERNEL)
        for b in range(KERNEL)
    }
    return sum(K[:, :, a, b] @ part for (a, b), part in parts.items())


def im2col(framework: Framework, X: Any, K: Any) -> Any:
    """Multiply the weights by the columns of all windows."""
    return K.reshape(K.shape[0], -1) @ framework.columns(X, KERNEL)


def pytorch_calls(framework: Framework, X: Any, K: Any) -> dict[str, Call]:
    """Give the forms in PyTorch."""
    import torch

    n, x = X.shape[0], X.reshape(-1)
    calls = _common(framework, X, K, torch.matmul)
    if n <= LARGEST_SPARSE["pytorch"]:
        sparse = kernel2matrix(K, (n, n), sparse=True)
        calls["sparse W"] = framework.call(torch.mv, sparse, x)
    flipped = torch.flip(K, (0, 1))

    def fft() -> Any:
        product = torch.fft.rfft2(X) * torch.fft.rfft2(flipped, s=X.shape)
        return torch.fft.irfft2(product, s=X.shape)[KERNEL - 1 :, KERNEL - 1 :]

    calls["FFT"] = framework.call(fft)
    return calls


def mxnet_calls(framework: Framework, X: Any, K: Any) -> dict[str, Call]:
    """Give the forms in MXNet, which has no FFT on a CPU: there it is SciPy's."""
    from mxnet import nd
    from mxnet import np as mnp

    n = X.shape[0]
    x = X.reshape(-1, 1).as_nd_ndarray()
    calls = _common(framework, X, K, mnp.dot)
    if framework.device == "cpu" and n <= LARGEST_SPARSE["mxnet"]:
        sparse = kernel2matrix(K, (n, n), sparse=True)
        calls["sparse W"] = framework.call(nd.sparse.dot, sparse, x)
    if framework.device == "cpu":
        image, flipped = X.asnumpy(), K.asnumpy()[::-1, ::-1]
        calls["FFT"] = lambda: fftconvolve(image, flipped, "valid")
    return calls


def _common(framework: Framework, X: Any, K: Any, product: Any) -> dict[str, Call]:
    n, weights = X.shape[0], K.tolist()
    calls = {}
    if n <= LARGEST_DENSE:
        dense = kernel2matrix(K, (n, n))
        calls["dense W"] = framework.call(product, dense, X.reshape(-1))
    calls["direct"] = framework.call(direct, X, weights)
    X3, K4 = X.reshape(1, n, n), K.reshape(1, 1, KERNEL, KERNEL)
    calls["im2col"] = framework.call(im2col, framework, X3, K4)
    return {**calls, "layer": framework.layer(False, X3[None], K4, {})}


def build_calls(framework: Framework, K: Any, n: int) -> dict[str, Call]:
    """Give calls that build W."""
    calls = {
        "build sparse W": framework.call(lambda: _waited(kernel2matrix(K, (n, n), sparse=True)))
    }
    if n <= LARGEST_DENSE:
        calls["build dense W"] = framework.call(kernel2matrix, K, (n, n))
    return calls


def _waited(matrix: Any) -> Any:
    return matrix.data.as_np_ndarray() if hasattr(matrix, "asscipy") else matrix


def time_forms(name: str, device: str) -> list[dict[str, Any]]:
    """Time all forms over the sizes."""
    framework = KINDS[name](device)
    rng = np.random.default_rng(0)
    K = framework.array(rng.standard_normal((KERNEL, KERNEL)))
    found = []
    for n in SIZES:
        X = framework.array(rng.standard_normal((n, n)))
        calls = (pytorch_calls if name == "pytorch" else mxnet_calls)(framework, X, K)
        # W is built once for many products: it is timed apart, not between them.
        check_equal(calls)
        rounds = ROUNDS if n == LARGEST_DENSE else {}
        timed = in_turn(calls, seconds=SECONDS, rounds=rounds)
        timed |= in_turn(build_calls(framework, K, n), seconds=SECONDS / 4, rounds=rounds)
        found += _rows(timed, _where("sizes", name, device, n, 1))
    return found


def time_channels(name: str, device: str) -> list[dict[str, Any]]:
    """Time the forms without W over the number of channels, as many out as in."""
    framework = KINDS[name](device)
    rng = np.random.default_rng(0)
    found = []
    for c in CHANNELS:
        X = framework.array(rng.standard_normal((c, CHANNELS_SIZE, CHANNELS_SIZE)))
        K = framework.array(rng.standard_normal((c, c, KERNEL, KERNEL)))
        calls = {
            "im2col": framework.call(im2col, framework, X, K),
            "direct": framework.call(direct_channels, X, K),
            "layer": framework.layer(False, X[None], K, {}),
        }
        check_equal(calls)
        where = _where("channels", name, device, CHANNELS_SIZE, c)
        found += _rows(in_turn(calls, seconds=SECONDS), where)
    return found


def _where(series: str, name: str, device: str, n: int, channels: int) -> dict[str, Any]:
    values = {"series": series, "framework": name, "device": device}
    return {**values, "n": n, "channels": channels}


def _rows(timed: dict[str, dict[str, float]], where: dict[str, Any]) -> list[dict[str, Any]]:
    words = ", ".join(f"{form} {1e3 * t['min']:.3f}" for form, t in timed.items())
    text = " ".join(f"{value}" for value in where.values())
    print(time.strftime("%H:%M:%S"), f"  {text}, ms: {words}", file=sys.stderr, flush=True)
    return [{**where, "form": form, "seconds": t} for form, t in timed.items()]


def main() -> None:
    """Time everything, each framework alone, and write the data file."""
    data: dict[str, Any] = {
        "what": "one cross-correlation of an n x n input with a 3x3 kernel, float32",
        "machine": machine(),
        "times": [],
    }
    for name in NAMES:
        passes = []
        for number in range(PASSES):
            text = f"forms in {name}, pass {number + 1} of {PASSES}, half a minute"
            print(time.strftime("%H:%M:%S"), text, file=sys.stderr)
            passes.append(json.loads(run_alone("bench.forms", name)))
        data["times"] += [
            min(rows, key=lambda row: row["seconds"]["min"]) for rows in zip(*passes, strict=True)
        ]
    FILE.write_text(json.dumps(data, indent=1) + "\n", encoding="utf8")
    print(time.strftime("%H:%M:%S"), f"wrote {FILE.name}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        framework = sys.argv[1]
        both = [f(framework, d) for d in devices(framework) for f in (time_forms, time_channels)]
        print(json.dumps([row for rows in both for row in rows]))
