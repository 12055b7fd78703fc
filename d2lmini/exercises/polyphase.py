"""Transposed convolution with a stride as several without."""

from d2lmini.exercises._exercise import Exercise, Wrong, changed
from d2lmini.exercises.trans_conv import SOLUTION as STAMPS
from d2lmini.exercises.trans_conv_zeros import cases

SOLUTION = f"""\
{STAMPS}

def strided(X, K, stride):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    Y = np.zeros(((n_h - 1) * stride + k_h, (n_w - 1) * stride + k_w))
    for a in range(min(stride, k_h)):
        for b in range(min(stride, k_w)):
            part = trans_conv(X, K[a::stride, b::stride])
            rows, columns = part.shape
            Y[a:a + rows * stride:stride, b:b + columns * stride:stride] = part
    return Y
"""

EXERCISE = Exercise(
    title="A stride as several operations without",
    grade="hard",
    function="strided",
    statement="""\
Write `strided(X, K, stride)`, a transposed convolution with a stride, from transposed
convolutions *without* one: each takes every `stride`-th weight of the kernel and fills every
`stride`-th element of the output.""",
    starter=f"""\
{STAMPS}

def strided(X, K, stride):
    n_h, n_w = X.shape
    k_h, k_w = K.shape
    # Outputs at a, a + stride, … meet only the weights at a, a + stride, …
""",
    hint=(
        "The part for (a, b) is `trans_conv(X, K[a::stride, b::stride])`. With a kernel "
        "smaller than the stride some parts are empty."
    ),
    solution=SOLUTION,
    wrong=[
        Wrong(
            changed(SOLUTION, ("K[a::stride, b::stride]", "K[b::stride, a::stride]")),
            "The phases of rows and columns are exchanged.",
            stray=True,
        ),
        Wrong(
            SOLUTION.replace("min(stride, k_h)", "1").replace("min(stride, k_w)", "1"),
            "Only the first phase is there: rows and columns in between stay zero. The loops run "
            "over all phases, and return stands after both.",
        ),
        Wrong(
            changed(SOLUTION, ("K[a::stride, b::stride]", "K[a:a + 1, b:b + 1]")),
            "Each part has one weight only: take every stride-th one, from a to the kernel's end.",
            stray=True,
        ),
    ],
    cases=cases,
)
