"""Where a layer puts a picture: the formulas of the chapter "Where the picture lands"."""

import numpy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from d2lmini import trans_conv

N = 15  # wide enough for a stamp in the middle to keep clear of the borders


def shift(kernel, setting):
    """Return how far a single one lands from its place, in places of the output, on each axis."""
    one = numpy.zeros((N, N))
    one[N // 2, N // 2] = 1
    Y = trans_conv(one, numpy.ones(kernel), **setting)
    assert Y.sum() == numpy.prod(kernel)
    middles = [
        (Y.sum(1 - axis) * (numpy.arange(Y.shape[axis]) + 0.5)).sum() / Y.sum() for axis in (0, 1)
    ]
    return [middle - s * N / 2 for middle, s in zip(middles, setting["stride"], strict=True)]


@st.composite
def layers(draw):
    """Draw a kernel and a setting, each different in rows and columns."""
    pair = lambda low, high: draw(st.tuples(*[st.integers(low, high)] * 2))  # noqa: E731
    kernel, stride, dilation = pair(1, 5), pair(1, 4), pair(1, 3)
    spare = [draw(st.integers(0, s - 1)) for s in stride]
    return kernel, dict(
        stride=stride, dilation=dilation, padding=pair(0, 4), output_padding=tuple(spare)
    )


@given(layers())
def test_the_shift_depends_on_span_stride_and_padding_alone(case):
    kernel, setting = case
    for axis, found in enumerate(shift(kernel, setting)):
        span = setting["dilation"][axis] * (kernel[axis] - 1) + 1
        expected = (span - setting["stride"][axis]) / 2 - setting["padding"][axis]
        assert abs(found - expected) < 1e-9


@pytest.mark.theorem("theorem-alignment")
@given(layers())
def test_at_exactly_the_stride_times_the_size_it_is_minus_half_the_output_padding(case):
    kernel, setting = case
    padding = []
    for k, s, d, o in zip(
        kernel, setting["stride"], setting["dilation"], setting["output_padding"], strict=True
    ):
        rest = d * (k - 1) + 1 - s + o
        assume(rest >= 0)
        assume(rest % 2 == 0)
        padding.append(rest // 2)
    exact = setting | {"padding": tuple(padding)}
    Y = trans_conv(numpy.ones((N, N)), numpy.ones(kernel), **exact)
    assert Y.shape == tuple(N * s for s in setting["stride"])
    halves = [-o / 2 for o in setting["output_padding"]]
    assert numpy.allclose(shift(kernel, exact), halves, atol=1e-9)
