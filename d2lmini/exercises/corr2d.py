"""Cross-correlation by two loops."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed

SOLUTION = """\
def corr2d(X, K):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    Y = np.zeros((n_h - k_h + 1, n_w - k_w + 1))
    for i in range(n_h - k_h + 1):
        for j in range(n_w - k_w + 1):
            Y[i, j] = (X[i:i + k_h, j:j + k_w] * K).sum()
    return Y
"""


def cases(draw: Draw) -> list[Any]:
    """Draw inputs and kernels, of one element and of as many as fit too."""
    drawn = [(draw.grid(3, 3), draw.grid(2, 2)), (draw.grid(3, 4), draw.grid(3, 4))]
    drawn += [(draw.grid(2, 5), draw.grid(1, 1)), (draw.grid(1, 6), draw.grid(1, 3))]
    for _ in range(12):
        k_h, k_w = draw.integer(1, 3), draw.integer(1, 3)
        n_h, n_w = k_h + draw.integer(0, 3), k_w + draw.integer(0, 3)
        drawn.append((draw.grid(n_h, n_w), draw.grid(k_h, k_w)))
    return drawn


EXERCISE = Exercise(
    title="Cross-correlation by two loops",
    grade="warm-up",
    function="corr2d",
    statement="""\
Write `corr2d(X, K)`: lay the kernel over every window of the input, multiply element by element,
and add up. The output has as many elements along each axis as there are places for the kernel.""",
    starter="""\
def corr2d(X, K):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    # Make Y with np.zeros, fill it in two loops, and return it.
""",
    hint="The window that belongs to `Y[i, j]` is `X[i:i + k_h, j:j + k_w]`.",
    solution=SOLUTION,
    wrong=[
        Wrong(
            changed(SOLUTION, ("* K)", "* np.flip(K, (0, 1)))")),
            "The kernel is turned by 180 degrees: that is the convolution of mathematics. "
            "Cross-correlation lays the kernel down as it is.",
        ),
        Wrong(
            SOLUTION.replace(" + 1", ""),
            "The output is one row and one column short: a kernel of size k has n - k + 1 places.",
        ),
        Wrong(
            changed(SOLUTION, ("* K)", "* K.T)")),
            "The kernel is transposed: its rows meet the columns of the window.",
        ),
        Wrong(
            changed(SOLUTION, ("(X[i:i + k_h, j:j + k_w] * K).sum()", "X[i, j] * K[0, 0]")),
            "Only one element of each window is used: multiply the whole window, then add up.",
        ),
    ],
    cases=cases,
)
