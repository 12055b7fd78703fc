"""PyTorch."""

import inspect
from typing import Any

import torch

from tools.systems.system import Pair, Setting, System

__all__ = ["SYSTEMS"]

NAMED = ("stride", "padding", "output_padding", "dilation", "groups", "bias")


class PyTorch(System):
    """`torch.nn.ConvTranspose2d`."""

    name, package, layer = "PyTorch", "torch", "nn.ConvTranspose2d"

    def run(self, X: Any, K: Any, setting: Setting) -> Any:
        """Compute a layer with the kernel put into it."""
        layer = torch.nn.ConvTranspose2d(
            K.shape[0], K.shape[1] * setting.groups, K.shape[2:], setting.stride, setting.padding,
            setting.output_padding, setting.groups, False, setting.dilation,
        )  # fmt: skip
        return self._output(layer, X, K)

    def bare(self, X: Any, K: Any, stride: Pair, word: str | None = None) -> Any:
        """Say nothing but the stride."""
        layer = torch.nn.ConvTranspose2d(*K.shape[:2], K.shape[2:], stride=stride, bias=False)
        return self._output(layer, X, K)

    def _output(self, layer: Any, X: Any, K: Any) -> Any:
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(K))
            return layer(torch.tensor(X)).numpy()

    def new_kernel(self, c_i: int, c_o: int, kernel: Pair) -> Any:
        """Return what a seeded layer starts with."""
        torch.manual_seed(0)
        return torch.nn.ConvTranspose2d(c_i, c_o, kernel).weight.detach().numpy()

    def defaults(self) -> dict[str, str]:
        """Read the signature."""
        found = inspect.signature(torch.nn.ConvTranspose2d).parameters
        return {name: repr(found[name].default) for name in NAMED}


SYSTEMS = [PyTorch()]
