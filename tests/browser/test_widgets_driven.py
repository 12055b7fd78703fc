"""Each widget driven by mouse, by touch, and by keyboard only, its numbers compared."""

import pytest

from tests.browser import axe
from tests.browser.hands import HANDS, Mouse
from tests.browser.lessons import LESSONS
from tests.browser.widget_pages import NAMES, open_page, write_page


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_driven_widget_shows_the_package_s_numbers_and_axe_finds_no_violation(
    browser, tmp_path, name, hand
):
    lesson, make = LESSONS[name]
    address = write_page(tmp_path, make()).as_uri()
    page = open_page(browser, address, reduced_motion="reduce", **hand.context)
    states = []
    for state in lesson(page, hand(page)):
        if hand is Mouse:  # the same states come by keyboard and by touch
            axe.check(page, where=state)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= hand.context["viewport"]["width"], state
        states.append(state)
    assert len(states) >= 2
    assert page.complaints == []
