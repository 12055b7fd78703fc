"""What "Checkerboards" says of transforms and of max pooling, on drawn kernels and pictures."""

import itertools
import math

import numpy

from d2lmini import trans_conv
from tests.book.test_said_checkerboards import drawn, even, sums
from tests.support.says import says

rng = numpy.random.default_rng(34)


def moments(K, s, r):
    """Return the sums of the weights of each phase, times powers of their places."""
    u = numpy.arange(len(K))
    return numpy.array([(u[a::s] ** r * K[a::s]).sum() for a in range(s)])


def order(K, s):
    """Return the order of the zeros of a row's transform, from the transform alone."""
    u = numpy.arange(len(K))
    f = numpy.arange(1, s)[:, None] / s
    for m in range(len(K)):
        derivative = (u**m * K * numpy.exp(-2j * numpy.pi * f * u)).sum(1)
        if abs(derivative).max() > 1e-8 * (u**m * abs(K)).sum():
            return m
    raise AssertionError


def kept(K, s):
    """Return below which degree the layer makes polynomials of polynomials."""
    for m in range(len(K)):
        X = numpy.arange(20) ** m
        Y = trans_conv(X[None], K[None], stride=(1, s))[0, 2 * len(K) : -2 * len(K)]
        if numpy.diff(Y, m + 1).any():
            return m
    raise AssertionError


@says(
    "checkerboards",
    "The sub-kernels have equal sums if and only if $\\hat K$ is zero at $1/s, \\dots, (s - 1)/s$. These zeros are of order $m$ or higher if and only if, away > from the border, the layer makes a polynomial of every polynomial of a degree below $m$.",
)
@says(
    "checkerboards",
    "Sorted by phases, that is $\\sum_a M_r(a) \\, e^{-2 \\pi \\mathrm{i} j a / s} = 0$.",
)
@says(
    "checkerboards",
    "A zero of order $m$ at $j / s$ means that $\\sum_u u^r K_u \\, e^{-2 \\pi \\mathrm{i} j u / s} = 0$ for $r < m$.",
)
@says(
    "checkerboards",
    "For $j = 1, \\dots, s - 1$ together, it says that $M_r$ does not depend on $a$.",
)
@says(
    "checkerboards",
    "The *transform* of a kernel is $\\hat K(f) = \\sum_u K_u \\, e^{-2 \\pi \\mathrm{i} f u}$; a pattern with a period of $s$ elements has the frequencies $1/s, \\dots, (s - 1)/s$.",
)
@says(
    "checkerboards",
    "$$ Y_u = \\sum_{w} \\left( \\frac{u - w}{s} \\right)^r K_w = \\frac{1}{s^r} \\sum_{q=0}^{r} \\binom{r}{q} \\, u^{r - q} \\, (-1)^q \\, M_q(u \\bmod s), $$",
)
@says(
    "checkerboards",
    "Conversely, let $Y$ be one for every $r < m$, and let $M_0, \\dots, M_{r-1}$ not depend on the phase.",
)
@says(
    "checkerboards",
    "*Proof.* Let $M_r(a) = \\sum_i (s i + a)^r K_{s i + a}$, a number for each phase $a$; $M_0$ has the sums.",
)
@says("checkerboards", "For the second, let $X_v = v^r$.")
@says("checkerboards", "where $w$ goes over the weights with $u - w$ a multiple of $s$.")
@says("checkerboards", "Then $M_r(u \\bmod s)$ is a polynomial, too.")
@says(
    "checkerboards",
    "Repeating pixels is $({}, {})$: it keeps what is flat, and makes stairs of a slope. The tent $({}, {}, {})$ keeps slopes, too.",
)
def test_zeros_of_the_transform_are_polynomials_that_are_kept(*rows):
    if rows:
        flat, tent = numpy.array(rows[:2]), numpy.array(rows[2:])
        assert kept(flat, 2) == 1
        assert kept(tent, 2) == 2
        assert flat.max() == 1
    seen = set()
    for s, m in itertools.product((2, 3, 4), (0, 1, 2, 3)):
        for _ in range(4):
            K = drawn(int(rng.integers(2, 6)))
            for _ in range(m):
                K = numpy.convolve(K, numpy.ones(s, int))
            found = order(K, s)
            assert found == kept(K, s) >= m
            same = [len(set(moments(K, s, r).tolist())) == 1 for r in range(found + 1)]
            assert same == [True] * found + [False]
            u, r = 30, 3
            Y = trans_conv((numpy.arange(20) ** r)[None], K[None], stride=(1, s))[0]
            by_moments = sum(
                math.comb(r, q) * u ** (r - q) * (-1) ** q * moments(K, s, q)[u % s]
                for q in range(r + 1)
            )
            assert Y[u] * s**r == by_moments
            seen.add(found)
            waves = numpy.exp(-2j * numpy.pi * numpy.arange(1, s) / s)
            pattern = numpy.tile(drawn(s), 6)
            spectrum = abs(numpy.fft.fft(pattern))
            assert len(waves) == s - 1
            assert set(numpy.flatnonzero(spectrum > 1e-9)) <= {6 * j for j in range(s)}
    assert seen >= {0, 1, 2, 3}


