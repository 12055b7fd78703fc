"""Words that compare: more, fewer, the same, only; each computed with what it compares."""

import itertools

import numpy
from scipy.signal import convolve2d

from d2lmini import corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support.drawn import plots
from tests.support.libraries import module
from tests.support.pages import source
from tests.support.says import says

rng = numpy.random.default_rng(12)


@says("checkerboards", "The stride is {}, and the kernel is a multiple of it.")
def test_the_settings_that_make_both_sides_four_times_as_long(stride):
    found = set()
    for k, s, p in itertools.product(range(1, 13), range(1, 6), range(6)):
        size = 4 * s + k - 2 * p, 6 * s + k - 2 * p
        if min(size) < 1 or trans_conv_output_shape((5, 7), k, stride=s, padding=p) != (20, 28):
            continue
        counts = trans_conv(numpy.ones((5, 7)), numpy.ones((k, k)), stride=s)[
            2 * s : 3 * s, 2 * s : 3 * s
        ]
        if counts.min() == counts.max() > 1:
            found.add((s, k % s))
    assert found == {(stride, 0)}


@says(
    "checkerboards",
    "The transposed convolutions, with {<} counts or {not}without, stand out at the multiples of 1/8",
)
@says("checkerboards", "A kernel of {} does {not}{<} here than one of {}.")
def test_equal_counts_do_not_help_here(*words):
    (one,) = (p for p in plots("checkerboards").values() if "resize" in p.curves)
    counts = {
        k: trans_conv(numpy.ones((9, 9)), numpy.ones((k, k)), stride=2)[6:10, 6:10] for k in (3, 4)
    }
    assert [len(numpy.unique(counts[k])) == 1 for k in (3, 4)] == [False, True]
    peaks = {k: max(one.y(f"kernel {k}")[one.curves[f"kernel {k}"][:, 0] < 0.13]) for k in (3, 4)}
    if len(words) == 2:
        assert words == (0, False)
        for k in (3, 4):
            assert peaks[k] > numpy.median(one.y(f"kernel {k}")) + 5
    else:
        first, denied, better, second = words
        assert (first, denied, better, second) == (4, True, 1, 3)
        assert peaks[first] >= peaks[second]


@says("checkerboards", "And {<} sums settle the matter for *flat* inputs {not}")
def test_equal_sums_say_nothing_of_other_inputs(equal, only):
    assert (equal, only) == (0, True)
    K = rng.normal(size=(4, 4))
    for a, b in numpy.ndindex(2, 2):
        K[a::2, b::2] += (4 - K[a::2, b::2].sum()) / 4
    flat = trans_conv(numpy.ones((8, 8)), K, stride=2)[4:-4, 4:-4]
    assert numpy.ptp(flat) < 1e-9
    ramp = trans_conv(numpy.add.outer(numpy.arange(8.0), numpy.arange(8.0)), K, stride=2)[
        4:-4, 4:-4
    ]
    assert numpy.abs(numpy.diff(ramp, 2, axis=1)).max() > 0.1


@says("conventions", "To crop $p$ from each side and keep $o$ {<} at the end")
@says("conventions", "A {<} number makes a *larger* output there, and a {<} one in PyTorch.")
def test_what_larger_numbers_do(*words):
    k, s = 4, 2
    sizes = {p: trans_conv_output_shape((5, 7), k, stride=s, padding=p)[0] for p in (0, 1)}
    full = trans_conv(rng.normal(size=(5, 7)), rng.normal(size=(k, k)), stride=s)
    if len(words) == 1:
        more = trans_conv_output_shape((5, 7), k, stride=s, padding=1, output_padding=1)[0]
        assert numpy.sign(more - sizes[1]) == words[0]
        assert len(full[1 : len(full) - 1 + 1]) == more
        return
    larger, smaller = words
    zeros = {p: k - 1 - p for p in sizes}
    spread = (5 - 1) * s + 1
    assert all(spread + 2 * zeros[p] - k + 1 == sizes[p] for p in sizes)
    assert numpy.sign(zeros[0] - zeros[1]) == larger == numpy.sign(sizes[0] - sizes[1])
    assert smaller == -numpy.sign(sizes[0] - sizes[1])


@says(
    "conventions",
    "An element of the output is a sum of products, {} for each input channel and each element of the kernel that reaches it",
)
def test_the_products_of_an_element(one):
    X, K = numpy.ones((1, 3, 7, 7)), numpy.ones((3, 1, 4, 4))
    Y = trans_conv(X, K, stride=2)[0, 0, 6:8, 6:8]
    assert Y.mean() == one * 3 * 4 * 4 / 2**2


@says("gradients", "which is linear in each of the {}")
def test_the_product_of_three_is_linear_in_each(count):
    shapes = [(4, 5), (2, 3), (3, 3)]
    first, other = ([rng.normal(size=shape) for shape in shapes] for _ in range(2))

    def product(arrays):
        return (arrays[2] * corr2d(arrays[0], arrays[1])).sum()

    assert len(shapes) == count
    for place in range(3):
        both = [*first]
        both[place] = 2 * first[place] + other[place]
        one = [*first[:place], other[place], *first[place + 1 :]]
        assert numpy.isclose(product(both), 2 * product(first) + product(one))


