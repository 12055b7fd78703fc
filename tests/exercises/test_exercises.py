"""Each exercise: the solution passes, the starter is none, each wrong program gets its feedback."""

import json
import re
import subprocess
import sys
from inspect import signature

import numpy as np
import pytest

from book._ext.node import find_node
from book._ext.page.code import python_files
from book._ext.paths import ROOT
from d2lmini.exercises import NAMES, check, exercise
from d2lmini.exercises._check import define
from tests.support.libraries import NAMES as LIBRARIES
from tests.support.libraries import backend

LEAST_WRONG = 2
every_exercise = pytest.mark.parametrize("name", NAMES)
every_library = pytest.mark.parametrize("library", LIBRARIES)


def module(library):
    """Return what `np` stands for."""
    backend(library)
    if library == "pytorch":
        import torch

        return torch
    if library == "mxnet":
        import mxnet

        return mxnet.np
    import numpy

    return numpy


@every_library
@every_exercise
def test_the_solution_passes(name, library, capsys):
    one = exercise(name)
    assert check(name, define(one, one.solution, module(library)))
    assert re.fullmatch(rf"{name}: right, in all \d+ cases\.\n", capsys.readouterr().out)


@every_library
@every_exercise
def test_the_starter_is_not_attempted(name, library, capsys):
    one = exercise(name)
    assert not check(name, define(one, one.starter, module(library)))
    assert f"{name}: not attempted yet" in capsys.readouterr().out


@every_library
@every_exercise
def test_each_wrong_program_gets_its_feedback_and_no_other(name, library, capsys):
    one = exercise(name)
    feedback = [wrong.feedback for wrong in one.wrong]
    assert len(set(feedback)) == len(feedback) >= LEAST_WRONG
    for wrong in one.wrong:
        assert not check(name, define(one, wrong.program, module(library)))
        said = capsys.readouterr().out
        assert [text for text in feedback if text in said] == [wrong.feedback], wrong.program


@pytest.fixture(scope="module")
def micropython():
    """Run every program of every exercise in one MicroPython; return what each was told."""
    programs = []
    for name in NAMES:
        one = exercise(name)
        texts = [one.solution, one.starter, *(wrong.program for wrong in one.wrong)]
        programs += [(name, text) for text in texts]
    return dict(zip(programs, run_in_micropython(programs), strict=True))


