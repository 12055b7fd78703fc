"""The built book as a reader meets it."""

import re

import pytest

from book._ext.chapters import chapter_names
from book._ext.frameworks import FRAMEWORKS

CHAPTERS = chapter_names()


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def shown(page):
    """Give the label of the tab that each tab set shows, read off its visible panel."""
    return page.eval_on_selector_all(
        ".sd-tab-set.frameworks",
        """sets => sets.map(set => {
            const panels = [...set.querySelectorAll(':scope > .sd-tab-content')];
            const open = panels.filter(panel => getComputedStyle(panel).display !== 'none');
            return open.map(panel => panel.previousElementSibling.textContent.trim()).join('+');
        })""",
    )


def test_the_book_has_the_five_chapters_in_order(page, served):
    page.goto(f"{served}/index.html")
    page.wait_for_url("**/book/index.html")
    links = page.locator("nav.bd-links li.toctree-l1 > a").all_text_contents()
    assert [text.strip() for text in links] == [
        "Transposed convolution",
        "1. Why upsample?",
        "2. Basic operation",
        "3. Padding, strides and channels",
        "4. Connection to matrix transposition",
        "5. Summary and exercises",
        "6. The helper, function by function",
        "7. Bibliography",
    ]


def test_choosing_mxnet_once_switches_every_tab_on_every_page(page, address):
    page.goto(f"{address}/book/basic-operation.html")
    assert set(shown(page)) == {"PyTorch"}
    page.locator(".frameworks .sd-tab-label", has_text="MXNet").first.click()
    assert set(shown(page)) == {"MXNet"}
    page.reload()
    assert set(shown(page)) == {"MXNet"}
    for chapter in CHAPTERS:
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
    code = page.locator("div.highlight pre", has_text=re.compile(r"^W = kernel2matrix\(K\)"))
    assert code.count() == 1
    outputs = code.locator("xpath=ancestor::div[contains(@class, 'cell ')]/following-sibling::div")
    panels = outputs.first.locator(".sd-tab-content").all_text_contents()
    assert [text.strip().partition("(")[0] for text in panels] == ["tensor", "array"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_offers_both_notebooks(page, served, chapter):
    page.goto(f"{served}/book/{chapter}.html")
    links = page.locator(".notebook-links a")
    assert links.all_text_contents() == [f.label for f in FRAMEWORKS]
    for link, module in zip(links.all(), ("import torch", "from mxnet import"), strict=True):
        target = page.evaluate("link => link.href", link.element_handle())
        response = page.request.get(target)
        assert response.ok
        assert target.endswith(f"{chapter}.ipynb")
        assert module in response.text()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_formulas_are_typeset_and_no_other_host_is_asked(page, address, chapter):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/book/{chapter}.html")
    page.wait_for_load_state("load")
    raw = page.evaluate(
        """() => [...document.querySelectorAll('.math')]
            .filter(math => !math.querySelector('.katex-html')).map(math => math.textContent)"""
    )
    assert raw == []
    assert page.locator(".katex-error").count() == 0
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_figures_are_numbered_and_show_every_intermediate_array(page, served):
    page.goto(f"{served}/book/basic-operation.html")
    figure = page.locator("figure#fig-stamps")
    assert figure.locator("figcaption").inner_text().startswith("Fig. 2.1 ")
    tables = figure.locator("table").evaluate_all(
        "tables => tables.map(t => [...t.rows].map(r => [...r.cells].map(c => +c.textContent)))"
    )
    X, K, *stamps, Y = tables
    assert X == K == [[0, 1], [2, 3]]
    assert stamps == [
        [[0, 0, 0], [0, 0, 0], [0, 0, 0]],
        [[0, 0, 1], [0, 2, 3], [0, 0, 0]],
        [[0, 0, 0], [0, 2, 0], [4, 6, 0]],
        [[0, 0, 0], [0, 0, 3], [0, 6, 9]],
    ]
    assert Y == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]


def test_a_citation_leads_to_the_bibliography(page, served):
    page.goto(f"{served}/book/why-upsample.html")
    page.locator("a.reference", has_text="DV16").click()
    assert "bibliography.html#" in page.url
    target = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert "A guide to convolution arithmetic" in target.inner_text()


def test_a_solution_is_hidden_until_it_is_asked_for(page, served):
    page.goto(f"{served}/book/summary-exercises.html")
    solutions = page.locator(".solution")
    assert solutions.count() == 2
    answer = solutions.first.get_by_text("is not the identity.")
    assert not answer.is_visible()
    solutions.first.locator("button, summary, .admonition-title").first.click()
    assert answer.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_page_does_not_scroll_sideways(browser, served, chapter, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{served}/book/{chapter}.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
