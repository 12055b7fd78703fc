"""Exercises whose lines are put in order: what lies there, and what is asked."""

import re

import pytest

from book._ext.paths import BOOK
from d2lmini.exercises import NAMES, exercise
from d2lmini.exercises._exercise import Exercise, Wrong
from d2lmini.exercises._order import order, task

ORDERED = [name for name in NAMES if any(wrong.stray for wrong in exercise(name).wrong)]
in_order = pytest.mark.parametrize("name", ORDERED)


def made(solution="def f(x):\n    y = x\n    return y\n", wrong=()):
    return Exercise(
        title="", grade="hard", function="f", statement="", starter="def f(x):\n    # Return x.\n",
        hint="", solution=solution, wrong=list(wrong), cases=None,
    )  # fmt: skip


def test_a_page_asks_for_each_once():
    sources = "".join(path.read_text("utf8") for path in BOOK.glob("*.md"))
    assert sorted(re.findall(r"\{order-exercise\} (\w+)", sources)) == sorted(ORDERED)
    assert len(ORDERED) >= 3


@in_order
def test_the_lines_make_the_solution_and_lie_in_no_order_that_does(name):
    one = exercise(name)
    asked = order(one)
    right = [line.strip() for line in one.solution[len(asked.given) :].splitlines()]
    strays = [line for line, _ in asked.strays]
    assert sorted(asked.lines) == sorted(right + strays)
    assert [line for line in asked.lines if line not in strays] != right
    assert not set(strays) & set(right)
    assert order(one).lines == asked.lines  # for pages and notebooks alike
    assert "#" not in asked.given


@in_order
def test_a_stray_line_is_wrong_in_its_program_and_in_no_other(name):
    one = exercise(name)
    asked = dict(order(one).strays)
    for wrong in one.wrong:
        found = [line for line in asked if line in map(str.strip, wrong.program.splitlines())]
        assert [asked[line] for line in found] == ([wrong.feedback] if wrong.stray else [])


def test_the_task_counts_the_strays():
    stray = Wrong("def f(x):\n    y = 2\n    return y\n", "Two.", stray=True)
    asked = order(made(wrong=[stray]))
    assert asked.given == "def f(x):\n"
    assert asked.strays == [("y = 2", "Two.")]
    assert task(asked).endswith("One of them does not belong.")
    assert asked.grade == "standard"  # writing it is hard


def test_an_exercise_that_cannot_be_taken_apart_is_refused():
    with pytest.raises(ValueError, match="no wrong program of the exercise is a stray line"):
        order(made())
    with pytest.raises(ValueError, match="the solution does not begin with the starter's lines"):
        order(made(solution="def g(x):\n    return x\n"))
