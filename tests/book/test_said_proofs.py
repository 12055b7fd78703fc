"""What the proofs of short theorems say on their way, on drawn cases."""

import itertools

import numpy

from book._ext.paths import BOOK
from d2lmini import corr2d, trans_conv, trans_conv_output_shape
from tests.support.libraries import module
from tests.support.says import says


@says("alignment", "It is zero exactly where $o$ is. ∎")
@says(
    "alignment",
    "For every kernel up to {}, stride up to {} and padding up to {} that multiply the size, by output padding:",
)
def test_the_shift_is_zero_exactly_without_output_padding(largest, steps, most):
    ranges = f"range(1, {largest + 1}), range(1, {steps + 1}), range({most + 1})"
    assert ranges in (BOOK / "alignment.md").read_text("utf8")
    seen = set()
    settings = itertools.product(range(1, largest + 1), range(1, steps + 1), range(most + 1))
    for k, s, p in settings:
        for o in range(s):
            size = trans_conv_output_shape((8, 9), k, stride=s, padding=p, output_padding=o)
            if size == (8 * s, 9 * s):
                seen.add(o)
                assert (((k - s) / 2 - p) == 0) == (o == 0)
    assert seen == set(range(steps))


@says(
    "checkerboards",
    "Away from the border, all weights of a sub-kernel meet an element of the input, so each element of its phase is $c$ times its sum. Every phase has elements there. So the output is flat, for a $c$ that is not zero, exactly when these sums are equal. ∎",
)
def test_each_element_of_a_phase_is_the_flat_value_times_the_sum_of_its_sub_kernel():
    rng = numpy.random.default_rng(61)
    for k, s, c in ((3, 2, 4), (5, 3, -2), (4, 2, 7)):
        for equal in (False, True):
            K = rng.integers(-9, 10, (k, k + 1))
            if equal:
                for a, b in numpy.ndindex(s, s):
                    K[a, b] += 5 - K[a::s, b::s].sum()
            Y = trans_conv(numpy.full((8, 9), c), K, stride=s)
            far = s * -(-k // s) + s
            sums = set()
            for a, b in numpy.ndindex(s, s):
                phase = Y[far + a : -far : s, far + b : -far : s]
                sums.add(int(K[a::s, b::s].sum()))
                assert phase.size
                assert (phase == c * K[a::s, b::s].sum()).all()
            inside = Y[far:-far, far:-far]
            assert (numpy.ptp(inside) == 0) == (len(sums) == 1) == equal


@says(
    "three-forms",
    "A kernel of $m s$ has $s^2$ sub-kernels of $m \\times m$ weights, and any such numbers can be theirs",
)
@says(
    "three-forms",
    "each phase before padding is the convolution with its sub-kernel, which is the cross-correlation of the layer with windows that begin $m - 1$ elements before the input. The windows of the layer begin half as many before, so it has the elements from $(m - 1)/2$ on: the padding $p$ cuts off just those before them. It leaves $s (n - 1) + m s - 2p = s n$ in each direction, as many as the layer has. ∎",
)
def test_padding_cuts_off_the_windows_that_the_sub_pixel_layer_has_not():
    rng = numpy.random.default_rng(62)
    for m, s in itertools.product((1, 3, 5), (1, 2, 3)):
        p, n = s * (m - 1) // 2, (6, 7)
        kernels = rng.integers(-9, 10, (s, s, m, m))
        K = numpy.zeros((m * s, m * s), int)
        for a, b in numpy.ndindex(s, s):
            K[a::s, b::s] = kernels[a, b, ::-1, ::-1]
        X = rng.integers(-9, 10, n)
        full, cut = trans_conv(X, K, stride=s), trans_conv(X, K, stride=s, padding=p)
        assert cut.shape == tuple(s * (side - 1) + m * s - 2 * p for side in n)
        assert cut.shape == tuple(s * side for side in n)
        for a, b in numpy.ndindex(s, s):
            early = corr2d(X, kernels[a, b], padding=m - 1)
            assert (full[a::s, b::s] == early).all()
            half = (m - 1) // 2
            same = corr2d(X, kernels[a, b], padding=half)
            assert (cut[a::s, b::s] == same).all()
            assert (same == early[half : half + n[0], half : half + n[1]]).all()


@says(
    "questions",
    "Yes, and each axis goes by the same formulas: `nn.ConvTranspose1d` and `nn.ConvTranspose3d` in PyTorch",
)
def test_each_axis_goes_by_the_same_formulas():
    rng = numpy.random.default_rng(63)
    nn = module("pytorch").nn
    assert {hasattr(nn, f"ConvTranspose{axes}d") for axes in (1, 2, 3)} == {True}
    setting = dict(stride=(3, 2, 1), padding=(0, 1, 2), output_padding=(2, 1, 0))
    for axes in (1, 2, 3):
        own = {name: values[:axes] for name, values in setting.items()}
        n, k = (4, 6, 5)[:axes], (2, 3, 4)[:axes]
        X, K = rng.normal(size=(1, 2, *n)), rng.normal(size=(2, 3, *k))
        single = [
            trans_conv_output_shape(
                (n[axis], 9),
                (k[axis], 1),
                **{name: (v[axis], 0 if name != "stride" else 1) for name, v in own.items()},
            )[0]
            for axis in range(axes)
        ]
        assert trans_conv(X, K, **own).shape == (1, 3, *single)
