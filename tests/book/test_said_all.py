"""Sentences that speak of all, of every one, or of the same: computed over all that is meant."""

import itertools
import re

import nbformat
import numpy
from scipy.signal import correlate2d

import d2lmini
from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.notebooks.chapters import read_chapter
from book._ext.paths import BOOK, ROOT
from d2lmini import corr2d, kernel2matrix, trans_conv, trans_conv_output_shape
from tests.support.libraries import module
from tests.support.pages import source
from tests.support.prose import pages
from tests.support.says import says

rng = numpy.random.default_rng(44)


@says("api", "returns the same kind of array, and never calls a framework's own convolution")
def test_the_helper_has_no_convolution_of_a_framework():
    for path in (ROOT / "d2lmini").glob("_*.py"):
        text = re.sub(r'"""(?:.|\n)*?"""', "", path.read_text("utf8"))
        assert not re.search(r"\bconv2d\(|conv_transpose2d\(|[Dd]econvolution\(|nn\.Conv", text), (
            path
        )
    torch = module("pytorch")
    X = torch.arange(6.0).reshape(2, 3)
    for operation in (corr2d, trans_conv):
        K = torch.ones(1, 2)
        assert isinstance(operation(X, K), torch.Tensor)
        assert isinstance(operation(X.numpy(), K.numpy()), numpy.ndarray)


@says("checkerboards", "If no $M_q$ depends on the phase, $Y$ is a polynomial in $u$.")
def test_ramps_stay_ramps_where_the_moments_are_equal():
    x = numpy.arange(12.0)
    for kernel, straight in (
        ([1, 2, 1], True),
        ([1, 3, 3, 1], True),
        ([1, 1], False),
        ([1, 1, 1], False),
    ):
        K = numpy.array([kernel], float)
        Y = trans_conv(x[None], K, stride=(1, 2))[0, 4:-4]
        moments = {sum(kernel[a::2]) for a in (0, 1)}
        first = {sum((2 * j + a) * k for j, k in enumerate(kernel[a::2])) for a in (0, 1)}
        assert (len(moments) == len(first) == 1) == straight == numpy.allclose(numpy.diff(Y, 2), 0)


@says("checkerboards", "In double precision every sum in the network is then exact, on any device.")
@says("gradients", "All numbers are small integers, so that nothing is rounded and `==` is fair.")
def test_sums_of_whole_numbers_are_exact_in_any_order():
    numbers = rng.integers(-9, 10, 300).astype(float)
    sums = {float(rng.permutation(numbers).sum()) for _ in range(50)}
    assert len(sums) == 1
    others = {float(numpy.cumsum(rng.permutation(numbers / 10))[-1]) for _ in range(50)}
    assert len(others) > 1


@says(
    "checkerboards", "The four groups compute different pixels, so each gets a gradient of its own."
)
@says(
    "upsampling-images",
    "Each of the four sub-kernels can be found by itself: a pixel of its quarter is a weighted sum of the 3×3 small pixels around it, with $3 \\cdot 3 = 9$ weights.",
)
def test_each_quarter_has_its_own_weights():
    X, K = rng.normal(size=(5, 6)), rng.normal(size=(6, 6))
    Y = trans_conv(X, K, stride=2, padding=2)
    for a, b in numpy.ndindex(2, 2):
        own = K.copy()
        own[a::2, b::2] = 0
        changed = trans_conv(X, own, stride=2, padding=2) != Y
        assert {(i % 2, j % 2) for i, j in numpy.argwhere(changed)} == {(a, b)}
        windows = trans_conv(numpy.eye(7)[:, :7], numpy.ones((6, 6)), stride=2, padding=2)
        assert K[a::2, b::2].shape == (3, 3)
        assert windows.shape == (14, 14)


@says("conventions", "on the average over all places, $c_i k_h k_w / s^2$")
def test_the_products_of_an_output():
    Y = trans_conv(numpy.ones((1, 3, 9, 9)), numpy.ones((3, 1, 4, 6)), stride=2)[0, 0, 6:12, 6:12]
    assert Y.mean() == 3 * 4 * 6 / 2**2


@says(
    "cross-correlation",
    "And every channel is pooled on its own: nothing is summed over channels, and as many go out as came in.",
)
def test_channels_are_pooled_alone():
    torch = module("pytorch")
    F = torch.nn.functional
    X = torch.tensor(rng.normal(size=(1, 3, 4, 6)))
    whole = F.max_pool2d(X, 2)
    assert whole.shape[1] == X.shape[1]
    assert all((F.max_pool2d(X[:, [c]], 2)[0, 0] == whole[0, c]).all() for c in range(3))


