"""What computes a row of a table: its sizes, its matrices, its costs, its names."""

import importlib
import inspect
import operator
import random
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

import d2lmini
from book._ext.paths import BOOK
from d2lmini import trans_conv, trans_conv_output_shape
from d2lmini.transposed import LAYER, costs
from tests.support import worlds_arrays, worlds_counts, worlds_sizes
from tests.support.algebra import read, sides
from tests.support.libraries import module

__all__ = ["CHECKS"]

MATH = re.compile(r"\$([^$]+)\$")
CODE = re.compile(r"`([^`]+)`")
Row = Mapping[str, str]
Check = Callable[[Row, list[Row]], bool]


@cache
def _draws(world: Callable[[random.Random], Any]) -> list[dict[str, Any]]:
    rng = random.Random(1)
    return [values for _ in range(60) if (values := world(rng))][:8]


def _always(tex: str, world: Callable[[random.Random], Any], expected: str) -> bool:
    """Return whether a formula in a cell gives what a world has under a name."""
    (found,) = MATH.findall(tex)
    return all(
        np.allclose(sides(read(found), values)[0][-1], values[expected]) for values in _draws(world)
    )


def _function(row: Row, rows: list[Row]) -> bool:
    name = re.fullmatch(r"\{py:func\}`~d2lmini\.(\w+)`", row["function"])
    pages = re.findall(r"\{doc\}`([\w-]+)`", row["explained in"])
    used = [
        re.search(rf"\b{name[1]}\b", (BOOK / f"{p}.md").read_text("utf8")) for p in pages if name
    ]
    return bool(name and name[1] in d2lmini.__all__ and used and all(used))


def _operation(row: Row, rows: list[Row]) -> bool:
    forward, transposed = row["operation"] == "convolution", row["operation"] == "transposed"
    sizes = worlds_sizes.WORLDS[0] if forward else worlds_sizes.WORLDS[2]
    matrices = _matrices(forward)
    (relation,), (backward,) = MATH.findall(row["as a matrix"]), MATH.findall(row["backward"])
    return (
        (forward or transposed)
        and _always(row["output size"], sizes, "m")
        and all(sides(read(relation), values)[1] for values in _draws(matrices))
        and _turned(relation.partition("=")[2].replace(r"\mathbf{x}", ""), backward, matrices)
    )


def _matrices(forward: bool) -> Callable[[random.Random], Any]:
    return worlds_arrays._matrix if forward else worlds_arrays._backward


def _turned(first: str, second: str, world: Callable[[random.Random], Any]) -> bool:
    """Return whether one matrix is always the other one, turned."""
    return all(
        np.array_equal(sides(read(first), values)[0][0], sides(read(second), values)[0][0].T)
        for values in _draws(world)
    )


def _layer(row: Row, rows: list[Row]) -> bool:
    """Compare forward and backward of a layer with its gradient; the other row is the opposite."""
    forward = row["layer"] == "convolution"
    (first,), (second,) = MATH.findall(row["forward"]), MATH.findall(row["backward"])
    world = _matrices(forward)
    same = all(
        np.allclose(sides(read(rf"{first} \mathbf{{x}}"), v)[0][0], v["bold y"])
        for v in _draws(world)
    )
    return (
        row["layer"] in ("convolution", "transposed convolution")
        and same
        and _turned(first, second, world)
    )


def _names(row: Row, rows: list[Row]) -> bool:
    """Compare the names of parameters with the signature of PyTorch's layer, and defaults."""
    nn = importlib.import_module("torch.nn")
    known = inspect.signature(nn.ConvTranspose2d).parameters
    what, names = row["what"], CODE.findall(row["PyTorch"])
    others = CODE.findall(row["MXNet (Gluon)"])
    if what in ("layer", "function"):
        homes = {"layer": (nn, "gluon.nn"), "function": (nn.functional, "npx")}
        own_home, other_home = homes[what][0], operator.attrgetter(homes[what][1])(module("mxnet"))
        return (
            [hasattr(own_home, name.rpartition(".")[2]) for name in names] == [True]
            and [hasattr(other_home, name.rpartition(".")[2]) for name in others] == [True]
            and [name.partition(".")[0] for name in others] == [homes[what][1].rpartition(".")[2]]
            and row["default"] == ""
        )
    if what == "kernel's shape":
        return _shape_of_a_kernel(nn, names[0]) and names == CODE.findall(row["MXNet (Gluon)"])
    own = [name.strip() for text in names for name in text.partition("=")[0].split(",")]
    if what == "bias":
        return own == ["bias"] and known["bias"].default and row["default"] == "with bias"
    plural = [name.rstrip("s") for name in CODE.findall(row["MXNet (Gluon)"])]
    alike = what == "channels" or [name.rstrip("s") for name in own] == plural
    labelled = (
        what == "channels"
        or what.replace(", ", " ").split()
        == " ".join(name.replace("_", " ") for name in own).split()
    )
    default = row["default"] == "" or {known[name].default for name in own} == {int(row["default"])}
    return set(own) <= set(known) and alike and labelled and default


