"""Edits of a figure survive a reload, in the reader's browser alone."""

import json
from urllib.parse import quote

from d2lmini.widgets import RoundTrip, Stamping
from tests.browser.widget_pages import open_page, write_page

CELL = "[data-grid='X'] input"


def edited(browser, tmp_path):
    page = open_page(browser, write_page(tmp_path, Stamping([[1, 2]], [[3]])).as_uri())
    page.locator(CELL).first.fill("7")
    page.locator(CELL).first.press("Enter")
    return page


def test_an_edit_survives_a_reload_until_start_over(browser, tmp_path):
    page = edited(browser, tmp_path)
    page.reload()
    assert page.locator(CELL).first.input_value() == "7"
    page.get_by_role("button", name="Start over").click()
    assert page.locator(CELL).first.input_value() == "1"
    assert page.evaluate("localStorage.length") == 0


def test_a_shared_address_wins_over_what_was_kept(browser, tmp_path):
    page = edited(browser, tmp_path)
    state = quote(json.dumps({"X": [[5, 2]]}))
    name = page.locator("[data-widget]").get_attribute("data-widget")
    page.evaluate("hash => history.replaceState(null, '', hash)", f"#d2l=0.{name}.{state}")
    page.reload()
    assert page.locator(CELL).first.input_value() == "5"


def test_refused_storage_is_quiet(browser, tmp_path):
    url = write_page(tmp_path, Stamping([[1, 2]], [[3]])).as_uri()
    page = open_page(browser, url)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw Error('no'); } })"
    )
    page.reload()
    page.locator(CELL).first.fill("7")
    page.locator(CELL).first.press("Enter")
    assert page.locator(CELL).first.input_value() == "7"
    assert errors == []


def test_what_was_found_of_a_round_trip_survives_a_reload_and_an_undo(browser, tmp_path):
    path = write_page(tmp_path, RoundTrip([[3, 0, 5], [1, 2, 7]], [[0, 2]], revealed=True))
    page = open_page(browser, path.as_uri())
    marks = "[data-grid='Z'] :is(.right, .wrong)"
    shown = lambda: page.locator(marks).evaluate_all("all => all.map(one => one.outerHTML)")  # noqa: E731
    cells = page.locator("[data-grid='Z'] .d2l-cell")
    for at in (0, 1, 4):
        cells.nth(at).click()
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement.blur()")
    before = [text.replace('tabindex="0"', 'tabindex="-1"') for text in shown()]
    page.reload()
    after = [text.replace('tabindex="0"', 'tabindex="-1"') for text in shown()]
    assert (after, len(after)) == (before, 3)
    cells.nth(2).click()
    assert page.locator(marks).count() == 4
    page.keyboard.press("Control+z")
    assert page.locator(marks).count() == 3
    page.get_by_role("button", name="That is all of them").click()
    words = page.locator(".score").inner_text()
    page.reload()
    assert page.locator(".score").inner_text() == words
    # what was found is nobody else's
    page.get_by_role("button", name="Copy link to this state").click()
    link = page.locator("pre.code").inner_text()
    assert "found" not in link.partition("#")[2]
    page.get_by_role("button", name="Start over").click()
    assert page.locator(marks).count() == 0
    assert page.evaluate("localStorage.length") == 0
