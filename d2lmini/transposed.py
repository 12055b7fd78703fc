"""The forms of one transposed convolution, counted: multiply-adds, and bytes that have to move.

Bytes are those of float32 arrays, each counted once for every time that a form as a whole reads or
writes it: the input, the kernel, the output, and what a form writes in between and reads again.
That is the least where nothing of one array is still in a cache when the next is taken.
"""

import math
from collections.abc import Mapping

from d2lmini._shapes import trans_conv_output_shape

__all__ = ["FORMS", "LAYER", "costs"]

LAYER = ("n", "kernel", "stride", "padding", "c_i", "c_o")
FORMS = (
    "layer",
    "product and col2im",
    "polyphase",
    "zero insertion",
    "resize and convolve",
    "dense W",
    "sparse W",
    "FFT",
)


def costs(layer: Mapping[str, int], batch: int = 1) -> dict[str, tuple[int, int]]:
    """Return multiply-adds and bytes of each form of a square transposed convolution.

    "Resize and convolve" is another operation of the same output size, which repeats each pixel and
    convolves with a kernel of k - s + 1. It is left out where it does not have that size. "FFT"
    transforms the spread input, with the kernel's transform at hand: its counts are about right.

    Parameters
    ----------
    layer : mapping of str to int
        ``n``, ``kernel``, ``stride``, ``padding``, ``c_i`` and ``c_o``.
    batch : int
        How many images there are. A W is read once for all of them.

    Returns
    -------
    dict
        For each form its multiply-adds and its bytes.

    Examples
    --------
    >>> layer = dict(n=4, kernel=4, stride=2, padding=1, c_i=1, c_o=1)
    >>> for form, (work, moved) in costs(layer).items():
    ...     print(f"{form:19} {work:5} {moved:5}")
    layer                 256   384
    product and col2im    256  2432
    polyphase             400  1184
    zero insertion       1024   776
    resize and convolve   576   868
    dense W              1024  4416
    sparse W              196  2148
    FFT                  1529  3120
    """
    n, k, s, p, c_i, c_o = (layer[key] for key in LAYER)
    out, _ = trans_conv_output_shape((n, n), k, stride=s, padding=p)
    pairs, sub = batch * c_i * c_o, -(-k // s)
    images = batch * (c_i * n * n + c_o * out * out)  # every form reads X and writes Y
    whole = (s * (n - 1) + k) ** 2  # the output before the padding is cut off
    phases = n + sub - 1  # the rows of a phase before the padding is cut off
    met = _met(n, k, s, p, out) ** 2 * c_i * c_o  # the entries of W that are weights
    between = {
        "product and col2im": c_o * k * k * n * n,
        "polyphase": c_o * s * s * phases**2,
        "zero insertion": c_i * (s * (n - 1) + 1) ** 2,
        "resize and convolve": c_i * (s * n) ** 2,
        "FFT": (2 * c_i + c_o) * whole,
    }
    weights = {
        "polyphase": c_i * c_o * (s * sub) ** 2,
        "resize and convolve": c_i * c_o * (k - s + 1) ** 2,
        "dense W": c_i * n * n * c_o * out * out,
        "sparse W": 2 * met + c_o * out * out + 1,
        "FFT": c_i * c_o * whole,
    }
    work = {
        "layer": pairs * (k * n) ** 2,
        "product and col2im": pairs * (k * n) ** 2,
        "polyphase": pairs * (s * sub * phases) ** 2,
        "zero insertion": pairs * (k * out) ** 2,
        "resize and convolve": pairs * ((k - s + 1) * s * n) ** 2,
        "dense W": pairs * (n * out) ** 2,
        "sparse W": batch * met,
        "FFT": round(batch * (c_i + c_o) * whole * math.log2(whole)) + 2 * pairs * whole,
    }
    kernel = c_i * c_o * k * k
    found = {
        form: (
            work[form],
            4 * (images + weights.get(form, kernel) + 2 * batch * between.get(form, 0)),
        )
        for form in FORMS
    }
    if k - s != 2 * p or k < s:
        del found["resize and convolve"]
    return found


def _met(n: int, k: int, s: int, p: int, out: int) -> int:
    """Return how many pairs of an input and a weight, in one direction, reach the output."""
    return sum(0 <= s * i + a - p < out for i in range(n) for a in range(k))
