"""What "Is multiplying by W efficient?" says of a transposed convolution, counted and multiplied."""

import itertools

import numpy

from bench.transposed import COPIED, MOST_BYTES, MOST_WORK, SQUARE, can
from bench.transposed_forms import phases
from d2lmini import corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from d2lmini.times import transposed
from d2lmini.transposed import LAYER, costs
from tests.support.says import says

SETTINGS = [(4, 2, 1), (3, 2, 1), (5, 3, 1), (2, 2, 0), (7, 3, 2)]


def drawn(k, seed=71, c_i=3, c_o=2, n=5):
    """Return a batch of one image and a kernel of whole numbers."""
    rng = numpy.random.default_rng(seed)
    return rng.integers(-9, 10, (1, c_i, n, n)), rng.integers(-9, 10, (c_i, c_o, k, k))


@says(
    "matrix-efficiency",
    "one product of the kernel, turned into a matrix of $c_o k^2 \\times c_i$, with the pixels, $c_i \\times n^2$, gives all stamps. col2im adds them up where they overlap.",
)
def test_one_product_gives_all_stamps():
    for k, s, p in SETTINGS:
        X, K = drawn(k)
        (_, c_i, n, _), c_o = X.shape, K.shape[1]
        flat = K.transpose(1, 2, 3, 0).reshape(c_o * k**2, c_i)
        stamps = (flat @ X.reshape(c_i, n**2)).reshape(c_o, k, k, n, n)
        Y = numpy.zeros((c_o, *[s * (n - 1) + k] * 2), int)
        for i, j in numpy.ndindex(n, n):
            Y[:, s * i : s * i + k, s * j : s * j + k] += stamps[..., i, j]
        whole = trans_conv(X, K, stride=s)
        assert (whole[0] == Y).all()
        assert trans_conv(X, K, stride=s, padding=p).shape[2] == whole.shape[2] - 2 * p


@says(
    "matrix-efficiency",
    "one convolution with a stride of 1 gives all phases as channels, $s^2$ for each output channel. Interleaved, they are the output.",
)
@says(
    "matrix-efficiency",
    "The sub-kernels of the phases have $q = \\lceil k / s \\rceil$ weights in each direction, filled up with zeros where $s$ does not divide $k$",
)
def test_one_convolution_gives_all_phases():
    for k, s, _ in SETTINGS:
        X, K = drawn(k, 72)
        parts, c_o = phases(K, s), K.shape[1]
        q = parts.shape[2]
        assert s * q >= k > s * (q - 1)
        assert parts.shape[0] == c_o * s * s
        assert (parts == 0).sum() - (K == 0).sum() == K.shape[0] * c_o * ((s * q) ** 2 - k**2)
        every = corr2d(X, parts, padding=q - 1)
        side = every.shape[2]
        Y = every.reshape(c_o, s, s, side, side).transpose(0, 3, 1, 4, 2)
        Y = Y.reshape(c_o, s * side, s * side)
        size = s * (X.shape[2] - 1) + k
        assert (Y[:, :size, :size] == trans_conv(X, K, stride=s)[0]).all()


@says(
    "matrix-efficiency",
    "is another operation with an output of the same size: each pixel is repeated $s$ times in each direction, and a kernel of $k - s + 1$ follows.",
)
@says("matrix-efficiency", "Where there is a dash, *resize and convolve* has another size.")
def test_the_size_of_what_is_resized():
    for k, s, p in itertools.product(range(1, 8), range(1, 5), range(3)):
        if k < s or p > k - s:
            continue
        repeated = numpy.kron(numpy.ones((8, 8)), numpy.ones((s, s)))
        size = corr2d(repeated, numpy.ones((k - s + 1,) * 2), padding=p).shape
        same = size == trans_conv_output_shape((8, 8), k, stride=s, padding=p)
        layer = dict(zip(LAYER, (8, k, s, p, 1, 1), strict=True))
        assert same == ("resize and convolve" in costs(layer)) == (k - s == 2 * p)


@says("matrix-efficiency", "Every form reads the input and writes the output.")
@says(
    "matrix-efficiency",
    "The last column counts what else it moves: the weights, and twice what it puts down in between, once written and once read.",
)
def test_every_form_moves_more_than_the_input_and_the_output():
    for k, s, p in SETTINGS:
        layer = dict(zip(LAYER, (6, k, s, p, 3, 2), strict=True))
        m, _ = trans_conv_output_shape((6, 6), k, stride=s, padding=p)
        for form, (_, moved) in costs(layer).items():
            assert moved / 4 > 3 * 36 + 2 * m**2, form
        stamps = trans_conv(numpy.ones((1, 1)), numpy.ones((k, k)), stride=s).size * 36 * 2
        form = costs(layer)["product and col2im"]
        assert (form[1] - costs(layer)["layer"][1]) / 4 == 2 * stamps


