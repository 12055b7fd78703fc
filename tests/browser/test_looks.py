"""What the style sheets come to, in a browser, is what the list of looks says."""

import pytest

from tests.support.looks import LOOK, changed, digests, look_at_figures, look_at_pages, read, told

PAGE = """<!doctype html><style>
  a { color: red; width: 50% }
  a.last, b::before { color: blue; content: "x" }
  a:hover { top: 1px }
  @media print { a { color: black } }
  @media screen { a { --own: 1 } }
  i { color: red }
</style><p><a>1</a><a class="last">2</a><b>3</b></p>"""


RENEW = "if this was meant: python -m tests.support.looks, after the book is built"


def test_every_rule_of_figures_makes_what_it_made(browser):
    assert changed(look_at_figures(browser), read("figures")) == [], RENEW


def test_every_rule_of_pages_makes_what_it_made(browser, served):
    assert changed(look_at_pages(browser, f"{served}/book"), read("pages")) == [], RENEW


@pytest.fixture
def seen(browser):
    """Return what a page's rules come to, with a style more."""
    page = browser.new_page()

    def seen(more=""):
        page.set_content(PAGE + f"<style>{more}</style>")
        return page.evaluate(LOOK)

    yield seen
    page.close()


def test_values_are_those_of_the_elements_that_a_rule_selects(seen):
    red, blue = "rgb(255, 0, 0)", "rgb(0, 0, 255)"
    assert told(as_sets(seen())) == as_sets({
        "a": {"color": [red, blue], "width": ["50%"]},
        "a.last, b::before": {"color": [blue], "content": ['"x"']},
        "a:hover": {"top": ["1px"]},
        "@media screen a": {"--own": ["1"]},
        "i": {"declared": ["color: red;"]},
    })  # fmt: skip


@pytest.mark.parametrize(
    ("more", "selectors"),
    [
        ("a { width: 25% }", {"a"}),
        ("b::before { content: 'y' !important }", {"a.last, b::before", "b::before"}),
        ("p a { color: green }", {"a", "p a"}),
        ("i { color: green }", {"i"}),
    ],
)
def test_what_another_rule_overrules_is_told(seen, more, selectors):
    kept = digests(as_sets(seen()))
    told = changed(as_sets(seen(more)), kept)
    assert {line.partition(": {")[0] for line in told} == selectors


def as_sets(found):
    """Return what a page's rules come to as it is gathered."""
    return {
        selector: {name: set(values) for name, values in declared.items()}
        for selector, declared in found.items()
    }


def test_a_rule_that_is_gone_is_told():
    kept = digests({"a": {"color": {"red"}}, "b": {"top": {"1px"}}})
    assert changed({"a": {"color": {"red"}}}, kept) == ["b: no rule"]
