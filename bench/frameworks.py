"""NumPy, PyTorch and MXNet behind the few names that the benchmarks need."""

import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.timing import THREADS, Call
from d2lmini import corr2d, trans_conv
from d2lmini._libraries import host_array

NAMES = ("pytorch", "mxnet")
TOLERANCE = 1e-2  # of float32 sums of up to a few thousand products, in other orders


@dataclass(frozen=True)
class Framework:
    """Arrays, layers and waiting on one device, "cpu" or "gpu"."""

    device: str
    threads: int = THREADS

    def __post_init__(self) -> None:
        """Set the framework up."""

    def call(self, function: Any, *arguments: Any, **options: Any) -> Call:
        """Return a call that returns the result once it is there."""
        return lambda: self.wait(function(*arguments, **options))

    def wait(self, result: Any) -> Any:
        """Return a result once it is there."""
        return result

    def array(self, values: np.ndarray) -> Any:
        """Make a float32 array."""
        return values.astype("float32")

    def ours(self, adjoint: bool) -> Any:
        """Return d2lmini's operation."""
        return trans_conv if adjoint else corr2d


class NumPy(Framework):
    """NumPy, and SciPy for what it does not have."""


class PyTorch(Framework):
    """PyTorch."""

    def __post_init__(self) -> None:
        import torch

        torch.set_num_threads(self.threads)
        torch.set_grad_enabled(False)

    def array(self, values: np.ndarray) -> Any:
        """Make a float32 array."""
        import torch

        return torch.tensor(values.astype("float32"), device=self.device.replace("gpu", "cuda"))

    def wait(self, result: Any) -> Any:
        """Return a result once it is there."""
        if self.device == "gpu":
            import torch

            torch.cuda.synchronize()
        return result

    def layer(self, adjoint: bool, X: Any, K: Any, options: dict[str, int]) -> Call:
        """Return a call of the framework's own layer."""
        from torch.nn import functional

        layer = functional.conv_transpose2d if adjoint else functional.conv2d
        return self.call(layer, X, K, **options)


class MXNet(Framework):
    """MXNet's NumPy interface."""

    def __post_init__(self) -> None:
        warnings.simplefilter("ignore")  # MXNet uses names that NumPy deprecated
        from mxnet import npx

        npx.set_np()

    def array(self, values: np.ndarray) -> Any:
        """Make a float32 array."""
        import mxnet

        ctx = mxnet.gpu() if self.device == "gpu" else mxnet.cpu()
        return mxnet.np.array(values, dtype="float32", ctx=ctx)

    def wait(self, result: Any) -> Any:
        """Return a result once it is there."""
        result.wait_to_read()
        return result

    def layer(self, adjoint: bool, X: Any, K: Any, options: dict[str, int]) -> Call:
        """Return a call of the framework's own layer."""
        from mxnet import npx

        names = {"stride": "stride", "padding": "pad", "dilation": "dilate"}
        window = {names[n]: (v, v) for n, v in options.items() if n in names}
        groups = options.get("groups", 1)
        layer = npx.deconvolution if adjoint else npx.convolution
        channels = K.shape[1] * groups if adjoint else K.shape[0]
        window |= {"kernel": K.shape[2:], "num_filter": channels, "num_group": groups}
        return self.call(layer, X, K, no_bias=True, **window)


KINDS: dict[str, type[Framework]] = {"numpy": NumPy, "pytorch": PyTorch, "mxnet": MXNet}


def devices(name: str) -> list[str]:
    """Return the devices that a framework finds."""
    found = False
    if name == "pytorch":
        import torch

        found = torch.cuda.is_available()
    elif name == "mxnet":
        import mxnet

        found = mxnet.context.num_gpus() > 0
    return ["cpu", "gpu"] if found else ["cpu"]


def check_equal(calls: Mapping[str, Call]) -> None:
    """Check that all calls compute the same, as one vector."""
    results = {name: host_array(call()).reshape(-1) for name, call in calls.items()}
    first, *others = results
    for name in others:
        np.testing.assert_allclose(
            results[name], results[first], rtol=0, atol=TOLERANCE, err_msg=f"{name} and {first}"
        )


def run_alone(module: str, *arguments: str, threads: int = THREADS) -> str:
    """Run a module in a process of its own, on so many threads, and return what it prints.

    Two frameworks in one process bring two pools of threads, which slow each other down.
    """
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    environment = {**os.environ, **{name: str(threads) for name in names}}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return done.stdout
