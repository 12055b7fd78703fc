"""What is flat, and what a polynomial, before and after a layer: theorems of "Checkerboards"."""

import math

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2lmini import trans_conv

WEIGHT = st.integers(-5, 5)


@st.composite
def kernels(draw):
    """Draw a stride for each axis, and a kernel whose sub-kernels may have equal sums."""
    s_h, s_w = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    k_h, k_w = draw(st.tuples(st.integers(s_h, 5), st.integers(s_w, 6)))
    drawn = draw(st.lists(WEIGHT, min_size=k_h * k_w, max_size=k_h * k_w))
    K = numpy.array(drawn, float).reshape(k_h, k_w)
    if draw(st.booleans()):  # add what each sum lacks to the first weight of its phase
        for a, b in numpy.ndindex(s_h, s_w):
            K[a, b] += 3 - K[a::s_h, b::s_w].sum()
    return K, (s_h, s_w)


@pytest.mark.theorem("theorem-flat-output")
@given(kernels(), st.integers(1, 4))
def test_a_flat_input_stays_flat_exactly_where_the_sub_kernels_have_equal_sums(case, value):
    K, (s_h, s_w) = case
    Y = trans_conv(numpy.full((8, 9), float(value)), K, stride=(s_h, s_w))
    inside = Y[K.shape[0] : -K.shape[0], K.shape[1] : -K.shape[1]]
    assert inside.shape > (s_h, s_w)
    sums = {K[a::s_h, b::s_w].sum() for a, b in numpy.ndindex(s_h, s_w)}
    assert set(inside.ravel()) == {value * total for total in sums}
    assert (numpy.ptp(inside) == 0) == (len(sums) == 1)


def order(K, s):
    """Return the least order of the zeros of a row's transform at 1/s, 2/s, …, up to its size."""
    u = numpy.arange(len(K), dtype=float)
    for m in range(len(K)):
        for j in range(1, s):
            wave = numpy.exp(-2j * math.pi * j * u / s)
            if abs((u**m * K * wave).sum()) > 1e-6:
                return m
    return len(K)


def kept(K, s):
    """Return below which degree the layer makes polynomials of polynomials, up to its size."""
    n = 3 * len(K) + 2
    for degree in range(len(K)):
        X = (numpy.arange(n) - n // 2) ** float(degree)
        Y = trans_conv(X[None], K[None], stride=(1, s))[0, len(K) : -len(K)]
        change = numpy.diff(Y, degree + 1)
        if len(change) and abs(change).max() > 1e-6:
            return degree
    return len(K)


@st.composite
def rows(draw):
    """Draw a stride, and a row made of drawn weights and of ones, as many, several times over."""
    s, times = draw(st.integers(2, 3)), draw(st.integers(0, 3))
    K = numpy.array(draw(st.lists(WEIGHT, min_size=1, max_size=4)), float)
    for _ in range(times):
        K = numpy.convolve(K, numpy.ones(s))
    return K, s, times


@pytest.mark.theorem("theorem-frequencies")
@given(rows())
def test_the_order_of_the_zeros_is_the_degree_below_which_polynomials_are_kept(case):
    K, s, times = case
    if not K.any():
        return
    found = order(K, s)
    assert found >= min(times, len(K))
    assert found == kept(K, s)
    sums = {round(K[a::s].sum(), 6) for a in range(s)}
    assert (found > 0) == (len(sums) == 1)
