"""The solutions against the helper's operations, which have oracles of their own."""

import numpy
import pytest

import d2lmini
from d2lmini.exercises import exercise
from d2lmini.exercises._check import define
from d2lmini.exercises._exercise import Draw, changed


def strided(X, K, stride):
    return d2lmini.trans_conv(X, K, stride=stride)


def trans_conv(X, K):
    return d2lmini.trans_conv(X, K)


def size(n, k, stride, padding, output_padding, dilation):
    settings = {"stride": stride, "padding": padding, "dilation": dilation}
    # the helper takes an output padding below the stride or the dilation only, as all here are
    (found, _) = d2lmini.trans_conv_output_shape(
        (n, n), k, output_padding=output_padding, **settings
    )
    return found


def restoring(n, k, stride, padding, dilation):
    settings = {"stride": stride, "padding": padding, "dilation": dilation}
    return d2lmini.output_padding_for((n, n), k, **settings)[0]


def gradient(X, G, stride):
    shape = [g - (n - 1) * stride for g, n in zip(G.shape, X.shape, strict=True)]
    D = numpy.zeros(shape)
    for place in numpy.ndindex(*shape):  # the operation is linear in K
        one = numpy.zeros(shape)
        one[place] = 1
        D[place] = (G * d2lmini.trans_conv(X, one, stride=stride)).sum()
    return D


ORACLES = {
    "corr2d": d2lmini.corr2d,
    "trans_conv": trans_conv,
    "trans_conv_gather": trans_conv,
    "trans_conv_zeros": strided,
    "kernel2matrix": lambda K, n_h, n_w: d2lmini.kernel2matrix(K, (n_h, n_w)),
    "trans_conv_matrix": trans_conv,
    "output_size": size,
    "output_padding": restoring,
    "overlap_counts": lambda n_h, n_w, k, stride: d2lmini.trans_conv(
        numpy.ones((n_h, n_w)), numpy.ones((k, k)), stride=stride
    ),
    "gradient_of_kernel": gradient,
    "polyphase": strided,
    "dilated": lambda X, K, dilation: d2lmini.corr2d(X, K, dilation=dilation),
}


@pytest.mark.parametrize("name", ORACLES)
def test_a_solution_gives_what_the_helper_gives(name):
    one = exercise(name)
    function = define(one, one.solution, numpy)
    cases = one.cases(Draw())
    assert cases
    for case in cases:
        arguments = [numpy.array(value) if isinstance(value, list) else value for value in case]
        numpy.testing.assert_array_equal(function(*arguments), ORACLES[name](*arguments))


def test_the_tent_keeps_a_flat_image_flat():
    one = exercise("bilinear_kernel")
    function = define(one, one.solution, numpy)
    assert (function(2) * 16).tolist() == numpy.outer([1, 3, 3, 1], [1, 3, 3, 1]).tolist()
    for (stride,) in one.cases(Draw()):
        K = function(stride)
        flat = d2lmini.trans_conv(numpy.ones((5, 5)), K, stride=stride)
        inside = flat[len(K) : -len(K), len(K) : -len(K)]
        assert inside.size
        numpy.testing.assert_allclose(inside, 1, rtol=1e-12)


def test_a_change_that_does_not_occur_once_is_refused():
    with pytest.raises(ValueError, match=r"'x' occurs 2 times in the program"):
        changed("x = x", ("x", "y"))