@says(
    "matrix-efficiency",
    "steps with one complex multiplication each, which is {} real ones, and {} of that where the numbers are real",
)
def test_the_multiplications_of_a_transform(real, half):
    a, b, c, d = rng.normal(size=4)
    products = [a * c, b * d, a * d, b * c]
    assert complex(a, b) * complex(c, d) == complex(
        products[0] - products[1], products[2] + products[3]
    )
    assert len(products) == real
    N = 4096
    assert round(len(numpy.fft.rfft(numpy.ones(N))) / N, 2) == half


@says("matrix-efficiency", "We fit $b$ by least squares over the {} largest sizes of each form")
@says(
    "matrix-efficiency",
    "Each doubling of the size makes it lose {<}, and soon it no longer fits into memory.",
)
def test_the_sizes_that_are_fitted(number):
    (one,) = (
        p for p in plots("matrix-efficiency").values() if "im2col" in p.curves and "FFT" in p.curves
    )
    if number == 3:
        assert f"[-{number}:]" in source("matrix-efficiency")
        return
    dense = one.y("dense W")
    loses = dense / one.y("layer")[: len(dense)]
    assert (numpy.sign(numpy.diff(loses[1:])) == number).all()
    assert len(dense) < len(one.y("layer"))


@says("not-a-deconvolution", "Max pooling keeps the {<} number of each window.")
def test_what_max_pooling_keeps(largest):
    X = rng.permutation(24).reshape(4, 6).astype(float)
    windows = X.reshape(2, 2, 3, 2).transpose(0, 2, 1, 3).reshape(2, 3, 4)
    torch = module("pytorch")
    kept = torch.nn.functional.max_pool2d(torch.tensor(X)[None, None], 2)[0, 0].numpy()
    others = numpy.sort(windows, axis=2)[:, :, :-1]
    assert (numpy.sign(kept[:, :, None] - others) == largest).all()


@says(
    "not-a-deconvolution",
    "(Where there are {<} directions of the input than of the output, the others have $\\sigma_i = 0$.",
)
@says(
    "not-a-deconvolution",
    "So the transposed convolution is the inverse exactly if every direction has",
)
@says("not-a-deconvolution", "if and only if $\\sigma_i^2 = c$ for all of them")
def test_directions_that_are_lost(more):
    W = rng.normal(size=(3, 5))
    kept = numpy.linalg.matrix_rank(W)
    assert numpy.sign(W.shape[1] - W.shape[0]) == more
    values = numpy.sort(numpy.linalg.eigvalsh(W.T @ W))
    assert numpy.allclose(values[: 5 - kept], 0)
    assert (values[5 - kept :] > 1e-6).all()


@says(
    "not-a-deconvolution",
    "keeps the sum of each block and puts it into all {} places: $\\sigma_i = {}$, for the mean of each block, or {}.",
)
def test_a_kernel_of_ones_there_and_back(places, kept, lost):
    K = numpy.ones((2, 2))
    X = rng.integers(0, 9, (4, 6)).astype(float)
    Z = trans_conv(corr2d(X, K, stride=2), K, stride=2)
    sums = X.reshape(2, 2, 3, 2).sum((1, 3))
    assert (sums.repeat(2, 0).repeat(2, 1) == Z).all()
    assert K.size == places
    W = kernel2matrix(K, (4, 6), stride=2)
    found = numpy.sqrt(numpy.abs(numpy.linalg.eigvalsh(W.T @ W))).round(6)
    assert set(found) == {kept, lost}


@says(
    "not-a-deconvolution",
    "But the {<} $\\sigma_i$ may be tiny, and noise in the output comes back divided by it:",
)
def test_noise_is_divided_by_the_smallest(smallest):
    Q, R = (numpy.linalg.qr(rng.normal(size=(4, 4)))[0] for _ in range(2))
    sigma = numpy.array([3, 1, 0.5, 0.01])
    W = Q * sigma @ R
    back = numpy.linalg.solve(W, Q[:, -1])
    assert numpy.isclose(numpy.linalg.norm(back), 1 / sigma.min())
    assert smallest == numpy.sign(sigma[-1] - sigma[0])


@says("not-a-deconvolution", "- {<} kernels exist, too, whose windows overlap.")
def test_a_larger_kernel_with_overlap(larger):
    s = 2
    low = numpy.array([1 + 3**0.5, 3 + 3**0.5, 3 - 3**0.5, 1 - 3**0.5]) / (4 * 2**0.5)
    high = low[::-1] * [1, -1, 1, -1]
    K = numpy.stack([numpy.outer(a, b) for a in (low, high) for b in (low, high)])[:, None]
    assert numpy.sign(K.shape[-1] - s) == larger
    X = rng.normal(size=(1, 1, 8, 12))
    back = trans_conv(corr2d(X, K, stride=s), K, stride=s)
    assert numpy.allclose(back[..., 2:-2, 2:-2], X[..., 2:-2, 2:-2])


@says("questions", "For the {<} reason: $s$ input sizes of a convolution have one output size")
@says(
    "questions", "The {<}: its sub-kernels, interleaved, are one kernel of a transposed convolution"
)
@says("questions", "It needs the {<} products; which one is quicker depends on the library.")
def test_a_sub_pixel_layer_is_the_same(same):
    s, k = 2, 4
    X, K = rng.normal(size=(3, 5)), rng.normal(size=(k, k))
    Y = trans_conv(X, K, stride=s)
    products = 0
    for a, b in numpy.ndindex(s, s):
        assert numpy.allclose(Y[a::s, b::s], convolve2d(X, K[a::s, b::s]))
        products += K[a::s, b::s].size * X.size
    assert products == K.size * X.size
    assert same == 0