@says(
    "cross-correlation",
    "So stacking such layers without a nonlinear function between them computes nothing that one layer with a larger kernel could not.",
)
def test_two_layers_are_one():
    X, A, B = (rng.normal(size=size) for size in ((7, 8), (2, 3), (3, 2)))
    one = numpy.zeros((4, 4))
    for i, j in numpy.ndindex(A.shape):
        one[i : i + 3, j : j + 2] += A[i, j] * B
    assert numpy.allclose(corr2d(corr2d(X, A), B), corr2d(X, one))
    assert not numpy.allclose(corr2d(numpy.maximum(corr2d(X, A), 0), B), corr2d(X, one))


@says("glossary", "A *convolution layer* computes a cross-correlation, without the turn.")
@says("glossary", "1 is the kernel as it stands.")
@says(
    "glossary", "The sum of all stamps is the transposed convolution; see {doc}`basic-operation`."
)
@says(
    "three-forms",
    "it turns every question about a transposed convolution into one about a cross-correlation.",
)
def test_layers_and_stamps():
    X, K = rng.normal(size=(3, 4)), rng.normal(size=(2, 2))
    assert (corr2d(X, K, dilation=1) == corr2d(X, K)).all()
    assert numpy.allclose(corr2d(X, K), correlate2d(X, K, "valid"))
    stamps = numpy.zeros((4, 5))
    for i, j in numpy.ndindex(X.shape):
        stamps[i : i + 2, j : j + 2] += X[i, j] * K
    assert numpy.allclose(stamps, trans_conv(X, K))
    assert numpy.allclose(stamps, correlate2d(X, K[::-1, ::-1], "full"))


@says(
    "gradients",
    "A mistake that both share goes unseen always, so one of them needs an oracle of its own",
)
@says("gradients", "A layer adds a bias $b$ to every element of $\\mathbf{Y}$.")
@says(
    "gradients",
    "both want double precision, since differences of nearly equal numbers lose digits.",
)
def test_shared_mistakes_biases_and_digits():
    for _ in range(20):
        X, Y, K = rng.normal(size=(4, 5)), rng.normal(size=(3, 3)), rng.normal(size=(2, 3))
        wrong = rng.permutation(K.ravel()).reshape(K.shape)
        assert numpy.isclose((corr2d(X, wrong) * Y).sum(), (X * trans_conv(Y, wrong)).sum())
    torch = module("pytorch")
    layer = torch.nn.Conv2d(1, 1, 2)
    A = torch.tensor(rng.normal(size=(1, 1, 4, 5)), dtype=torch.float32)
    before = layer(A)
    with torch.no_grad():
        layer.bias += 2
    assert torch.allclose(layer(A) - before, torch.full_like(before, 2))
    step = 1e-4
    errors = [
        abs(
            (numpy.sin(kind(1 + step)) - numpy.sin(kind(1 - step))) / kind(2 * step)
            - numpy.cos(1.0)
        )
        for kind in (numpy.float32, numpy.float64)
    ]
    assert errors[0] > 100 * errors[1]


@says("index", "Every output on these pages is stored in a notebook.")
def test_every_cell_has_its_notebook():
    for page in pages():
        code = [
            c.id for c in read_chapter(page, source(page)).notebook.cells if c.cell_type == "code"
        ]
        kept = set()
        for framework in FRAMEWORKS:
            path = notebook_path(BOOK, framework, page)
            if path.exists():
                kept |= {cell.id for cell in nbformat.read(path, as_version=4).cells}
        assert set(code) <= kept, page


@says(
    "not-a-deconvolution",
    "so $\\mathbf{W}^\\top \\mathbf{W} = c \\mathbf{I}$ if and only if $\\sigma_i^2 = c$ for all of them.",
)
@says(
    "not-a-deconvolution",
    "Every matrix can be written as $\\mathbf{W} = \\mathbf{U} \\boldsymbol{\\Sigma} \\mathbf{V}^\\top$",
)
@says(
    "not-a-deconvolution",
    'The name "transposed" says what is true of all of them: the matrix is $\\mathbf{W}^\\top$.',
)
@says(
    "not-a-deconvolution",
    "is the sum over all rows of $\\mathbf{W}$, so over all outputs $o$ and windows $r$",
)
def test_matrices_and_their_factors():
    W = kernel2matrix(rng.normal(size=(2, 3)), (3, 4))
    U, factors, V = numpy.linalg.svd(W)
    assert numpy.allclose(U * factors @ V[: len(factors)], W)
    assert (factors >= 0).all()
    Q = numpy.linalg.qr(rng.normal(size=(5, 5)))[0]
    for spread, same in (([2] * 5, True), ([2, 2, 2, 2, 1], False)):
        A = Q * spread
        product = A.T @ A
        assert numpy.allclose(product, product[0, 0] * numpy.eye(5)) == same
    entry = sum(W[r, 1] * W[r, 5] for r in range(len(W)))
    assert numpy.isclose((W.T @ W)[1, 5], entry)


