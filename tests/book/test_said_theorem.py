"""The formulas of the chapter on undoing a convolution: its theorem, its proof, its directions."""

import itertools

import numpy

from d2lmini import corr2d, kernel2matrix
from tests.support.says import says

rng = numpy.random.default_rng(44)


@says(
    "not-a-deconvolution",
    r"A convolution and its transposed convolution multiply the direction $\mathbf{v}_i$ by $\sigma_i^{}$.",
)
def test_there_and_back_multiplies_directions(power):
    W = kernel2matrix(rng.normal(size=(2, 2)), (3, 4))
    _, sigma, V = numpy.linalg.svd(W)
    for value, v in zip(sigma, V, strict=False):
        assert numpy.allclose(W.T @ (W @ v), value**power * v)


@says(
    "not-a-deconvolution",
    r"gradient descent on $\frac12 \lVert \mathbf{y} - \mathbf{W} \mathbf{x} \rVert^{}$.",
)
def test_a_step_is_one_of_gradient_descent(power):
    W, x, y = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=4)

    def loss(x):
        return numpy.linalg.norm(y - W @ x) ** power / 2

    change = [(loss(x + e) - loss(x - e)) / 2e-5 for e in numpy.eye(3) * 1e-5]
    assert numpy.allclose(change, -W.T @ (y - W @ x), atol=1e-6)


def orthonormal(s, c_i):
    """Return kernels with orthonormal columns, as large as the stride."""
    M = numpy.linalg.qr(rng.normal(size=(c_i * s * s, c_i * s * s)))[0]
    return M.reshape(-1, c_i, s, s)


@says(
    "not-a-deconvolution",
    r"for each {} input channels $i$ and $i'$, each $a \in \{{}, \dots, s - {}\}^{}$ and each shift $\tau$,",
)
@says(
    "not-a-deconvolution",
    r"\begin{cases} {} & i = i' \text{ and } \tau = {}, \\ {} & \text{otherwise,} \end{cases}",
)
def test_the_sums_of_the_theorem(*numbers):
    s, c_i = 2, 2
    K = orthonormal(s, c_i)
    if len(numbers) == 4:
        assert numbers[0] == 2
        start, less, power = numbers[1:]
        places = list(itertools.product(range(start, s - less + 1), repeat=power))
        assert places == list(numpy.ndindex(s, s))
        return
    one, none, zero = numbers
    wide = numpy.zeros((len(K), c_i, 3 * s, 3 * s))  # elements outside the kernel are zero
    wide[:, :, :s, :s] = K
    for i, j in itertools.product(range(c_i), repeat=2):
        for a in numpy.ndindex(s, s):
            for tau in numpy.ndindex(s, s):
                there = wide[:, i, a[0] :: s, a[1] :: s]
                back = wide[:, j, a[0] + tau[0] :: s, a[1] + tau[1] :: s]
                high, width = (
                    min(p, q) for p, q in zip(there.shape[1:], back.shape[1:], strict=True)
                )
                found = (there[:, :high, :width] * back[:, :high, :width]).sum()
                same = i == j and tau == (none, none)
                assert numpy.isclose(found, one if same else zero, atol=1e-9)


@says(
    "not-a-deconvolution",
    r"of the weights with which the window takes both: "
    r"$\mathsf{K}_{o, i, q - s r} \, \mathsf{K}_{o, i', q + \tau - s r}$.",
)
@says(
    "not-a-deconvolution",
    r"As $r$ goes over all windows that touch $q$, $q - s r$ goes over all places $a + s j$ of the kernel "
    r"with the same remainder $a$ as $q$.",
)
def test_the_entry_of_the_product():
    s, k, n = 2, 3, 9
    K = rng.normal(size=(1, k))
    W = kernel2matrix(K, (1, n), stride=(1, s))
    windows = range(len(W))
    for q, tau in itertools.product(range(n - 2), range(3)):
        inside = [r for r in windows if 0 <= q - s * r < k and 0 <= q + tau - s * r < k]
        entry = sum(K[0, q - s * r] * K[0, q + tau - s * r] for r in inside)
        assert numpy.isclose((W.T @ W)[q, q + tau], entry)
        touched = {q - s * r for r in range(-9, 9) if 0 <= q - s * r < k}
        assert touched == set(range(q % s, k, s))


@says(
    "not-a-deconvolution",
    r"it moves each block of $s \times s$ pixels into $s^{}$ channels.",
)
def test_space_to_depth(power):
    s = 2
    K = numpy.eye(s * s).reshape(-1, 1, s, s)
    X = rng.normal(size=(1, 1, 4, 6))
    deep = corr2d(X, K, stride=s)
    assert deep.shape == (1, s**power, 2, 3)
    for a, b in numpy.ndindex(s, s):
        assert (deep[0, a * s + b] == X[0, 0, a::s, b::s]).all()


@says(
    "not-a-deconvolution",
    r"There and back multiplies the means of the blocks by $\sigma^{}$.",
)
@says("not-a-deconvolution", r"The rest has $\sigma = {}$ and is lost.")
def test_average_pooling_there_and_back(number):
    W = kernel2matrix(numpy.full((2, 2), 1 / 4), (4, 6), stride=2)
    sigma = numpy.linalg.svd(W)[1]
    X = rng.normal(size=(4, 6))
    back = (W.T @ (W @ X.ravel())).reshape(4, 6)
    means = [one.reshape(2, 2, 3, 2).mean((1, 3)) for one in (X, back)]
    if number:
        assert numpy.allclose(means[1], sigma[0] ** number * means[0])
        return
    lost = X - means[0].repeat(2, 0).repeat(2, 1)
    assert numpy.allclose(W @ lost.ravel(), number)


@says(
    "not-a-deconvolution",
    r"For $\tau = q - p$ the sum of the theorem has {} term, $\mathsf{K}_p \mathsf{K}_q$",
)
def test_the_pair_that_is_furthest_apart(terms):
    kernel = numpy.array([0, 0, 3, 0, 5, 2, 0])
    p, q = numpy.flatnonzero(kernel)[[0, -1]]
    pairs = [
        (i, i + q - p)
        for i in range(len(kernel))
        if i + q - p < 7 and kernel[i] * kernel[i + q - p]
    ]
    assert pairs == [(p, q)]
    assert len(pairs) == terms
