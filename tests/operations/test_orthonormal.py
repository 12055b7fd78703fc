"""What there and back keeps, and when it keeps all: the theorems of "Not a deconvolution"."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2lmini import corr2d, kernel2matrix, trans_conv

CLOSE = 1e-9  # sums of at most some dozens of products in float64
seeds = st.integers(0, 2**32 - 1)


def sums(K, s):
    """Return every sum of the theorem, as (i, i') matrices by phase and shift, less the identity.

    Written with a kernel put beside its shifted self, not with places as the chapter does.
    """
    _, c_i, k_h, k_w = K.shape
    found = {}
    for t in itertools.product(range(1 - k_h, k_h), range(1 - k_w, k_w)):
        wide = np.pad(K, ((0, 0), (0, 0), (k_h, k_h), (k_w, k_w)))
        moved = wide[:, :, k_h + t[0] :, k_w + t[1] :][:, :, :k_h, :k_w]
        products = np.einsum("oihw,ojhw->ijhw", K, moved)
        for a in itertools.product(range(s[0]), range(s[1])):
            total = products[:, :, a[0] :: s[0], a[1] :: s[1]].sum((2, 3))
            found[a, t] = total - np.eye(c_i) * (t == (0, 0))
    return found


def there_and_back(K, s):
    """Return W transposed times W, for an input that is wide enough for every phase and shift."""
    _, c_i, k_h, k_w = K.shape
    size = 2 * k_h + s[0], 2 * k_w + s[1] + 1
    W = kernel2matrix(K, (c_i, *size), stride=s, padding=(k_h - 1, k_w - 1))
    return W.T @ W


@st.composite
def kernels(draw):
    """Draw whole numbers for any kernel and stride, different in rows and columns."""
    pair = lambda low, high: draw(st.tuples(*[st.integers(low, high)] * 2))  # noqa: E731
    shape = draw(st.integers(1, 4)), draw(st.integers(1, 2)), *pair(1, 3)
    rng = np.random.default_rng(draw(seeds))
    return rng.integers(-3, 4, shape).astype(float), pair(1, 3)


@st.composite
def orthonormal(draw):
    """Draw a kernel that fulfils the theorem: orthonormal rows, put down at different places."""
    s = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    c_i = draw(st.integers(1, 2))
    numbers = c_i * s[0] * s[1]
    c_o = numbers + draw(st.integers(0, 2))
    rng = np.random.default_rng(draw(seeds))
    M, _ = np.linalg.qr(rng.normal(size=(c_o, numbers)))
    K = np.zeros((c_o, c_i, 2 * s[0], 2 * s[1]))
    for o, (x, y) in enumerate(rng.integers(0, 2, (c_o, 2)) * s):
        # the windows of an output may all move by one stride: the outputs are the same
        K[o, :, x : x + s[0], y : y + s[1]] = M[o].reshape(c_i, *s)
    return K, s


@pytest.mark.theorem("orthonormal-kernels")
@given(kernels())
def test_the_sums_of_the_theorem_are_the_entries_of_there_and_back(case):
    K, s = case
    G = there_and_back(K, s)
    largest = max(abs(total).max() for total in sums(K, s).values())
    np.testing.assert_allclose(abs(G - np.eye(len(G))).max(), largest, atol=CLOSE)


@given(orthonormal())
def test_where_they_are_fulfilled_the_transposed_convolution_is_the_inverse(case):
    K, s = case
    assert max(abs(total).max() for total in sums(K, s).values()) < CLOSE
    _, c_i, k_h, k_w = K.shape
    n = (3 * s[0] + 1, 2 * s[1] + 1)
    X = np.random.default_rng(0).normal(size=(1, c_i, *n))
    setting = {"stride": s, "padding": (k_h - 1, k_w - 1)}
    o = tuple((m + k - 2) % t for m, k, t in zip(n, (k_h, k_w), s, strict=True))
    back = trans_conv(corr2d(X, K, **setting), K, output_padding=o, **setting)
    np.testing.assert_allclose(back, X, atol=CLOSE)


@given(orthonormal(), seeds)
def test_one_other_weight_ends_it(case, seed):
    K, s = case
    place = tuple(np.random.default_rng(seed).integers(K.shape))
    K[place] += 0.5 if K[place] >= 0 else -0.5  # at least 0.25 more in a sum of squares
    assert max(abs(total).max() for total in sums(K, s).values()) > 0.1
    G = there_and_back(K, s)
    assert abs(G - np.eye(len(G))).max() > 0.1


@pytest.mark.theorem("what-comes-back")
@given(kernels(), st.integers(0, 1))
def test_there_and_back_multiplies_each_direction_by_the_square_of_its_singular_value(case, p):
    K, s = case
    size = tuple(k + 2 * t + 1 for k, t in zip(K.shape[2:], s, strict=True))
    shape = (K.shape[1], *size)
    setting = {"stride": s, "padding": p}
    _, values, V = np.linalg.svd(kernel2matrix(K, shape, **setting))
    factors = np.zeros(len(V))
    factors[: len(values)] = values**2
    o = tuple((n + 2 * p - k) % t for n, k, t in zip(size, K.shape[2:], s, strict=True))
    X = V.reshape(-1, *shape)
    back = trans_conv(corr2d(X, K, **setting), K, output_padding=o, **setting)
    np.testing.assert_allclose(back.reshape(V.shape), factors[:, None] * V, atol=1e-8)


@given(kernels())
def test_the_steps_end_where_solving_does(case):
    K, s = case
    shape = (K.shape[1], *(k + t for k, t in zip(K.shape[2:], s, strict=True)))
    W = kernel2matrix(K, shape, stride=s)
    values = np.linalg.svd(W, compute_uv=False)
    kept = values[values > 1e-6 * max(values[0], 1)]
    Y = corr2d(np.random.default_rng(1).normal(size=(1, *shape)), K, stride=s)
    x, tau, steps = np.zeros((1, *shape)), 1 / max(values[0], 1) ** 2, 40
    for _ in range(steps):
        # the size is k + s, so a window starts at 0 and at s, and none of the input is left over
        x = x + tau * trans_conv(Y - corr2d(x, K, stride=s), K, stride=s)
    solved = np.linalg.pinv(W) @ Y.reshape(-1)
    # what is still wrong along a direction: its share times (1 - tau σ²) to the number of steps
    slowest = max((1 - tau * kept**2) ** steps, default=0)
    wrong = np.linalg.norm(solved - x.reshape(-1))
    assert wrong <= slowest * np.linalg.norm(solved) + CLOSE


@given(st.tuples(*[st.integers(1, 3)] * 4), seeds)
def test_one_channel_with_full_padding_and_stride_1_loses_nothing(sizes, seed):
    K = np.random.default_rng(seed).integers(-3, 4, sizes[:2]).astype(float)
    shape = sizes[2] + 1, sizes[3] + 1
    W = kernel2matrix(K, shape, padding=(sizes[0] - 1, sizes[1] - 1))
    assert np.linalg.matrix_rank(W) == (shape[0] * shape[1] if K.any() else 0)
