"""Every page of the built book: complete, light, accessible, without JavaScript, on paper."""

import gzip
import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from book._ext.frameworks import FRAMEWORKS
from book._ext.paths import HTML
from tests.browser import axe, signs
from tests.browser.widget_pages import GUARDED, serve
from tests.support.report import WEIGHT

PAGES = sorted(str(p.relative_to(HTML)) for p in HTML.rglob("*.html") if "_static" not in p.parts)
READ = [page for page in PAGES if page.startswith("book/")]
# What a page may weigh with everything it loads, as a promise to readers on a slow line.
BUDGET_KB = 250
# How many stops of the Tab key are looked at: past the header and the sidebar, into the text.
STOPS = 25
# What the theme says about itself; all else on the console is a fault.
THEME_LOGS = ("[PST]: ", "[togglebutton]: ")
PACKED = (".woff2", ".png", ".ipynb")
_weights: dict[str, float] = {}  # in kB, by address: most of what pages load is the same
every_read_page = pytest.mark.parametrize("name", READ)
# What a disk changes is the same for every page: one of prose, one with figures, and the search.
FROM_DISK = ("book/index.html", "book/basic-operation.html", "search.html")


@pytest.fixture
def page(browser):
    return browser.new_context().new_page()


@dataclass
class Visit:
    """A page, opened once for the tests that only look at it, and what came with it."""

    name: str
    page: Page
    wrong: list[str]
    weights: dict[str, float]


@pytest.fixture(scope="module", params=READ)
def visit(request, browser, served):
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    visit = Visit(request.param, page, watch(page, served), {})

    def weigh(response):
        url = response.url
        if url not in _weights:
            body, packed = response.body(), url.partition("?")[0].endswith(PACKED)
            _weights[url] = len(body if packed else gzip.compress(body)) / 1000
        visit.weights[url.removeprefix(served)] = _weights[url]

    page.on("response", weigh)
    page.goto(f"{served}/{visit.name}", wait_until="load")
    page.evaluate("document.fonts.ready")
    yield visit
    context.close()


