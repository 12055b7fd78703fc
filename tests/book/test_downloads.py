"""A chapter's page offers its notebooks."""

import re
from urllib.parse import unquote

import pytest

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.notebooks.chapters import chapter_names
from book._ext.paths import BOOK, HTML

EMBLEM = re.compile(r'\s*(?:<div class="emblem"><svg.*</svg></div>)?\s*', re.DOTALL)


@pytest.mark.parametrize("chapter", chapter_names())
def test_a_chapter_offers_both_notebooks(chapter):
    page = HTML / "book" / f"{chapter}.html"
    above, _, below = page.read_text("utf8").partition('<div class="notebook-links')
    assert EMBLEM.fullmatch(above.rpartition("</h1>")[2])  # nothing of the text is between
    box = below.partition("</ul>")[0]
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', box, re.DOTALL)
    words = [re.sub(r"<[^>]+>", "", inner).strip() for _, inner in links]
    assert words == [f"{framework.label} notebook" for framework in FRAMEWORKS]
    for (link, _), framework in zip(links, FRAMEWORKS, strict=True):
        offered = (page.parent / unquote(link)).resolve()
        assert offered.name == f"{chapter}.ipynb"
        assert offered.read_bytes() == notebook_path(BOOK, framework, chapter).read_bytes()
