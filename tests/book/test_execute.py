"""Executing a notebook: what is refused."""

import pytest

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.chapters import ChapterError, read_chapter, split
from book._ext.notebooks.execute import execute

PYTORCH = FRAMEWORKS[0]


def cell(code):
    return f"# Title\n\n```{{code-cell}}\n{code}\n```\n"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("x = 1\nx / 0", r"cell 1 \('x = 1'\): raised ZeroDivisionError: division by zero; mend"),
        ("import sys\nprint(1, file=sys.stderr)", r"cell 1 .*: wrote to standard error: 1"),
        ("object()", r"cell 1 .*: prints a memory address"),
    ],
    ids=["raises", "stderr", "address"],
)
def test_a_cell_that_cannot_be_compared_is_refused(tmp_path, code, message):
    chapter = read_chapter("c", cell(code))
    with pytest.raises(ChapterError, match=rf"^chapter c, PyTorch, {message}"):
        execute(split(chapter, PYTORCH), chapter, PYTORCH, tmp_path)