def run_in_micropython(programs):
    script = ROOT / "tests" / "exercises" / "micropython.mjs"
    done = subprocess.run(
        [find_node(), "--no-warnings", script], input=json.dumps([python_files(), programs]),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def verdict(told):
    kind, text = told[-1]
    assert kind == "verdict"
    return json.loads(text)


@every_exercise
def test_a_page_says_the_same(name, micropython):
    one = exercise(name)
    assert verdict(micropython[name, one.solution])["status"] == "passed"
    assert verdict(micropython[name, one.starter])["status"] == "not attempted"
    for wrong in one.wrong:
        said = verdict(micropython[name, wrong.program])
        assert said["status"] == "failed"
        assert said["feedback"] == wrong.feedback, wrong.program
        assert said["name"] == named(one, said["given"])


def named(one, given):
    """Return what a case is called, of NumPy's shapes and the solution's own signature."""
    function = define(one, one.solution, module("numpy"))
    shapes = [" × ".join(map(str, np.shape(value))) for value in given]
    texts = [text or f"= {value}" for text, value in zip(shapes, given, strict=True)]
    return ", ".join(map(" ".join, zip(signature(function).parameters, texts, strict=True)))


def test_a_page_names_the_line_of_an_error_and_what_is_not_there():
    programs = [
        ("corr2d", "def corr2d(X, K):\n    Y = 1\n    return X.foo(1)\n"),
        ("corr2d", "def corr2d(X, K):\n    return np.einsum(1)\n"),
        ("corr2d", "def corr2d(X, K:\n    pass\n"),
        ("corr2d", "def corr(X, K):\n    pass\n"),
    ]
    method, function, syntax, missing = map(verdict, run_in_micropython(programs))
    assert method["error"]["line"] == 3
    assert "an array here has no foo" in method["error"]["message"]
    assert method["feedback"] == ""
    assert function["error"]["line"] == 2
    assert "np here has no einsum; it has arange, array" in function["error"]["message"]
    assert (syntax["status"], syntax["error"]["kind"]) == ("broken", "SyntaxError")
    assert missing == {"status": "missing", "function": "corr2d"}


@pytest.mark.parametrize(
    ("returned", "got"),
    [
        ("np.zeros((2, 2)) + float('nan')", [["nan", "nan"], ["nan", "nan"]]),
        ("[1.5, -float('inf'), None]", [1.5, "-inf", None]),
        ("'no'", "a str"),
        ("range(3)", "a range"),
        ("[['no']]", [["a str"]]),
    ],
)
def test_a_page_shows_what_is_no_number(returned, got):
    (told,) = run_in_micropython([("corr2d", f"def corr2d(X, K):\n    return {returned}\n")])
    said = verdict(told)
    assert (said["status"], said["got"]) == ("failed", got)


def test_a_page_tells_of_a_program_that_leaves_or_imports_numpy():
    programs = [
        ("corr2d", "import numpy as np\n"),
        ("corr2d", "raise SystemExit\n"),
        ("corr2d", "def corr2d(X, K):\n    raise SystemExit\n"),
    ]
    imports, leaves, leaves_a_case = map(verdict, run_in_micropython(programs))
    assert imports["status"] == leaves["status"] == "broken"
    assert imports["error"]["message"] == "no module named 'numpy'; np is there without an import"
    assert (leaves["error"]["kind"], leaves["error"]["line"]) == ("SystemExit", 1)
    assert leaves_a_case["status"] == "failed"
    assert (leaves_a_case["error"]["kind"], leaves_a_case["error"]["line"]) == ("SystemExit", 2)


def test_a_notebook_tells_of_a_function_that_returns_no_array_or_leaves(capsys):
    assert not check("corr2d", lambda X, K: "no")
    assert capsys.readouterr().out.endswith("\ngot\na str\n")
    assert not check("corr2d", lambda X, K: sys.exit())
    assert "\ngot SystemExit in line " in capsys.readouterr().out


def test_prints_are_told_up_to_a_limit_in_each_case():
    program = "def corr2d(X, K):\n    for i in range(10000):\n        print(i, X.shape)\n"
    (told,) = run_in_micropython([("corr2d", program)])
    begun = [index for index, (kind, _) in enumerate(told) if kind == "case"]
    first = [text for kind, text in told[begun[0] : begun[1]] if kind == "print"]
    assert first[0] == "0 (3, 3)\n"
    assert len(first) == 501
    assert first[-1] == "… more is not shown\n"
    assert len(told) == len(begun) * 502 + 1


def test_a_notebook_shows_the_first_case_that_fails_with_its_prints(capsys):
    def corr2d(X, K):
        print("K is", K.shape)
        return X

    assert not check("corr2d", corr2d)
    said = capsys.readouterr().out
    assert re.match(
        r"corr2d: wrong in case 1 of \d+, X 3 × 3, K 2 × 2\.\n.*\ngiven K\n", said, re.S
    )
    assert "expected\n[[-11 27]\n [-11 -40]]\n" in said
    assert said.endswith("printed\nK is (2, 2)\n")


def test_a_function_that_changes_its_input_is_told(capsys):
    def corr2d(X, K):
        one = exercise("corr2d")
        import numpy

        Y = define(one, one.solution, numpy)(X, K)
        X[0, 0] += 1
        return Y

    assert not check("corr2d", corr2d)
    assert "The function changes its input." in capsys.readouterr().out


def test_an_unknown_exercise_is_told_with_the_nearest():
    with pytest.raises(ValueError, match=r"no exercise is called corr2; did you mean corr2d\?"):
        check("corr2", None)
    with pytest.raises(ValueError, match="no exercise is called zzz; there are corr2d, trans_conv"):
        exercise("zzz")