def _shape_of_a_kernel(nn: Any, words: str) -> bool:
    layer = nn.ConvTranspose2d(6, 4, (2, 5), groups=2)
    sizes = {"c_i": 6, "c_o": 4, "groups": 2, "k_h": 2, "k_w": 5}
    return bool(tuple(eval(words, {}, sizes)) == tuple(layer.weight.shape))


def _way(row: Row, rows: list[Row]) -> bool:
    """Compute kernel, products and counts of a way to double the size."""
    name = row["way"]
    k = 4 if name == "kernel 4" else 3
    kernels = {"kernel 3": 3, "kernel 4": 4, "sub-pixel, 3×3": 3 * 2, "ICNR": 3 * 2}
    both = trans_conv(np.ones((2, 2)), np.ones((3, 3)))  # nearest, then a kernel of 3
    size = kernels.get(name, len(both))
    met = trans_conv(np.ones((9, 9)), np.ones((size, size)), stride=2)[6:10, 6:10]
    counts = "equal" if met.min() == met.max() else f"{met.min():.0f} to {met.max():.0f}"
    products = k * k * (1 if name in ("kernel 3", "kernel 4") else 4)
    rng = np.random.default_rng(0)
    K = rng.normal(size=(size, size))
    if name == "ICNR":
        K = np.kron(rng.normal(size=(3, 3)), np.ones((2, 2)))
    elif name == "resize, 3×3":
        K = trans_conv(np.ones((2, 2)), rng.normal(size=(3, 3)))
    sums = [K[a::2, b::2].sum() for a in (0, 1) for b in (0, 1)]
    word = "equal" if np.ptp(sums) < 1e-9 else "differ"
    (formula,) = MATH.findall(row["multiply-adds per input pixel"])
    _, value = sides(read(formula), {})
    return (
        (name in kernels or name == "resize, 3×3")
        and row["kernel, seen as one"].endswith(f"{size}×{size}")
        and value
        and sides(read(formula), {})[0][-1] == products
        and row["counts"] == counts
        and row["sums of the sub-kernels"].split()[0].strip(",") == word
    )


def _form(row: Row, rows: list[Row]) -> bool:
    """Count the products and the memory of a form, from the matrix; of the FFT, its steps."""
    expected = {
        "dense W": ("#entries", "#entries"), "sparse W": ("#products", "#sparse"),
        "im2col and a matrix product": ("#products", "#copied"),
        "direct": ("#products", "#weights"),
    }  # fmt: skip
    if row["Form"] == "FFT, one channel":
        return _always(row["Multiply-adds"], _fft, "products") and _always(
            row["Memory"], _fft, "memory"
        )
    products, memory = expected[row["Form"]]
    costs = worlds_counts._costs
    return _always(row["Multiply-adds"], costs, products) and _always(row["Memory"], costs, memory)


