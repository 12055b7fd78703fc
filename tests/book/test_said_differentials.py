"""What "Gradients" says of groups, of the sum over three arrays, and of forward and reverse mode."""

from itertools import product

import numpy
import pytest

from d2lmini import conv_output_shape, corr2d, kernel2matrix, trans_conv
from tests.support.libraries import backend
from tests.support.says import says

rng = numpy.random.default_rng(23)
SETTINGS = [
    {"stride": s, "padding": p, "dilation": d} for s, p, d in product((1, 2, 3), (0, 1), (1, 2))
]


def drawn(*shape):
    """Return whole numbers, none of them zero."""
    return rng.integers(1, 9, shape) * rng.choice([-1, 1], shape)


def terms(X, K, G, stride, padding, dilation):
    """Yield every term of the sum, with the places of its three factors."""
    padded = numpy.pad(X, padding)
    for i, j in numpy.ndindex(G.shape):
        for a, b in numpy.ndindex(K.shape):
            u, v = i * stride + a * dilation, j * stride + b * dilation
            yield G[i, j] * padded[u, v] * K[a, b]


@says(
    "gradients",
    "$$ T(\\mathbf{X}, \\mathbf{K}, \\mathbf{G}) = \\sum_{i,j} \\sum_{a,b} G_{i,j} \\, \\bar{X}_{i s + a d,\\; j s + b d} \\, K_{a,b}. $$ (eq-trilinear)",
)
@says(
    "gradients",
    "$$ \\langle \\mathbf{G}, \\mathrm{corr2d}(\\mathbf{X}, \\mathbf{K}) \\rangle = \\langle \\mathbf{X}, \\mathrm{grad\\_input}(\\mathbf{G}, \\mathbf{K}) \\rangle = \\langle \\mathbf{K}, \\mathrm{grad\\_kernel}(\\mathbf{X}, \\mathbf{G}) \\rangle . $$ (eq-three-products)",
)
@says(
    "gradients",
    "All of it comes from $T(\\mathbf{X}, \\mathbf{K}, \\mathbf{G})$ in {eq}`eq-trilinear`, which is linear in each of the three.",
)
@says("gradients", "Multiply each element by what stands beside it, and the sum is $T$ again.")
@says("gradients", "Each term has one factor of each array.")
def test_one_sum_is_three_inner_products():
    for setting in SETTINGS:
        s, p, d = setting.values()
        X, K = drawn(6, 7), drawn(2, 3)
        G = drawn(*conv_output_shape(X.shape, K.shape, **setting))
        T = sum(terms(X, K, G, s, p, d))
        assert (G * corr2d(X, K, **setting)).sum() == T
        rest = tuple(
            (n + 2 * p - d * (k - 1) - 1) % s for n, k in zip(X.shape, K.shape, strict=True)
        )
        assert (X * trans_conv(G, K, output_padding=rest, **setting)).sum() == T
        back = corr2d(X, G, stride=d, padding=p, dilation=s)[:2, :3]
        assert (K * back).sum() == T
        # Linear in each: the sum with two of an array is the sum of both sums.
        more = [drawn(*A.shape) for A in (X, K, G)]
        for n in range(3):
            one, two, both = [X, K, G], [X, K, G], [X, K, G]
            two[n], both[n] = more[n], one[n] + more[n]
            sums = [sum(terms(*arrays, s, p, d)) for arrays in (one, two, both)]
            assert sums[2] == sums[0] + sums[1]


@says(
    "gradients",
    "With {} groups, the kernel has the shape `(c_o, c_i / 2, k_h, k_w)`, and the {<} half of its first axis reads the",
)
@says("gradients", "reads the {<} half of the input's channels.")
@says(
    "gradients",
    "The kernel's gradient is computed for each group alone, and the parts stand one behind the",
)
def test_a_group_reads_its_own_part_of_the_channels(*said):
    X, K = drawn(1, 6, 5, 4), drawn(4, 3, 2, 3)
    Y = corr2d(X, K, groups=2)
    for group in (0, 1):
        own = corr2d(X[:, 3 * group : 3 * group + 3], K[2 * group : 2 * group + 2])
        assert (Y[:, 2 * group : 2 * group + 2] == own).all()
    assert set(said) <= {2, -1}
    assert K.shape[1] == X.shape[1] / 2


