"""What a page of figures withstands: a broken figure, an address that sets what it may not."""

import json
from urllib.parse import quote

from d2lmini.widgets import Cost, Stamping
from tests.browser.widget_pages import numbers, open_page, write_page

B = [[0, 1], [2, 3]]


def test_a_figure_whose_state_cannot_be_read_stops_no_other(browser, tmp_path):
    path = write_page(tmp_path, Cost(64), Stamping(B, B))
    broken = path.read_text(encoding="utf-8").replace('{"n":64', '{"n":NaN')
    path.write_text(broken, encoding="utf-8")
    page = open_page(browser, path.as_uri())
    assert numbers(page, "Y") == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
    assert page.locator("[data-widget=Cost] table").first.is_visible()
    assert page.locator(".d2l").count() == 1


def test_an_address_cannot_set_measured_times(browser, tmp_path):
    address = write_page(tmp_path, Cost(64)).as_uri()
    state = {"n": 128, "times": [{"form": "direct", "seconds": 7}]}
    page = open_page(browser, f"{address}#d2l=0.Cost.{quote(json.dumps(state))}")
    assert page.get_by_label("input size").get_attribute("aria-valuetext") == "128"
    assert "measured 7 s" not in page.locator(".d2l").inner_text()


def test_a_key_pressed_in_a_figure_reaches_nothing_around_it(browser, tmp_path):
    page = open_page(browser, write_page(tmp_path, Stamping(B, B)).as_uri())
    page.evaluate("window.keys = []; addEventListener('keydown', e => keys.push(e.key))")
    page.get_by_label("X[0,0]", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("one step on").focus()
    page.keyboard.press("d")
    # a shortcut of the page's own still works
    page.keyboard.press("Control+k")
    assert page.evaluate("keys") == ["Control", "k"]


def test_undo_takes_back_changes_and_never_mixes_texts(browser, tmp_path):
    page = open_page(browser, write_page(tmp_path, Stamping(B, B)).as_uri())
    cell = page.get_by_label("X[1,1]", exact=True)
    cell.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Z")
    assert numbers(page, "X") == B
    page.get_by_label("stride: one more").click()
    cell.fill("5")
    page.keyboard.press("Control+A")
    page.keyboard.press("Backspace")
    # a refused entry goes first
    for expected in (5, 3):
        page.keyboard.press("Control+Z")
        assert numbers(page, "X") == [[0, 1], [2, expected]]
    assert len(numbers(page, "Y")) == 4
    page.keyboard.press("Control+Z")
    assert len(numbers(page, "Y")) == 3
    page.keyboard.press("Control+Shift+Z")
    page.keyboard.press("Control+Y")
    assert numbers(page, "X") == [[0, 1], [2, 5]]
    assert numbers(page, "Y") == Stamping([[0, 1], [2, 5]], B, stride=2).Y
