"""What the chapters on the matrix and on gradients say, computed on drawn arrays."""

import itertools

import numpy

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv
from tests.support.says import says

rng = numpy.random.default_rng(13)


def drawn(*shape):
    """Return whole numbers, none of them zero."""
    return rng.integers(1, 9, shape) * rng.choice([-1, 1], shape)


@says("matrix-transposition", "Of its {} entries, {} are nonzero: {} windows with {} weights each.")
@says(
    "matrix-transposition",
    "there is a $4 \\times 9$ matrix $\\mathbf{W}$ with $\\mathbf{y} = \\mathbf{W} \\mathbf{x}$",
)
@says(
    "matrix-transposition",
    "The next window lies one column to the right, and its row is the same, shifted by one.",
)
@says(
    "matrix-transposition",
    "$\\mathbf{W}^\\top$ has shape $9 \\times 4$: it takes 4 numbers and returns 9, so a 2×2 array becomes a 3×3 one. It is the transposed convolution with the same kernel.",
)
@says(
    "glossary",
    "Its matrix is $\\mathbf{W}^\\top$, where $\\mathbf{W}$ is that of the convolution with the same kernel.",
)
def test_the_matrix_of_the_example(entries, nonzero, windows, weights):
    K, X, Y = drawn(2, 2), drawn(3, 3), drawn(2, 2)
    W = kernel2matrix(K, (3, 3))
    assert W.shape == (4, 9)
    assert (W.size, numpy.count_nonzero(W)) == (entries, nonzero)
    assert (len(W), numpy.count_nonzero(W[0])) == (windows, weights)
    assert (W[1] == numpy.roll(W[0], 1)).all()
    assert (W @ X.ravel() == corr2d(X, K).ravel()).all()
    assert (W.T @ Y.ravel() == trans_conv(Y, K).ravel()).all()


@says(
    "matrix-transposition",
    "With stride {}, $\\mathbf{W}$ consists of such blocks, here {} of {}×{}, and the blocks repeat along the diagonals too.",
)
@says(
    "glossary",
    "A matrix whose entries are the same along each diagonal. The matrix $\\mathbf{W}$ of a cross-correlation of rows of numbers with stride 1 is one; that of arrays is made of blocks that are",
)
def test_the_blocks_of_the_matrix(stride, blocks, high, wide):
    def toeplitz(A):
        return (A[1:, 1:] == A[:-1, :-1]).all()

    W = kernel2matrix(drawn(2, 2), (3, 3), stride=stride)
    parts = W.reshape(2, high, -1, wide).swapaxes(1, 2)
    assert parts.shape[0] * parts.shape[1] == blocks
    assert all(toeplitz(part) for row in parts for part in row)
    assert (parts[1, 1:] == parts[0, :-1]).all()
    assert toeplitz(kernel2matrix(drawn(1, 3), (1, 7)))
    assert not toeplitz(W)


