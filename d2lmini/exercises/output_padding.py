"""The output padding that restores a size."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed

SOLUTION = """\
def output_padding(n, k, stride, padding, dilation):
    return (n + 2 * padding - dilation * (k - 1) - 1) % stride
"""


def cases(draw: Draw) -> list[Any]:
    """Draw settings along one axis in which the kernel fits into the padded input."""
    drawn = [(15, 5, 3, 2, 1), (16, 5, 3, 2, 1), (4, 2, 1, 0, 1), (8, 3, 2, 1, 1), (9, 3, 4, 0, 2)]
    for _ in range(20):
        k, dilation = draw.integer(1, 4), draw.integer(1, 3)
        n = dilation * (k - 1) + 1 + draw.integer(0, 7)
        drawn.append((n, k, draw.integer(1, 4), draw.integer(0, 2), dilation))
    return drawn


EXERCISE = Exercise(
    title="The output padding that restores a size",
    grade="standard",
    function="output_padding",
    statement="""\
A convolution makes n elements smaller; the transposed convolution with the same parameters has to
bring back exactly n. Write `output_padding(n, k, stride, padding, dilation)`: the output padding
that it needs.""",
    starter="""\
def output_padding(n, k, stride, padding, dilation):
    # How many elements at the end does no window of the convolution reach?
    return None
""",
    hint=(
        "The windows begin at multiples of the stride up to `n + 2 * padding - dilation * (k "
        "- 1) - 1`."
    ),
    solution=SOLUTION,
    wrong=[
        Wrong(
            "def output_padding(n, k, stride, padding, dilation):\n    return stride - 1\n",
            "stride - 1 is the largest output padding that can be needed, not the one that is.",
        ),
        Wrong(
            "def output_padding(n, k, stride, padding, dilation):\n    return 0\n",
            "Without output padding the size comes back only where the stride divides.",
        ),
        Wrong(
            changed(SOLUTION, ("2 * padding", "padding")),
            "Padding is added at both ends.",
        ),
        Wrong(
            changed(SOLUTION, ("dilation * (k - 1) - 1", "k")),
            "Dilation is left out: it spreads the kernel.",
        ),
    ],
    cases=cases,
)
