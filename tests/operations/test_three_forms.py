"""The equations of the chapter "Three equal forms", element by element, on drawn numbers."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2lmini import trans_conv


@st.composite
def rows(draw):
    """Draw a row, a kernel and a stride, the stride above, below and beside the kernel's size."""
    whole = st.integers(-9, 9)
    X = draw(st.lists(whole, min_size=1, max_size=6))
    K = draw(st.lists(whole, min_size=1, max_size=7))
    return X, K, draw(st.integers(1, 5))


def at(values, place):
    """Return an element, zero outside."""
    return values[place] if 0 <= place < len(values) else 0


def layer(X, K, stride):
    """Return the helper's transposed convolution of two rows, each an array with one row."""
    Y = trans_conv(numpy.array([X], float), numpy.array([K], float), stride=(1, stride))
    return Y[0].tolist()


@given(rows())
def test_a_stamp_s_sum_is_the_layer_s(case):
    X, K, s = case
    Y = layer(X, K, s)
    for u, expected in enumerate(Y):
        assert expected == sum(X[j] * at(K, u - s * j) for j in range(len(X)))


@given(rows())
def test_zeros_inserted_and_the_turned_kernel_give_the_same(case):
    X, K, s = case
    k, Z = len(K), [0] * ((len(X) - 1) * s + 1)
    Z[::s] = X
    Y = layer(X, K, s)
    for u, expected in enumerate(Y):
        assert expected == sum(at(Z, v) * at(K, u - v) for v in range(len(Z)))
        assert expected == sum(at(Z, u - (k - 1) + a) * K[k - 1 - a] for a in range(k))


@given(rows())
def test_the_phases_interleaved_give_the_same(case):
    X, K, s = case
    Y = layer(X, K, s)
    for u, expected in enumerate(Y):
        v, a = divmod(u, s)
        assert expected == sum(at(X, v - i) * at(K, s * i + a) for i in range(len(K)))


@pytest.mark.theorem("theorem-sub-pixel")
@given(st.integers(0, 2), st.integers(1, 4), st.integers(1, 6), st.randoms(use_true_random=False))
def test_a_sub_pixel_convolution_is_a_transposed_one(half, s, n, random):
    m = 2 * half + 1
    X = [random.randint(-9, 9) for _ in range(n)]
    kernels = [[random.randint(-9, 9) for _ in range(m)] for _ in range(s)]
    shuffled = [
        sum(at(X, v - half + i) * kernels[a][i] for i in range(m))
        for v in range(n)
        for a in range(s)
    ]
    K = [kernels[u % s][m - 1 - u // s] for u in range(m * s)]
    start = s * (m - 1) // 2
    assert layer(X, K, s)[start : start + s * n] == shuffled
