"""Formulas in sentences that no drawn world holds: each computed where it stands."""

import itertools
import math

import numpy
from scipy.signal import convolve2d

from d2lmini import corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support.says import says

rng = numpy.random.default_rng(43)


def row(values, weights, s, d=1):
    """Return a transposed convolution of one row."""
    X, K = (numpy.array([one], float) for one in (values, weights))
    return trans_conv(X, K, stride=(1, s), dilation=(1, d))[0]


@says(
    "basic-operation",
    "{} stamps reach it, those of $X_{{},{}}$ and $X_{{},{}}$, so it is the sum of {} ones.",
)
def test_the_second_of_four(stamps, i, j, a, b, ones):
    X, K = numpy.ones((1, 3)), numpy.ones((1, 2))
    reach = []
    for place in numpy.ndindex(X.shape):
        one = numpy.zeros_like(X)
        one[place] = 1
        if trans_conv(one, K)[0, 1]:
            reach.append(place)
    assert reach == [(i, j), (a, b)]
    assert len(reach) == stamps == ones == trans_conv(X, K)[0, 1]


@says(
    "checkerboards",
    r"take the share of the output's energy that is {not}in its mean: "
    r"$\operatorname{var}(\mathbf{Y}) / \operatorname{mean}(\mathbf{Y}^{})$. It is {} for a flat output.",
)
def test_the_share_of_the_energy(denied, power, flat):
    Y = rng.normal(2, 1, (6, 8))
    energy, mean = (Y**power).mean(), Y.mean()
    assert numpy.isclose(Y.var() / energy, (energy - mean**2) / energy)
    assert denied is True
    assert numpy.full((3, 4), 5.0).var() == flat


@says(
    "checkerboards", r"weights of ${} + \sigma z$, where $z$ is random with mean {} and variance {}"
)
def test_weights_that_are_spread(one, mean, variance):
    z = rng.normal(mean, math.sqrt(variance), 200_000)
    weights = one + 0.5 * z
    assert numpy.isclose(weights.mean(), 1, atol=0.01)
    assert numpy.isclose(weights.var(), 0.5**2, atol=0.01)


@says("conventions", "Where $k < s$, the stamps leave gaps.")
@says("three-forms", "where $k < s$, some are empty, and their phases are zero.")
@says("three-forms", "Where the stride does {not}divide $k$, some sub-kernels are shorter")
@says(
    "three-forms",
    "Settings with $k < s$ are among them, and settings where $s$ does not divide $k$.",
)
@says(
    "three-forms",
    "For a fixed $a$ only the weights $K_a, K_{s + a}, K_{2s + a}, \\dots$ occur: "
    "the *sub-kernel* of the phase $a$.",
)
def test_short_and_empty_sub_kernels(denied):
    for k, s in itertools.product(range(1, 8), range(1, 5)):
        K = 10.0 ** numpy.arange(k)
        Y = row([1, 1, 1, 1], K, s)
        lengths = {len(K[a::s]) for a in range(s)}
        assert (len(lengths) > 1) == (k % s != 0) or not denied
        assert (0 in lengths) == (k < s) == (not Y[: 4 * s].all())
        for a in range(s):
            assert numpy.allclose(Y[a::s], numpy.convolve(numpy.ones(4), K[a::s]) if a < k else 0)
    assert denied is True


@says(
    "cross-correlation",
    r"A cross-correlation of $-\mathbf{X}$ is minus that of $\mathbf{X}$, so the {} add up to zero; the maxima do {not}:",
)
def test_maxima_do_not_turn_with_the_sign(two, denied):
    X, K = rng.integers(-9, 9, (4, 6)).astype(float), rng.normal(size=(2, 3))
    assert numpy.allclose(sum(corr2d(x, K) for x in (X, -X)[:two]), 0)
    assert two == 2
    blocks = X.reshape(2, 2, 3, 2)
    added = blocks.max((1, 3)) + (-blocks).max((1, 3))
    assert denied == bool(added.any())
    assert denied is True


@says(
    "glossary",
    "with $g$ groups, each output channel is computed from $c_i / g$ input channels.",
)
@says("glossary", "A split of the channels into parts that do {not}see each other")
def test_what_a_group_sees(denied):
    g, c_i = 3, 6
    K = rng.normal(size=(c_i, 2, 2, 2))
    for channel in range(c_i):
        X = numpy.zeros((1, c_i, 2, 3))
        X[:, channel] = 1
        reached = numpy.flatnonzero(trans_conv(X, K, groups=g).any(axis=(0, 2, 3)))
        own = channel // (c_i // g)
        assert set(reached) == {2 * own, 2 * own + 1}
    assert denied is True


