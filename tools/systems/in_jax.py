"""JAX and Flax, each as it is and with `transpose_kernel=True`; and what a public page printed."""

import inspect
from typing import Any

import jax
import numpy as np
from flax import linen, nnx
from jax import lax

from tools.systems.system import Pair, Setting, System, channels_first, channels_last

__all__ = ["SYSTEMS", "tab"]


class JAX(System):
    """`jax.lax.conv_transpose`: padding says how many zeros go around the spread-out input."""

    name, package, layer = "JAX", "jax", "lax.conv_transpose"
    words = ("SAME", "VALID")
    transposed = False

    def run(self, X: Any, K: Any, setting: Setting) -> Any:
        """Put e - 1 - p zeros before, and as many and the output padding behind."""
        Y = lax.conv_transpose(
            channels_last(X), K, setting.stride, self.zeros(K, setting),
            rhs_dilation=setting.dilation, transpose_kernel=self.transposed,
        )  # fmt: skip
        return channels_first(Y)

    def zeros(self, K: Any, setting: Setting) -> list[Pair]:
        """Return the zeros on each side of each axis."""
        spans = setting.spans(self.kernel_size(K))
        axes = zip(spans, setting.padding, setting.output_padding, strict=True)
        return [(e - 1 - p, e - 1 - p + o) for e, p, o in axes]

    def bare(self, X: Any, K: Any, stride: Pair, word: str | None = None) -> Any:
        """Say VALID where nothing is said: JAX has no default."""
        Y = lax.conv_transpose(
            channels_last(X), K, stride, word or "VALID", transpose_kernel=self.transposed
        )
        return channels_first(Y)

    def defaults(self) -> dict[str, str]:
        """Read the signature."""
        return _defaults(
            lax.conv_transpose, "strides", "padding", "rhs_dilation", "transpose_kernel",
            "use_consistent_padding",
        )  # fmt: skip


class JAXTransposed(JAX):
    """The same with the kernel turned, and padding in the words of the convolution."""

    name = "JAX transposed"
    transposed = True

    def run(self, X: Any, K: Any, setting: Setting) -> Any:
        """Crop p before and p - o behind."""
        axes = zip(setting.padding, setting.output_padding, strict=True)
        Y = lax.conv_transpose(
            channels_last(X), K, setting.stride, tuple((p, p - o) for p, o in axes),
            rhs_dilation=setting.dilation, transpose_kernel=True, use_consistent_padding=True,
        )  # fmt: skip
        return channels_first(Y)


class Flax(JAX):
    """`flax.nnx.ConvTranspose`, and whether `flax.linen.ConvTranspose` gives the same."""

    name, package, layer = "Flax", "flax", "nnx.ConvTranspose"

    def run(self, X: Any, K: Any, setting: Setting) -> Any:
        """Compute a layer of either kind, with the kernel put into it."""
        options = {
            "strides": setting.stride,
            "padding": self.zeros(K, setting),
            "kernel_dilation": setting.dilation,
        }
        Y = self._layer(X, K, options)
        other = linen.ConvTranspose(
            Y.shape[1], self.kernel_size(K), use_bias=False, transpose_kernel=self.transposed,
            **options,
        )  # fmt: skip
        Z = other.apply({"params": {"kernel": K}}, channels_last(X))
        np.testing.assert_array_equal(channels_first(Z), Y, err_msg="linen and nnx")
        return Y

    def bare(self, X: Any, K: Any, stride: Pair, word: str | None = None) -> Any:
        """Say nothing but the stride, and perhaps the word."""
        return self._layer(X, K, {"strides": stride, **({"padding": word} if word else {})})

    def _layer(self, X: Any, K: Any, options: dict[str, Any]) -> Any:
        c_i, c_o = K.shape[:1:-1] if self.transposed else K.shape[2:]
        layer = self._new(c_i, c_o, self.kernel_size(K), use_bias=False, **options)
        layer.kernel[...] = K
        return channels_first(layer(channels_last(X)))

    def _new(self, c_i: int, c_o: int, kernel: Pair, **options: Any) -> Any:
        return nnx.ConvTranspose(
            c_i, c_o, kernel, transpose_kernel=self.transposed, rngs=nnx.Rngs(0), **options
        )

    def new_kernel(self, c_i: int, c_o: int, kernel: Pair) -> Any:
        """Return what a seeded layer starts with."""
        return np.asarray(self._new(c_i, c_o, kernel).kernel[...])

    def defaults(self) -> dict[str, str]:
        """Read the signature."""
        return _defaults(
            nnx.ConvTranspose.__init__, "strides", "padding", "kernel_dilation", "use_bias",
            "transpose_kernel",
        )  # fmt: skip


class FlaxTransposed(Flax):
    """The same with the kernel turned."""

    name = "Flax transposed"
    transposed = True


def _defaults(function: Any, *names: str) -> dict[str, str]:
    found = inspect.signature(function).parameters
    empty = inspect.Parameter.empty
    return {n: "required" if found[n].default is empty else repr(found[n].default) for n in names}


def tab() -> dict[str, Any]:
    """Compute what a public page shows in its JAX tab, and what each change to it gives.

    The arrays are X = K = [[0, 1], [2, 3]], as in the section; X and K of the last entry differ.
    """
    B = np.array([[0, 1], [2, 3]], "float32")
    X, K = B.reshape(1, 1, 2, 2), B.reshape(2, 2, 1, 1)
    flax, transposed = Flax(), FlaxTransposed()
    conv = nnx.Conv(10, 20, (5, 5), strides=(3, 3), padding="SAME", rngs=nnx.Rngs(0))
    back = nnx.ConvTranspose(20, 10, (5, 5), strides=(3, 3), padding="SAME", rngs=nnx.Rngs(0))
    there = conv(jax.numpy.zeros((1, 16, 16, 10)))
    whole = flax.bare(X, K, (1, 1), "VALID")[0, 0]
    return {
        "as written": flax.bare(X, K, (1, 1))[0, 0].tolist(),
        "with padding VALID": whole.tolist(),
        "with transpose_kernel": transposed.bare(X, K, (1, 1))[0, 0].tolist(),
        "with both": transposed.bare(X, K, (1, 1), "VALID")[0, 0].tolist(),
        "padding 1": whole[1:-1, 1:-1].tolist(),
        "stride 2": flax.bare(X, K, (2, 2))[0, 0].tolist(),
        "round trip": [16, int(there.shape[1]), int(back(there).shape[1])],
    }


SYSTEMS = [JAX(), JAXTransposed(), Flax(), FlaxTransposed()]