@says(
    "matrix-efficiency",
    "With a stride that divides the kernel, polyphase does the work of the layer and that of a border of $q - 1$.",
)
@says(
    "matrix-efficiency",
    "With a kernel of {} and a stride of {}, it multiplies as if the kernel had …{eval}`6 * 6` weights, not {}.",
)
def test_the_work_of_polyphase(*numbers):
    if numbers:
        k, s, weights = numbers
        assert k % s
        assert phases(numpy.ones((1, 1, k, k)), s).size == 6 * 6 > k * k == weights
        return
    for k, s, n in ((4, 2, 7), (6, 3, 5), (6, 2, 4)):
        layer = dict(zip(LAYER, (n, k, s, 0, 2, 3), strict=True))
        wide = dict(layer, n=n + k // s - 1)
        assert costs(layer)["polyphase"][0] == costs(wide)["layer"][0]


@says(
    "matrix-efficiency",
    "Counts become times on a machine that does at most $P$ multiply-adds a second, and moves at most $S$ bytes a second between its memory and its processor. A form with $A$ multiply-adds that moves $B$ bytes then takes at least $$ t = \\max\\left( \\frac{A}{P}, \\; \\frac{B}{S} \\right) $$ (eq-roofline)",
)
@says(
    "matrix-efficiency",
    "Its name is from the plot of the bound on $A / t$ over $A / B$, the multiply-adds for a byte: it rises with the slope $S$ up to the ridge at $P / S$, and is flat beyond. Left of the ridge memory decides, right of it arithmetic.",
)
@says(
    "matrix-efficiency",
    "$P$ by a product of two matrices of {}×{}, and $S$ by a copy of $2^{26}$ bytes.",
)
def test_the_bound_rises_to_the_ridge_and_is_flat_beyond(*sides):
    if sides:
        assert sides == (SQUARE, SQUARE)
        assert COPIED == 2**26
        return
    rng = numpy.random.default_rng(73)
    for P, S, B in rng.uniform(1, 9, (50, 3)):
        for share in (0.1, 0.5, 0.99, 1.01, 3):
            A = share * B * P / S
            rate = A / max(A / P, B / S)
            assert numpy.isclose(rate, S * A / B if share < 1 else P)
            assert (B / S > A / P) == (share < 1)


@says(
    "matrix-efficiency",
    "$$ y_0 = d_0 g_0 + d_1 g_1 + d_2 g_2 \\qquad y_1 = d_1 g_0 + d_2 g_1 + d_3 g_2 $$ are {} multiplications. With {} products",
)
@says(
    "matrix-efficiency",
    "$$ a = (d_0 - d_2) \\, g_0 \\qquad b = (d_1 + d_2) \\, (g_0 + g_1 + g_2) / 2 $$ $$ e = (d_1 - d_3) \\, g_2 \\qquad c = (d_2 - d_1) \\, (g_0 - g_1 + g_2) / 2 $$",
)
@says("matrix-efficiency", "both are sums: $y_0 = a + b + c$ and $y_1 = b - c - e$.")
def test_four_products_give_two_windows_of_three_weights(*counts):
    rng = numpy.random.default_rng(74)
    assert counts in ((), (2 * 3, len("abce")))
    for _ in range(50):
        d, g = rng.integers(-9, 10, 4), rng.integers(-9, 10, 3)
        a, b = (d[0] - d[2]) * g[0], (d[1] + d[2]) * (g[0] + g[1] + g[2]) / 2
        c, e = (d[2] - d[1]) * (g[0] - g[1] + g[2]) / 2, (d[1] - d[3]) * g[2]
        assert [a + b + c, b - c - e] == numpy.correlate(d, g, "valid").tolist()


@says(
    "matrix-efficiency",
    "A dash is a layer for which *resize and convolve* has another size, or for which the form would take more than half a gigabyte or twenty thousand million multiply-adds; or, in MXNet, a W of $2^{31}$ entries or more, zeros included, or the FFT.",
)
def test_what_is_too_large_was_not_measured():
    assert (MOST_BYTES, MOST_WORK) == (5e8, 2e10)
    for row in transposed()["rows"]:
        assert row["bytes"] <= MOST_BYTES
        assert row["multiply-adds"] <= MOST_WORK
        if (row["framework"], row["form"]) == ("mxnet", "sparse W"):
            assert costs({key: row[key] for key in LAYER})["dense W"][0] < 2**31
        assert (row["framework"], row["form"]) != ("mxnet", "FFT")
    layers = {key: [row[key] for key in LAYER] for key, row in enumerate(transposed()["rows"])}
    assert not all(
        can("mxnet", "sparse W", dict(zip(LAYER, v, strict=True))) for v in layers.values()
    )


@says(
    "matrix-efficiency",
    "$\\mathbf{W}^\\top$ has the same entries as $\\mathbf{W}$, so a product with it costs the same.",
)
def test_w_and_its_transpose_have_the_same_entries():
    rng = numpy.random.default_rng(75)
    for k, s, p in SETTINGS:
        W = kernel2matrix(rng.integers(-9, 10, (k, k)), (9, 11), stride=s, padding=p)
        assert sorted(W.T.ravel()) == sorted(W.ravel())
        assert W.T.shape != W.shape


@says(
    "matrix-efficiency",
    "a kernel of {} with a stride of {} has sub-kernels of {}, and a kernel of {} those of {}.",
)
def test_the_sub_kernels_that_winograd_takes(*numbers):
    four, s, two, six, three = numbers
    for k, q in ((four, two), (six, three)):
        assert phases(numpy.ones((1, 1, k, k)), s).shape[2:] == (q, q)


@says("index", "and {} forms of the transposed convolution")
def test_the_forms_that_are_counted_and_measured(number):
    stored = transposed()
    assert number == len(stored["forms"]) == len({row["form"] for row in stored["rows"]})


@says("matrix-efficiency", "It moves what the row *layer* counts.")
@says(
    "matrix-efficiency",
    "In two directions the same is done with rows of rows: $4 \\cdot 4 = 16$ products for {}×{} windows of {}×{}, not $4 \\cdot 9 = 36$. For sub-kernels of two weights {} products are enough, so {} and not {}.",
)
def test_the_products_of_winograd_in_two_directions(*numbers):
    layer = dict(zip(LAYER, (6, 4, 2, 1, 3, 2), strict=True))
    product, own = (costs(layer)[form] for form in ("product and col2im", "layer"))
    assert product[0] == own[0]
    assert product[1] - own[1] == 4 * 2 * (2 * 4 * 4 * 6 * 6)  # the stamps, written and read
    if numbers:
        tall, wide, high, long, three, nine, sixteen = numbers
        assert (tall, wide, high, long) == (2, 2, 3, 3)
        assert (three**2, (2 * tall) ** 2) == (nine, sixteen)
        rng = numpy.random.default_rng(76)
        for _ in range(50):
            d, g = rng.integers(-9, 10, 3), rng.integers(-9, 10, 2)
            products = (d[0] - d[1]) * g[0], d[1] * (g[0] + g[1]), (d[1] - d[2]) * g[1]
            assert len(products) == three
            a, b, c = products
            assert [a + b, b - c] == numpy.correlate(d, g, "valid").tolist()


@says(
    "matrix-efficiency",
    "A form does {} million multiply-adds and moves {} million bytes, on a machine that does {} thousand million multiply-adds and moves {} thousand million bytes a second.",
)
def test_the_least_time_of_the_question(work, moved, peak, copied):
    arithmetic, memory = work / peak, moved / copied  # in milliseconds
    assert (arithmetic, memory, arithmetic + memory) == (30, 10, 40)
    assert (work, moved) == (600, 100)


@says(
    "matrix-efficiency",
    "The table has $n^2 m^2$ and $k^2 m^2$ for each pair of channels, so when $n < k$: when the kernel is larger than the input.",
)
def test_dense_w_takes_less_than_zeros_only_where_the_kernel_is_larger_than_the_input():
    for n, k in itertools.product(range(1, 8), range(1, 8)):
        m, _ = trans_conv_output_shape((n, n), k, stride=2)
        work = costs(dict(zip(LAYER, (n, k, 2, 0, 2, 3), strict=True)))
        dense, zeros = work["dense W"][0], work["zero insertion"][0]
        assert (dense, zeros) == (6 * n**2 * m**2, 6 * k**2 * m**2)
        assert (dense < zeros) == (n < k)


@says(
    "matrix-efficiency",
    "It has $16 \\cdot 32^2 c^2$ multiply-adds and moves $4 (32^2 c + 64^2 c + 16 c^2)$ bytes. The quotient grows with $c$, so we search where it passes $P / S$.",
)
@says(
    "matrix-efficiency",
    "With one channel and $m = 2n$ it is nearly $n^2 k^2$ over $4 \\cdot 5 n^2$, which is $k^2 / 20$, while the kernel is small beside the image. So a larger kernel does it, too.",
)
def test_the_multiply_adds_for_a_byte():
    def per_byte(n, k, c):
        layer = dict(zip(LAYER, (n, k, 2, k // 2 - 1, c, c), strict=True))
        work, moved = costs(layer)["layer"]
        if (n, k) == (32, 4):
            assert (work, moved) == (16 * 32**2 * c**2, 4 * (32**2 * c + 64**2 * c + 16 * c**2))
        return work / moved

    grown = [per_byte(32, 4, c) for c in range(1, 60)]
    assert grown == sorted(grown)
    best = transposed()["roofline"]["1"]
    ridge = best["multiply-adds per second"] / best["bytes per second"]
    assert grown[0] < ridge < grown[-1]
    for k in (2, 4, 6, 8):
        assert 0.95 * k**2 / 20 < per_byte(32, k, 1) < k**2 / 20
    assert per_byte(32, 16, 1) > ridge
