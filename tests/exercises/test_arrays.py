"""The small module of arrays against NumPy, on random expressions."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2lmini.exercises import _arrays as small

SHAPES = st.lists(st.integers(1, 4), min_size=2, max_size=4)
OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / (b * b + 1),
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "1 -": lambda a, b: 1 - a + b,
    "**": lambda a, b: a**2 + 2 * b,
    "abs": lambda a, b: abs(a) - -b,
}
LACKS = {
    "einsum": lambda a: small.einsum("ij,ij", a, a),
    "astype": lambda a: a.astype(int),
    "use a loop": lambda a: a[a > 0],
    "not ellipsis": lambda a: a[...],
    "one or two axes": lambda a: a.reshape(1, 2, 2) @ a,
    "2 indices for an array of 1 axes": lambda a: a[0][0, 0],
}
WRONG = {
    "index 2 is outside axis 0, which has 2 elements": lambda a: a[2],
    r"shapes \(2, 2\) and \(1, 3\) do not fit": lambda a: a + small.ones(3),
    r"4 elements do not fit into shape \(3, -1\)": lambda a: a.reshape(3, -1),
    "rows of different lengths": lambda _: small.array([[1, 2], [3]]),
    r"a value of shape \(2, 2\) does not fit into \(2,\)": lambda a: a.__setitem__(0, a),
    "whole numbers from 0": lambda _: small.zeros((2.0, 1)),
    "neither true nor false": lambda a: bool(a),
    "a slice's step is not 0": lambda a: a[::0],
    "there is no axis 2: the array's axes are 0 to 1": lambda a: small.flip(a, 2),
    "there is no axis -3: the array's axes are 0 to 1": lambda a: a.sum((0, -3)),
    "an axis is a whole number, not float": lambda a: a.sum(0.0),
    "an axis is a whole number, not bool": lambda a: small.flip(a, (1, True)),
    r"@ does not fit: \(2, 2\) @ \(3,\)": lambda a: a @ small.ones(3),
}


def pair(draw, shape):
    """Draw an array of whole numbers, in both modules."""
    count = int(numpy.prod(shape))
    values = draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count))
    array = numpy.array(values, float).reshape(shape)
    return array, small.array(array.tolist())


def keys(draw, shape):
    """Draw an index or a slice for some of the axes."""
    ends = st.one_of(st.none(), st.integers(-6, 6))
    chosen = []
    for n in shape[: draw(st.integers(1, len(shape)))]:
        steps = st.sampled_from([None, 1, 2, 3, -1, -2])
        piece = slice(draw(ends), draw(ends), draw(steps))
        chosen.append(draw(st.one_of(st.integers(-n, n - 1), st.just(piece))))
    return tuple(chosen)


def check_same(ours, theirs):
    theirs = numpy.asarray(theirs)
    if isinstance(ours, small.Array):
        assert ours.shape == theirs.shape
        if not theirs.size:
            return  # nested lists cannot tell the axes behind an empty one
        ours = ours.tolist()
    numpy.testing.assert_allclose(ours, theirs.tolist(), rtol=1e-12)


@given(st.data(), SHAPES, st.sampled_from(sorted(OPERATIONS)))
def test_arithmetic_with_repeated_axes_is_numpys(data, shape, name):
    other = [n if data.draw(st.booleans()) else 1 for n in shape][data.draw(st.integers(0, 2)) :]
    (a, ours), (b, others) = pair(data.draw, shape), pair(data.draw, other)
    check_same(OPERATIONS[name](ours, others), OPERATIONS[name](a, b))
    check_same(OPERATIONS[name](others, ours), OPERATIONS[name](b, a))


@given(st.data(), SHAPES)
def test_slices_are_numpys_and_views(data, shape):
    a, ours = pair(data.draw, shape)
    key = keys(data.draw, shape)
    check_same(ours[key], a[key])
    ours[key] += 2
    a[key] += 2
    check_same(ours, a)
    turned, others = a.T, ours.T
    turned[0] = turned[-1] * 3
    others[0] = others[-1] * 3
    check_same(ours, a)


@given(st.data(), SHAPES)
def test_sums_shapes_and_products_are_numpys(data, shape):
    a, ours = pair(data.draw, shape)
    axes = tuple(data.draw(st.sets(st.integers(0, len(shape) - 1), min_size=1)))
    check_same(ours.sum(), a.sum())
    check_same(ours.sum(axes), a.sum(axes))
    check_same(ours.sum(axes[0] - len(shape)), a.sum(axes[0] - len(shape)))
    check_same(ours.T.reshape(-1, shape[0]), a.T.reshape(-1, shape[0]))
    check_same(small.flip(ours, axes), numpy.flip(a, axes))
    check_same(small.flip(ours), numpy.flip(a))
    matrix, others = a.reshape(shape[0], -1), ours.reshape(shape[0], -1)
    check_same(others @ others.T, matrix @ matrix.T)
    check_same(others @ others[0], matrix @ matrix[0])
    check_same(others[0] @ others[-1], matrix[0] @ matrix[-1])
    facts = lambda x: (x.ndim, x.size, len(x), x.max(), x.min(), bool(x.any()), bool(x.all()))  # noqa: E731
    assert facts(ours) == facts(a)


@given(st.integers(-9, 9), st.integers(-9, 9), st.sampled_from([1, 2, 3, -1, -2]))
def test_made_arrays_are_numpys(first, last, step):
    assert small.arange(first, last, step).tolist() == numpy.arange(first, last, step).tolist()
    assert small.arange(abs(last)).tolist() == list(range(abs(last)))
    check_same(small.zeros((2, abs(first))), numpy.zeros((2, abs(first))))
    check_same(small.ones_like(small.zeros_like(small.ones(3))), numpy.ones(3))


@pytest.mark.parametrize("name", LACKS)
def test_what_is_not_there_is_refused_by_its_name(name):
    with pytest.raises((AttributeError, TypeError, ValueError, IndexError), match=name):
        LACKS[name](small.ones((2, 2)))


@pytest.mark.parametrize("message", WRONG)
def test_what_does_not_fit_is_told(message):
    with pytest.raises((TypeError, ValueError, IndexError), match=message):
        WRONG[message](small.ones((2, 2)))


def test_an_array_prints_its_rows():
    a = small.array([[1.0, -2.5], [3, 4]])
    assert str(a) == "[[1 -2.5]\n [3 4]]"
    assert repr(a) == "array([[1 -2.5]\n       [3 4]])"
    assert [row.tolist() for row in a] == [[1, -2.5], [3, 4]]
