"""The errata of the guide in the bibliography: each caption of its figures, computed."""

import numpy

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv
from tests.support.says import says

# Of each figure in the guide's chapter: i, k, s, p, then i', the stretched i', p', and the zeros
# added at the end; last, the size of the input in words.
CAPTIONS = {
    "no padding, no strides": (4, 3, 1, 0, 2, 2, 2, 0, 2),
    "arbitrary padding": (5, 4, 1, 2, 6, 6, 1, 0, 6),
    "half padding": (5, 3, 1, 1, 5, 5, 1, 0, 5),
    "full padding": (5, 3, 1, 2, 7, 7, 0, 0, 7),
    "strides": (5, 3, 2, 0, 2, 3, 2, 0, 2),
    "padding and strides": (5, 3, 2, 1, 3, 5, 1, 0, 3),
    "padding and strides, odd": (6, 3, 2, 1, 3, 5, 1, 1, 2),
}


def stretched(X, s, p, a):
    """Put zeros between, around, and at the end."""
    Z = numpy.zeros([s * (n - 1) + 1 for n in X.shape], int)
    Z[::s, ::s] = X
    return numpy.pad(Z, (p, p + a))


@says(
    "bibliography",
    'speaks of "a {}×{} input". It is {}×{}: $\\lfloor (6 + 2 \\cdot 1 - 3) / 2 \\rfloor + 1 = 3$, as $i\' = 3$ at the end of the same caption has it.',
)
@says("bibliography", "All its other captions hold.")
@says(
    "bibliography",
    "- The caption of its last figure in that chapter ($i = 6$, $k = 3$, $s = 2$, $p = 1$) speaks of",
)
def test_one_caption_of_the_guide_names_a_wrong_size(said, wide, right, also):
    wrong = {}
    for name, (i, k, s, p, i2, long, p2, a, words) in CAPTIONS.items():
        assert conv_output_shape((i, i), k, stride=s, padding=p) == (i2, i2), name
        assert s * (i2 - 1) + 1 == long, name
        assert k - p - 1 == p2, name
        assert (i + 2 * p - k) % s == a, name
        assert long + 2 * p2 + a - k + 1 == i, name
        if words != i2:
            wrong[name] = (words, i2)
    assert list(CAPTIONS)[-1] in wrong
    assert CAPTIONS[next(iter(wrong))][:4] == (6, 3, 2, 1)
    assert wrong == {"padding and strides, odd": (said, right)}
    assert (said, right) == (wide, also)


@says(
    "bibliography",
    "- It gives the equivalent convolution a kernel of the same *size*, $k' = k$, and says nothing of its order.",
)
@says(
    "bibliography",
    "With the guide's own matrix $\\mathbf{C}$, the product with $\\mathbf{C}^\\top$ is equal to that convolution only if the kernel is turned by {}°",
)
def test_the_guide_s_matrix_needs_the_turned_kernel(degrees):
    rng = numpy.random.default_rng(31)
    assert degrees % 90 == 0
    for i, k, s, p, i2, _, p2, a, _ in CAPTIONS.values():
        K = rng.integers(1, 9, (k, k)) * rng.choice([-1, 1], (k, k))
        K[0, 0], K[-1, -1] = 3, 4
        C = kernel2matrix(K, (i, i), stride=s, padding=p)
        # The first row of its example: the kernel's rows as they stand.
        if p == 0 and s == 1:
            assert C[0][:k].tolist() == K[0].tolist()
        X = rng.integers(-9, 10, (i2, i2))
        product = (C.T @ X.reshape(-1)).reshape(i, i)
        Z = stretched(X, s, p2, a)
        assert (product == corr2d(Z, numpy.rot90(K, degrees // 90))).all()
        assert (product != corr2d(Z, K)).any()
        output = trans_conv(X, K, stride=s, padding=p, output_padding=a)
        assert (product == output).all()
