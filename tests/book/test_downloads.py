"""A chapter's page offers its notebooks."""

import re
from urllib.parse import unquote

import pytest

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.notebooks.chapters import chapter_names
from book._ext.paths import BOOK, HTML


@pytest.mark.parametrize("chapter", chapter_names())
def test_a_chapter_offers_both_notebooks(chapter):
    page = HTML / "book" / f"{chapter}.html"
    box = page.read_text("utf8").partition('class="notebook-links')[2].partition("</ul>")[0]
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', box, re.DOTALL)
    words = [re.sub(r"<[^>]+>", "", inner).strip() for _, inner in links]
    assert words == [f"{framework.label} notebook" for framework in FRAMEWORKS]
    for (link, _), framework in zip(links, FRAMEWORKS, strict=True):
        offered = (page.parent / unquote(link)).resolve()
        assert offered.name == f"{chapter}.ipynb"
        assert offered.read_bytes() == notebook_path(BOOK, framework, chapter).read_bytes()