def watch(page, home):
    """Return the list of what goes wrong, to which whatever asks another host belongs."""
    wrong = []
    own = (home, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else wrong.append(f"other: {r.url}"))
    page.on("requestfailed", lambda r: wrong.append(f"refused: {r.url}"))
    page.on("response", lambda r: wrong.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on(
        "console",
        lambda m: None if m.text.startswith(THEME_LOGS) else wrong.append(f"console: {m.text}"),
    )
    return wrong


def check_complete(page, wrong):
    """See that nothing was refused or said, formulas are typeset and figures alive."""
    assert wrong == []
    text = page.inner_text("body")
    assert not re.search(r"\$\$|\\(?:begin|frac|cdot|text)\b", text)
    assert page.locator(".katex-error").count() == 0
    raw = page.eval_on_selector_all(
        ".math",
        "all => all.filter(m => !m.querySelector('.katex-html')).map(m => m.textContent)",
    )
    assert raw == []
    assert page.evaluate("[...document.fonts].filter(f => f.status === 'error').length") == 0
    assert page.locator(".d2lmini-widget:not(:has(.d2l))").count() == 0


@pytest.fixture(scope="module")
def guarded():
    """Serve the book under the policy for hosts; return its address."""
    with serve(HTML, GUARDED) as address:
        yield address


@every_read_page
def test_the_policy_for_hosts_refuses_nothing(page, guarded, name):
    wrong = watch(page, guarded)
    page.goto(f"{guarded}/{name}", wait_until="load")
    assert wrong == []


def test_a_served_page_is_complete_without_another_host(visit):
    check_complete(visit.page, visit.wrong)
    assert signs.missing(visit.page) == {}


def test_a_page_is_light(visit, record_property):
    heaviest = sorted(visit.weights.items(), key=lambda item: -item[1])[:5]
    total = sum(visit.weights.values())
    named = ", ".join(f"{url} {kb:.0f} kB" for url, kb in heaviest)
    record_property(WEIGHT, total)
    assert total <= BUDGET_KB, f"{visit.name} weighs {total:.0f} kB gzipped; the heaviest: {named}"


def test_a_page_does_not_load_the_index_of_all_words(visit):
    assert [url for url in visit.weights if "search" in url or "language" in url] == []


def test_focus_is_visible_on_every_stop(visit):
    seen = set()
    for _ in range(STOPS):
        visit.page.keyboard.press("Tab")
        seen.add(
            visit.page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                    const label = e.labels?.[0] && getComputedStyle(e.labels[0]);
                    const drawn = t => t && (t.outlineStyle !== 'none' || t.boxShadow !== 'none');
                    return e === document.body ? 'no stop' : drawn(s) || drawn(label)
                      ? 'drawn' : e.outerHTML.slice(0, 100); }"""
            )
        )
    visit.page.evaluate("document.activeElement.blur()")
    visit.page.locator("[role=tooltip]").wait_for(state="detached")
    assert seen - {"no stop"} == {"drawn"}


def test_headings_are_in_order_and_figures_have_words(visit):
    levels = visit.page.eval_on_selector_all(
        "main article :is(h1, h2, h3, h4)", "all => all.map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    silent = visit.page.eval_on_selector_all(
        "main article :is(img, svg:not([aria-hidden=true]))",
        """all => all.filter(e => !e.closest('[aria-hidden=true], button, .d2l, .katex')
            && !(e.getAttribute('alt') ?? e.getAttribute('aria-label'))?.trim())
            .map(e => e.outerHTML.slice(0, 120))""",
    )
    assert silent == []


def test_axe_finds_nothing_and_no_faint_colour_in_the_dark(visit):
    page = visit.page
    for scheme in ("light", "dark"):  # colours are all that a scheme changes
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
        axe.check(page, others=scheme == "light")
    page.emulate_media(color_scheme="light")


def test_paper_shows_both_tabs_and_the_solutions(visit):
    page = visit.page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    hidden = page.eval_on_selector_all(
        ".sd-tab-set.frameworks > .sd-tab-content",
        """all => all.filter(e => !e.parentElement.closest('details'))
            .filter(e => !e.checkVisibility({ visibilityProperty: true }) || !e.offsetHeight)
            .map(e => e.textContent.trim().slice(0, 80))""",
    )
    solutions = page.locator(".solution").all()
    unseen = [s.inner_text()[:80] for s in solutions if not s.locator("p").nth(1).is_visible()]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert hidden == unseen == []


# The last one that is shown a page leaves it narrow: to lay it out again takes long.
def test_a_page_fits_every_width_and_a_wide_formula_scrolls_from_end_to_end(visit):
    page, height = visit.page, visit.page.viewport_size["height"]
    for width in (1280, 640, 390, 360):  # a laptop; the same at 200 % zoom; phones
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    unreachable = page.eval_on_selector_all(
        "div.math .katex-html",
        """all => all.filter(e => {
            const signs = [...e.querySelectorAll('.base')], box = e.getBoundingClientRect();
            const left = Math.min(...signs.map(sign => sign.getBoundingClientRect().left));
            e.scrollLeft = 1e6;
            const right = Math.max(...signs.map(sign => sign.getBoundingClientRect().right));
            e.scrollLeft = 0;
            const number = e.closest('div.math').querySelector('.eqno');
            const end = number?.getBoundingClientRect().left ?? innerWidth;
            const inside = box.left >= 0 && box.right <= end;
            return left < box.left || right > box.right + 1 || !inside;
        }).map(e => e.textContent.slice(0, 60))""",
    )
    assert unreachable == []


@pytest.mark.parametrize("name", [page for page in PAGES if page not in READ])
def test_a_page_of_sphinx_is_complete_without_another_host(page, served, name):
    wrong = watch(page, served)
    page.goto(f"{served}/{name}")
    if 'http-equiv="Refresh"' in (HTML / name).read_text("utf8"):  # the first one leads on
        page.wait_for_url(f"{served}/book/*", wait_until="load")
    page.evaluate("document.fonts.ready")
    check_complete(page, wrong)
    assert signs.missing(page) == {}


@pytest.mark.parametrize("name", FROM_DISK)
def test_a_page_from_disk_is_complete_without_another_host(page, name):
    wrong = watch(page, HTML.as_uri())
    page.goto(f"{HTML.as_uri()}/{name}", wait_until="load")
    page.evaluate("document.fonts.ready")
    check_complete(page, wrong)


def test_icons_and_formulas_are_shown_in_the_fonts_that_are_cut(page, served):
    page.goto(f"{served}/book/basic-operation.html")
    used = {path.rpartition("/")[0] for path in signs.shown(page)}
    assert used == {"_static/vendor/fontawesome/webfonts", "_static/katex/fonts"}


def test_the_first_tab_stop_skips_to_the_text(page, served):
    page.goto(f"{served}/book/basic-operation.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")


def test_there_is_one_search_field_and_it_finds_a_page(page, served):
    page.goto(f"{served}/book/basic-operation.html")
    assert page.locator("input[type=search]").count() == 1
    page.get_by_role("button", name="Search").first.click()
    page.locator("input[type=search]").fill("kernel2matrix")
    page.keyboard.press("Enter")
    page.locator("ul.search a[href*='matrix-transposition.html']").first.wait_for()


@every_read_page
def test_without_javascript_every_word_and_both_frameworks_are_there(browser, name):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{HTML.as_uri()}/{name}")
    for framework in reversed(FRAMEWORKS):  # the first one is open already
        tab = f".sd-tab-set.frameworks > .sd-tab-label[data-sync-id={framework.tag}]"
        page.eval_on_selector_all(
            tab, "all => all.filter(e => e.checkVisibility()).forEach(e => e.click())"
        )
        closed = page.eval_on_selector_all(
            tab,
            """all => all.filter(e => e.checkVisibility()
                && !e.nextElementSibling.checkVisibility()).map(e => e.textContent)""",
        )
        assert closed == []
    unseen = page.eval_on_selector_all(
        ".d2lmini-widget, svg.d2l-plot, .math .katex-html",
        """all => all.filter(e => !e.closest('details, .sd-tab-content, .d2l-spare'))
            .filter(e => !e.checkVisibility())
            .map(e => e.outerHTML.slice(0, 100))""",
    )
    assert unseen == []


def test_the_page_for_errors_names_the_book():
    assert "Page not found" in (HTML / "404.html").read_text("utf8")


@every_read_page
def test_a_page_has_a_description_and_an_icon(name):
    text = (HTML / name).read_text("utf8")
    # Shorter is no sentence: a box beside the text has been taken for it.
    assert len(re.search(r'<meta name="description" content="([^"]*)"', text)[1]) > 30
    icon = re.search(r'<link rel="icon" href="([^"]*)"', text)[1]
    assert (HTML / name).parent.joinpath(icon).resolve() == Path(HTML, "_static/favicon.svg")