@says("matrix-transposition", "**Predict** $Z_{{},{}}$. The input")
@says("matrix-transposition", "The {<} stamp has its {} there, and the second its {}.")
def test_the_place_beside_the_corner(*numbers):
    X, K = numpy.array([[27, 37], [57, 67]]), numpy.array([[1, 2], [3, 4]])
    if len(numbers) == 2:
        stamps = [(i, j) for i, j in numpy.ndindex(2, 2) if numbers[0] - i in (0, 1)]
        assert trans_conv(X, K)[numbers] == 27 * 2 + 37 * 1
        assert stamps
        return
    first, two, one = numbers
    assert first == -1
    assert (K[0, 1], K[0, 0]) == (two, one)


@says("matrix-transposition", "upper left corner, $\\partial L / \\partial x_{}$, for the same")
@says(
    "matrix-transposition",
    "It enters the first output with the weight {} and the second with the weight {}.",
)
def test_the_element_beside_the_corner(*numbers):
    W = kernel2matrix(numpy.array([[1, 2], [3, 4]]), (3, 3))
    if len(numbers) == 1:
        assert numpy.flatnonzero(W[:, numbers[0]]).tolist() == [0, 1]
    else:
        assert W[:2, 1].tolist() == list(numbers)


@says(
    "questions",
    "A formula that takes it from the kernel's second and later axes, as for a convolution, finds $c_o k^{}$.",
)
def test_the_fan_in_of_the_wrong_axes(power):
    c_i, c_o, k = 6, 2, 4
    kernel = numpy.ones((c_i, c_o, k, k))
    assert kernel[0].size == c_o * k**power


@says(
    "shape-arithmetic",
    "So as long as $o \\le p$, the added rows hold what the crop would have taken off.",
)
@says("shape-arithmetic", r"$k = 3 + 2p - o$ with $o \in \{{}, {}, {}\}$.")
def test_what_the_added_rows_hold(*values):
    s, k = 3, 5
    X, K = rng.normal(size=(3, 4)), rng.normal(size=(k, k))
    full = trans_conv(X, K, stride=s)
    for p, o in itertools.product(range(3), values or range(3)):
        Y = trans_conv(X, K, stride=s, padding=p, output_padding=o)
        if o <= p:
            assert numpy.allclose(Y, full[p : len(full) - p + o, p : full.shape[1] - p + o])
    if values:
        assert list(values) == list(range(s))  # an output padding is below the stride


@says(
    "summary-exercises",
    r"or −1, $\mathbf{W}$ is the square matrix $\pm\mathbf{I}$ and $\mathbf{Z} = \mathbf{X}$: "
    r"such a kernel has nothing to throw away.",
)
def test_kernels_of_one_weight():
    X = rng.normal(size=(3, 4))
    for value in (1, -1):
        W = kernel2matrix(numpy.array([[value]]), X.shape)
        assert numpy.array_equal(W, value * numpy.eye(12))
        assert (W.T @ W @ X.ravel() == X.ravel()).all()


@says(
    "three-forms", "the numbers $X_j K_{u - sj}$ are the kernel times $X_j$, from place $s j$ on."
)
def test_a_stamp_of_a_row():
    X, K, s = rng.normal(size=4), rng.normal(size=3), 2
    for j in range(4):
        stamp = row(X * (numpy.arange(4) == j), K, s)
        found = [X[j] * K[u - s * j] if 0 <= u - s * j < 3 else 0 for u in range(len(stamp))]
        assert numpy.allclose(stamp, found)
        assert numpy.flatnonzero(stamp)[0] == s * j


@says(
    "padding-strides-channels",
    "The output has $n + k - 1 - 2p$ rows, which is $n$ if $2p = k - 1$.",
)
def test_the_padding_that_keeps_the_size():
    for n, k, p in itertools.product(range(1, 8), range(1, 7), range(4)):
        if n + k - 1 - 2 * p < 1:
            continue
        m = trans_conv_output_shape((n, n), k, padding=p)[0]
        assert m == n + k - 1 - 2 * p
        assert (m == n) == (2 * p == k - 1)
    X, K = rng.normal(size=(4, 5)), rng.normal(size=(3, 3))
    assert numpy.allclose(trans_conv(X, K, padding=1), convolve2d(X, K, "same"))
