"""What "Is multiplying by W efficient?" says of a transposed convolution by Fourier transforms."""

import math

import numpy

from d2lmini import trans_conv
from d2lmini.transposed import LAYER, costs
from tests.support.says import says

SETTINGS = [(4, 2, 1), (3, 2, 1), (5, 3, 1), (2, 2, 0), (7, 3, 2)]


@says(
    "matrix-efficiency",
    "in another way. For one channel and an input of {}×{}:",
)
@says(
    "matrix-efficiency",
    "With the larger kernel, the transform needs {<} than the sliding window over zeros. The phases need {<} than both.",
)
def test_a_transform_of_the_spread_input(*said):
    multiplied = {}
    for k, s in ((4, 2), (16, 8)):
        work = costs(dict(zip(LAYER, (64, k, s, 0, 1, 1), strict=True)))
        multiplied[k] = work["FFT"][0], work["zero insertion"][0], work["polyphase"][0]
    (*small, fewest), (transform, zeros, phased) = multiplied[4], multiplied[16]
    assert small[0] > small[1] > fewest
    order = numpy.sign(transform - zeros), numpy.sign(phased - min(transform, zeros))
    assert said in ((64, 64), order)


@says(
    "matrix-efficiency",
    "the spread input is transformed, multiplied by the kernel's transform, summed over the input channels, and transformed back.",
)
@says("matrix-efficiency", "its kernel's transform is computed once and {not}counted.")
@says(
    "matrix-efficiency",
    "The FFT works on the output before the padding is cut off, $N = (s (n - 1) + k)^2$ numbers of each channel",
)
def test_the_product_of_the_transforms(*denied):
    assert denied in ((), (True,))
    rng = numpy.random.default_rng(77)
    for k, s, p in SETTINGS:
        X, K = rng.integers(-9, 10, (1, 3, 5, 5)), rng.integers(-9, 10, (3, 2, k, k))
        n, wide = X.shape[2], s * (X.shape[2] - 1) + 1
        Z = numpy.zeros((3, wide + k - 1, wide + k - 1))
        Z[:, :wide:s, :wide:s] = X[0]
        assert Z[0].size == (s * (n - 1) + k) ** 2
        spectra = numpy.fft.fft2(Z), numpy.fft.fft2(K, s=Z.shape[1:])
        Y = numpy.fft.ifft2((spectra[0][:, None] * spectra[1]).sum(0)).real.round()
        whole = trans_conv(X, K, stride=s)[0]
        assert (whole == Y).all()
        cut = slice(p, whole.shape[1] - p)
        assert (whole[:, cut, cut] == trans_conv(X, K, stride=s, padding=p)[0]).all()


@says(
    "matrix-efficiency",
    "With many channels the two transforms hardly count, and what is left for each pair of channels is $2 N$ multiply-adds: with a kernel of {} and a stride of {}, about half of the layer's $n^2 k^2$.",
)
@says(
    "matrix-efficiency",
    "In return, it moves $N$ numbers for each pair, where the layer moves $k^2$ weights.",
)
def test_the_transform_with_many_channels(*said):
    n, (k, s), c = 2000, said or (4, 2), 10**11
    work = costs(dict(zip(LAYER, (n, k, s, 1, c, c), strict=True)))
    counts = (work["FFT"], work["layer"])
    (fft, spectra), (layer, weights) = ((w / c**2, b / 4 / c**2) for w, b in counts)
    assert math.isclose(weights, k**2, rel_tol=1e-3)
    N = (s * (n - 1) + k) ** 2
    assert math.isclose(fft, 2 * N, rel_tol=1e-3)
    assert math.isclose(spectra, N, rel_tol=1e-3)
    assert layer == n**2 * k**2
    assert math.isclose(N, s**2 * n**2, rel_tol=1e-2)
    assert math.isclose(fft, layer / 2, rel_tol=1e-2)
