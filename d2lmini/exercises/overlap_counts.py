"""How many stamps reach each element of the output."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed

SOLUTION = """\
def overlap_counts(n_h, n_w, k, stride):
    Y = np.zeros(((n_h - 1) * stride + k, (n_w - 1) * stride + k))
    for i in range(0, n_h * stride, stride):
        for j in range(0, n_w * stride, stride):
            Y[i:i + k, j:j + k] += 1
    return Y
"""


def cases(draw: Draw) -> list[Any]:
    """Draw sizes, with strides below, at and above the kernel's size."""
    drawn = [(2, 2, 3, 2), (1, 3, 2, 1), (2, 3, 2, 2), (3, 2, 1, 2)]
    for _ in range(8):
        n_h, n_w = draw.integer(1, 4), draw.integer(1, 4)
        drawn.append((n_h, n_w, draw.integer(1, 4), draw.integer(1, 3)))
    return drawn


EXERCISE = Exercise(
    title="Counting overlaps",
    grade="warm-up",
    function="overlap_counts",
    statement="""\
Checkerboards come from stamps that overlap unevenly. Write `overlap_counts(n_h, n_w, k, stride)`:
how many stamps of a k×k kernel reach each element of the output.""",
    starter="""\
def overlap_counts(n_h, n_w, k, stride):
    # An array of the output's shape, in which each stamp adds one to its window.
    return None
""",
    hint="A transposed convolution of ones with a kernel of ones counts them.",
    solution=SOLUTION,
    wrong=[
        Wrong(
            changed(SOLUTION, ("+= 1", "= 1")),
            "Every element is 1: where stamps overlap, count each of them.",
        ),
        Wrong(
            SOLUTION.replace("range(0, n_h * stride, stride)", "range(n_h)").replace(
                "range(0, n_w * stride, stride)", "range(n_w)"
            ),
            "The stamps lie side by side, one element apart: each begins a stride further.",
        ),
        Wrong(
            changed(SOLUTION, ("+= 1", "+= k * k")),
            "Each stamp counts as many times as the kernel has weights: one weight of it reaches "
            "an element.",
        ),
    ],
    cases=cases,
)
