"""Predictions: computed answers, the errors that can be told apart, and the two checkers."""

import json
import random
import re

import numpy as np
import pytest

from book._ext.notebooks.plain import PlainError, plain_markdown
from book._ext.paths import BOOK
from book._ext.predictions import prediction_of
from book._ext.settings import Settings, check_settings
from d2lmini.predictions import Prediction, Setting, check
from tests.figures.test_state import node

X = np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 2.0]])
K = np.array([[1.0, 10.0], [100.0, 1000.0]])
DIRECTIVE = re.compile(
    r"^```\{predict\} (\S+)\n((?::\w+: [^\n]*\n)+)(.*?)^```$", re.MULTILINE | re.DOTALL
)
FOUND = [
    pytest.param(
        prediction_of(dict(re.findall(r"^:(\w+): (.*)$", options, re.MULTILINE)), body.split("\n")),
        id=f"{path.stem}-{name}",
    )
    for path in sorted(BOOK.glob("*.md"))
    for name, options, body in DIRECTIVE.findall(path.read_text("utf8"))
]
in_the_book = pytest.mark.parametrize("prediction", FOUND)


def typed(numbers):
    return [f"{n:g}" for n in numbers]


def checked(prediction, texts):
    settings = isinstance(prediction, Settings)
    return (check_settings if settings else check)(prediction, texts)


def kinds(prediction):
    return {kind: wrong.value for wrong in prediction.wrong for kind in wrong.kind.split(", ")}


def test_every_prediction_of_the_sources_is_found():
    written = sum(path.read_text("utf8").count("{predict}") for path in BOOK.glob("*.md"))
    assert len(FOUND) == written >= 3


@in_the_book
def test_the_answer_is_right_and_each_error_is_told_by_its_own_words(prediction):
    assert checked(prediction, typed(prediction.answer)) == ("right", "")
    assert checked(prediction, ["" for _ in prediction.answer]) == ("not attempted", "")
    unknown, told = checked(prediction, ["12345" for _ in prediction.answer])
    assert unknown == "wrong"
    assert not told or isinstance(prediction, Settings)
    said = [checked(prediction, typed(wrong.value)) for wrong in prediction.wrong]
    assert said == [("wrong", wrong.feedback) for wrong in prediction.wrong]
    assert len({feedback for _, feedback in said}) == len(said) >= 1


def test_errors_of_a_shape_are_arithmetic():
    prediction = Prediction(Setting(X, np.ones((3, 2)), "trans_conv", 3, 1, 2, 2), "shape")
    # (n - 1) s + d (k - 1) + 1 - 2 p + o
    assert prediction.answer == (1 * 3 + 2 * 2 + 1 - 2 + 2, 2 * 3 + 2 * 1 + 1 - 2 + 2)
    found = kinds(prediction)
    assert found["transposed"] == (9, 8)
    assert found["padding once"] == (9, 10)
    assert found["padding added"] == (12, 13)
    assert found["output padding"] == (6, 7)
    assert found["output padding twice"] == (10, 11)
    assert found["dilation"] == (1 * 3 + 2 + 1, 2 * 3 + 1 + 1)
    assert found["dilation from 0"] == (8 + 2, 9 + 1)


def test_errors_of_cells_are_arithmetic():
    found = kinds(Prediction(Setting(X, K), "cells"))
    assert found["turned"][:4] == (1000, 2 * 1000 + 100, 2 * 100, 0)
    assert found["kernel transposed"][:4] == (1, 100 + 2, 2 * 100, 0)
    assert found["overwritten"][:4] == (1, 2, 0, 0)
    assert "exchanged" not in found  # with stride 1, nothing changes


def test_errors_that_give_the_same_are_told_together():
    prediction = Prediction(Setting(X, np.ones((3, 2)), "trans_conv", 3, 1, 2), "shape")
    assert kinds(prediction)["padding"] == kinds(prediction)["output padding twice"] == (8, 10)
    _, feedback = check(prediction, ["8", "10"])
    assert feedback == (
        "The padding is left out. Or: Output padding adds at the end only, not on both sides."
    )


