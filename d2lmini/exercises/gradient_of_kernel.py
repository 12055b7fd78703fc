"""The gradient with respect to the kernel."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed

SOLUTION = """\
def gradient_of_kernel(X, G, stride):
    n_h, n_w = X.shape
    g_h, g_w = G.shape
    D = np.zeros((g_h - (n_h - 1) * stride, g_w - (n_w - 1) * stride))
    for i in range(n_h):
        for j in range(n_w):
            top, left = i * stride, j * stride
            D += X[i, j] * G[top:top + D.shape[0], left:left + D.shape[1]]
    return D
"""


def cases(draw: Draw) -> list[Any]:
    """Draw inputs and gradients of the outputs, for kernels of one element too."""
    drawn = [(draw.grid(2, 2), draw.grid(3, 3), 1), (draw.grid(2, 2), draw.grid(4, 5), 2)]
    drawn += [(draw.grid(1, 1), draw.grid(2, 3), 2), (draw.grid(2, 3), draw.grid(2, 3), 1)]
    for _ in range(8):
        n_h, n_w, stride = draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 3)
        g_h = (n_h - 1) * stride + draw.integer(1, 3)
        drawn.append(
            (draw.grid(n_h, n_w), draw.grid(g_h, (n_w - 1) * stride + draw.integer(1, 3)), stride)
        )
    return drawn


EXERCISE = Exercise(
    title="The gradient with respect to the kernel",
    grade="hard",
    function="gradient_of_kernel",
    statement="""\
`Y` is the transposed convolution of `X` with `K`, and `G` the gradient of a loss with respect to
`Y`. Write `gradient_of_kernel(X, G, stride)`: the gradient with respect to `K`, in the shape of
`K`.""",
    starter="""\
def gradient_of_kernel(X, G, stride):
    n_h, n_w = X.shape
    g_h, g_w = G.shape
    # K[a, b] met X[i, j] at Y[i * stride + a, j * stride + b].
""",
    hint="Every input element adds `X[i, j]` times the window of `G` on which its stamp fell.",
    solution=SOLUTION,
    wrong=[
        Wrong(
            changed(SOLUTION, ("top, left = i * stride, j * stride", "top, left = i, j")),
            "The windows of G lie one element apart: each stamp began a stride further.",
        ),
        Wrong(
            changed(SOLUTION, ("D += X[i, j]", "D += X[n_h - 1 - i, n_w - 1 - j]")),
            "X is turned by 180 degrees: the gradient is a cross-correlation of G with X as it is.",
        ),
        Wrong(
            changed(SOLUTION, ("return D", "return np.flip(D, (0, 1))")),
            "The gradient is turned by 180 degrees: K[a, b] belongs to the window's element (a, "
            "b).",
        ),
        Wrong(
            changed(SOLUTION, ("return D", "return D / (n_h * n_w)")),
            "This is the mean over the input: the gradient is the sum over all stamps.",
        ),
    ],
    cases=cases,
)
