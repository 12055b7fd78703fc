"""Formulas in other marks than numbers and letters, computed as their sentences say."""

import itertools
import re

import numpy

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv
from tests.support.pages import code_of
from tests.support.says import says

rng = numpy.random.default_rng(43)


@says(
    "cross-correlation",
    "the window can start at $0, s, 2s, \\dots$ while it still fits, and so the output has the size",
)
def test_where_windows_start():
    for n, k, s, p in itertools.product((7, 8), (2, 3), (1, 2, 3), (0, 1)):
        X = rng.normal(size=(1, n))
        Y = corr2d(X, numpy.eye(1, k), stride=(1, s), padding=(0, p))
        starts = [s * i for i in range(99) if s * i + k <= n + 2 * p]
        assert numpy.allclose(Y[0], numpy.pad(X[0], p)[starts])
        assert len(starts) == conv_output_shape((n, n), k, stride=s, padding=p)[0]


@says(
    "segmentation", "\\mathrm{IoU} = \\frac{\\lvert P \\cap M \\rvert}{\\lvert P \\cup M \\rvert}."
)
def test_intersection_over_union():
    P, M = ({int(n) for n in rng.integers(0, 20, 12)} for _ in range(2))
    masks = [numpy.isin(numpy.arange(20), list(one)) for one in (P, M)]
    share = (masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum()
    assert share == len(P & M) / len(P | M)
    assert len(P & M) < len(P | M)


@says("segmentation", "\\mathbf{K}_{i,c} = A_{i,c} \\, \\mathbf{B}")
@says(
    "segmentation",
    "It starts out exactly as the bilinear decoder; what it becomes is up to the data.",
)
@says(
    "segmentation", "Untrained, the bilinear and the learned decoders have to give the same scores:"
)
@says(
    "segmentation",
    "- **bilinear**: the same, but enlarged by a transposed convolution with the fixed kernel {eq}`eq-bilinear`, $s = 8$, stride 8 and padding 4.",
)
def test_both_steps_at_once():
    A, B, X = rng.normal(size=(3, 2)), rng.normal(size=(4, 4)), rng.normal(size=(1, 3, 5, 6))
    size = {"stride": 2, "padding": 1}
    scores = numpy.einsum("nihw,ic->nchw", X, A)
    alone = numpy.stack([trans_conv(scores[0, c], B, **size) for c in range(2)])
    assert numpy.allclose(trans_conv(X, A[:, :, None, None] * B, **size)[0], alone)


@says(
    "not-a-deconvolution",
    "\\sum_{o} \\sum_{j} \\mathsf{K}_{o, i, a + s j} \\, \\mathsf{K}_{o, i', a + s j + \\tau} = \\begin{cases} 1 & i = i' \\text{ and } \\tau = 0, \\\\ 0 & \\text{otherwise,} \\end{cases}",
)
def test_kernels_whose_transpose_is_the_inverse():
    low = numpy.array([1 + 3**0.5, 3 + 3**0.5, 3 - 3**0.5, 1 - 3**0.5]) / (4 * 2**0.5)
    high = low[::-1] * [1, -1, 1, -1]
    overlapping = numpy.stack([low, high])[:, None]
    mixed = numpy.linalg.qr(rng.normal(size=(5, 4)))[0].reshape(5, 2, 2)
    for K, right in ((overlapping, True), (mixed, True), (overlapping * 1.1, False)):
        assert numpy.allclose(_sums(K, 2), 0) == right
        X = rng.normal(size=(1, K.shape[1], 1, 12))
        size = {"stride": (1, 2)}
        back = trans_conv(corr2d(X, K[:, :, None], **size), K[:, :, None], **size)
        assert numpy.allclose(back[..., 2:-2], X[..., 2:-2]) == right


def _sums(K, s):
    """Return the sums of the theorem, less what they have to be."""
    _, c, k = K.shape
    found = []
    for i, other, a, tau in itertools.product(range(c), range(c), range(s), range(1 - k, k)):
        places = [a + s * j for j in range(k) if 0 <= a + s * j < k and 0 <= a + s * j + tau < k]
        total = sum(K[o, i, q] * K[o, other, q + tau] for o in range(len(K)) for q in places)
        found.append(total - (i == other and tau == 0))
    return found


@says(
    "not-a-deconvolution",
    "- $\\mathbf{M} = \\mathbf{I}$ is *space-to-depth*: it moves each block of $s \\times s$ pixels into $s^2$ channels.",
)
def test_space_to_depth():
    s = 2
    X = rng.normal(size=(1, 1, 4, 6))
    Y = corr2d(X, numpy.eye(s * s).reshape(s * s, 1, s, s), stride=s)[0]
    for a, b in numpy.ndindex(s, s):
        assert (Y[s * a + b] == X[0, 0, a::s, b::s]).all()


@says(
    "gradients",
    "for $\\mathbf{Z} = \\mathrm{trans\\_conv}(\\mathbf{Y}, \\mathbf{K})$ with stride, padding, dilation and the output padding that leads to a given size.",
)
@says("gradients", "with $\\mathbf{1}$ an array of ones.")
def test_an_operation_with_an_adjoint():
    Y, K, G = rng.normal(size=(3, 4)), rng.normal(size=(2, 3)), rng.normal(size=(4, 6))
    Z = trans_conv(Y, K)
    W = kernel2matrix(K, Z.shape)
    assert numpy.allclose(Z.ravel(), W.T @ Y.ravel())
    assert numpy.isclose((3 * numpy.ones(G.shape) * G).sum(), 3 * G.sum())


@says("gradients", "**Predict** $\\partial L / \\partial K_{0,1}$.")
def test_the_gradient_of_the_weight_beside_the_corner():
    X, G, step = numpy.arange(9.0).reshape(3, 3), numpy.array([[1.0, -2], [0, 3]]), 1e-3
    K = rng.normal(size=(2, 2))
    moved = K + step * numpy.array([[0, 1], [0, 0]])
    change = ((corr2d(X, moved) - corr2d(X, K)) * G).sum() / step
    assert numpy.isclose(change, 1 * 1 - 2 * 2 + 0 * 4 + 3 * 5)


@says("segmentation", "So the decoders differ in nothing but their kernels.")
@says(
    "segmentation",
    "Then come controls: as many weights elsewhere, stamps without overlap, and features of earlier layers.",
)
def test_repeating_is_a_layer_whose_stamps_lie_apart():
    X = rng.normal(size=(3, 4))
    assert (trans_conv(X, numpy.ones((8, 8)), stride=8) == X.repeat(8, 0).repeat(8, 1)).all()
    counts = trans_conv(numpy.ones((3, 4)), numpy.ones((8, 8)), stride=8)
    assert set(counts.ravel()) == {1}


@says("segmentation", "so that a seed gives all networks, in both frameworks, the same numbers.")
def test_a_seed_gives_the_same_numbers():
    code = code_of("segmentation", "so that a seed gives all networks")
    assert "rng.normal" in code
    assert not re.search(r"torch\.rand|np\.random", code)


@says(
    "alignment",
    "A kernel that is not, or one that learns, can make up for the half pixel; it has to learn it.",
)
@says("padding-strides-channels", "{doc}`without padding <basic-operation>`, the output was")
def test_a_kernel_can_make_up_for_half_a_pixel():
    for kernel, shift in (([1, 1, 1], -0.5), ([0, 1, 1], 0)):
        (row,) = trans_conv(
            numpy.eye(1, 7, 3), numpy.array([kernel], float), stride=(1, 2), padding=(0, 1),
            output_padding=(0, 1),
        )  # fmt: skip
        centre = (row * (numpy.arange(14) + 0.5)).sum() / row.sum()
        assert centre - 7 == shift
    assert trans_conv(numpy.ones((2, 2)), numpy.ones((2, 2))).shape == (3, 3)


@says("upsampling-images", "So put the 3×3 windows of all pictures into the rows of a matrix")
def test_windows_find_a_sub_kernel():
    X, K = rng.normal(size=(6, 7)), rng.normal(size=(6, 6))
    own = trans_conv(X, K, stride=2, padding=2)[1::2, 1::2]
    places = [(i, j) for i in range(1, 5) for j in range(1, 6)]
    rows = numpy.array([X[i - 1 : i + 2, j - 1 : j + 2].ravel() for i, j in places])
    found, *_ = numpy.linalg.lstsq(rows, numpy.array([own[i, j] for i, j in places]), rcond=None)
    assert numpy.allclose(found.reshape(3, 3)[::-1, ::-1], K[1::2, 1::2])