@says(
    "matrix-transposition",
    "It has four nonzero entries, since four stamps overlap there, and they are the kernel backwards: turned by {} degrees.",
)
@says(
    "matrix-transposition",
    "Column $r$ of $\\mathbf{W}^\\top$ is the same row, and says where input $r$ of the transposed convolution writes to",
)
def test_a_row_of_the_transposed_matrix_has_the_kernel_backwards(degrees):
    assert degrees % 90 == 0
    K = drawn(2, 2)
    middle = kernel2matrix(K, (3, 3)).T[4]
    assert middle.tolist() == numpy.rot90(K, degrees // 90).ravel().tolist()
    for r in range(4):
        one = numpy.eye(4, dtype=int)[r].reshape(2, 2)
        assert (trans_conv(one, K).ravel() == kernel2matrix(K, (3, 3)).T[:, r]).all()


@says(
    "matrix-transposition",
    "With a larger stride, fewer windows fit, and the rows of $\\mathbf{W}$ shift by more. … Every column has one nonzero entry, so every row of $\\mathbf{W}^\\top$ has: no two stamps overlap.",
)
def test_rows_shift_by_the_stride_and_stamps_need_not_overlap():
    counts = []
    for s in (1, 2):
        W = kernel2matrix(drawn(2, 2), (4, 4), stride=s)
        counts.append(len(W))
        assert (W[1] == numpy.roll(W[0], s)).all()
    assert counts[1] < counts[0]
    assert (numpy.count_nonzero(W, axis=0) == 1).all()


@says("gradients", "So for every $\\mathbf{X}$ and every $\\mathbf{Y}$ of fitting shapes")
@says(
    "gradients",
    "For the *input*, the transposed convolution takes the same stride, padding and dilation.",
)
@says(
    "glossary",
    "A transposed convolution is the adjoint of the cross-correlation with the same kernel",
)
@says("checkerboards", "is a transposed convolution with the same kernel and stride")
@says(
    "questions",
    "Both need the *same* kernel, stride, padding and dilation, no bias, and the output padding that gives the input's size. Then $\\langle f(\\mathbf{X}), \\mathbf{Y} \\rangle = \\langle \\mathbf{X}, g(\\mathbf{Y}) \\rangle$ for all",
)
def test_the_transposed_convolution_is_the_adjoint_in_drawn_settings():
    for k, s, p, d in itertools.product((1, 2, 3), (1, 2, 3), (0, 1), (1, 2)):
        X, K = drawn(7, 9), drawn(k, k)
        size = {"stride": s, "padding": p, "dilation": d}
        Y = drawn(*conv_output_shape(X.shape, k, **size))
        rest = tuple((n + 2 * p - d * (k - 1) - 1) % s for n in X.shape)
        back = trans_conv(Y, K, output_padding=rest, **size)
        assert (corr2d(X, K, **size) * Y).sum() == (X * back).sum()


@says(
    "gradients",
    "With $\\mathbf{G}$ for $\\mathbf{Y}$, the left side is $27 \\cdot 1 - 37 \\cdot 2 + 57 \\cdot 0 + 67 \\cdot 3 = 154$, and the right side has to be the same.",
)
@says("gradients", "the cross-correlation of $\\mathbf{X}$ has the elements {}, {}, {} and {}")
def test_the_adjoint_of_the_example(*elements):
    X, K, G = (
        numpy.arange(9).reshape(3, 3),
        numpy.array([[1, 2], [3, 4]]),
        numpy.array([[1, -2], [0, 3]]),
    )
    assert corr2d(X, K).ravel().tolist() == list(elements)
    assert (corr2d(X, K) * G).sum() == (X * trans_conv(G, K)).sum() == 154


@says(
    "gradients",
    "$b$ takes part in every $Y_{i,j}$ with weight 1, so … Forward, one number is copied to all places; backward, all places are summed to one number.",
)
def test_the_bias_gets_the_sum_of_the_gradient():
    X, K, G = drawn(3, 3), drawn(2, 2), drawn(2, 2)
    grown = ((corr2d(X, K) + 5 + 1) * G).sum() - ((corr2d(X, K) + 5) * G).sum()
    assert grown == G.sum()


@says(
    "padding-strides-channels",
    "It has $4 \\cdot 6 \\cdot 2 \\cdot 3 = 144$ weights, and a bias for each output channel, which is {} more.",
)
def test_the_biases_of_the_layer(biases):
    X, K = drawn(1, 4, 3, 3), drawn(4, 6, 2, 3)
    assert K.size == 144
    assert trans_conv(X, K).shape[1] == biases


@says(
    "padding-strides-channels",
    "Where the kernel is larger than the stride, the stamps overlap, and not every output element receives something from as many of them.",
)
@says("padding-strides-channels", "Every parameter can differ between height and width.")
def test_stamps_overlap_where_the_kernel_is_larger_than_the_stride():
    for k, s in itertools.product(((1, 3), (2, 2), (4, 3)), ((1, 2), (3, 2))):
        counts = trans_conv(numpy.ones((5, 6), int), numpy.ones(k, int), stride=s)
        overlaps = any(size > step for size, step in zip(k, s, strict=True))
        assert (counts.max() > 1) == overlaps
        if overlaps:
            assert len(numpy.unique(counts)) > 1
