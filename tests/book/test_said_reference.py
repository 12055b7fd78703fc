"""What the cheat sheet says of forms and systems, computed."""

import itertools
import re

import numpy

from book._ext.paths import BOOK
from d2lmini import corr2d, trans_conv
from d2lmini.layouts import LAYOUTS, convert_kernel
from tests.support.says import says

rng = numpy.random.default_rng(32)
SHEET = (BOOK / "cheat-sheet.md").read_text("utf8")


def drawn(*shape):
    """Return whole numbers, none of them zero."""
    return rng.integers(1, 9, shape) * rng.choice([-1, 1], shape)


@says("cheat-sheet", "$n^2 k^2$ products ({doc}`all three <three-forms>`).")
@says(
    "cheat-sheet",
    "- {term}`Stamps <stamp>`: $X_i \\mathbf{K}$ is added at the place $s i - p$.",
)
def test_every_stamp_is_the_kernel_at_its_place():
    for k, s, p in itertools.product((2, 3, 5), (1, 2, 3), (0, 1)):
        X, K = drawn(3, 4), drawn(k, k)
        Y, products = numpy.zeros((2 * s + k, 3 * s + k), int), 0
        for i, j in numpy.ndindex(X.shape):
            Y[s * i : s * i + k, s * j : s * j + k] += X[i, j] * K
            products += K.size
        m, n = Y.shape
        assert (trans_conv(X, K, stride=s, padding=p) == Y[p : m - p, p : n - p]).all()
        assert products == X.size * k**2


@says(
    "cheat-sheet",
    "- {term}`Polyphase <polyphase>`: $Y_{s v + a} = \\sum_i X_{v - i} K_{s i + a}$ before cropping; $s^2$ convolutions with stride {}, interleaved.",
)
def test_every_phase_is_a_convolution(stride):
    for k, s in itertools.product((1, 2, 3, 5, 8), (1, 2, 3, 4)):
        X, K = drawn(1, 6), drawn(1, k)
        Y = trans_conv(X, K, stride=(1, s))[0]
        for a in range(s):
            part = K[0, a::s]
            phase = numpy.convolve(X[0], part)[::stride] if len(part) else []
            expected = list(phase)[: len(Y[a::s])]
            assert Y[a::s].tolist() == expected + [0] * (len(Y[a::s]) - len(expected))
        phases = {(a, b) for a in range(s) for b in range(s)}
        assert len(phases) == s**2


@says("cheat-sheet", "| system | kernel's shape | turned by {}° | $p$ and $o$ are written |")
@says(
    "cheat-sheet", "| the same, `transpose_kernel=True` | `(k_h, k_w, c_o, c_i)` | no | as above |"
)
@says(
    "cheat-sheet",
    "`d2lmini.layouts.convert_kernel` carries a kernel from one to another ({doc}`all five <conventions>`).",
)
def test_the_kernels_of_the_systems_stand_as_the_table_has_them(turn):
    assert turn % 90 == 0
    K = drawn(4, 6, 2, 5)
    rows = re.findall(r"^\| (.+?) \| `(\([^`]+\))` \| (yes|no) \|", SHEET, re.MULTILINE)
    assert len(rows) == 4
    for words, shape, turned in rows:
        suffix = " transposed" if "transpose_kernel" in words else ""
        named = ["JAX", "Flax"] if suffix or "JAX" in words else [words]
        for system in named:
            layout = LAYOUTS[system + suffix]
            assert layout.named(groups=2 if layout.groups else 1) == shape
            assert layout.turned == (turned == "yes")
            stored = convert_kernel(K, "PyTorch", system + suffix)
            order = [("c_i", "c_o", "k_h", "k_w").index(axis) for axis in layout.axes]
            as_it_stands = numpy.rot90(K, turn // 90, (2, 3)) if layout.turned else K
            assert (stored == as_it_stands.transpose(order)).all()


@says(
    "cheat-sheet",
    "- Orthonormal $\\mathbf{W}$ ($\\mathbf{W}^\\top \\mathbf{W} = \\mathbf{I}$): then transposed *is* the inverse.",
)
@says(
    "cheat-sheet",
    "With $k = s$, the kernels are the rows of a matrix with orthonormal columns",
)
def test_orthonormal_columns_make_the_transposed_the_inverse():
    for s, c_i in ((2, 1), (2, 3), (3, 2)):
        M = numpy.linalg.qr(rng.standard_normal((c_i * s * s + 2, c_i * s * s)))[0]
        K = M.reshape(-1, c_i, s, s)
        assert not numpy.allclose(M @ M.T, numpy.eye(len(M)))  # the rows need not be
        X = rng.standard_normal((1, c_i, 3 * s, 4 * s))
        assert numpy.allclose(trans_conv(corr2d(X, K, stride=s), K, stride=s), X)
        K = 2 * K
        assert not numpy.allclose(trans_conv(corr2d(X, K, stride=s), K, stride=s), X)


@says(
    "cheat-sheet",
    "| JAX, Flax | `(k_h, k_w, c_i, c_o)` | yes | `padding=[(e - 1 - p, e - 1 - p + o)] * {}` |",
)
def test_the_zeros_of_jax_are_those_around_the_spread_input(axes):
    for k, s, p, o in itertools.product((2, 3), (2, 3), (0, 1), (0, 1)):
        X, K = drawn(3, 4), drawn(k, k)
        Z = numpy.zeros((2 * s + 1, 3 * s + 1), int)
        Z[::s, ::s] = X
        padded = numpy.pad(Z, [(k - 1 - p, k - 1 - p + o)] * axes)
        Y = trans_conv(X, K, stride=s, padding=p, output_padding=o)
        assert (corr2d(padded, K[::-1, ::-1].copy()) == Y).all()
