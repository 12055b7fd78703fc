"""What the pages say of how to cite them."""

import re
from html import unescape

import pytest
import yaml
from pybtex.database import parse_string

import d2lmini
from book._ext.address import configured_address, repository
from book._ext.page.cite import citation
from book._ext.paths import HTML, ROOT

TEXT = (ROOT / "CITATION.cff").read_text("utf8")
SAID = yaml.safe_load(TEXT)
PAGES = [page for page in sorted((HTML / "book").glob("*.html")) if page.stem != "your-work"]
OTHERS = """\
title: A book
version: 2.10
authors:
  - {family-names: Ada, given-names: B.}
  - {name: the others}
"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_says_how_to_cite_it(page):
    text = page.read_text("utf8")
    (foot,) = re.findall(r'<details class="d2l-cite">(.*?)</details>', text, re.DOTALL)
    ((key, work),) = parse_string(
        unescape(re.search(r"<pre>(.*?)</pre>", foot, re.DOTALL)[1]), "bibtex"
    ).entries.items()
    heading = re.search(r"<h1>(?:<span[^>]*>[^<]*</span>)?([^<]+)<a ", text)[1]
    whole = page.stem == "index"
    assert work.fields["title" if whole else "booktitle"] == SAID["title"]
    if not whole:
        assert work.fields["title"] == unescape(heading).strip()
        assert key == f"transposed-convolution-{page.stem}"
    assert work.fields["note"] == f"Version {d2lmini.__version__}"
    assert ("url" in work.fields) == bool(repository() and repository().pages)
    words = unescape(foot)
    for author in SAID["authors"]:
        assert author["name"].casefold() in words.casefold()


def test_authors_version_and_address_are_those_that_are_given():
    address = "https://someone.example/a-book/"
    work = citation(OTHERS, "2031", "book/gradients", "Gradients", address)
    assert work.words == (
        "B. Ada and the others (2031). “Gradients”, in A book. Version 2.10. "
        "https://someone.example/a-book/book/gradients.html."
    )
    ((_, entry),) = parse_string(work.bibtex, "bibtex").entries.items()
    assert entry.fields["url"] == f"{address}book/gradients.html"
    without = citation(OTHERS, "2031", "book/gradients", "Gradients")
    assert "url" not in without.bibtex
    assert "http" not in without.words
    whole = citation(OTHERS, "2031", place=address)
    assert whole.words.endswith("(2031). A book. Version 2.10. https://someone.example/a-book/.")


def test_the_address_stands_in_the_citation_file_where_there_is_one():
    assert SAID.get("repository-code", "") == configured_address()
