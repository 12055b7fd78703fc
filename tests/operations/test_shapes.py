"""The shape functions against the shapes that the definitions' loops give."""

import numpy as np
import pytest
from hypothesis import given

from d2lmini import (
    conv_output_shape,
    corr2d,
    output_padding_for,
    trans_conv,
    trans_conv_output_shape,
)
from tests.support import specification
from tests.support.libraries import cases


def window(case):
    names = ("stride", "padding", "dilation")
    return {name: case.parameters[name] for name in names}


@given(case=cases(adjoint=False))
def test_conv_output_shape_is_the_shape_of_an_output(case):
    shape = conv_output_shape(case.X.shape[2:], case.K.shape[2:], **window(case))
    assert shape == specification.corr2d(case.X, case.K, **case.parameters).shape[2:]


@given(case=cases(adjoint=True))
def test_trans_conv_output_shape_is_the_shape_of_an_output(case):
    extra = case.parameters["output_padding"]
    kernel = case.K.shape[2:]
    shape = trans_conv_output_shape(case.X.shape[2:], kernel, output_padding=extra, **window(case))
    assert shape == specification.trans_conv(case.X, case.K, **case.parameters).shape[2:]


@given(case=cases(adjoint=False))
def test_output_padding_for_gives_the_inputs_shape_back(case):
    extra = output_padding_for(case.X.shape[2:], case.K.shape[2:], **window(case))
    Y = corr2d(case.X, case.K, **case.parameters)
    back = trans_conv(Y, case.K, output_padding=extra, **case.parameters)
    assert back.shape == case.X.shape


@pytest.mark.parametrize(
    ("n", "back"), [(15, 13), (16, 16), (17, 16), (18, 16), (19, 19), (20, 19)]
)
def test_the_sections_layers_give_back_what_the_stride_divides(n, back):
    reduced = conv_output_shape((n, n), 5, stride=3, padding=2)
    assert trans_conv_output_shape(reduced, 5, stride=3, padding=2) == (back, back)
    assert output_padding_for((n, n), 5, stride=3, padding=2) == (n - back, n - back)


def test_numpy_integers_are_integers():
    n = np.int64(6)
    assert conv_output_shape((n, n), np.int32(3), stride=np.int8(2)) == (2, 2)


def test_left_out_parameters_are_stride_1_no_padding_no_dilation():
    assert conv_output_shape((5, 7), 3) == (5 - 3 + 1, 7 - 3 + 1)
    assert trans_conv_output_shape((5, 7), (3, 2)) == (5 + 3 - 1, 7 + 2 - 1)
    assert output_padding_for((5, 7), 3, stride=3) == ((5 - 3) % 3, (7 - 3) % 3)
    assert output_padding_for((5, 8), 3) == (0, 0)


def test_a_list_is_a_pair():
    assert conv_output_shape([5, 7], [3, 2], stride=[2, 1]) == (2, 6)