@says(
    "gradients",
    "Its *Jacobian* $\\mathbf{J}$ has $\\partial y_r / \\partial x_c$ in row $r$ and column $c$.",
)
@says("gradients", "as a function of $\\mathbf{X}$, that is $\\mathbf{W}$.")
@says(
    "gradients",
    "All of $\\mathbf{J}$ takes one VJP for each element of the output, or one JVP for each",
)
@says("gradients", "A loss has a single element; hence the backward pass.")
@says("gradients", "A linear function is its own JVP.")
@says("gradients", "the JVP is the cross-correlation and the VJP the transposed convolution.")
@says("gradients", "For the transposed convolution it is the other way round.")
@says(
    "gradients",
    "That is the kernel, turned by {}°. The VJP of a single 1 is the kernel as it is, at its window.",
)
def test_the_jacobian_is_w_by_rows_and_by_columns(*turned):
    K = drawn(2, 3)
    W = kernel2matrix(K, (4, 5))
    J = numpy.empty_like(W)
    for c in range(20):  # a JVP for each element of the input
        one = numpy.eye(20, dtype=int)[c].reshape(4, 5)
        J[:, c] = corr2d(one, K).ravel()
    assert (J == W).all()
    for r in range(9):  # a VJP for each element of the output
        one = numpy.eye(9, dtype=int)[r].reshape(3, 3)
        back = trans_conv(one, K)
        assert (back.ravel() == W[r]).all()
        i, j = divmod(r, 3)
        assert (back[i : i + 2, j : j + 3] == K).all()
        assert numpy.count_nonzero(back) == K.size
    middle = numpy.zeros((3, 5), int)
    middle[1, 2] = 1
    assert (corr2d(middle, K) == numpy.rot90(K, 2)).all()
    assert set(turned) <= {180}


@says(
    "gradients",
    "$$ \\mathrm{corr2d}(\\mathbf{H}, \\mathbf{K}) + \\mathrm{corr2d}(\\mathbf{X}, \\mathbf{D}) . $$ (eq-jvp)",
)
@says(
    "gradients",
    "The last line is the adjoint test for any function that can be differentiated: $\\langle \\mathbf{g}, \\mathbf{J} \\mathbf{h} \\rangle = \\langle \\mathbf{J}^\\top \\mathbf{g}, \\mathbf{h} \\rangle$.",
)
def test_the_jvp_of_both_arguments_is_what_the_output_moves_by():
    X, K, H, D = drawn(5, 6), drawn(2, 3), drawn(5, 6), drawn(2, 3)
    rule = corr2d(H, K) + corr2d(X, D)
    # The output is a square in the step, so central differences are exact.
    moved = (corr2d(X + H, K + D) - corr2d(X - H, K - D)) / 2
    assert (moved == rule).all()
    G = drawn(*rule.shape)
    assert (G * rule).sum() == (trans_conv(G, K) * H).sum() + (corr2d(X, G) * D).sum()


@says("gradients", "MXNet has reverse mode {not}, but {} passes backward make one forward")
@says("gradients", "That of MXNet's own convolution cannot")
def test_mxnet_s_own_backward_pass_cannot_be_differentiated(*said):
    backend("mxnet")
    import mxnet
    from mxnet import autograd, np, npx

    x, g = np.array(drawn(1, 1, 3, 4), dtype="float32"), np.ones((1, 1, 2, 3))
    for array in (x, g):
        array.attach_grad()

    def twice(convolution):
        with autograd.record():
            y = convolution()
            (v,) = autograd.grad(y, [x], head_grads=[g], create_graph=True, retain_graph=True)
            total = (v.as_np_ndarray() * np.ones_like(x)).sum()
        total.backward()
        return g.grad

    k = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    with pytest.raises(mxnet.base.MXNetError, match="_backward_Convolution is non-differentiable"):
        twice(lambda: npx.convolution(x, k, kernel=(2, 2), num_filter=1, no_bias=True))
    assert not hasattr(autograd, "jvp")
    assert said in ((), (True, 2))
