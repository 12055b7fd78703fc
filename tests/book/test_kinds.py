"""Each output with measured or trained numbers says so above it; a figure's caption does."""

import re
from collections import Counter
from functools import cache

import nbformat
import pytest

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.chapters import read_chapter
from book._ext.notebooks.stored import with_stored_outputs
from book._ext.page.kinds import KINDS, kinds_of, with_kinds
from book._ext.page.merge import merge
from book._ext.paths import BOOK, HTML
from tests.support.pages import source
from tests.support.prose import pages

IMPORTED = "from d2lmini.times import benchmark\nfrom d2lmini.trained import trained\n"
TRAINS = "def fit(net):\n    optimizer.step()\n    return net.loss\n"
STORED = {"benchmark(": "measured", "transposed()": "measured", "trained(": "trained"}
NAMED = re.compile(r"(?m)^(\w+) = (?:benchmark|transposed|trained)\(")
WORDS = re.compile(
    r'<div class="cell_output docutils container">\n<p class="d2l-kind small">(\w+)</p>'
)


@cache
def merged(page):
    """Return the cells of a page with their outputs."""
    chapter = read_chapter(page, source(page))
    stored = {f.tag: with_stored_outputs(chapter, f, BOOK) for f in FRAMEWORKS}
    return with_kinds(merge(chapter, stored)).cells


def kind_of(cell):
    """Return the kind that a cell of a page is tagged with."""
    return next((kind for kind in KINDS.values() if kind in cell.metadata.get("tags", [])), "")


PAGES = [page for page in pages() if "```{code-cell}" in source(page)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_above_each_output_what_it_holds(page):
    told = [kind_of(cell) for cell in merged(page) if cell.cell_type == "code"]
    written = WORDS.findall((HTML / "book" / f"{page}.html").read_text("utf8"))
    assert Counter(written) == Counter(kind.capitalize() for kind in told if kind)


def test_what_names_a_stored_number_is_told_or_drawn():
    missed, seen = [], Counter()
    for page in PAGES:
        code = [cell for cell in merged(page) if cell.cell_type == "code"]
        names = {f"{name}[" for cell in code for name in NAMED.findall(cell.source)}
        drawn = {cell.source for cell in code if "figure" in cell.metadata.get("mystnb", {})}
        for cell in code:
            named = any(word in cell.source for word in (*STORED, *names))
            if cell.outputs and named and cell.source not in drawn:
                seen[kind_of(cell)] += 1
                missed += [] if kind_of(cell) else [cell.source]
    assert missed == []
    assert min(seen["trained"], seen["measured"]) >= 3


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("print(benchmark()['rows'])", "measured"),
        ("runs = trained('x')['runs']\nprint(len([r for r in runs]))", "trained"),
        ("for n in trained('x'):\n    print(n)", "trained"),
        ("n = trained('x')\nn = 4\nprint(n)", ""),
        ("a = []\na.append(benchmark())\nprint(a)", "measured"),
        ("def f(n):\n    return trained(n)\nprint(f('x'))", "trained"),
        ("def f(n):\n    print(benchmark())\nf(3)", "measured"),
        ("def f(trained):\n    return trained\nprint(f(3))", ""),
        ("x = trained('x')", ""),
        ("print(trained('x').shape)", ""),
        (f"{TRAINS}print(fit(net))", "trained"),
        (f"{TRAINS}print(4)", ""),
    ],
)
def test_numbers_are_followed_from_where_they_come(code, kind):
    cell = nbformat.v4.new_code_cell(IMPORTED + code)
    assert [k for _, k in kinds_of([cell])] == ([kind] if kind else [])
