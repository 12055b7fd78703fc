"""The table of parameters in the chapter on shapes says what its cells print."""

import re

import nbformat
import pytest

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.paths import BOOK

CHAPTER = "shape-arithmetic"
COLUMNS = {"pytorch": 1, "mxnet": 2}
CODE = re.compile(r"`([^`]+)`")


def table():
    """Return the rows of the table as lists of cells, its heading left out."""
    lines = (BOOK / f"{CHAPTER}.md").read_text("utf8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("| row |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return rows
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    raise AssertionError("the table has no end")


def test_the_columns_are_of_the_layers_whose_signatures_are_read():
    source = (BOOK / f"{CHAPTER}.md").read_text("utf8")
    head = next(line for line in source.splitlines() if line.startswith("| row |"))
    names = [cell.strip() for cell in head.strip("|").split("|")][1:]
    read = ("inspect.signature(nn.{})", "inspect.signature(nn.{})", 'get_schema("{}")')
    libraries = ("import torch", "from mxnet", "import onnx")
    cells = re.findall(r"^```\{code-cell\}.*?^```$", source, re.MULTILINE | re.DOTALL)
    tags = (":tags: [pytorch]", ":tags: [mxnet]", "onnx")
    for name, call, tag, library in zip(names, read, tags, libraries, strict=True):
        (layer,) = CODE.findall(name)
        assert any(call.format(layer) in cell and tag in cell for cell in cells), name
        assert name.partition(" ")[0].lower() in library.replace("torch", "pytorch"), name


def printed(framework):
    """Return everything that a framework's stored notebook printed, line by line."""
    notebook = nbformat.read(notebook_path(BOOK, framework, CHAPTER), as_version=4)
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    return "".join(o.get("text", "") for o in outputs).splitlines()


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda f: f.tag)
@pytest.mark.parametrize("row", table(), ids=lambda row: row[0])
def test_a_row_of_the_table_is_what_the_layers_signature_says(row, framework):
    lines = [line for line in printed(framework) if line.startswith(row[0] + " ")]
    names = CODE.findall(row[COLUMNS[framework.tag]]) or [row[COLUMNS[framework.tag]]]
    for name in names:
        if name == "N, C, H, W":
            name = "N, C first: True"
        assert any(name in line for line in lines), f"{name!r} is in none of {lines}"


@pytest.mark.parametrize("row", table(), ids=lambda row: row[0])
def test_a_row_of_the_table_is_what_the_schema_of_onnx_says(row):
    lines = printed(FRAMEWORKS[0])
    names = CODE.findall(row[3])
    assert names or row[3] == "N × C × H × W"
    for name in names:
        if name.startswith("("):
            assert "kernel layout   True" in lines
        elif "=" in name:
            assert f"attribute {name}" in lines
        else:
            known = [f"attribute {name}, may be absent", f"input {name}, "]
            assert any(line.startswith(tuple(known)) for line in lines), name
    if row[3] == "N × C × H × W":
        assert "N x C x H x W: True" in lines
