"""Transposed convolution by zeros between the elements and a turned kernel."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed
from d2lmini.exercises.corr2d import SOLUTION as CORR2D

SOLUTION = f"""\
{CORR2D}

def trans_conv(X, K, stride):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    wide_h, wide_w = (n_h - 1) * stride + 1, (n_w - 1) * stride + 1
    Z = np.zeros((wide_h + 2 * (k_h - 1), wide_w + 2 * (k_w - 1)))
    for i in range(n_h):
        for j in range(n_w):
            Z[k_h - 1 + i * stride, k_w - 1 + j * stride] = X[i, j]
    return corr2d(Z, np.flip(K, (0, 1)))
"""


def cases(draw: Draw) -> list[Any]:
    """Draw inputs, kernels and strides, one larger than the kernel too."""
    drawn = [([[0.0, 1.0], [2.0, 3.0]], [[0.0, 1.0], [2.0, 3.0]], 2)]
    drawn += [(draw.grid(1, 1), draw.grid(2, 3), 3), (draw.grid(2, 3), draw.grid(1, 1), 2)]
    drawn += [(draw.grid(2, 2), draw.grid(3, 2), 1), (draw.grid(3, 2), draw.grid(2, 2), 3)]
    for _ in range(8):
        X = draw.grid(draw.integer(1, 3), draw.integer(1, 3))
        drawn.append((X, draw.grid(draw.integer(1, 3), draw.integer(1, 3)), draw.integer(1, 3)))
    return drawn


EXERCISE = Exercise(
    title="Transposed convolution by zeros and a turned kernel",
    grade="standard",
    function="trans_conv",
    statement="""\
Write `trans_conv(X, K, stride)` as one cross-correlation: put `stride - 1` zeros between
neighbouring elements of `X`, a border of zeros around them, and turn the kernel by 180 degrees.""",
    starter=f"""\
{CORR2D}

def trans_conv(X, K, stride):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    # Make Z, the input with zeros in between and around, and return a corr2d.
""",
    hint="The border is `k_h - 1` zeros above and below, `k_w - 1` left and right.",
    solution=SOLUTION,
    wrong=[
        Wrong(
            changed(SOLUTION, ("np.flip(K, (0, 1))", "K")),
            "The kernel is not turned: cross-correlation would read it backwards.",
        ),
        Wrong(
            changed(SOLUTION, ("np.flip(K, (0, 1))", "K.T")),
            "The kernel is transposed, not turned: turning reverses both of its axes.",
        ),
        Wrong(
            changed(SOLUTION, ("np.flip(K, (0, 1))", "np.flip(K, (0,))")),
            "Only the rows are reversed: turning by 180 degrees reverses the columns too.",
        ),
        Wrong(
            changed(
                SOLUTION,
                (
                    "wide_h, wide_w = (n_h - 1) * stride + 1, (n_w - 1) * stride + 1",
                    "wide_h, wide_w = n_h * stride, n_w * stride",
                ),
            ),
            "There are zeros behind the last element too: they belong only between elements.",
        ),
    ],
    cases=cases,
)
