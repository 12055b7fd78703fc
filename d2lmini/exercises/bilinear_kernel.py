"""The kernel of bilinear enlargement."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed

SOLUTION = """\
def bilinear_kernel(stride):
    k = 2 * stride - stride % 2
    K = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            down = 1 - abs(i - (k - 1) / 2) / stride
            right = 1 - abs(j - (k - 1) / 2) / stride
            K[i, j] = down * right
    return K
"""


def cases(_draw: Draw) -> list[Any]:
    """Return every stride up to 6: odd and even ones have kernels of different kinds."""
    return [(stride,) for stride in range(1, 7)]


EXERCISE = Exercise(
    title="A tent that enlarges",
    grade="standard",
    function="bilinear_kernel",
    statement="""\
Write `bilinear_kernel(stride)`: a tent of `k = 2 * stride - stride % 2` elements along each axis,
highest in the middle, that loses `1 / stride` with each step; the kernel is the product of a tent
down and a tent across.""",
    starter="""\
def bilinear_kernel(stride):
    k = 2 * stride - stride % 2
    # The middle lies at (k - 1) / 2: for an even k between two elements.
    return None
""",
    hint="The tent at i is `1 - abs(i - (k - 1) / 2) / stride`.",
    solution=SOLUTION,
    wrong=[
        Wrong(
            SOLUTION.replace("(k - 1) / 2", "k // 2"),
            "The middle of an even number of elements lies between two of them, at (k - 1) / 2.",
        ),
        Wrong(
            changed(SOLUTION, ("down * right", "down + right")),
            "The tents are added: their product falls to the sides and to the corners.",
        ),
        Wrong(
            SOLUTION.replace(") / stride", ") / k"),
            "The tent is too flat: it loses 1 / stride with each step, not 1 / k.",
        ),
        Wrong(
            changed(SOLUTION, ("return K", "return K / K.sum()")),
            "The weights add up to 1. Each output is reached by the weights of several stamps, "
            "and those have to.",
        ),
    ],
    cases=cases,
)
