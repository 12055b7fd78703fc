"""A chapter's page offers its notebooks."""

import pytest

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.chapters import chapter_names


@pytest.mark.parametrize("chapter", chapter_names())
def test_a_chapter_offers_both_notebooks(browser, served, chapter):
    page = browser.new_context().new_page()
    page.goto(f"{served}/book/{chapter}.html", wait_until="domcontentloaded")
    links = page.locator(".notebook-links li a")
    assert links.all_text_contents() == [f"{f.label} notebook" for f in FRAMEWORKS]
    for link, framework in zip(links.all(), FRAMEWORKS, strict=True):
        target = link.evaluate("link => link.href")
        response = page.request.get(target)
        assert response.ok
        assert target.endswith(f"{chapter}.ipynb")
        assert any(f"{word} {framework.module}" in response.text() for word in ("import", "from"))
