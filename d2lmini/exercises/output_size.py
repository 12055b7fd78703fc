"""The output's size."""

from typing import Any

from d2lmini.exercises._exercise import Draw, Exercise, Wrong, changed

SOLUTION = """\
def output_size(n, k, stride, padding, output_padding, dilation):
    return (n - 1) * stride + dilation * (k - 1) + 1 - 2 * padding + output_padding
"""


def cases(draw: Draw) -> list[Any]:
    """Draw settings along one axis, plain ones first."""
    drawn = [(2, 2, 1, 0, 0, 1), (3, 2, 2, 0, 0, 1), (4, 3, 2, 1, 1, 1), (3, 3, 2, 0, 0, 2)]
    for _ in range(20):
        n, k, stride = draw.integer(2, 8), draw.integer(2, 5), draw.integer(1, 4)
        drawn.append(
            (n, k, stride, draw.integer(0, 1), draw.integer(0, stride - 1), draw.integer(1, 3))
        )
    return drawn


EXERCISE = Exercise(
    title="The size of the output",
    grade="warm-up",
    function="output_size",
    statement="""\
Write `output_size(n, k, stride, padding, output_padding, dilation)`: how many elements the output
of a transposed convolution has along one axis.""",
    starter="""\
def output_size(n, k, stride, padding, output_padding, dilation):
    # Where does the last stamp begin, and how far does it reach?
    return None
""",
    hint=(
        "The last stamp begins at `(n - 1) * stride`; a dilated kernel covers `dilation * (k "
        "- 1) + 1` elements."
    ),
    solution=SOLUTION,
    wrong=[
        Wrong(
            changed(SOLUTION, ("(n - 1) * stride", "n * stride")),
            "There are n stamps, but only n - 1 steps of a stride between them.",
        ),
        Wrong(
            changed(SOLUTION, ("- 2 * padding", "- padding")),
            "Padding cuts off both ends: subtract it twice.",
        ),
        Wrong(
            changed(SOLUTION, ("- 2 * padding", "+ 2 * padding")),
            "Padding makes the output of a transposed convolution smaller: it is the padding of "
            "the"
            "convolution that leads back.",
        ),
        Wrong(
            changed(SOLUTION, ("dilation * (k - 1) + 1", "dilation * k")),
            "A dilated kernel of k weights has k - 1 steps between them: it covers dilation * (k "
            "- 1) + 1.",
        ),
        Wrong(
            changed(SOLUTION, ("dilation * (k - 1) + 1", "k")),
            "Dilation is left out: it spreads the kernel.",
        ),
        Wrong(
            "def output_size(n, k, stride, padding, output_padding, dilation):\n"
            "    return (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1\n",
            "This is the size of a convolution's output.",
        ),
    ],
    cases=cases,
)
