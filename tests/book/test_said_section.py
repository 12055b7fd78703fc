"""Where, which and whether: sentences of the first five chapters that one word would turn."""

import numpy

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv
from tests.support.libraries import module
from tests.support.says import says

rng = numpy.random.default_rng(21)
A, B = numpy.array([[1.0, 2], [3, 4]]), numpy.array([[1.0, 10], [100, 1000]])
SMALL, NINE = numpy.arange(4.0).reshape(2, 2), numpy.arange(9.0).reshape(3, 3)
FOUR = numpy.array([[1.0, 2], [3, 4]])


def only(X, place):
    """Return an array with one of its elements left."""
    one = numpy.zeros_like(X)
    one[place] = X[place]
    return one


@says(
    "basic-operation",
    "by the first input element, {}, and put the product into the upper left corner of a {}×{} array of zeros.",
)
@says(
    "basic-operation",
    "Multiply the kernel by the next element, {}, and put the product {} column further to the right, because 2 stands one column further to the right",
)
def test_where_the_first_products_go(number, *places):
    if len(places) == 2:
        Y = trans_conv(only(A, (0, 0)), B)
        assert Y.shape == places
        assert A[0, 0] == number
        assert (Y[:2, :2] == number * B).all()
    else:
        Y = trans_conv(only(A, (0, 1)), B)
        assert A[0, 1] == number
        right = int(places[0])
        assert (Y[:2, right : right + 2] == number * B).all()
        assert not Y[:, :right].any()


@says("basic-operation", "There are $n_h n_w$ intermediate arrays, with a stamp each.")
@says("basic-operation", "Their sum is the output $\\mathbf{Y}$.")
@says("basic-operation", "The kernel is {not}turned in either operation.")
@says("basic-operation", "the index of $\\mathbf{K}$ falls as that of $\\mathbf{X}$ rises")
def test_the_kernel_as_it_is(denied):
    X, K = rng.normal(size=(3, 4)), rng.normal(size=(2, 3))
    parts = [trans_conv(only(X, place), K) for place in numpy.ndindex(X.shape)]
    assert len(parts) == X.size
    assert numpy.allclose(sum(parts), trans_conv(X, K))
    stamps = [
        part[i : i + 2, j : j + 3]
        for part, (i, j) in zip(parts, numpy.ndindex(X.shape), strict=True)
    ]
    turned = not all(
        numpy.allclose(stamp, x * K) for stamp, x in zip(stamps, X.ravel(), strict=True)
    )
    assert denied == (not turned)
    assert denied is True
    assert numpy.isclose(corr2d(X, K)[0, 0], (X[:2, :3] * K).sum())
    assert numpy.isclose(
        trans_conv(X, K)[1, 2], sum(X[i, j] * K[1 - i, 2 - j] for i in (0, 1) for j in range(3))
    )


@says("why-upsample", "A {term}`pooling` layer with a {}×{} window keeps")
@says("why-upsample", "A convolution layer with a {}×{} kernel and {not}{term}`padding` gives")
@says("why-upsample", "With a padding of {} pixel on each side, it gives $4 \\times 6$")
def test_what_is_left_of_the_feature_map(*numbers):
    if len(numbers) == 1:
        assert conv_output_shape((4, 6), 3, padding=numbers[0]) == (4, 6)
    elif len(numbers) == 2:
        assert conv_output_shape((4, 6), numbers, stride=numbers) == (2, 3)
        assert numbers[0] == numbers[1]
    else:
        *kernel, no = numbers
        assert conv_output_shape((4, 6), kernel) == (2, 4)
        assert no == (conv_output_shape((4, 6), 3, padding=1) != (2, 4))


@says(
    "why-upsample",
    "The numbers that convolution and pooling did {not}keep are gone; the layer puts others in their place.",
)
def test_what_was_not_kept_is_gone(denied):
    W = kernel2matrix(numpy.ones((2, 2)) / 4, (4, 6), stride=2)
    lost = W.shape[1] - numpy.linalg.matrix_rank(W)
    assert denied == (lost > 0)
    assert denied is True


