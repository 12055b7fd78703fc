"""Executing a notebook: what is refused."""

import pytest

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.chapters import ChapterError, read_chapter, split
from book._ext.notebooks.execute import execute

pytestmark = pytest.mark.slow

PYTORCH = FRAMEWORKS[0]


def cell(code):
    return f"# Title\n\n```{{code-cell}}\n{code}\n```\n"


@pytest.mark.parametrize(
    ("code", "line", "message"),
    [
        (
            "x = 1\nx / 0",
            5,
            r"ZeroDivisionError: division by zero\n    x / 0\nraised in the PyTorch",
        ),
        ("import sys\nprint(1, file=sys.stderr)", 4, "in the PyTorch notebook this cell wrote to"),
        ("object()", 4, "in the PyTorch notebook this cell prints a memory address"),
        (
            "def f():\n    return g()\n\n\nf()",
            8,
            r"NameError: name 'g' is not defined\n    f\(\)\n",
        ),
        ("x = (1,", 4, r"_IncompleteInputError|SyntaxError: "),
    ],
    ids=["raises", "stderr", "address", "raises in a function", "syntax"],
)
def test_a_cell_that_cannot_be_compared_is_refused_with_its_line(tmp_path, code, line, message):
    chapter = read_chapter("c", cell(code))
    with pytest.raises(ChapterError, match=rf"^book/c\.md:{line}: (?:{message})") as raised:
        execute(split(chapter, PYTORCH), chapter, PYTORCH, tmp_path, keep=0)
    assert len(str(raised.value).splitlines()) <= 5
