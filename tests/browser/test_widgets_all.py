"""What holds for every widget, in a real browser, on a page from disk and from a server."""

import json
import pathlib
import urllib.parse

import pytest

import d2lmini.widgets
from tests.browser import axe
from tests.browser.widget_pages import NAMES, numbers, open_page, serve, write_page


def make(name):
    return getattr(d2lmini.widgets, name)()


@pytest.fixture(scope="module", params=NAMES)
def figure(request, browser, tmp_path_factory):
    """Return a page from disk with one figure, for the tests that leave it as it was."""
    path = write_page(tmp_path_factory.mktemp("figure"), make(request.param))
    page = open_page(browser, path.as_uri(), color_scheme="light", reduced_motion="reduce")
    yield page
    page.context.close()


def test_widget_is_live_from_disk_and_the_console_stays_empty(figure):
    assert figure.locator(".d2l").count() == 1
    assert figure.locator(".d2l .explain").inner_text().strip()
    assert not figure.locator(".d2lmini-widget table[style*=collapse]").first.is_visible()
    assert figure.complaints == []


def test_axe_finds_no_violation(figure):
    for scheme in ("light", "dark"):
        figure.emulate_media(color_scheme=scheme)
        axe.check(figure, others=scheme == "light")
    figure.emulate_media(color_scheme="light")


def test_page_does_not_scroll_sideways_and_the_figure_is_on_paper(figure):
    usual = figure.viewport_size
    for width in (1280, 390, 360):
        figure.set_viewport_size({"width": width, "height": 800})
        assert figure.evaluate("document.documentElement.scrollWidth") <= width
    figure.emulate_media(media="print")
    assert figure.locator(".d2l").is_visible()
    figure.emulate_media(media="screen")
    figure.set_viewport_size(usual)


def test_still_forms_stand_without_javascript(browser, tmp_path):
    address = write_page(tmp_path, *map(make, NAMES)).as_uri()
    page = open_page(browser, address, java_script_enabled=False)
    places = page.locator(".d2lmini-widget")
    assert places.count() == len(NAMES)
    for i in range(len(NAMES)):
        assert places.nth(i).locator("table").first.is_visible()


@pytest.mark.parametrize("name", NAMES)
def test_touch_targets_are_40_px(browser, tmp_path, name):
    address = write_page(tmp_path, make(name)).as_uri()
    phone = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    page = open_page(browser, address, **phone)
    small = page.evaluate(
        """() => { return [...document.querySelectorAll(
             '.d2l button, .d2l select, .d2l label:has(input), .d2l .d2l-cell,'
             + '.d2l input:not([type=radio],[type=checkbox])')]
           // a picture's cells are as small as it needs: arrow keys lead from one to the next
           .filter(e => e.checkVisibility() && !e.matches('.d2l-cell input, .pictures > .y *'))
           .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect(), least(e)])
           .filter(([, r, least]) => r.height < least || r.width < least)
           .map(([text, r]) => `${text} ${r.width}x${r.height}`);
           // the cells of a larger array are as large as WCAG's target size (2.5.8) at least
           function least(e) {
               const rows = e.closest('.d2l-row') && e.closest('.cells, .vec').children;
               return rows && Math.max(rows.length, rows[0].children.length) > 3 ? 23.9 : 39.5;
           }
         }"""
    )
    assert small == []


@pytest.mark.parametrize("name", NAMES)
def test_a_chosen_theme_overrules_the_system(browser, tmp_path, name):
    address = write_page(tmp_path, make(name), theme="light").as_uri()
    page = open_page(browser, address, color_scheme="dark")
    face = "getComputedStyle(document.querySelector('.d2l')).backgroundColor"
    assert page.evaluate(face) == "rgb(255, 255, 255)"
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(face) == "rgb(22, 25, 29)"


@pytest.mark.parametrize("name", NAMES)
def test_a_host_with_only_get_set_and_on_is_enough(browser, tmp_path, name):
    write_page(tmp_path)
    module = pathlib.Path(d2lmini.widgets.__file__).parent / "static" / "d2lmini-widgets.mjs"
    (tmp_path / "widgets.mjs").write_bytes(module.read_bytes())
    with serve(tmp_path) as address:
        page = open_page(browser, f"{address}/index.html")
        page.evaluate(
            """async ([name, state]) => {
                 const { default: { render } } = await import("./widgets.mjs");
                 const values = { ...state, _widget: name };
                 const model = { get: key => values[key], set() {}, on() {} };
                 window.end = render({ model, el: document.body });
               }""",
            [name, make(name).state],
        )
        assert page.locator(".d2l").count() == 1
        page.locator(".d2l .foot button").first.click()
        assert "torch" in page.locator(".d2l pre.code").inner_text()
        page.evaluate("window.end()")
        assert page.locator(".d2l").count() == 0
        assert page.complaints == []


def change_numbers(page):
    """Move every number by one, down where there is no way up."""
    for field in page.locator(".d2l .stepper").all():
        for button in ("one more", "one less"):
            if not field.get_by_label(button).get_attribute("aria-disabled"):
                field.get_by_label(button).click()
                break
    for slider in page.locator(".d2l .slider input").all():
        slider.press("ArrowRight")


def change_choices(page):
    """Switch every box on, choose the first of every choice that is not chosen yet."""
    for box in page.locator(".d2l [type=checkbox]:visible").all():
        box.check()
    for choice in page.locator(".d2l fieldset.choice").all():
        choice.locator("[type=radio]:not(:checked, :disabled)").first.check()


def change_everything(page):
    """Work every kind of control that a figure has; what resets others comes first."""
    change_numbers(page)
    change_choices(page)
    for button in page.locator(".d2l .bar button.main").all():
        button.click()
    for weight in page.locator(".d2l .paint .d2l-cell").all()[:1]:
        weight.click()
    for grid in page.locator(".d2l [data-grid]:has(.cells input)").all():
        grid.locator(".cells input").last.fill("5")
    for button in page.get_by_label("one step back").all():
        if not button.get_attribute("aria-disabled"):
            button.click()


def share(page):
    """Return the address of the state and the state in it."""
    page.get_by_role("button", name="Copy link to this state").click()
    link = page.locator("pre.code").inner_text()
    which, name, state = urllib.parse.unquote(link.partition("#d2l=")[2]).split(".", 2)
    assert which == "0"
    return link, name, json.loads(state)


@pytest.mark.parametrize("name", NAMES)
def test_a_shared_address_brings_the_state_back(browser, tmp_path, name):
    page = open_page(browser, write_page(tmp_path, make(name)).as_uri())
    change_everything(page)
    link, shared_name, state = share(page)
    assert shared_name == name
    default = make(name).state
    # the page keeps measured times to itself
    assert {key for key in default if state.get(key) != default[key]} - {"times"} == state.keys()
    again = open_page(browser, link)
    assert share(again) == (link, name, state)
    assert again.locator(".d2l").inner_text() == page.locator(".d2l").inner_text()
    assert again.complaints == []


def test_two_widgets_on_a_page_keep_apart(browser, tmp_path):
    first, second = make("Stamping"), make("Stamping")
    page = open_page(browser, write_page(tmp_path, first, second).as_uri())
    page.get_by_label("stride: one more").nth(1).click()
    assert numbers(page, "Y", 0) == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
    assert len(numbers(page, "Y", 1)) == 4