@says(
    "checkerboards",
    "In two directions, the places are the $(i / s, j / s)$ other than $({}, {})$, and the proof is the same.",
)
def test_equal_sums_are_zeros_of_the_transform_in_two_directions(*origin):
    for s in (2, 3):
        for K in (*even(s), drawn(2 * s + 1, s + 1)):
            f = [numpy.exp(-2j * numpy.pi * numpy.outer(numpy.arange(s), numpy.arange(n)) / s)
                 for n in K.shape]  # fmt: skip
            transform = abs(f[0] @ K @ f[1].T)
            transform[origin] = 0
            assert (transform.max() < 1e-9) == (len(numpy.unique(sums(K, s))) == 1)
    assert origin == (0, 0)


@says(
    "checkerboards",
    "With windows of {}×{} side by side, {} pixels in four get nothing. Which of the four it is depends on the picture: there is no fixed pattern, and over many random pictures each place gets a quarter.",
)
@says(
    "checkerboards", "With windows of {}×{} and a stride of 2, the places in more windows get more:"
)
def test_gradients_of_max_pooling(k, wide, *nothing):
    assert k == wide
    total = numpy.zeros((9, 9))
    for X in rng.standard_normal((1500, 9, 9)):
        G = numpy.zeros((9, 9), int)
        for i, j in itertools.product(range(0, 10 - k, 2), repeat=2):
            window = X[i : i + k, j : j + k]
            G[i + window.argmax() // k, j + window.argmax() % k] += 1
        total += G
        if k == 2:
            assert [int((G[:8, :8] == 0).sum())] == [16 * n for n in nothing]
    mean = total[2:6, 2:6] / 1500
    if k == 2:
        assert abs(mean - 1 / 4).max() < 0.05
    else:
        assert k == 3
        assert mean[0, 0] > mean[0, 1] > mean[1, 1]
        assert abs(mean[::2, ::2] - 4 / 9).max() < 0.06


@says(
    "checkerboards",
    "enlarges with longer fixed kernels, which let hardly anything of the high frequencies through.",
)
@says(
    "checkerboards",
    "It does so around each nonlinearity, too: a nonlinearity makes new high frequencies.",
)
def test_a_sinc_stops_what_a_short_blur_lets_through_and_a_nonlinearity_makes():
    short = numpy.array([1, 3, 3, 1]) / 4
    places = (numpy.arange(12) - 5.5) / 2
    long = numpy.sinc(places) * numpy.kaiser(12, 4)
    high = numpy.linspace(0.4, 0.5, 20)
    through = [
        abs(numpy.exp(-2j * numpy.pi * numpy.outer(high, numpy.arange(len(K)))) @ K).max() / K.sum()
        for K in (short, long / long.sum())
    ]
    assert through[1] < 0.01 < through[0]
    wave = numpy.sin(2 * numpy.pi * 5 * numpy.arange(64) / 64)
    before, after = (abs(numpy.fft.rfft(x))[6:].max() for x in (wave, numpy.maximum(wave, 0)))
    assert before < 1e-9 < 1 < after


@says(
    "checkerboards",
    "Zhang puts a fixed blur such as $(1, 2, 1)$ before the stride, so that the output of a convolutional network changes less when its input is shifted",
)
@says(
    "checkerboards",
    "A flat gradient then stays flat as well, whatever the weights before the blur.",
)
def test_a_blur_before_the_stride_moves_little_and_sends_a_flat_gradient_back_flat():
    blur, K = numpy.array([1, 2, 1]) / 4, rng.normal(size=3)
    for weights, flat in ((K, False), (numpy.convolve(K, blur), True)):
        back = trans_conv(numpy.ones((1, 20)), weights[None], stride=(1, 2))[0, 6:-6]
        assert (numpy.ptp(back) < 1e-9) == flat
    X = rng.normal(size=400).cumsum() + 2 * rng.normal(size=400)
    changes = []
    for weights in (K, numpy.convolve(K, blur)):
        Y = numpy.convolve(X, weights, "valid")
        changes.append(numpy.abs(numpy.diff(Y))[::2].mean() / numpy.abs(Y).std())
    assert changes[1] < changes[0]
