"""Transposed convolution by the transpose of the matrix."""

from d2lmini.exercises._exercise import Exercise, Wrong, changed
from d2lmini.exercises.kernel2matrix import SOLUTION as KERNEL2MATRIX
from d2lmini.exercises.trans_conv import cases

SOLUTION = f"""\
{KERNEL2MATRIX}

def trans_conv(X, K):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    o_h, o_w = n_h + k_h - 1, n_w + k_w - 1
    W = kernel2matrix(K, o_h, o_w)
    return (W.T @ X.reshape(-1)).reshape(o_h, o_w)
"""

EXERCISE = Exercise(
    title="Transposed convolution by the transpose of a matrix",
    grade="standard",
    function="trans_conv",
    statement="""\
Write `trans_conv(X, K)`, with stride 1, as one product with the transpose of a matrix that
`kernel2matrix` gives.""",
    starter=f"""\
{KERNEL2MATRIX}

def trans_conv(X, K):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    # Which input size has a cross-correlation whose output has the shape of X?
""",
    hint="`W` belongs to the convolution that leads from the *output's* shape to that of `X`.",
    solution=SOLUTION,
    wrong=[
        Wrong(
            changed(SOLUTION, (").reshape(o_h, o_w)", ")")),
            "The numbers are right, in one row: bring them into the output's shape.",
        ),
        Wrong(
            changed(
                SOLUTION,
                ("kernel2matrix(K, o_h, o_w)", "kernel2matrix(np.flip(K, (0, 1)), o_h, o_w)"),
            ),
            "The kernel is turned: the transpose of W needs no turning.",
        ),
        Wrong(
            changed(
                SOLUTION,
                ("kernel2matrix(K, o_h, o_w)", "kernel2matrix(K, o_w, o_h)"),
                ("reshape(o_h, o_w)", "reshape(o_w, o_h).T"),
            ),
            "Rows and columns of the size are exchanged.",
        ),
    ],
    cases=cases,
)
