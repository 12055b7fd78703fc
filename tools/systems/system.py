"""What a system has to say and do here; arrays are NumPy's, (batch, channels, height, width)."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from d2lmini.layouts import LAYOUTS

__all__ = ["RefusedError", "Setting", "System", "channels_first", "channels_last"]

Pair = tuple[int, int]


class RefusedError(Exception):
    """A system does not have what a case asks for."""


@dataclass(frozen=True)
class Setting:
    """A layer's parameters, in the words and meanings of d2lmini."""

    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    output_padding: Pair = (0, 0)
    dilation: Pair = (1, 1)
    groups: int = 1

    def spans(self, kernel: Pair) -> Pair:
        """Return the rows and columns from a kernel's first element to its last."""
        (k_h, k_w), (d_h, d_w) = kernel, self.dilation
        return d_h * (k_h - 1) + 1, d_w * (k_w - 1) + 1


class System:
    """A system; `name` is a key of `d2lmini.layouts.LAYOUTS`."""

    name = ""
    package = ""
    layer = ""  # what the system calls it
    words: tuple[str, ...] = ()  # for sizes that a padding by numbers does not have

    def kernel_size(self, K: Any) -> Pair:
        """Return height and width of a kernel."""
        axes = LAYOUTS[self.name].axes
        return K.shape[axes.index("k_h")], K.shape[axes.index("k_w")]

    def run(self, X: Any, K: Any, setting: Setting) -> Any:
        """Compute a layer without a bias; K stands in the system's layout."""
        raise NotImplementedError

    def otherwise(self, X: Any, K: Any, setting: Setting) -> Any:
        """Compute what the layer refused by what the system has beside it."""
        raise NotImplementedError

    def bare(self, X: Any, K: Any, stride: Pair, word: str | None = None) -> Any:
        """Compute a layer for which nothing is said but its stride, and perhaps a word."""
        raise NotImplementedError

    def new_kernel(self, c_i: int, c_o: int, kernel: Pair) -> Any:
        """Return the kernel of a new layer, or None where a system has no layers."""
        return None

    def defaults(self) -> dict[str, str]:
        """Return what applies where nothing is said, in the system's words."""
        raise NotImplementedError


def channels_last(X: Any) -> Any:
    """Return (batch, height, width, channels)."""
    return np.transpose(X, (0, 2, 3, 1))


def channels_first(Y: Any) -> Any:
    """Return (batch, channels, height, width), of NumPy."""
    return np.transpose(np.asarray(Y), (0, 3, 1, 2))
