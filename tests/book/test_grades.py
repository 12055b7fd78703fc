"""Every exercise says how hard it is, and every chapter has some."""

import re

import pytest

from book._ext.paths import BOOK, ROOT
from d2lmini.exercises import NAMES, exercise
from d2lmini.exercises._exercise import GRADES

HEADS = re.compile(r"^```\{exercise\}(.*)$", re.MULTILINE)
CHAPTERS = re.findall(
    r"file: book/([\w-]+)", (ROOT / "_toc.yml").read_text("utf8").split("Reference")[0]
)
OF_THE_PAGE = ("write-it-yourself", "what-can-you-do")  # which are nothing but exercises
LEAST = 2


def source(name):
    return (BOOK / f"{name}.md").read_text("utf8")


@pytest.mark.parametrize("name", [name for name in CHAPTERS if name not in OF_THE_PAGE])
def test_a_chapter_has_two_exercises_on_paper_and_each_has_a_grade(name):
    grades = [grade.strip() for grade in HEADS.findall(source(name))]
    assert len(grades) >= LEAST
    assert set(grades) <= set(GRADES)


def test_every_exercise_of_the_book_is_in_a_chapter_and_solved():
    assert len(CHAPTERS) > len(OF_THE_PAGE)
    for path in BOOK.glob("*.md"):
        text = path.read_text("utf8")
        labels = re.findall(r"^:label: (ex-\S+)$", text, re.MULTILINE)
        assert len(labels) == len(HEADS.findall(text)), path.name
        assert labels == re.findall(r"^```\{solution-start\} (\S+)$", text, re.MULTILINE)
        assert not labels or path.stem in CHAPTERS


@pytest.mark.parametrize("name", NAMES)
def test_a_function_to_write_has_a_grade(name):
    assert exercise(name).grade in GRADES


def test_no_predict_is_plain_text():
    for path in BOOK.glob("*.md"):
        outside = re.sub(r"(?ms)^```\{predict\}.*?^```$", "", path.read_text("utf8"))
        assert "**Predict" not in outside, path.name
