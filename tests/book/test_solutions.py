"""The right answer of an exercise stands in its solution, in words or in what its cells print."""

import re

import nbformat
import pytest

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.stored import notebook_path
from book._ext.paths import BOOK
from book._ext.predictions import prediction_of
from tests.book.test_grades import EXERCISE
from tests.support.questions import asked

SOLUTION = r"^```\{{solution-start\}} {}\n(.*?)^```\{{solution-end\}}"
CELL = re.compile(r"^```\{code-cell\}.*?\n((?::.*\n)*)(.*?)^```", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
FRACTION = re.compile(r"(\d+) ?/ ?(\d+)|\\[td]?frac\{?(\d+)\}?\{?(\d+)\}?")
WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
NEAR = 1e-3  # as prose rounds


def numbers(text):
    """Return the sizes of the numbers in a text, those of fractions and in words included."""
    found = {float(one.replace(",", "")) for one in NUMBER.findall(text)}
    for a, b, c, d in FRACTION.findall(text):
        if float(b or d):
            found.add(float(a or c) / float(b or d))
    return found | {
        float(WORDS.index(w)) for w in re.findall(r"[a-z]+", text.lower()) if w in WORDS
    }


def solution(page, label, text):
    """Return the words of a solution and what its cells print."""
    (found,) = re.findall(SOLUTION.format(label), text, re.MULTILINE | re.DOTALL)
    notebook = nbformat.read(notebook_path(BOOK, FRAMEWORKS[0], page), as_version=4)
    outputs = {c.source.strip(): c.outputs for c in notebook.cells if c.cell_type == "code"}
    printed = [
        output.get("text", "") + output.get("data", {}).get("text/plain", "")
        for _, code in CELL.findall(found)
        for output in outputs.get(code.strip(), [])
    ]
    return "\n".join([found, *printed])


def checked():
    """Yield each question of numbers in an exercise, with its page and the exercise's label."""
    for path in sorted(BOOK.glob("*.md")):
        for _, _, body in EXERCISE.findall(path.read_text("utf8")):
            label = re.search(r"^:label: (\S+)$", body, re.MULTILINE)[1]
            for one in asked(path.stem, body):
                if one.options["asks"] != "choice":
                    yield pytest.param(path.stem, label, one, id=one.name)


@pytest.mark.parametrize(("page", "label", "one"), list(checked()))
def test_the_right_answer_stands_in_the_solution(page, label, one):
    text = (BOOK / f"{page}.md").read_text("utf8")
    there = numbers(solution(page, label, text))
    answer = [abs(n) for n in prediction_of(one.options, one.lines).answer]
    lost = [n for n in answer if not any(abs(n - m) <= NEAR * max(1, n) for m in there)]
    assert lost == [], "say it in the solution, or let a cell print it"


def test_there_are_many_and_a_wrong_answer_is_seen():
    found = list(checked())
    assert len(found) > 30
    seen = 0
    for page, label, one in (param.values for param in found):
        there = numbers(solution(page, label, (BOOK / f"{page}.md").read_text("utf8")))
        answer = [abs(n) for n in prediction_of(one.options, one.lines).answer]
        seen += any(abs(3 * n + 2) not in there for n in answer)
    assert seen > 0.8 * len(found)
