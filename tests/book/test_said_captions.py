"""What captions say of their figures, computed from the figures' states."""

import numpy

from d2lmini import (
    conv_output_shape,
    corr2d,
    kernel2matrix,
    trans_conv,
    trans_conv_output_shape,
)  # fmt: skip
from tests.support.drawn import figure, plots
from tests.support.prose import sentences
from tests.support.says import says

rng = numpy.random.default_rng(14)


def state(page, words):
    """Return the state of the figure whose caption has some words, as arrays and numbers."""
    (cell,) = {s.cell for s in sentences(page) if s.kind == "caption" and words in s.text}
    found = figure(page, cell)[1]
    return {n: numpy.array(v) if isinstance(v, list) else v for n, v in found.items()}


def order(number, other):
    """Return 1 for more, -1 for less, 0 for the same."""
    return int(numpy.sign(number - other))


@says("shape-arithmetic", "There and back with kernel size {}, stride {} and padding {}.")
@says(
    "shape-arithmetic",
    "The size after the convolution climbs in steps from 4 to 8, the size without output padding",
)
@says("shape-arithmetic", "Three curves over input sizes from 10 to 22.")
def test_the_sizes_of_the_plot(k, s, p):
    (one,) = plots("shape-arithmetic").values()
    without = {round(x): round(y) for x, y in one.curves["without"]}
    for n, m in one.curves["after the convolution"].round().astype(int):
        assert conv_output_shape((n, n), k, stride=s, padding=p) == (m, m)
        assert trans_conv_output_shape((m, m), k, stride=s, padding=p)[0] == without[n]
    assert "input size" in one.labels[0]


@says(
    "not-a-deconvolution",
    "There and back with stride {} and a kernel that picks the {<} number of each {}×{} block.",
)
@says("not-a-deconvolution", "it has ones on its diagonal for what is kept")
def test_the_kernel_that_picks(stride, first, high, wide):
    drawn = state("not-a-deconvolution", "There and back with stride")
    K, X = drawn["K"].astype(float), drawn["X"].astype(float)
    assert K.shape == (high, wide)
    assert drawn["stride"] == stride
    place = {-1: (0, 0), 1: (high - 1, wide - 1)}[first]
    assert K[place] == K.sum() == 1
    W = kernel2matrix(K, X.shape, stride=stride)
    back = W.T @ W
    assert (back == numpy.diag(back.diagonal())).all()
    kept = numpy.zeros(X.shape)
    kept[place[0] :: stride, place[1] :: stride] = 1
    assert (back.diagonal() == kept.ravel()).all()


@says(
    "basic-operation",
    "Each input element scales the kernel (marked); the {} intermediate arrays add up to the output.",
)
@says(
    "padding-strides-channels",
    "The stamps (marked) lie {} rows or columns apart; the {} intermediate arrays add up",
)
def test_the_intermediate_arrays_of_the_figures(*numbers):
    page, words = (
        ("basic-operation", "Each input element")
        if len(numbers) == 1
        else ("padding-strides-channels", "The stamps (marked)")
    )
    drawn = state(page, words)
    X, K, s = drawn["X"], drawn["K"], drawn["stride"]
    assert X.size == numbers[-1]
    assert numbers[:-1] in ((), (s,))
    total = 0
    for i, j in numpy.ndindex(X.shape):
        one = numpy.zeros_like(X)
        one[i, j] = X[i, j]
        stamp = trans_conv(one, K, stride=s)
        assert (stamp[i * s : i * s + len(K), j * s : j * s + len(K)] == X[i, j] * K).all()
        total = total + stamp
    assert (total == trans_conv(X, K, stride=s)).all()


@says(
    "gradients",
    "The input, called X here, is the gradient that arrives; the output, Y, is the gradient of the convolution's input.",
)
@says("gradients", "The backward pass of a convolution.")
def test_the_figure_of_the_backward_pass():
    drawn = state("gradients", "The backward pass")
    G, K = drawn["X"].astype(float), drawn["K"].astype(float)
    units = numpy.eye(9).reshape(9, 3, 3)
    change = numpy.array([(G * corr2d(one, K)).sum() for one in units]).reshape(3, 3)
    assert (trans_conv(G, K) == change).all()


@says("matrix-transposition", "The input, the kernel and the output beside the matrix.")
@says(
    "matrix-transposition",
    "A switch exchanges the matrix for {live}`its transpose <fig-matrix?transposed=true>`, and with it the two directions.",
)
@says(
    "cross-correlation",
    "Each output is the sum over one window, and each row of the matrix holds the weights of one window.",
)
def test_the_figures_of_the_matrix():
    for page, words in (
        ("matrix-transposition", "beside the matrix"),
        ("cross-correlation", "each row of"),
    ):
        drawn = state(page, words)
        assert drawn["transposed"] is False
        W = kernel2matrix(drawn["K"], drawn["X"].shape)
        assert (W @ drawn["X"].ravel() == corr2d(drawn["X"], drawn["K"]).ravel()).all()
        for row in W:
            assert sorted(row[row != 0]) == sorted(drawn["K"][drawn["K"] != 0])


