"""MXNet."""

import inspect
import warnings
from typing import Any

from tools.systems.system import Pair, Setting, System

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # MXNet uses names that NumPy deprecated
    import mxnet
    from mxnet.gluon import nn

__all__ = ["SYSTEMS"]

NAMED = ("strides", "padding", "output_padding", "dilation", "groups", "use_bias")


class MXNet(System):
    """`mxnet.gluon.nn.Conv2DTranspose`."""

    name, package, layer = "MXNet", "mxnet", "nn.Conv2DTranspose"

    def run(self, X: Any, K: Any, setting: Setting) -> Any:
        """Compute a layer with the kernel put into it."""
        layer = nn.Conv2DTranspose(
            K.shape[1] * setting.groups, K.shape[2:], setting.stride, setting.padding,
            setting.output_padding, setting.dilation, setting.groups, use_bias=False,
        )  # fmt: skip
        return self._output(layer, X, K)

    def bare(self, X: Any, K: Any, stride: Pair, word: str | None = None) -> Any:
        """Say nothing but the stride."""
        layer = nn.Conv2DTranspose(K.shape[1], K.shape[2:], strides=stride, use_bias=False)
        return self._output(layer, X, K)

    def _output(self, layer: Any, X: Any, K: Any) -> Any:
        mxnet.npx.set_np()
        layer.initialize(mxnet.init.Constant(mxnet.np.array(K)))
        return layer(mxnet.np.array(X)).asnumpy()

    def new_kernel(self, c_i: int, c_o: int, kernel: Pair) -> Any:
        """Return what a seeded layer starts with."""
        mxnet.npx.set_np()
        mxnet.random.seed(0)
        layer = nn.Conv2DTranspose(c_o, kernel, in_channels=c_i)
        layer.initialize()
        return layer.weight.data().asnumpy()

    def defaults(self) -> dict[str, str]:
        """Read the signature."""
        found = inspect.signature(nn.Conv2DTranspose).parameters
        return {name: repr(found[name].default) for name in NAMED}


SYSTEMS = [MXNet()]
