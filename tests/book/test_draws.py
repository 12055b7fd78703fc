"""Questions whose parameters are drawn: each is right, told apart from its errors, and leads on."""

import json
import re

import pytest

from book._ext.draws import EACH, drawn
from book._ext.page.predictions import SHOWN
from book._ext.paths import BOOK, HTML
from book._ext.settings import Settings
from tests.book.test_grades import CHAPTERS, OF_THE_PAGE
from tests.book.test_predictions import checked, typed
from tests.figures.test_state import node

PAGE = "what-can-you-do"
SOURCE = (BOOK / f"{PAGE}.md").read_text("utf8")
DRAW = re.compile(
    r"^```\{draw\} (\S+)\n((?::\w+: [^\n]*\n)+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL
)
OPTION = re.compile(r"^:(\w+): (.*)$", re.MULTILINE)
POOL = {
    name: drawn(name, dict(OPTION.findall(options)), body.split("\n"))
    for name, options, body in DRAW.findall(SOURCE)
}
EVERY = [
    pytest.param(one, id=f"{name}-{index}")
    for name, found in POOL.items()
    for index, one in enumerate(found)
]
BOX = re.compile(r'<div class="d2l-predict d2l-draw.*?</details>', re.DOTALL)
LINK = re.compile(r'href="([\w-]+)\.html#([\w-]+)"')


def test_the_pool_is_of_the_whole_book():
    assert len(POOL) == SOURCE.count("```{draw}") > SHOWN
    assert len(EVERY) == EACH * len(POOL) >= 60
    chapters = {re.search(r"\((\S+)\.md#", one.lines[-1])[1] for (one, *_) in POOL.values()}
    assert chapters == set(CHAPTERS) - {*OF_THE_PAGE, "summary-exercises"}  # which sums others up


@pytest.mark.parametrize("one", EVERY)
def test_the_answer_is_accepted_and_each_error_gets_its_own_words(one):
    question = one.question
    assert checked(question, typed(question.answer)) == ("right", "")
    assert "@" not in "\n".join([*one.lines, *one.options.values()])
    said = [checked(question, typed(wrong.value)) for wrong in question.wrong]
    assert said == [("wrong", wrong.feedback) for wrong in question.wrong]
    assert len(set(said)) == len(said) >= 1
    assert all(feedback for _, feedback in said)


def test_the_page_s_checker_says_the_same():
    cases = []
    for one in (each for found in POOL.values() for each in found):
        if not isinstance(one.question, Settings):  # those: test_settings_asked
            values = [one.question.answer, *(wrong.value for wrong in one.question.wrong)]
            cases += [(one.question, typed(value)) for value in values]
    given = [
        ({"answer": q.answer, "wrong": [vars(wrong) for wrong in q.wrong]}, texts)
        for q, texts in cases
    ]
    said = json.loads(node("tests/figures/web/answers.mjs", stdin=json.dumps(given)))
    assert said == [list(checked(question, texts)) for question, texts in cases]


def test_the_questions_of_a_kind_differ_and_are_the_same_at_each_build():
    for name, options, body in DRAW.findall(SOURCE):
        lines = body.split("\n")
        asked = [(one.options, one.lines) for one in POOL[name]]
        assert len({str(one) for one in asked}) == EACH
        again = drawn(name, dict(OPTION.findall(options)), lines)
        assert [(one.options, one.lines) for one in again] == asked
    answers = [{one.question.answer for one in found} for found in POOL.values()]
    assert sum(len(each) == 1 for each in answers) == 0


def test_each_answer_leads_to_a_place_on_a_page_of_the_book():
    page = (HTML / "book" / f"{PAGE}.html").read_text("utf8")
    boxes = BOX.findall(page)
    assert len(boxes) == len(EVERY)
    for box in boxes:
        chapter, place = LINK.findall(box)[-1]
        target = (HTML / "book" / f"{chapter}.html").read_text("utf8")
        assert f'id="{place}"' in target, (chapter, place)


NUMBER = {"asks": "number", "answer": "@n + 1", "vary": "n=1..9"}


@pytest.mark.parametrize(
    ("options", "lines", "said"),
    [
        (NUMBER | {"vary": "n=1..2"}, ["@n?", "", "- @n => No."], "only 2 of 4 .* can be drawn"),
        (NUMBER, ["@n?", "", "- @n + 1 => No."], "have to differ"),
        (NUMBER, ["@m?", "", "- @n => No."], "@m is not drawn; there are n"),
        (NUMBER | {"vary": "n=few"}, ["@n?"], "vary is like n=3..6"),
        (NUMBER, ["Is it @n?"], "only 0 of 4"),  # no error is told
    ],
)
def test_an_author_is_told_what_is_wrong(options, lines, said):
    with pytest.raises((KeyError, ValueError), match=said):
        drawn("x", options, lines)


def test_an_array_is_code_in_an_answer_and_a_formula_in_words():
    options = {"asks": "number", "answer": "@X.sum()", "vary": "X=2x3:1..9", "let": "n=@X.max()"}
    one = drawn("x", options, ["Add up $@X$, at most @n.", "", "- @X.sum() + @n => No."])[0]
    rows = re.search(r"bmatrix} (.*) \\end", one.lines[0])[1].split(r" \\ ")
    numbers = [[int(n) for n in row.split(" & ")] for row in rows]
    assert [len(row) for row in numbers] == [3, 3]
    assert one.question.answer == (sum(map(sum, numbers)),)
    assert one.question.wrong[0].value == (sum(map(sum, numbers)) + max(map(max, numbers)),)