def test_an_error_that_gives_the_answer_is_no_error():
    assert kinds(Prediction(Setting(np.ones((2, 2)), np.ones((2, 2))), "cells")).keys() == {
        "overwritten"
    }


def drawn(rng):
    X = np.array(rng.choices(range(10), k=6), float).reshape(rng.choice([(2, 3), (3, 2)]))
    K = np.array(rng.choices(range(-3, 9), k=6), float).reshape(rng.choice([(2, 3), (3, 2)]))
    stride, padding, dilation = rng.randint(1, 3), rng.randint(0, 1), rng.randint(1, 2)
    extra = rng.randrange(max(stride, dilation))
    setting = Setting(X, K, "trans_conv", stride, padding, extra, dilation)
    return Prediction(setting, rng.choice(["number", "cells", "shape"]))


def test_the_page_s_checker_says_what_python_s_says():
    rng = random.Random(15)
    cases = []
    for prediction in (drawn(rng) for _ in range(300)):
        values = [prediction.answer, *(wrong.value for wrong in prediction.wrong)]
        entered = [*map(typed, values), typed(n + 0.5 for n in prediction.answer)]
        entered += [[], [" "] * len(prediction.answer), ["1e3"] * len(prediction.answer)]
        entered.append([f" {text} ".replace("-", "−") for text in entered[0]])
        cases += [(prediction, texts) for texts in entered]
    assert len(cases) > 2000
    given = [
        ({"answer": p.answer, "wrong": [vars(wrong) for wrong in p.wrong]}, texts)
        for p, texts in cases
    ]
    said = json.loads(node("tests/figures/web/answers.mjs", stdin=json.dumps(given)))
    assert said == [list(check(prediction, texts)) for prediction, texts in cases]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("asks: shape\n:input: 1 2\n:kernal: 1", "no option 'kernal'"),
        ("asks: shape\n:input: 1 2", "needs the option kernel"),
        ("asks: depth\n:input: 1 2\n:kernel: 1", "not 'depth'"),
        ("asks: shape\n:input: 1 2; 3\n:kernel: 1", "input is rows like"),
        ("asks: shape\n:input: 1 2\n:kernel: 1\n:padding: 3", "padding .* leaves nothing"),
        ("asks: shape\n:input: 1 2\n:kernel: 1\n:stride: 0", "stride"),
        ("asks: number\n:input: 1 2\n:kernel: 1\n:at: 0 2", r"has no element \(0, 2\)"),
        ("asks: shape\n:input: 1 2\n:kernel: 1\n:operation: conv", "not 'conv'"),
    ],
)
def test_a_mistake_of_an_author_is_told_in_words(options, said):
    with pytest.raises(PlainError, match=said):
        plain_markdown(f"```{{predict}} x\n:{options}\n\nWhat?\n```")


def test_an_array_may_be_given_by_its_size():
    prediction = prediction_of({"asks": "cells", "input": "1x3", "kernel": "1x2"})
    assert prediction.answer == (1, 2, 2, 1)


def test_a_notebook_has_the_question_and_a_folded_answer():
    text = "```{predict} x\n:asks: shape\n:input: 1 2\n:kernel: 1 1\n\nWhat?\n\n---\n\nSo.\n```"
    folded = "<details>\n<summary>Answer</summary>\n\n1 × 3\n\nSo.\n\n</details>"
    assert plain_markdown(text) == f"What?\n\n{folded}"


def test_a_notebook_has_the_question_of_an_exercise_in_its_quote():
    asked = "```{predict} x\n:asks: shape\n:input: 1 2\n:kernel: 1 1\n\nWhat?\n```"
    text = f"````{{exercise}} hard\n:label: ex-x\n\nWhy?\n\n{asked}\n````"
    folded = "> <details>\n> <summary>Answer</summary>\n>\n> 1 × 3\n>\n> </details>"
    assert plain_markdown(text) == f"> **Exercise: hard**\n>\n> Why?\n>\n> What?\n>\n{folded}"


CHOICE = """```{predict} x
:asks: choice
:check: %s

Which size?

- one => Too small.
- two
- three => Too
  large.

---

So.
```"""


