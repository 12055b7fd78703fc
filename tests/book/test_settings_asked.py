"""Questions for hyperparameters: whatever gives the shape is right, in Python and on the page."""

import contextlib
import json
import random

import pytest

from book._ext.page.predictions import settings_data
from book._ext.predictions import answer_text, prediction_of
from book._ext.settings import CONDITIONS, KINDS, LEAST, MOST, Settings, check_settings
from d2lmini.predictions import ERRORS
from tests.book.test_predictions import typed
from tests.figures.test_state import node

DOUBLED = {"asks": "settings", "input": "3x5", "output": "6x10"}


def test_whatever_gives_the_shape_is_right_and_an_error_is_told_by_what_it_gives():
    asked = prediction_of({**DOUBLED, "find": "kernel stride padding"})
    for right in ((2, 2, 0), (4, 2, 1), (6, 2, 2)):  # (n - 1) * 2 + k - 2 p = 2 n
        assert check_settings(asked, typed(right)) == ("right", "")
    assert check_settings(asked, ["3", "2", "0"]) == (
        "wrong",
        "Of 3 × 5, these numbers make 7 × 11, not 6 × 10.",
    )
    once = f"Of 3 × 5, these numbers make 5 × 9, not 6 × 10. {ERRORS['padding once'][0]}"
    assert check_settings(asked, ["3", "2", " 1 "]) == ("wrong", once)  # (n - 1) * 2 + 3 - 1 = 2 n
    assert check_settings(asked, ["0", "2", "1"])[1] == "The kernel is a whole number from 1."
    assert check_settings(asked, ["2.5", "2", "1"])[1] == "The kernel is a whole number from 1."
    assert check_settings(asked, ["2", "1", "9"])[1] == "With these numbers there is no output."
    assert answer_text(asked) == "For example: kernel 2, stride 2, padding 0."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kernel": "4", "stride": "2"}, "Padding 1, output padding 0."),
        # k = 3 + 2 p - o: (1, 0) and (2, 2), of which one leaves the picture in its place
        ({"kernel": "5", "stride": "3"}, "For example: padding 1, output padding 0."),
        ({"kernel": "5", "stride": "3", "require": "still"}, "Padding 1, output padding 0."),
        # k = 7 + 2 p: 7 and 0, 9 and 1, ...
        ({"stride": "7", "find": "kernel padding"}, "For example: kernel 7, padding 0."),
    ],
)
def test_an_answer_is_an_example_only_where_there_are_others(changes, said):
    s = int(changes["stride"])
    sizes = {"input": "3x5", "output": f"{3 * s}x{5 * s}", "find": "padding output_padding"}
    assert answer_text(prediction_of({"asks": "settings", **sizes, **changes})) == said


def test_a_condition_is_asked_for_besides_the_size():
    asked = prediction_of({**DOUBLED, "find": "kernel stride padding", "require": "overlap even"})
    assert asked.answer == (4, 2, 1)
    assert check_settings(asked, ["2", "2", "0"]) == ("wrong", CONDITIONS["overlap"][0])
    other = prediction_of(
        {**DOUBLED, "find": "kernel padding output_padding", "stride": "2", "require": "even"}
    )
    assert check_settings(other, ["3", "1", "1"]) == ("wrong", CONDITIONS["even"][0])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"output": "6"}, "output is a size like 2x3, not '6'"),
        ({"output": "7x10"}, r"nothing small makes \(7, 10\)"),
        ({"find": "kernal"}, "find is some of kernel, stride, padding, output_padding, dilation"),
        ({"kernel": "2"}, "find is some of stride"),
        ({"require": "odd"}, "require is some of overlap, even, still"),
        (
            {"operation": "corr2d", "input": "9x9", "output": "4x4", "require": "even"},
            "require is about stamps",
        ),
        ({"at": "0 0"}, "knows no option 'at'"),
        ({"operation": "conv"}, "not 'conv'"),
    ],
)
def test_a_mistake_in_a_question_for_settings_is_told_in_words(changes, said):
    with pytest.raises(ValueError, match=said):
        prediction_of({**DOUBLED, "find": "kernel stride", **changes})


def drawn_settings(rng):
    """Draw what makes an output of an input, and ask for some of it."""
    while True:
        operation = rng.choice(["trans_conv", "corr2d"])
        values = {name: rng.randint(LEAST[name], MOST[name]) for name in LEAST}
        values["output_padding"] = rng.randrange(max(values["stride"], values["dilation"]))
        if operation == "corr2d":
            values["output_padding"] = 0
        names = [n for n in LEAST if operation == "trans_conv" or n != "output_padding"]
        find = tuple(rng.sample(names, rng.randint(1, 3)))
        start = (rng.randint(1, 12), rng.randint(1, 12))
        given = {name: number for name, number in values.items() if name not in find}
        wanted = tuple(rng.sample(list(CONDITIONS), rng.randint(0, 2)))
        conditions = wanted if operation == "trans_conv" else ()
        shape = Settings.shape_of(operation, start, values)
        if shape is not None:
            with contextlib.suppress(ValueError):  # no such numbers meet the conditions
                return Settings(operation, start, shape, find, given, conditions)


def test_the_page_checks_settings_as_python_does():
    rng = random.Random(4)
    cases = []
    for asked in (drawn_settings(rng) for _ in range(40)):
        cases.append((asked, typed(asked.answer)))
        if len(asked.find) < 3:
            cases += [(asked, typed(wrong.value)) for wrong in asked.wrong]
        for _ in range(15):
            numbers = [
                rng.randint(LEAST[n] - (rng.random() < 0.1), MOST[n] + 1) for n in asked.find
            ]
            cases.append((asked, typed(numbers)))
        cases += [(asked, ["60"] * len(asked.find)), (asked, ["1.5"] * len(asked.find))]
    for name in CONDITIONS:  # the smallest numbers of the size, which just meet it or just do not
        asked = prediction_of({**DOUBLED, "find": "kernel stride padding", "require": name})
        cases += [(asked, [str(k), "2", str(p)]) for k, p in ((2, 0), (4, 1), (6, 2))]
    expected = [list(check_settings(*case)) for case in cases]
    told = {kind for kind in KINDS for _, words in expected if ERRORS[kind][0] in words}
    assert told == set(KINDS)
    assert {said for said, _ in expected} == {"right", "wrong"}
    given = [
        ({"answer": a.answer, "wrong": [], "settings": settings_data(a)}, texts)
        for a, texts in cases
    ]
    assert json.loads(node("tests/figures/web/answers.mjs", stdin=json.dumps(given))) == expected
