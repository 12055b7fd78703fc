"""The matrix of a cross-correlation."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed

SOLUTION = """\
def kernel2matrix(K, n_h, n_w):
    k_h, k_w = K.shape
    m_h, m_w = n_h - k_h + 1, n_w - k_w + 1
    W = np.zeros((m_h * m_w, n_h * n_w))
    for i in range(m_h):
        for j in range(m_w):
            for a in range(k_h):
                for b in range(k_w):
                    W[i * m_w + j, (i + a) * n_w + j + b] = K[a, b]
    return W
"""


def cases(draw: Draw) -> list[Any]:
    """Draw kernels and input sizes, not square and of one window too."""
    drawn = [([[1.0, 2.0], [3.0, 4.0]], 3, 3), (draw.grid(2, 2), 2, 2), (draw.grid(1, 1), 2, 3)]
    drawn += [(draw.grid(2, 2), 2, 4), (draw.grid(1, 2), 3, 4)]
    for _ in range(6):
        k_h, k_w = draw.integer(1, 3), draw.integer(1, 3)
        drawn.append((draw.grid(k_h, k_w), k_h + draw.integer(0, 2), k_w + draw.integer(0, 2)))
    return drawn


EXERCISE = Exercise(
    title="The matrix of a cross-correlation",
    grade="standard",
    function="kernel2matrix",
    statement="""\
Write `kernel2matrix(K, n_h, n_w)`: the matrix W for which `W @ X.reshape(-1)` is the
cross-correlation of any input of `n_h` rows and `n_w` columns with `K`, row by row.""",
    starter="""\
def kernel2matrix(K, n_h, n_w):
    k_h, k_w = K.shape
    # Each row of W belongs to one window, each column to one input element.
""",
    hint=(
        "The window at (i, j) is row `i * m_w + j`; the input element at (r, c) is column `r "
        "* n_w + c`."
    ),
    solution=SOLUTION,
    wrong=[
        Wrong(
            SOLUTION.replace("return W", "return W.T"),
            "This is the transpose of W: rows belong to outputs, columns to inputs.",
        ),
        Wrong(
            changed(SOLUTION, ("K[a, b]", "K[k_h - 1 - a, k_w - 1 - b]")),
            "The kernel is turned by 180 degrees; cross-correlation takes it as it is.",
            stray=True,
        ),
        Wrong(
            changed(SOLUTION, ("(i + a) * n_w + j + b", "(i + a) * k_w + j + b")),
            "A column is counted with the kernel's width: the next row of the input is n_w "
            "columns on.",
            stray=True,
        ),
        Wrong(
            changed(SOLUTION, ("K[a, b]", "K[b, a] if k_h == k_w else K[a, b]")),
            "The kernel is transposed: row a of the window meets row a of the kernel.",
        ),
        Wrong(
            changed(SOLUTION, ("    return W", "            return W")),
            "The function ends after the first window: return stands inside the loops over the "
            "windows.",
        ),
    ],
    cases=cases,
)
