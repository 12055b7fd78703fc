"""The comparison of stored with computed outputs: what it lets pass and what it does not."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import nbformat
import nbval.kernel
import pytest

from book._ext.paths import NOTEBOOKS, ROOT
from tests.support.nbval_layer import same_output

pytestmark = pytest.mark.slow

TENSOR = "tensor([[ 0.1250, 12.0000],\n        [-3.5000,  4.0000]])"


@pytest.mark.parametrize(
    ("reference", "computed"),
    [
        ("tensor([[27., 37.]])", "tensor([[27., 37.]])"),
        ("loss 0.12345678", "loss 0.12345679"),
        ("1.2345678e-05", "1.2345679e-05"),
        ("tensor([[4.]])", "tensor([[4.]], device='cuda:0')"),
        (
            "tensor([4.], grad_fn=<AddBackward0>)",
            "tensor([4.], device='cuda:0',\n       grad_fn=<AddBackward0>)",
        ),
        ("array([[4.]])", "array([[4.]], ctx=gpu(0))"),
    ],
    ids=["same", "last place", "last place, exponent", "cuda", "cuda and grad_fn", "mxnet gpu"],
)
def test_same_numbers_pass(reference, computed):
    assert same_output(reference, computed)


@pytest.mark.parametrize(
    ("reference", "computed"),
    [
        (TENSOR, TENSOR.replace("12.0000", "12.0001")),
        (TENSOR, TENSOR.replace("-3.5", " 3.5")),
        (TENSOR, TENSOR.replace("tensor", "array")),
        ("loss 0.123456", "loss 0.123457"),
        ("-0.0", "0.0"),
        ("shape (3, 3)", "shape (3, 4)"),
        ("3000000", "3000001"),
        ("True", "False"),
        ("1.0 2.0", "1.0"),
        ("1.0", "1"),
        ("tensor([[4.]])", "tensor([[4.]], device='meta')"),
        ("tensor([4.])", "tensor([4.], dtype=torch.float64)"),
        ("array([4.], dtype=float64)", "array([4.], dtype=float16)"),
        ("torch.float32", "torch.float64"),
    ],
    ids=[
        "digit", "sign", "word", "tolerance is not more", "sign of zero", "shape", "large integer",
        "truth", "a number less", "integer for float", "another device", "a dtype more",
        "another dtype", "a dtype alone",
    ],
)  # fmt: skip
def test_a_change_fails(reference, computed):
    assert not same_output(reference, computed)


def run_nbval(path: Path) -> subprocess.CompletedProcess:
    """Run nbval over a notebook, or a folder of them, as `make test` does."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "tests.support.nbval_layer"]
    command += ["-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"), "-q"]
    root = path if path.is_dir() else path.parent
    return subprocess.run(
        [*command, f"--rootdir={root}", str(path)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def small_notebook(path: Path, printed: str, first: str = "x = 12.5", stated: str = "25.0") -> None:
    """Write a notebook that prints 12.5 and 3 and states twice 12.5, both stored with it."""
    answer = {"status": "ok", "data": {"text/plain": stated}, "metadata": {}}
    value = {"user_expressions": [{"expression": "2 * x", "result": answer}]}
    output = nbformat.v4.new_output("stream", name="stdout", text=printed)
    cells = [
        nbformat.v4.new_code_cell(first, id="a", execution_count=1),
        nbformat.v4.new_code_cell("print(x, 3)", id="b", outputs=[output], execution_count=2),
        nbformat.v4.new_markdown_cell(f"Twice that is {stated}.", id="c", metadata=value),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


PRINTED = {
    "near": "12.500001 3\n",
    "digit": "12.6 3\n",
    "integer": "12.5 4\n",
    "sign": "-12.5 3\n",
    "space": "12.5 3 \n",
    "comma": "12.5, 3\n",
}


CHAPTER = NOTEBOOKS / "pytorch" / "basic-operation.ipynb"


# What a kernel finds that was forked from a process with PyTorch, whatever the last one did there.
FORKED = "import sys\nx = 12.5 if 'torch' in sys.modules else 0\nimport torch\n"
FORKED += "x += hasattr(torch, 'left')\ntorch.left = True"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run nbval once over a notebook for each of the texts, others, and a chapter with an error."""
    folder = tmp_path_factory.mktemp("notebooks") / "pytorch"
    folder.mkdir()
    for name, printed in PRINTED.items():
        small_notebook(folder / f"{name}.ipynb", printed)
    for name in ("first", "second"):
        small_notebook(folder / f"{name}.ipynb", "12.5 3\n", FORKED)
    small_notebook(folder / "stated.ipynb", "12.5 3\n", stated="25.1")
    text = CHAPTER.read_text("utf8")
    assert text.count("[ 4., 12.,  9.]])") == 1
    text = text.replace("[ 4., 12.,  9.]])", "[ 4., 13.,  9.]])")
    (folder / CHAPTER.name).write_text(text, "utf8")
    return run_nbval(folder)


def test_nbval_uses_the_tolerance(run):
    assert run.returncode == 1, run.stdout
    assert "near.ipynb" not in run.stdout
    cells = [c for c in nbformat.read(CHAPTER, as_version=4).cells if c.cell_type == "code"]
    others = 3
    failed = len(PRINTED) - 1 + 1 + 1  # all that is not near, what is stated, the chapter's digit
    passed = 2 * (len(PRINTED) + others) + len(cells) - failed
    assert f"{failed} failed, {passed} passed" in run.stdout


def test_a_kernel_has_its_framework_and_nothing_of_the_notebook_before(run):
    assert "first.ipynb" not in run.stdout
    assert "second.ipynb" not in run.stdout


def test_nbval_evaluates_again_what_the_prose_states(run):
    assert "the prose below this cell states 25.1 for {eval}`2 * x`, which is 25.0" in run.stdout


@pytest.mark.parametrize("name", list(PRINTED)[1:])
def test_nbval_fails_on_a_change(run, name):
    report = run.stdout.partition(f"{name}.ipynb::Cell 1")[2].partition(".ipynb::Cell 1")[0]
    assert "mismatch 'stdout'" in report


def test_a_flipped_digit_in_a_chapter_fails_and_names_notebook_and_cell(run):
    assert f"{CHAPTER.name}::Cell 2" in run.stdout
    assert "trans_conv(X, K)" in run.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--nbval"], ""),
        ([], "notebooks were asked for and did not run: notebooks/a.ipynb, notebooks/b.ipynb"),
        (["--nbval", "--ignore=notebooks/b.ipynb"], "did not run: notebooks/b.ipynb"),
        (["--nbval", "-k", "a.ipynb"], ""),
    ],
    ids=["all", "without nbval", "one left out", "one chosen"],
)
def test_the_notebooks_that_run_are_those_that_are_there(pytester, monkeypatch, options, said):
    folder = pytester.mkdir("notebooks")
    for name in ("a", "b"):
        small_notebook(folder / f"{name}.ipynb", "12.5 3\n")
    command = ["-p", "tests.support.nbval_layer", *options, "notebooks"]
    with ExitStack() as left_open:  # by nbval, until its process ends, which here goes on
        monkeypatch.setattr(
            nbval.kernel, "open", lambda *how: left_open.enter_context(open(*how)), raising=False
        )
        result = pytester.runpytest_inprocess(*command)
    printed = result.stdout.str()
    assert ("did not run" in printed) == bool(said)
    assert said in printed
    assert result.ret == (4 if said else 0)
