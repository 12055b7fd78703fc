"""The words of each question, its options and its wrong values agree, whatever is changed."""

import re

import pytest

from book._ext.free import NAMES
from tests.support.given import strange_numbers
from tests.support.meant import MEANT
from tests.support.pages import source
from tests.support.prose import pages
from tests.support.questions import (
    asked,
    false_errors,
    false_settings,
    stated,
    strange_arrays,
    strange_names,
)

FOUND = [one for page in pages() for one in asked(page)]
WRONG = [(one, item) for one in FOUND if one.options["asks"] != "choice" for item in one.items]
MANY = 90  # wrong values, in all pages together


def told(page, text=None):
    """Return what is false in the questions of a page."""
    found = []
    for one in asked(page, text):
        found += [*false_settings(one), *false_errors(one), *strange_arrays(one, text)]
        found += [*strange_names(one), *strange_numbers(one)]
    return found


def test_every_question_is_read():
    written = [re.findall(r"```\{(?:predict|draw)\}", source(page)) for page in pages()]
    assert len(FOUND) == sum(map(len, written))
    assert len(WRONG) >= MANY


@pytest.mark.parametrize("page", sorted({one.page for one in FOUND}))
def test_words_options_and_wrong_values_of_a_page_agree(page):
    assert told(page) == []


def test_each_computation_belongs_to_some_feedback():
    said = {feedback for _, (_, feedback) in WRONG}
    assert [p.pattern for p in MEANT if not any(p.fullmatch(one) for one in said)] == []


def changed(one, old, new):
    """Return the page of a question with something else in one of its lines."""
    assert source(one.page).count(old) == 1
    return source(one.page).replace(old, new)


def same(*expressions):
    """Return whether two expressions have one value, as parts of one length have."""
    return len({str(eval(one, dict(NAMES))) for one in expressions}) == 1


def test_every_digit_of_a_wrong_value_matters():
    missed, tried = [], 0
    for one, (expression, feedback) in WRONG:
        for place in re.finditer(r"\d", expression):
            digit = str((int(place[0]) + 1) % 10)
            other = f"{expression[: place.start()]}{digit}{expression[place.end() :]}"
            new = type(one)(**{**vars(one), "items": [(other, feedback)]})
            tried += 1
            if not false_errors(new) and not same(expression, other):
                missed.append(f"{one.name}: {other}")
    print(f"\n{tried} digits changed; not noticed: {missed}")
    assert missed == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("with a kernel of 3×2, a stride of two", {"kernel": "3x2", "stride": "2"}),
        ("a kernel of @k × @k and no padding", {"padding": "0", "kernel": "@kx@k"}),
        (
            "{term}`output padding` of 1 and a dilation of 3",
            {"output_padding": "1", "dilation": "3"},
        ),
        ("a transposed convolution of @n × @m with", {"input": "@nx@m"}),
        ("make of 4 rows and 3 columns?", {"input": "4x3"}),
    ],
)
def test_settings_are_read_from_words(words, expected):
    assert stated(words) == expected


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("summary-exercises", "a dilation of 2 make of", "a dilation of 3 make of"),
        ("summary-exercises", ":input: 1 2; 3 5", ":input: 1 2; 3 6"),
        ("what-can-you-do", "a dilation of @d, a stride of @s", "a stride of @d, a dilation of @s"),
        ("what-can-you-do", "A cross-correlation has an input", "A convolution has an output"),
        ("alignment", "- (7 - 4) / 2 => The padding", "- (7 - 4) / 3 => The padding"),
        (
            "alignment",
            "an output padding for a stride of 3",
            "an output padding for a padding of 3",
        ),
        (
            "what-can-you-do",
            "a kernel of @k, a padding of @p and a",
            "a kernel of @k, a stride of @p and a",
        ),
        (
            "what-can-you-do",
            "with a stride of 1 and no padding?\n\n- @c",
            "with a stride of 1 and a padding?\n\n- @c",
        ),
        ("what-can-you-do", "Find a kernel and a padding so", "Find a kernel and a stride so"),
        ("what-can-you-do", "a stride of @s, phase by phase", "a padding of @s, phase by phase"),
        ("alignment", "=> The padding is left out.", "=> The stride is left out."),
        ("checkerboards", "=> That is what two layers give.", "=> That is what three layers give."),
        ("alignment", "make 10 × 14 of 5 × 7?", "make 10 × 14 of 5 × 8?"),
        (
            "summary-exercises",
            "make 17 rows and 26 columns of 6",
            "make 17 rows and 27 columns of 6",
        ),
        ("matrix-transposition", "- 20 × 20 =>", "- 20 × 21 =>"),
        ("one-and-three-dimensions", "- 1, 2, 3, 4, 3, 2, 1", "- 1, 2, 3, 4, 3, 2, 2"),
        ("not-a-deconvolution", "- (1, 1, −1, −1) =>", "- (1, 1, −1, 1) =>"),
        ("one-and-three-dimensions", "- 1000, 2000, 3000", "- 1000, 2001, 3000"),
        (
            "what-can-you-do",
            "@X$, by a transposed convolution with a stride of 1?",
            "@X$, by a transposed convolution with a stride of 3?",
        ),
    ],
)
def test_a_change_of_a_question_is_noticed(page, old, new):
    (one,) = [one for one in asked(page) if old in source(page)][:1]
    assert told(page, changed(one, old, new))
