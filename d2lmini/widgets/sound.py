"""Sound: what a transposed convolution along a row makes of a constant, as bars and in words."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy

import d2lmini
from d2lmini.widgets._arrays import nested
from d2lmini.widgets._state import as_json

__all__ = ["Sound"]

_STRIDES = (4, 5, 8, 10, 16)  # which the page offers
_MOST = 32  # weights
_ROUNDING = 1e-9  # what is smaller, beside all weights together, is an error of rounding
_SHOWN = 40  # numbers of the output
# Where bars stand: left end, width, top and height of all, the place of names, a digit's width.
_LEFT, _WIDTH, _TOP, _HEIGHT, _BELOW, _SIGN = 6, 228, 16, 48, 76, 5.6
_GAP = 0.4  # between two values
_LOOK = (
    "display:block;width:100%;fill:#3b82f6;stroke:none;font-size:10px;text-anchor:middle;"
    "font-family:sans-serif"
)


class Sound:
    """A constant through a kernel, away from the ends: phase sums, output and components.

    Parameters
    ----------
    kernels : mapping of names to arrays of shape (k,)
        Kernels to choose from, of at most 32 weights; the first one is shown.
    stride : int
        One of 4, 5, 8, 10 and 16.
    rate : int
        Numbers of the output that are played in a second, a multiple of 80.

    Attributes
    ----------
    sums : list of float
        The phase sums, `stride` of them.
    sizes : list of float
        The sizes of the components at 1, 2, ... times `rate / stride` hertz, of a constant of 1.

    Raises
    ------
    ValueError
        If a kernel is too long, the stride is not offered or the rate is not such a multiple.

    Examples
    --------
    >>> Sound({"ones": [1, 1, 1, 1, 1]}, stride=4)
    Sound: ones, stride 4. A tone at 2000 Hz, 0.25 of the constant, and one at 4000 Hz, 0.25.
    >>> Sound({"ones": [1, 1, 1, 1, 1]}, stride=4).sums
    [2.0, 1.0, 1.0, 1.0]
    """

    def __init__(self, kernels: Mapping[str, Any], stride: int = 8, rate: int = 8000) -> None:
        if stride not in _STRIDES:
            raise ValueError(f"stride must be one of {_STRIDES}, got {stride}")
        if rate % math.lcm(*_STRIDES):
            raise ValueError(f"expected a rate that is a multiple of 80, got {rate}")
        self._kernels = {name: nested([_listed(K)])[0] for name, K in kernels.items()}
        if any(len(K) > _MOST for K in self._kernels.values()):
            raise ValueError(f"a kernel has at most {_MOST} weights")
        self._name, first = next(iter(self._kernels.items()))
        K = numpy.array(first, float)
        self.stride, self.rate = stride, rate
        self.sums: list[float] = [float(K[phase::stride].sum()) for phase in range(stride)]
        parts = numpy.fft.rfft(self.sums)[1:] / stride
        self.sizes: list[float] = abs(parts).tolist()
        self._kernel: list[float] = K.tolist()

    def __repr__(self) -> str:
        return f"Sound: {self._name}, stride {self.stride}. {self.words()}"

    def words(self) -> str:
        """Return what the output sounds like."""
        least = _ROUNDING * sum(map(abs, self._kernel)) / self.stride
        there = [(n, size) for n, size in enumerate(self.sizes, 1) if size > least]
        if not there:
            return "No tone: all phase sums are equal."
        lowest, *others = [(n * self.rate // self.stride, size) for n, size in there]
        rest = ""
        if others:
            hertz, size = max(others, key=lambda one: _rounded(one[1], 1000))
            more = "one" if len(others) == 1 else f"{len(others)} more, the largest"
            rest = f", and {more} at {hertz} Hz, {_size(size)}"
        return f"A tone at {lowest[0]} Hz, {_size(lowest[1])} of the constant{rest}."

    def _repr_html_(self) -> str:
        data = escape(as_json(self._kernels), quote=True)
        panels = "".join(
            f'<div class="panel" data-panel="{name}" style="flex:1 1 16em;max-width:22em">'
            f'<span style="font-size:.9em">{title}</span>'
            f'<svg viewBox="0 0 240 80" role="img" aria-label="{words}" style="{_LOOK}">'
            f"{bars}</svg></div>"
            for name, (title, bars, words) in self._panels().items()
        )
        return (
            f'<div class="d2l-sound" data-stride="{self.stride}" data-rate="{self.rate}" '
            f'data-kernels="{data}"><div class="controls"></div>'
            f'<p class="words">{self.words()}</p>'
            f'<div style="display:flex;flex-wrap:wrap;gap:.6em">{panels}</div></div>'
        )

    def _panels(self) -> dict[str, tuple[str, str, str]]:
        """Return for each row of bars what stands above it, its drawing, and all in words."""
        K, s = self._kernel, self.stride
        weights = f"{len(K)} {'weight' if len(K) == 1 else 'weights'}"
        hertz = [str(n * self.rate // s) for n in range(1, len(self.sizes) + 1)]
        sizes = ", ".join(f"{_text(v)} at {f} Hz" for v, f in zip(self.sizes, hertz, strict=True))
        return {
            "kernel": (
                f"kernel: {weights}",
                _bars(K, _places(len(K), s)),
                f"Kernel of {weights}: {_list(K)}",
            ),
            "sums": (
                f"phase sums, for a stride of {s}",
                _bars(self.sums, [str(phase) for phase in range(s)]),
                f"Phase sums: {_list(self.sums)}",
            ),
            "output": (
                f"output: {_SHOWN} of {self.rate} numbers a second",
                _bars(self._output(_SHOWN), _places(_SHOWN, s)),
                f"Output, {_SHOWN} numbers that repeat the phase sums: {_list(self.sums)}",
            ),
            "spectrum": (
                "components without the mean, in Hz",
                _bars(self.sizes, hertz),
                f"Sizes of the components: {sizes}",
            ),
        }

    def _output(self, length: int) -> list[float]:
        """Return numbers of the output away from the ends, from the first phase on."""
        k, s = len(self._kernel), self.stride
        first = math.ceil((k - 1) / s) * s
        ones = numpy.ones(math.ceil((first + length) / s))
        Y = d2lmini.trans_conv(ones, numpy.array(self._kernel), stride=s)
        # a kernel shorter than the stride leaves out the zeros after its last stamp
        return numpy.pad(Y, (0, s))[first : first + length].tolist()  # type: ignore[no-any-return]


def _listed(K: Any) -> Any:
    return K.tolist() if hasattr(K, "tolist") else list(K)


def _rounded(value: float, parts: int) -> float:
    """Return the nearest whole number of parts; half a part, give or take an error, goes up."""
    return math.floor(value * parts + 0.500001) / parts


def _text(value: float) -> str:
    """Return a number as it is shown: three decimals at most."""
    size = _rounded(abs(value), 1000)
    return ("−" if value < 0 and size else "") + repr(size).removesuffix(".0")


def _list(values: Sequence[float]) -> str:
    return ", ".join(map(_text, values))


def _size(size: float) -> str:
    return _text(size) if _rounded(size, 1000) else "less than 0.001"


def _places(count: int, stride: int) -> list[str]:
    return ["" if n % stride else str(n) for n in range(count)]


def _tenth(value: float) -> str:
    return f"{_rounded(value, 10):g}"


def _bars(values: Sequence[float], names: Sequence[str]) -> str:
    """Return bars from zero, each with its name below.

    Without room for all values, the largest has its own.
    """
    top, low = max(0, *values), min(0, *values)
    span = top - low if top - low > _ROUNDING else 1
    slot = _WIDTH / len(values)
    texts = [_text(value) for value in values]
    roomy = max(map(len, texts)) * _SIGN <= slot - _GAP
    shown = [_rounded(value, 1000) for value in values]
    largest = shown.index(max(shown))

    def label(n: int, at: float, words: str) -> str:
        place = f'x="{_tenth(_LEFT + slot * (n + 0.5))}" y="{_tenth(at)}"'
        return words and f'<text {place} fill="currentcolor">{words}</text>'

    def y(value: float) -> float:
        return _TOP + (top - value) / span * _HEIGHT

    drawn = []
    for n, value in enumerate(values):
        at = y(max(value, 0))
        place = f'x="{_tenth(_LEFT + slot * (n + 0.15))}" y="{_tenth(at)}"'
        size = f'width="{_tenth(slot * 0.7)}" height="{_tenth(abs(value) / span * _HEIGHT)}"'
        above = label(n, at - 3, texts[n]) if roomy or n == largest else ""
        drawn.append(f"<rect {place} {size}/>{above}{label(n, _BELOW, names[n])}")
    line = f'<path d="M{_LEFT} {_tenth(y(0))}h{_WIDTH}" stroke="currentcolor"/>'
    return "".join(drawn) + line
