"""Keras, on JAX: what it computes does not depend on what computes it."""

import inspect
import os
from typing import Any

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np

from tools.systems.system import (
    Pair,
    RefusedError,
    Setting,
    System,
    channels_first,
    channels_last,
)

__all__ = ["SYSTEMS"]

NAMED = ("strides", "padding", "output_padding", "dilation_rate", "use_bias", "kernel_initializer")


class Keras(System):
    """`keras.layers.Conv2DTranspose`: padding is a word, numbers have to be cropped by hand."""

    name, package, layer = "Keras", "keras", "layers.Conv2DTranspose"
    words = ("valid", "same")

    def run(self, X: Any, K: Any, setting: Setting) -> Any:
        """Compute all of the output, and crop the padding."""
        options = {"strides": setting.stride, "dilation_rate": setting.dilation}
        try:
            Y = self._layer(X, K, output_padding=setting.output_padding, **options)
        except ValueError as error:
            raise RefusedError(str(error).partition(".")[0]) from None
        return self._cropped(Y, setting)

    def otherwise(self, X: Any, K: Any, setting: Setting) -> Any:
        """Compute with `keras.ops.conv_transpose`."""
        Y = keras.ops.conv_transpose(
            channels_last(X), K, setting.stride, "valid", setting.output_padding,
            dilation_rate=setting.dilation,
        )  # fmt: skip
        return self._cropped(channels_first(Y), setting)

    def _cropped(self, Y: Any, setting: Setting) -> Any:
        (p, q), (h, w) = setting.padding, Y.shape[2:]
        return Y[:, :, p : h - p, q : w - q]

    def bare(self, X: Any, K: Any, stride: Pair, word: str | None = None) -> Any:
        """Say nothing but the stride, and perhaps the word."""
        return self._layer(X, K, strides=stride, **({"padding": word} if word else {}))

    def _layer(self, X: Any, K: Any, **options: Any) -> Any:
        layer = keras.layers.Conv2DTranspose(K.shape[2], K.shape[:2], use_bias=False, **options)
        values = channels_last(X)
        layer.build(values.shape)
        layer.set_weights([K])
        return channels_first(layer(values))

    def new_kernel(self, c_i: int, c_o: int, kernel: Pair) -> Any:
        """Return what a seeded layer starts with."""
        keras.utils.set_random_seed(0)
        layer = keras.layers.Conv2DTranspose(c_o, kernel)
        layer.build((1, 1, 1, c_i))
        return np.asarray(layer.kernel)

    def defaults(self) -> dict[str, str]:
        """Read the signature."""
        found = inspect.signature(keras.layers.Conv2DTranspose.__init__).parameters
        return {name: repr(found[name].default) for name in NAMED}


SYSTEMS = [Keras()]
