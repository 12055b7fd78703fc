"""The frameworks' tabs: synced over the book, remembered, worked by keyboard."""

import random
import re

import pytest

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.chapters import chapter_names
from book._ext.paths import BOOK

# A chapter without a cell for one framework has no tabs.
CHAPTERS = [
    name for name in chapter_names() if "[mxnet]" in (BOOK / f"{name}.md").read_text("utf8")
]


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def shown(page):
    """Return the label of the tab that each tab set shows, read off its visible panel."""
    return page.eval_on_selector_all(
        ".sd-tab-set.frameworks",
        """sets => sets.map(set => {
            const panels = [...set.querySelectorAll(':scope > .sd-tab-content')];
            const open = panels.filter(panel => getComputedStyle(panel).display !== 'none');
            return open.map(panel => panel.previousElementSibling.textContent.trim()).join('+');
        })""",
    )


def test_choosing_mxnet_once_switches_every_tab_on_every_page(page, address):
    page.goto(f"{address}/book/basic-operation.html")
    assert set(shown(page)) == {"PyTorch"}
    page.locator(".frameworks .sd-tab-label", has_text="MXNet").first.click()
    assert set(shown(page)) == {"MXNet"}
    for chapter in ("basic-operation", *random.sample(CHAPTERS, 3)):  # one script serves all
        page.goto(f"{address}/book/{chapter}.html")
        tabs = shown(page)
        assert tabs, f"{chapter} has no tabs"
        assert set(tabs) == {"MXNet"}, chapter


def test_the_keyboard_switches_tabs(page, served):
    page.goto(f"{served}/book/basic-operation.html")
    page.locator(".frameworks > input").first.focus()
    page.keyboard.press("ArrowRight")
    assert set(shown(page)) == {"MXNet"}


def test_a_shared_cell_stands_once_and_its_different_outputs_under_their_tab(page, served):
    page.goto(f"{served}/book/matrix-transposition.html")
    code = re.compile(r"^\s*W = kernel2matrix\(K\)")
    cells = page.locator(".cell", has_text=code)
    assert cells.count() == 1
    cells.evaluate("cell => cell.nextElementSibling.classList.add('below')")
    panels = page.locator(".frameworks.below > .sd-tab-content").all_text_contents()
    assert [text.strip().partition("(")[0] for text in panels] == ["tensor", "array"]


def test_a_figure_that_differs_between_frameworks_has_tabs_and_one_number(page, served):
    page.goto(f"{served}/book/segmentation.html")
    figure = page.locator("figure#fig-loss")
    assert figure.locator(".sd-tab-label").all_inner_texts() == [f.label for f in FRAMEWORKS]
    assert figure.locator("svg.d2l-plot:visible").count() == 1
    assert re.match(r"Fig\. \d+\.2 The loss", figure.locator("figcaption").inner_text())
