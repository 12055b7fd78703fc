"""Every exercise says how hard it is and is checked or says why not, and every chapter has some."""

import re

import pytest

from book._ext.paths import BOOK, ROOT
from book._ext.predictions import prediction_of
from d2lmini.exercises import NAMES, exercise
from d2lmini.exercises._exercise import GRADES
from tests.support.questions import asked

EXERCISE = re.compile(r"^(`{3,})\{exercise\}(.*?)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
CHAPTERS = re.findall(
    r"file: book/([\w-]+)", (ROOT / "_toc.yml").read_text("utf8").split("Reference")[0]
)
OF_THE_PAGE = ("write-it-yourself", "what-can-you-do")  # which are nothing but exercises
LEAST, MOST = 2, 4
# The exercises without a question that the page checks, and why it cannot check them.
UNCHECKED = {
    "ex-one-channel": "asks for a proof",
}


def source(name):
    return (BOOK / f"{name}.md").read_text("utf8")


@pytest.mark.parametrize("name", [name for name in CHAPTERS if name not in OF_THE_PAGE])
def test_a_chapter_has_two_to_four_exercises_on_paper_and_each_has_a_grade(name):
    grades = [grade.strip() for _, grade, _ in EXERCISE.findall(source(name))]
    assert LEAST <= len(grades) <= MOST
    assert set(grades) <= set(GRADES)


def test_every_exercise_of_the_book_is_in_a_chapter_and_solved():
    assert len(CHAPTERS) > len(OF_THE_PAGE)
    for path in BOOK.glob("*.md"):
        text = path.read_text("utf8")
        labels = re.findall(r"^:label: (ex-\S+)$", text, re.MULTILINE)
        assert len(labels) == text.count("{exercise}") == len(EXERCISE.findall(text)), path.name
        assert labels == re.findall(r"^```\{solution-start\} (\S+)$", text, re.MULTILINE)
        assert not labels or path.stem in CHAPTERS


def test_every_exercise_is_checked_with_a_hint_and_wrong_answers_or_says_why_not():
    unchecked = set()
    for path in BOOK.glob("*.md"):
        for _, _, body in EXERCISE.findall(path.read_text("utf8")):
            found = list(asked(path.stem, body))
            for one in found:
                assert one.options.get("hint"), one.name
            known = [len(prediction_of(one.options, one.lines).wrong) for one in found]
            if sum(known) < LEAST:
                unchecked |= set(re.findall(r"^:label: (\S+)$", body, re.MULTILINE))
                assert not found
    assert unchecked == set(UNCHECKED)
    assert all(UNCHECKED.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_function_to_write_has_a_grade(name):
    assert exercise(name).grade in GRADES


def test_no_predict_is_plain_text():
    for path in BOOK.glob("*.md"):
        outside = re.sub(r"(?ms)^```\{predict\}.*?^```$", "", path.read_text("utf8"))
        assert "**Predict" not in outside, path.name