def _transposed_form(row: Row, rows: list[Row]) -> bool:
    """Compare a form's formulas with the counts of drawn layers, and w with a W that is built."""
    work, moved = (MATH.findall(row[name]) for name in ("Multiply-adds", "Numbers moved"))
    form = row["Form of the transposed convolution"]
    for layer in _draws(_layer_to_count):
        x = dict(zip("nkspij", layer.values(), strict=True))
        m, _ = trans_conv_output_shape((x["n"],) * 2, x["k"], stride=x["s"], padding=x["p"])
        c_i, c_o = x.pop("i"), x.pop("j")
        W = d2lmini.kernel2matrix(
            np.ones((c_i, c_o, x["k"], x["k"])), (c_o, m, m), stride=x["s"], padding=x["p"]
        )
        x |= {"c_i": c_i, "c_o": c_o, "m": m, "q": -(-x["k"] // x["s"]), "w": np.count_nonzero(W)}
        x["N"] = (m + 2 * x["p"]) ** 2  # what is transformed, the padding not yet cut off
        images = c_i * x["n"] ** 2 + c_o * m**2
        total, size = costs(layer)[form]
        stated = [sides(read(tex), x)[0][0] for (tex,) in (work, moved)]
        # a logarithm is counted as a whole number
        if not np.allclose(np.round(stated), [total, size / 4 - images]):
            return False
    return True


def _layer_to_count(rng: random.Random) -> dict[str, int]:
    """Draw a layer that multiplies the size by its stride, so that every form has its output."""
    s, p, n = rng.randint(1, 3), rng.randint(0, 2), rng.randint(3, 6)
    sizes = (n, s + 2 * p, s, p, rng.randint(1, 3), rng.randint(1, 3))
    return dict(zip(LAYER, sizes, strict=True))


def _fft(rng: random.Random) -> dict[str, float]:
    """Count three transforms of N real numbers and their product: half the steps, four each."""
    steps = rng.randint(2, 9)
    N = 2**steps
    halves = sum(N // 2 for _ in range(steps))  # complex multiplications of one transform
    return {"N": N, "products": 3 * halves * 4 / 2 + N / 2 * 4, "memory": 4 * N}


def _parameter(row: Row, rows: list[Row]) -> bool:
    """Compute a row of the example with different axes from the parameters above it."""
    letters = {MATH.findall(one["parameter"])[0]: one for one in rows[:6]}
    meant = {"input": "n", "kernel": "k", "stride": "s", "padding": "p", "dilation": "d"}
    if row in rows[:6]:
        name, _, letter = row["parameter"].rpartition(" ")
        return (meant | {"output padding": "o"})[name] == letter.strip("$")
    for axis in ("height", "width"):
        x = {letter: int(one[axis]) for letter, one in letters.items()}
        (formula,), (value,) = MATH.findall(row["parameter"]), MATH.findall(row[axis])
        last = sides(read(value), {})[0][-1]
        if row is rows[-1]:
            size = {
                "stride": x["s"],
                "padding": x["p"],
                "output_padding": x["o"],
                "dilation": x["d"],
            }
            n = (x["n"], x["n"])
            if last != trans_conv_output_shape(n, x["k"], **size)[0]:
                return False
        elif sides(read(formula), x)[0][0] != last:
            return False
        if not sides(read(value), {})[1]:
            return False
    return True


def _sum(row: Row, rows: list[Row]) -> bool:
    """Compute what a row of settings gives: s times the size, and where a single one lands."""
    *settings, moved = row.values()
    k, s, p, o, total = (int(cell) for cell in settings)
    size = {"stride": s, "padding": p, "output_padding": o}
    stamp = trans_conv(np.eye(9)[4], np.ones(k), **size)
    middle = np.flatnonzero(stamp).mean() + 0.5
    return (
        k == total
        and trans_conv_output_shape((7, 9), k, **size) == (7 * s, 9 * s)
        and float(Fraction(moved.replace("−", "-"))) == middle - s * 4.5
    )


CHECKS: dict[tuple[str, tuple[str, ...]], Check] = {
    ("api", ("function", "explained in")): _function,
    ("cheat-sheet", ("operation", "output size", "as a matrix", "backward")): _operation,
    ("cheat-sheet", ("what", "PyTorch", "MXNet (Gluon)", "default")): _names,
    (
        "checkerboards",
        ("way", "kernel, seen as one", "multiply-adds per input pixel", "counts",
         "sums of the sub-kernels"),
    ): _way,
    ("matrix-efficiency", ("Form", "Multiply-adds", "Memory")): _form,
    (
        "matrix-efficiency",
        ("Form of the transposed convolution", "Multiply-adds", "Numbers moved"),
    ): _transposed_form,
    ("matrix-transposition", ("layer", "forward", "backward")): _layer,
    ("padding-strides-channels", ("parameter", "height", "width")): _parameter,
    (
        "shape-arithmetic",
        ("kernel $k$", "stride $s$", "padding $p$", "output padding $o$", "the sum $s + 2p - o$",
         "the picture moves by $-o / 2$"),
    ): _sum,
}  # fmt: skip
