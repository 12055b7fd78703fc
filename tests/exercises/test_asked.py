"""What each exercise asks, tells and tries is what the list of it says."""

from copy import copy

import pytest

from d2lmini.exercises import NAMES, exercise
from tests.support.asked import asked, changed, read

RENEW = "if this was meant: python -m tests.support.asked"


def test_the_list_has_every_exercise_and_no_other():
    assert list(read()) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_as_it_was(name):
    assert changed(name, exercise(name), read()) == [], RENEW


@pytest.mark.parametrize("field", list(vars(exercise("corr2d"))))
def test_every_part_that_differs_is_told(field):
    one, other = exercise("corr2d"), copy(exercise("corr2d"))
    kept, part = {"corr2d": asked(one)}, getattr(one, field)
    if callable(part):
        other.cases = lambda draw: part(draw)[1:]
    else:
        setattr(other, field, part[1:])  # a letter of a text, or one of several, is gone
    assert changed("corr2d", one, kept) == []
    assert changed("corr2d", other, kept) == [field]
    assert changed("new", one, kept) == sorted(vars(one))