@says(
    "not-a-deconvolution",
    "The transposed convolution, the first step, is the most careful of them all.",
)
@says(
    "not-a-deconvolution",
    "Three hundred steps leave out most of what has a small $\\sigma_i$, and the noise with it.",
)
def test_steps_let_noise_in():
    sigma = numpy.array([1, 0.01])
    kept = [1 - (1 - sigma**2) ** steps for steps in (1, 300)]
    noise = [float((one / sigma).max()) for one in kept]
    assert noise == sorted(noise)
    assert kept[1][1] < 0.05 < 0.99 < kept[1][0]


@says("shape-arithmetic", "So a kernel is carried over by copying it, and so is a bias.")
@says("shape-arithmetic", "ONNX is to make the size exactly $n s$, here 6.")
def test_sizes_and_kernels_that_are_carried_over():
    torch = module("pytorch")
    layer = torch.nn.ConvTranspose2d(2, 3, (2, 4))
    X = rng.normal(size=(1, 2, 3, 4)).astype("float32")
    weight, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()
    own = trans_conv(X, weight) + bias[:, None, None]
    assert numpy.allclose(layer(torch.tensor(X)).detach().numpy(), own, atol=1e-5)
    assert [trans_conv_output_shape((3, 3), k, stride=2, padding=k // 2 - 1) for k in (2, 4)] == [
        (6, 6)
    ] * 2


@says("segmentation", "Each pair has its own 16×16 kernel, and all of it is learned.")
@says(
    "segmentation",
    "The learned decoder has 32 · 4 kernels of 16 · 16 weights; the other two have 32 · 4 weights.",
)
@says(
    "segmentation",
    "For the ground, every ground pixel is in $P \\cap M$, and every pixel of the image is in $P \\cup M$",
)
@says("segmentation", "A network says *ground* for every pixel.")
def test_the_weights_of_the_decoders():
    runs = d2lmini.trained.trained("segmentation")["runs"]
    weights = {r["decoder"]: r["weights"] for r in runs}
    assert weights["learned"] - weights["nearest"] == 32 * 4 * 16 * 16 - 32 * 4
    assert weights["nearest"] == weights["bilinear"]
    M = rng.random((6, 8)) < 0.3
    shape = numpy.ones((6, 8), bool)
    assert (shape & ~M).sum() == (~M).sum()
    assert (shape | ~M).sum() == M.size


@says(
    "summary-exercises",
    "Without {term}`padding`, and with a kernel of more than one weight, its output is larger than its input",
)
@says("summary-exercises", "Could a better 2×2 kernel make them equal for every $\\mathbf{X}$? No.")
@says(
    "upsampling-images",
    "The squared error of something linear in the weights has a single minimum, as long as no weight can be made up for by others",
)
def test_larger_outputs_and_single_minima():
    for k in itertools.product((1, 2, 3), repeat=2):
        larger = numpy.prod(trans_conv_output_shape((4, 5), k)) > 20
        assert larger == (numpy.prod(k) > 1)
    for columns, single in ((rng.normal(size=(9, 3)), True), (numpy.ones((9, 3)), False)):
        rank = numpy.linalg.matrix_rank(columns)
        assert (rank == 3) == single
    for _ in range(10):
        W = kernel2matrix(rng.normal(size=(2, 2)), (3, 3))
        assert not numpy.allclose(W.T @ W, numpy.eye(9))


@says("why-upsample", "No window can; what moves is a window over")
def test_half_steps_are_steps_over_zeros():
    X, K = rng.normal(size=(1, 5)), rng.normal(size=(1, 3))
    spread = numpy.zeros((1, 9))
    spread[:, ::2] = X
    assert numpy.allclose(trans_conv(X, K, stride=(1, 2)), correlate2d(spread, K[:, ::-1], "full"))
