"""What typical errors make of a question, computed: for the feedback to wrong values."""

import re
from typing import Any

import numpy as np

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv, trans_conv_output_shape

rng = np.random.default_rng(3)


def shift(k: int, s: int, p: float = 0) -> float:
    """Return how far the middle of a stamp lies from where its element belongs."""
    (stamp,) = trans_conv(np.eye(1, 9, 4), np.ones((1, k)), stride=(1, s))
    return float(np.flatnonzero(stamp).mean() + 0.5 - p - s * 4.5)


def ratio(layers: int, k: int, s: int) -> float:
    """Return the largest number that ones become away from the border, by rows and columns."""
    row = np.ones((1, 9))
    for _ in range(layers):
        row = trans_conv(row, np.ones((1, k)), stride=(1, s))
    end = 5 * (s**layers - 1)
    return float(row[:, end:-end].max() ** 2)


def matrix(v: Any) -> Any:
    """Return W of ones for the sizes that a question names, or that are drawn."""
    if "words" in v:
        n, m, k, other = map(int, re.findall(r"(\d+)×(\d+)", v.words)[0] + _second(v.words))
        assert k == other
    else:
        n, m, k = v.n, v.get("m", v.n), v.k
    return kernel2matrix(np.ones((k, k)), (n, m))


def _second(words: str) -> tuple[str, str]:
    return re.findall(r"(\d+)×(\d+)", words)[1]


def images(v: Any) -> tuple[int, int, int]:
    """Return channels, side and kernel of an im2col."""
    if "words" not in v:
        return v.c, v.n, v.k
    (found,) = re.findall(r"input of (\d+) channels of (\d+)×\2 and a kernel of (\d+)×\3", v.words)
    return int(found[0]), int(found[1]), int(found[2])


def least_times(v: Any) -> tuple[float, float, float]:
    """Return the milliseconds of arithmetic and of memory that a question names, and their work."""
    pattern = (
        r"(\d+) million multiply-adds and moves (\d+) million bytes, on a machine that does (\d+) "
        r"thousand million multiply-adds and moves (\d+) thousand million bytes a second"
    )
    ((work, moved, fast, wide),) = re.findall(pattern, " ".join(v.words.split()))
    return int(work) / int(fast), int(moved) / int(wide), int(work) / int(moved)


def widening(v: Any) -> int:
    """Return how many times as large a transposed convolution makes a stated side."""
    (side,) = map(int, re.findall(r"input is (\d+)×\1\b", v.words))
    return round(trans_conv_output_shape((side,), v.k, stride=v.s, padding=v.p)[0] / side)


def windows(v: Any) -> int:
    """Return how many windows an im2col copies."""
    _, n, k = images(v)
    return int(np.prod(conv_output_shape((n, n), k)))


def channels(v: Any) -> tuple[int, int]:
    """Return the input channels and the stride of a layer that loses nothing; k is the stride."""
    if "words" not in v:
        return v.c, v.s
    (c,) = re.findall(r"(\d+) input channels", v.words)
    assert v.k == v.s
    return int(c), v.s


def kernel(v: Any) -> Any:
    """Return the kernel that a question writes out."""
    (body,) = re.findall(r"kernel \$\\begin\{bmatrix\} (.*?) \\end", v.words)
    return np.array([[int(n) for n in row.split("&")] for row in body.split(r"\\")])


def rows(v: Any) -> tuple[list[int], list[int]]:
    """Return the output and the input that a question writes as rows."""
    made, of = (
        [int(n) for n in one.split(",")] for one in re.findall(r"row \$\(([\d, ]+)\)\$", v.words)
    )
    return made, of


def grown(factor: int, count: int) -> float:
    """Return by what three arrays' product grows when so many of them are multiplied."""
    arrays = [rng.normal(size=size) for size in ((4, 5), (2, 3), (3, 3))]
    more = [a * (factor if i < count else 1) for i, a in enumerate(arrays)]
    one, other = ((G * corr2d(X, K)).sum() for X, K, G in (arrays, more))
    return round(float(other / one), 9)


def tent(s: int) -> int:
    """Return over how many pixels a tent of so many reaches, sampled in the middles."""
    places = np.arange(-40, 40) - (s - 1) / 2
    return int((1 - abs(places) / s > 1e-12).sum())


def rate(v: Any) -> int:
    """Return how many numbers a second has."""
    return v.f if "f" in v else int(re.findall(r"(\d+) numbers in a second", v.words)[0])


def most_overlap(v: Any) -> Any:
    """Return how many stamps meet along an axis at most."""
    return trans_conv(np.ones((1, 9)), np.ones((1, v.k)), stride=(1, v.s)).max()


def exact_padding(v: Any) -> int:
    """Return the output padding with which a layer makes sizes exactly s times as large."""
    sizes = {
        o: trans_conv_output_shape((5, 5), v.k, stride=v.s, padding=v.p, output_padding=o)[0]
        for o in range(v.s)
    }
    (found,) = [o for o, size in sizes.items() if size == 5 * v.s]
    assert shift(v.k, v.s, v.p) == -found / 2
    return found


def gradient_rows(v: Any, rows_left: float) -> int:
    """Return the output padding with which the gradient has too few rows."""
    n = int(re.findall(r"(\d+) rows", v.words)[0])
    size = {"stride": v.s, "padding": v.p}
    m = conv_output_shape((n, n), v.k, **size)
    (found,) = [
        o
        for o in range(v.s)
        if trans_conv_output_shape(m, v.k, **size, output_padding=o)[0] == rows_left
    ]
    assert rows_left == n - 1
    return found


def one_and_cropped(v: Any, stride: float) -> int:
    """Return how many rows the layers leave with a stride of 1 and no padding."""
    n = v.n
    for _ in range(v.m):
        n = conv_output_shape((n, n), v.k, stride=int(stride))[0]
    return n


def phases(v: Any) -> list[int]:
    """Return how many weights meet each phase, counted with stamps of ones."""
    one = trans_conv(np.eye(1, 9, 4), np.ones((1, v.k)), stride=(1, v.s))[0]
    return [int(one[4 * v.s :][a :: v.s].sum()) for a in range(v.s)]


def quotient(v: Any) -> list[float]:
    """Return the kernel that made one row of the other."""
    made, of = rows(v)
    return [float(n) for n in np.polydiv(made, of)[0]]
