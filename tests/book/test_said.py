"""A sentence that a test is tied to stands in the book once, and its numbers reach the test."""

import pytest

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
    ],
)
def test_the_numbers_of_a_sentence_are_the_page_s(words, expected):
    assert values(Saying("alignment", words, "")) == expected


def test_words_that_a_page_does_not_say_fail():
    claim = says("alignment", "covers the places {}, {} and not {}")(print)
    with pytest.raises(AssertionError, match="no longer says"):
        claim()
