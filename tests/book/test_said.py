"""A sentence that a test is tied to stands in the book once, and its numbers reach the test."""

import importlib

import pytest

from book._ext.paths import ROOT
from tests.support.says import Saying, found, sayings, says, values


def test_every_tied_sentence_stands_in_its_page_once():
    print(f"\n{len(sayings())} sentences are tied to tests")
    astray = {f"{one.page}: {one.words}": one.test for one in sayings() if found(one) != 1}
    assert not astray, "the page says something else there, or says it twice; mend either of them"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("covers the places {}, {} and {}.", [5, 6, 7]),
        ("pixel {}, at {}: {} a pixel too far to the left", [6, 6.5, 0.5]),
        ("makes a picture {} as large … The {}×3 input", [2, 3]),
        ("the element lands {<} it", [-1]),
        ("If that number is odd, the two sides {not}can{not}share", [False, True]),
        ("output has {not}such middle", [True]),
        ("has {not}no such middle", [False]),
    ],
)
def test_the_numbers_of_a_sentence_are_the_page_s(words, expected):
    saying = Saying("alignment", words, "")
    assert (values(saying) if found(saying) else None) == expected


MODULES = sorted(path.stem for path in (ROOT / "tests" / "book").glob("test_said_*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_every_number_of_a_tied_sentence_matters(module):
    tests = vars(importlib.import_module(f"tests.book.{module}")).values()
    for test in [one for one in tests if hasattr(one, "tied")]:
        for saying in test.tied:
            right = values(saying)
            test.base(*right)
            for place in range(len(right)):
                wrong = [*right]
                wrong[place] += 1
                assert not holds(test.base, wrong), f"{saying.test} takes {wrong} for {right}"


def holds(test, numbers):
    """Return whether a test passes with other numbers than the page's."""
    try:
        test(*numbers)
    except Exception:  # false, or nothing can be computed of them
        return False
    return True


def test_words_that_a_page_does_not_say_fail():
    claim = says("alignment", "covers the places {}, {} and not {}")(print)
    with pytest.raises(AssertionError, match="no longer says"):
        claim()