@says(
    "cross-correlation",
    "zero where the image is uniform, and nonzero where there is a vertical edge",
)
@says("cross-correlation", "takes the difference of neighbours in a row")
def test_vertical_edges():
    image = numpy.zeros((5, 7))
    image[:, 3:] = 1
    Y = corr2d(image, numpy.array([[1.0, -1]]))
    assert (Y[:, 2] != 0).all()
    assert numpy.count_nonzero(Y) == 5
    assert not corr2d(image.T.copy(), numpy.array([[1.0, -1]])).any()


@says(
    "cross-correlation",
    "A **padding** of $p$ puts $p$ rows or columns of zeros on each side of the input.",
)
@says(
    "cross-correlation",
    "The first window now covers {} zeros and $X_{0,0} = {}$; the second covers $X_{0,0}$ and $X_{0,1}$ with the kernel's lower row",
)
@says("padding-strides-channels", "In a convolution, {term}`padding` is put around the *input*.")
def test_the_first_windows_with_padding(zeros, corner):
    around = numpy.pad(NINE, 1)
    assert (corr2d(NINE, SMALL, padding=1) == corr2d(around, SMALL)).all()
    window, second = around[:2, :2], around[:2, 1:3]
    assert numpy.argwhere(window == NINE[0, 0]).size / 2 == zeros + 1
    assert NINE[0, 0] == corner
    assert (second[1] == NINE[0, :2]).all()
    assert not second[0].any()


@says(
    "cross-correlation",
    "A **stride** of $s$ moves the window by $s$ rows or columns instead of {}.",
)
def test_a_stride_instead_of_one(one):
    X, K = rng.normal(size=(7, 9)), rng.normal(size=(2, 2))
    for s in (1, 2, 3):
        Y = corr2d(X, K, stride=s)
        assert numpy.isclose(Y[1, 1], (X[s : s + 2, s : s + 2] * K).sum())
    assert (corr2d(X, K) == corr2d(X, K, stride=one)).all()


@says(
    "padding-strides-channels",
    "In a convolution, a {term}`stride` of {} moves the window by {} input elements.",
)
@says(
    "padding-strides-channels",
    "In a transposed convolution it moves the scaled kernels by {} *output* elements",
)
def test_what_a_stride_moves(*numbers):
    X, K = rng.normal(size=(7, 9)), rng.normal(size=(2, 2))
    step = numbers[-1]
    for s in (step, 3):
        assert numpy.isclose(corr2d(X, K, stride=s)[1, 1], (X[s : s + 2, s : s + 2] * K).sum())
        stamp = numpy.argwhere(trans_conv(only(X, (1, 1)), K, stride=s))
        assert (stamp.min(0) == s).all()
    assert len(set(numbers)) == 1
    assert step == 2


@says("cross-correlation", "a {}×{} window with stride {} halves the size, rounded down")
@says("cross-correlation", "so that {not}two windows overlap")
def test_windows_side_by_side(*numbers):
    if len(numbers) == 1:
        cover = trans_conv(numpy.ones((3, 4)), numpy.ones((2, 2)), stride=2)
        assert numbers[0] == (cover.max() == 1)
        assert numbers[0] is True
        return
    k, width, s = numbers
    for n in range(2, 20):
        assert conv_output_shape((n, n + 1), (k, width), stride=s) == (n // 2, (n + 1) // 2)


@says("cross-correlation", "Max pooling is {not}one, whatever the kernel.")
def test_max_pooling_is_not_linear(denied):
    torch = module("pytorch")
    X = torch.tensor(rng.normal(size=(1, 1, 4, 6)))
    pool = torch.nn.functional.max_pool2d
    linear = bool(torch.allclose(pool(-X, 2), -pool(X, 2)))
    assert denied == (not linear)
    assert denied is True
