"""The built book as a reader meets it."""

import io
import re

import pytest
import yaml
from pypdf import PdfReader

import d2lmini.widgets
from book._ext.notebooks.chapters import chapter_names
from book._ext.paths import BOOK, HTML, ROOT

CHAPTERS = chapter_names()
SOLUTIONS = (BOOK / "summary-exercises.md").read_text("utf8")


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def titles(numbered):
    """Return the titles of the table of contents' numbered files, or of the others."""
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))["parts"]
    wanted = [part for part in parts if part.get("numbered", False) == numbered]
    files = [ROOT / f"{entry['file']}.md" for p in wanted for entry in p["chapters"]]
    return [re.search(r"^# (.+)$", f.read_text("utf8"), re.MULTILINE)[1] for f in files]


def test_the_book_has_its_chapters_in_order(page, served):
    page.goto(f"{served}/index.html")
    page.wait_for_url("**/book/index.html")
    links = page.locator("nav.bd-links li.toctree-l1 > a").all_text_contents()
    numbered, others = titles(True), titles(False)
    expected = [f"{number}. {title}" for number, title in enumerate(numbered, start=1)]
    assert [text.strip() for text in links] == ["Transposed convolution", *expected, *others]


STAMPS = "X[0,0]·K = 0·K", "X[0,1]·K = 1·K", "X[1,0]·K = 2·K", "X[1,1]·K = 3·K"


def test_figures_are_numbered_and_show_every_intermediate_array(page, address):
    page.goto(f"{address}/book/basic-operation.html")
    figure = page.locator("figure#fig-stamps")
    assert figure.locator("figcaption").inner_text().startswith("Fig. 3.1 ")
    captions = figure.locator(".part").evaluate_all("parts => parts.map(p => p.innerText)")
    assert len(captions) == len(STAMPS)
    for caption, expected in zip(captions, STAMPS, strict=True):
        assert expected in caption
    figure.get_by_label("steps done").press("End")
    Y = figure.locator("[data-grid=Y] .d2l-cell").all_inner_texts()
    assert Y == ["0", "0", "1", "0", "4", "6", "4", "12", "9"]


def test_a_figure_is_alive_in_the_page(page, address):
    page.goto(f"{address}/book/basic-operation.html")
    figure = page.locator("figure#fig-stamps")
    figure.locator("[data-grid=K] input").nth(3).fill("5")
    page.keyboard.press("Enter")
    Y = figure.locator("[data-grid=Y] .d2l-cell").all_inner_texts()
    assert [str(n) for n in (0, 0, 1, 0, 2 * 1 + 1 * 2, 3 + 5, 2 * 2, 2 * 3 + 2 * 5, 3 * 5)] == Y


def test_without_javascript_every_figure_shows_its_numbers(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/book/basic-operation.html")
    tables = page.locator("figure#fig-stamps table").evaluate_all(
        """tables => tables.map(table => [table.caption.innerText,
            [...table.rows].map(row => [...row.cells].map(cell => +cell.innerText))])"""
    )
    shown_numbers = dict(tables)
    assert shown_numbers[STAMPS[2]] == [[0, 0, 0], [0, 2, 0], [4, 6, 0]]
    assert [numbers for caption, numbers in tables if caption.startswith("Y")] == [
        [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
    ]
    context.close()


def test_the_chapters_hold_every_widget():
    pages = [(HTML / "book" / f"{chapter}.html").read_text("utf8") for chapter in CHAPTERS]
    found = {name for page in pages for name in re.findall(r'data-widget="(\w+)"', page)}
    assert found == set(d2lmini.widgets.__all__)


def test_a_citation_leads_to_the_bibliography(page, served):
    page.goto(f"{served}/book/why-upsample.html")
    page.locator("a.reference", has_text="DV16").click()
    assert "bibliography.html#" in page.url
    target = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert "A guide to convolution arithmetic" in target.inner_text()


def test_a_solution_is_hidden_until_it_is_asked_for(page, served):
    page.goto(f"{served}/book/summary-exercises.html")
    solutions = page.locator(".solution")
    assert solutions.count() == SOLUTIONS.count("{solution-start}")
    solution = solutions.filter(has_text="is not the identity.")
    answer = solution.get_by_text("is not the identity.")
    assert not answer.is_visible()
    solution.get_by_role("button", name="Toggle hidden content").click()
    assert answer.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("chosen", [None, "light", "dark", "auto"])
def test_a_page_has_the_reader_s_colours_before_it_is_drawn(browser, served, scheme, chosen):
    page = browser.new_context(color_scheme=scheme).new_page()
    page.add_init_script("""window.themes = new Set();
        const now = () => document.body && themes.add(document.documentElement.dataset.theme);
        const all = { childList: true, subtree: true, attributes: true };
        new MutationObserver(now).observe(document, all);""")
    if chosen:
        page.goto(f"{served}/404.html")
        page.evaluate(
            "([m, t]) => { localStorage.mode = m; localStorage.theme = t; }", [chosen, "light"]
        )
    page.goto(f"{served}/book/cheat-sheet.html", wait_until="load")
    shown = chosen if chosen in ("light", "dark") else scheme
    assert page.evaluate("[...themes]") == [shown]


def test_without_scripts_a_page_has_the_light_colours(browser, served):
    colours = "getComputedStyle(document.documentElement).getPropertyValue('--pst-color-link')"
    seen = set()
    for scripts, scheme in ((True, "light"), (False, "light"), (False, "dark")):
        context = browser.new_context(color_scheme=scheme, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{served}/book/cheat-sheet.html")
        seen.add(page.evaluate(colours))
        context.close()
    assert len(seen) == 1
    assert seen != {""}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_plot_stands_on_the_page_in_the_colour_of_its_text(browser, served, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{served}/book/checkerboards.html")
    plots = page.locator("svg.d2l-plot").all()
    assert plots
    colours = """element => {
        const around = element.closest('.text_html');
        const { color, backgroundColor } = getComputedStyle(around);
        return [color, backgroundColor];
    }"""
    text = page.evaluate("getComputedStyle(document.querySelector('article p')).color")
    for plot in plots:
        assert plot.evaluate(colours) == [text, "rgba(0, 0, 0, 0)"]
    context.close()


def test_the_cheat_sheet_prints_on_one_sheet(page, served):
    page.goto(f"{served}/book/cheat-sheet.html")
    wide = dict.fromkeys(("top", "right", "bottom", "left"), "15mm")
    for paper in ({"format": "A4"}, {"format": "A4", "margin": wide}, {"format": "Letter"}):
        assert len(PdfReader(io.BytesIO(page.pdf(**paper))).pages) == 1, paper


def test_all_columns_of_the_cheat_sheet_are_seen_at_once(page, served):
    page.goto(f"{served}/book/cheat-sheet.html")
    hidden = "all => all.map(one => one.scrollWidth - one.clientWidth)"
    for width in (360, 390, 600, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        tables = page.locator(".pst-scrollable-table-container")
        assert tables.evaluate_all(hidden) == [0, 0, 0], width
