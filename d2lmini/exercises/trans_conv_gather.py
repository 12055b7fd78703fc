"""Transposed convolution by gathering."""

from d2lmini.exercises._exercise import Exercise, Wrong, changed
from d2lmini.exercises.trans_conv import cases

SOLUTION = """\
def trans_conv(X, K):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    Y = np.zeros((n_h + k_h - 1, n_w + k_w - 1))
    for i in range(n_h + k_h - 1):
        for j in range(n_w + k_w - 1):
            for a in range(k_h):
                for b in range(k_w):
                    if 0 <= i - a < n_h and 0 <= j - b < n_w:
                        Y[i, j] += X[i - a, j - b] * K[a, b]
    return Y
"""

EXERCISE = Exercise(
    title="Transposed convolution by gathering",
    grade="standard",
    function="trans_conv",
    statement="""\
Write the same operation, with stride 1, from the output's side: go through the elements of `Y`,
and collect for each the products of all input elements whose stamps reach it.""",
    starter="""\
def trans_conv(X, K):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    # For each Y[i, j], add up what reaches it, weight by weight.
""",
    hint="The weight `K[a, b]` brings `X[i - a, j - b]` to `Y[i, j]`, if there is such an element.",
    solution=SOLUTION,
    wrong=[
        Wrong(
            changed(
                SOLUTION,
                ("if 0 <= i - a < n_h and 0 <= j - b < n_w", "if i - a < n_h and j - b < n_w"),
            ),
            "A negative index counts from the end: elements before the first one have to be left "
            "out.",
        ),
        Wrong(
            changed(
                SOLUTION,
                ("if 0 <= i - a < n_h and 0 <= j - b < n_w", "if i + a < n_h and j + b < n_w"),
                ("X[i - a, j - b]", "X[i + a, j + b]"),
            ),
            "The input is read at i + a: that gathers for a cross-correlation. A stamp that "
            "starts at i - a"
            "reaches i with its weight a.",
        ),
        Wrong(
            changed(SOLUTION, ("+= X", "= X")),
            "Each product replaces the one before: add with +=.",
        ),
        Wrong(
            changed(SOLUTION, ("* K[a, b]", "* K[k_h - 1 - a, k_w - 1 - b]")),
            "The kernel is turned twice: with X[i - a, j - b] the weight is K[a, b].",
        ),
    ],
    cases=cases,
)
