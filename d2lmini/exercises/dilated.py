"""Cross-correlation with a dilated kernel."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed

SOLUTION = """\
def dilated(X, K, dilation):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    m_h, m_w = n_h - dilation * (k_h - 1), n_w - dilation * (k_w - 1)
    Y = np.zeros((m_h, m_w))
    for a in range(k_h):
        for b in range(k_w):
            top, left = a * dilation, b * dilation
            Y += K[a, b] * X[top:top + m_h, left:left + m_w]
    return Y
"""


def cases(draw: Draw) -> list[Any]:
    """Draw inputs into which the dilated kernel fits, exactly and with room."""
    drawn = [(draw.grid(4, 4), draw.grid(2, 2), 2), (draw.grid(3, 4), draw.grid(2, 2), 1)]
    drawn += [(draw.grid(3, 5), draw.grid(1, 3), 2), (draw.grid(2, 3), draw.grid(1, 1), 3)]
    for _ in range(8):
        k_h, k_w, dilation = draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 3)
        n_h = dilation * (k_h - 1) + 1 + draw.integer(0, 2)
        n_w = dilation * (k_w - 1) + 1 + draw.integer(0, 2)
        drawn.append((draw.grid(n_h, n_w), draw.grid(k_h, k_w), dilation))
    return drawn


EXERCISE = Exercise(
    title="Cross-correlation with a dilated kernel",
    grade="standard",
    function="dilated",
    statement="""\
Write `dilated(X, K, dilation)`: a cross-correlation in which neighbouring weights of the kernel
meet input elements that are `dilation` apart. With dilation 1 it is `corr2d`.""",
    starter="""\
def dilated(X, K, dilation):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    # The dilated kernel covers dilation * (k - 1) + 1 elements along each axis.
""",
    hint=(
        "The weight `K[a, b]` meets the input from row `a * dilation` and column `b * dilation` on."
    ),
    solution=SOLUTION,
    wrong=[
        Wrong(
            SOLUTION.replace("dilation * (k", "(dilation + 1) * (k").replace(
                "* dilation", "* (dilation + 1)"
            ),
            "Dilation is counted from 0: with dilation 1 the weights are neighbours.",
        ),
        Wrong(
            changed(SOLUTION, ("a * dilation, b * dilation", "a, b")),
            "The output's size is right, but the weights still meet neighbours.",
        ),
        Wrong(
            changed(SOLUTION, ("K[a, b]", "K[k_h - 1 - a, k_w - 1 - b]")),
            "The kernel is turned by 180 degrees; cross-correlation takes it as it is.",
        ),
        Wrong(
            changed(
                SOLUTION,
                (
                    "n_h - dilation * (k_h - 1), n_w - dilation * (k_w - 1)",
                    "n_h - dilation * k_h + 1, n_w - dilation * k_w + 1",
                ),
            ),
            "The output is too small: k weights have only k - 1 steps of the dilation between "
            "them.",
        ),
    ],
    cases=cases,
)
