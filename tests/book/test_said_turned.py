"""Short sentences that a single word would turn, computed both ways."""

import itertools
import re

import numpy

from book._ext.paths import BOOK
from d2lmini import (
    conv_output_shape,
    corr2d,
    trans_conv,
    trans_conv_output_shape,
)  # fmt: skip
from tests.support.libraries import module
from tests.support.says import says

rng = numpy.random.default_rng(14)


@says("shape-arithmetic", "so from {}, {} and {}.")
@says(
    "padding-strides-channels", "So the shape comes back {not}if the stride divides $n + 2p - k$."
)
def test_the_sizes_that_come_back(*words):
    if len(words) == 3:
        assert words == tuple(
            n for n in range(5, 40) if conv_output_shape((n, n), 5, stride=3, padding=2)[0] == 6
        )
        return
    assert words == (True,)
    for n, k, s, p in itertools.product(range(5, 20), (2, 3, 5), (2, 3), (0, 1)):
        m = conv_output_shape((n, n), k, stride=s, padding=p)
        back = trans_conv_output_shape(m, k, stride=s, padding=p)
        assert (back == (n, n)) == ((n + 2 * p - k) % s == 0)


@says("shape-arithmetic", "with $k = {}$, $s = {}$ and $p = {}$, {not}{} and {} give $m = {}$")
def test_sizes_below_one_are_none(k, s, p, only, first, second, m):
    found = [n for n in range(1, 30) if conv_output_shape((n, n), k, stride=s, padding=p)[0] == m]
    assert found == [first, second]
    assert (len(found) < s) == only
    assert only is True


@says(
    "shape-arithmetic",
    "An odd span needs an odd sum in {eq}`eq-exact`, so the output padding can{not}be {}.",
)
def test_an_odd_span_and_an_even_stride(denied, zero):
    for d, k, p, o in itertools.product((1, 2, 3), range(1, 6), range(4), range(2)):
        e = d * (k - 1) + 1
        if (
            e % 2
            and trans_conv_output_shape(
                (9, 9), k, stride=2, padding=p, dilation=d, output_padding=o
            )[0]
            == 18
        ):
            assert o != zero
    assert denied is True
    assert zero == 0


@says("cross-correlation", "So the layer's name is {not}quite right.")
def test_a_layer_does_not_convolve(denied):
    X, K = rng.normal(size=(5, 6)), rng.normal(size=(2, 3))
    turned = numpy.rot90(K, 2)
    same = numpy.allclose(corr2d(X, K), corr2d(X, turned))
    assert denied == (not same)
    assert denied is True


@says("cheat-sheet", "- The kernel's {<} {} axes are input, output: the reverse of a convolution.")
def test_the_axes_of_the_kernels(first, axes):
    nn = module("pytorch").nn
    forward, back = nn.Conv2d(3, 5, 2), nn.ConvTranspose2d(3, 5, 2)
    assert tuple(back.weight.shape[:axes]) == (3, 5) == tuple(forward.weight.shape[:axes])[::-1]
    assert first == -1


@says(
    "basic-operation", "By the definition above, $n_h + k_h - 1$ rows and $n_w + k_w - 1$ columns."
)
@says("basic-operation", "There is {not}need to keep the intermediate arrays")
@says("basic-operation", "The kernel is set to ours, and there is {not}bias.")
def test_the_size_and_what_is_not_needed(no):
    X, K = rng.normal(size=(3, 4)), rng.normal(size=(2, 5))
    rows, columns = trans_conv(X, K).shape
    assert (rows, columns) == (3 + 2 - 1, 4 + 5 - 1)
    text = (BOOK / "basic-operation.md").read_text("utf8")
    layers = re.findall(r"ConvTranspose2d\(.*|Conv2DTranspose\(.*", text)
    assert layers
    assert all("bias=False" in line for line in layers)
    Y = numpy.zeros((rows, columns))
    for i, j in numpy.ndindex(X.shape):
        Y[i : i + 2, j : j + 5] += X[i, j] * K
    assert numpy.allclose(Y, trans_conv(X, K))
    assert no is True


@says("matrix-efficiency", "The kernel's size does {not}appear.")
def test_the_kernel_is_not_in_the_count_of_the_transform(denied):
    row = re.search(r"^\| FFT.*", (BOOK / "matrix-efficiency.md").read_text("utf8"), re.MULTILINE)[
        0
    ]
    assert denied == ("k" not in "".join(re.findall(r"\$([^$]+)\$", row)))
    assert denied is True


@says(
    "questions",
    "With $k = {}$, $s = {}$ and $p = {}$, the way back from {} gives {}; an output padding of {} gives {}",
)
def test_the_way_back_of_the_question(k, s, p, n, size, o, more):
    setting = {"stride": s, "padding": p}
    assert trans_conv_output_shape((n, n), k, **setting)[0] == size
    assert trans_conv_output_shape((n, n), k, output_padding=o, **setting)[0] == more
    for one in (size, more):
        assert conv_output_shape((one, one), k, **setting)[0] == n