@says(
    "alignment",
    "The input's centre is an element; the output has {not}such middle, and the element lands {<} it.",
)
def test_the_middle_of_the_output(no, before):
    drawn = state("alignment", "Kernel 3, stride 2")
    size = {name: drawn[name] for name in ("stride", "padding", "output_padding")}
    Y = trans_conv(drawn["X"], drawn["K"], **size)
    assert len(drawn["X"]) % 2 == 1
    assert (len(Y) % 2 == 0) == no
    assert no is True
    ((row, column),) = numpy.argwhere(Y)
    middle = (len(Y) - 1) / 2
    assert order(row, middle) == order(column, middle) == before


@says("alignment", "So output padding is {not}mere matter of size")
def test_output_padding_moves_the_picture(no):
    one = numpy.zeros((1, 5))
    one[0, 2] = 1
    places = set()
    for k, p, o in ((4, 1, 0), (3, 1, 1)):
        row = trans_conv(
            one, numpy.ones((1, k)), stride=(1, 2), padding=(0, p), output_padding=(0, o)
        )[0]
        assert len(row) == 10
        places.add(float(numpy.flatnonzero(row).mean()))
    assert no == (len(places) > 1)
    assert no is True


@says(
    "segmentation",
    "and below each the class of every pixel: ground (darkest), disc, square, triangle (brightest)",
)
@says("segmentation", "and below each a clean mask with one of {} colours for each pixel")
@says("segmentation", "Three noisy images with coloured discs, squares and triangles that overlap")
def test_the_masks_of_the_images(colours):
    (one,) = (p for p in plots("segmentation").values() if "image 0" in p.panels)
    masks = [one.panels[f"classes {i}"].mean(2) for i in range(3)]
    assert len(numpy.unique(masks)) == colours
    for mask in masks:
        values, counts = numpy.unique(mask, return_counts=True)
        assert values[counts.argmax()] == numpy.min(masks)
    assert list(one.panels)[:3] == ["image 0", "image 1", "image 2"]
    images = [one.panels[f"image {i}"] for i in range(3)]
    assert all(len(numpy.unique(image.reshape(-1, 3), axis=0)) > 2 * colours for image in images)


@says(
    "checkerboards",
    "Untrained generators: a quarter of the output for a flat input (above) and for a random input (below).",
)
@says("checkerboards", "Six gray images in {} rows.")
def test_the_rows_of_the_generators(rows):
    (one,) = (p for p in plots("checkerboards").values() if p.panels)
    kinds = [name.rpartition(" ")[2] for name in one.panels]
    assert kinds == ["flat"] * 3 + ["random"] * 3
    assert len(set(kinds)) == rows


@says("checkerboards", "Spectra of the rows, in decibels ({} dB is {} times the energy).")
def test_a_decibel(decibels, times):
    assert 10 ** (decibels / 10) == times


@says(
    "three-forms",
    "At the even places of the output only the weights {} and {} ever occur, at the odd ones only the weight {}.",
)
@says(
    "three-forms",
    "a convolution of $X$ with $({}, {})$, and the odd ones with $({})$, both with a stride of {}:",
)
def test_the_weights_of_the_phases(first, second, third, *stride):
    X, K = numpy.array([[1, 2, 3]]), numpy.array([[1, 10, 100]])
    Y = trans_conv(X, K, stride=(1, 2))
    for start, weights in ((0, [first, second]), (1, [third])):
        phase = trans_conv(X, numpy.array([weights]), stride=stride[0] if stride else 1)
        assert (Y[:, start::2] == phase).all()


@says(
    "matrix-transposition",
    "It says: *{} times the first input, {} times the second, {} times the third and {} times the fourth*",
)
@says(
    "matrix-transposition",
    "It has {} nonzero entries, since {} stamps overlap there, and they are the kernel backwards: turned by {} degrees.",
)
def test_the_row_of_the_middle(*numbers):
    K = numpy.array([[1, 2], [3, 4]])
    row = kernel2matrix(K, (3, 3)).T[4]
    if len(numbers) == 4:
        assert row.tolist() == list(numbers)
    else:
        entries, stamps, degrees = numbers
        assert numpy.count_nonzero(row) == entries
        assert trans_conv(numpy.ones((2, 2)), numpy.ones((2, 2)))[1, 1] == stamps
        assert degrees % 90 == 0
        assert row.tolist() == numpy.rot90(K, degrees // 90).ravel().tolist()