def test_a_choice_is_checked_by_its_index():
    lines = CHOICE.split("\n")[4:-1]
    prediction = prediction_of({"asks": "choice", "check": "'two'"}, lines)
    assert prediction.options == ("one", "two", "three")
    assert [check(prediction, [text]) for text in ("0", "1", "2", "")] == [
        ("wrong", "Too small."),
        ("right", ""),
        ("wrong", "Too large."),
        ("not attempted", ""),
    ]


def test_a_free_number_and_its_wrong_values_are_computed():
    lines = ["What?", "", "- 2 + 2 => Not the square.", "", "---", "", "- no => item"]
    prediction = prediction_of({"asks": "number", "answer": "int(np.square(3))"}, lines)
    assert check(prediction, ["9"]) == ("right", "")
    assert check(prediction, ["4"]) == ("wrong", "Not the square.")


@pytest.mark.parametrize(
    ("answer", "wrong", "said"),
    [
        ("[1]", "4", r"^answer: '\[1\]' gives no number"),
        ("", "4", "^predict needs the option answer"),
        ("4", "[1]", r"^a wrong value: '\[1\]' gives no number"),
        ("4", "2 + 2", "have to differ"),
    ],
)
def test_a_mistake_in_a_free_number_is_told_in_words(answer, wrong, said):
    with pytest.raises(ValueError, match=said):
        prediction_of({"asks": "number", "answer": answer}, ["What?", "", f"- {wrong} => So."])


CELLS = ["What?", "", "- [[6, 4, 5], [3, 1, 2]] => The rows are exchanged."]


def test_a_free_array_and_its_wrong_ones_are_computed():
    options = {"asks": "cells", "answer": "np.arange(1, 7).reshape(2, 3) + 0"}
    prediction = prediction_of(options, CELLS)
    assert prediction.columns == 3
    assert check(prediction, typed(range(1, 7))) == ("right", "")
    assert check(prediction, typed([6, 4, 5, 3, 1, 2])) == ("wrong", "The rows are exchanged.")
    folded = plain_markdown(
        f"```{{predict}} x\n:asks: cells\n:answer: {options['answer']}\n\nWhat?\n\n{CELLS[2]}\n```"
    )
    assert r"\begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}" in folded
    assert "exchanged" not in folded


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("np.ones((3, 2))", r"has the shape \(2, 3\), the answer \(3, 2\)"),
        ("np.ones(3)", "gives no rows of numbers"),
        ("[[6, 4, 5], [3, 1, 2]]", "have to differ"),
        ("[['a', 'b']]", "gives no rows of numbers"),
    ],
)
def test_a_mistake_in_a_free_array_is_told_in_words(answer, said):
    with pytest.raises(ValueError, match=said):
        prediction_of({"asks": "cells", "answer": answer}, CELLS)


def test_a_notebook_has_a_choice_as_a_list():
    folded = "<details>\n<summary>Answer</summary>\n\ntwo\n\nSo.\n\n</details>"
    expected = f"Which size?\n\n- one\n- two\n- three\n\n{folded}"
    assert plain_markdown(CHOICE % "1") == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CHOICE % "'four'", "none of the options one, two, three"),
        (CHOICE % "3", "check gives 3"),
        (CHOICE % "True", "check gives True"),
        (CHOICE % "1 / 0", "check: '1 / 0' fails"),
        (CHOICE % "0", "'one' is right"),
        (CHOICE.replace("three =>", "two =>") % "1", "options that differ"),
        (CHOICE.replace(" => Too small.", "") % "1", "'one' is wrong and needs feedback"),
        (CHOICE.replace("- one", "- $1$") % "1", "without markup"),
        (CHOICE.replace(":check: %s\n", ""), "needs the option check"),
        (
            CHOICE.replace("choice", "number").replace("check", "answer") % "1",
            "a wrong value: 'one' fails",
        ),
        (CHOICE.replace("choice", "shape").replace("check", "answer") % "1", "answer is for asks"),
    ],
)
def test_a_mistake_in_a_free_question_is_told_in_words(text, said):
    with pytest.raises(PlainError, match=said):
        plain_markdown(text)
