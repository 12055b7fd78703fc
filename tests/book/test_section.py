"""Everything that section 13.10 prints is printed by the notebooks, in the same order.

The texts are the section's own, whitespace apart; two that its copy cuts short are complete here.
"""

import nbformat
import pytest

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.paths import BOOK
from tests.support.says import says

BASIC = "[[0.,0.,1.],[0.,4.,6.],[4.,12.,9.]]"
STRIDE_2 = "[[[[0.,0.,0.,1.],[0.,0.,2.,3.],[0.,2.,0.,3.],[4.,6.,6.,9.]]]]"
W = (
    "[[1.,2.,0.,3.,4.,0.,0.,0.,0.],[0.,1.,2.,0.,3.,4.,0.,0.,0.],"
    "[0.,0.,0.,1.,2.,0.,3.,4.,0.],[0.,0.,0.,0.,1.,2.,0.,3.,4.]]"
)
TRUE_2 = "[[True,True],[True,True]]"
TRUE_3 = "[[True,True,True],[True,True,True],[True,True,True]]"
GRAD = ",grad_fn=<ConvolutionBackward0>"

# chapter, what stands in the brackets, what PyTorch adds; "" for a result that is not an array
PRINTED = [
    ("basic-operation", BASIC, ""),
    ("basic-operation", f"[[{BASIC}]]", GRAD),
    ("padding-strides-channels", "[[[[4.]]]]", GRAD),
    ("padding-strides-channels", STRIDE_2, GRAD),
    ("padding-strides-channels", "True", None),
    ("matrix-transposition", "[[27.,37.],[57.,67.]]", ""),
    ("matrix-transposition", W, ""),
    ("matrix-transposition", TRUE_2, ""),
    ("matrix-transposition", TRUE_3, ""),
]


def results(framework):
    """Return the displayed values of the chapters in order, without whitespace."""
    found = []
    for chapter in dict.fromkeys(chapter for chapter, _, _ in PRINTED):
        notebook = nbformat.read(notebook_path(BOOK, framework, chapter), as_version=4)
        found += [
            (chapter, "".join(output.data["text/plain"].split()))
            for cell in notebook.cells
            for output in cell.get("outputs", [])
            if output.output_type == "execute_result"
        ]
    return found


@says(
    "testing",
    "Every output that section 13.10 of *Dive into Deep Learning* prints stands in a table and is "
    "looked up in both notebooks.",
)
@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda f: f.tag)
def test_the_notebooks_print_what_the_section_prints(framework):
    remaining = iter(results(framework))
    for chapter, numbers, added in PRINTED:
        if added is None:
            expected = numbers
        elif framework.tag == "pytorch":
            expected = f"tensor({numbers}{added})"
        else:
            expected = f"array({numbers})"
        assert (chapter, expected) in remaining, f"{chapter} does not print {expected} in its place"
