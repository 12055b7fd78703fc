"""Transposed convolution by stamps."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed

SOLUTION = """\
def trans_conv(X, K):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    Y = np.zeros((n_h + k_h - 1, n_w + k_w - 1))
    for i in range(n_h):
        for j in range(n_w):
            Y[i:i + k_h, j:j + k_w] += X[i, j] * K
    return Y
"""


def cases(draw: Draw) -> list[Any]:
    """Draw inputs and kernels, of one element too."""
    drawn = [([[0.0, 1.0], [2.0, 3.0]], [[0.0, 1.0], [2.0, 3.0]])]
    drawn += [(draw.grid(1, 1), draw.grid(2, 3)), (draw.grid(2, 3), draw.grid(1, 1))]
    drawn += [(draw.grid(1, 4), draw.grid(3, 1)), (draw.grid(2, 2), draw.grid(4, 3))]
    for _ in range(12):
        X = draw.grid(draw.integer(1, 4), draw.integer(1, 4))
        drawn.append((X, draw.grid(draw.integer(1, 3), draw.integer(1, 3))))
    return drawn


EXERCISE = Exercise(
    title="Transposed convolution by stamps",
    grade="warm-up",
    function="trans_conv",
    statement="""\
Write `trans_conv(X, K)` with stride 1: each input element multiplies the whole kernel and adds
the product to the window of the output that begins where the element stands.""",
    starter="""\
def trans_conv(X, K):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    # Make Y with np.zeros, add a stamp for each element of X, and return it.
""",
    hint="The stamp of `X[i, j]` is `X[i, j] * K`; it goes to `Y[i:i + k_h, j:j + k_w]`.",
    solution=SOLUTION,
    wrong=[
        Wrong(
            changed(SOLUTION, ("+= X", "= X")),
            "Where stamps overlap, the last one replaces the others: add with +=.",
            stray=True,
        ),
        Wrong(
            SOLUTION.replace("k_h - 1, n_w + k_w - 1", "k_h, n_w + k_w"),
            "The output is one row and one column too large: the last stamp starts at n - 1, "
            "so the output ends at n + k - 1.",
            stray=True,
        ),
        Wrong(
            changed(SOLUTION, ("* K", "* np.flip(K, (0, 1))")),
            "The kernel is turned by 180 degrees. A stamp is the kernel as it is; only the form "
            "that gathers turns it.",
        ),
        Wrong(
            changed(SOLUTION, ("* K", "* K.T")),
            "The kernel is transposed. The name means the matrix of the operation, not the kernel.",
        ),
        Wrong(
            changed(SOLUTION, ("    return Y", "            return Y")),
            "The function ends after its first stamp: return stands inside both loops.",
        ),
        Wrong(
            changed(SOLUTION, ("    return Y", "        return Y")),
            "The function ends after the first row of the input: return stands inside the outer "
            "loop.",
        ),
    ],
    cases=cases,
)
