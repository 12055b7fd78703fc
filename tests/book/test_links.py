"""Links inside the built book, and what stands in it once its address is known."""

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from book._ext.address import VARIABLE, Repository, repository
from book._ext.paths import BOOK, HTML, ROOT

PLACE = Repository("someone", "a-book")


class Page(HTMLParser):
    """The ids and the links of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Note what an element is called and where it leads."""
        values = dict(attributes)
        self.ids.update(filter(None, (values.get("id"), values.get("name"))))
        self.links += [values[key] for key in ("href", "src") if values.get(key)]


def pages():
    assert HTML.is_dir(), "the book is not built: run `make book`"
    files = [p for p in HTML.rglob("*.html") if "_static" not in p.parts and p.name != "404.html"]
    return {path: Page(path.read_text("utf8")) for path in files}


def broken(found):
    """List the links that lead to no file, or to no element of a page."""
    for path, page in found.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = found[target].ids if target in found else None
            anchor = unquote(parts.fragment)
            if (known is None and not target.exists()) or (
                known is not None and anchor and anchor not in known
            ):
                yield f"{path.relative_to(HTML)}: {link}"


def test_no_link_inside_the_book_is_broken():
    found = pages()
    assert sum(len(page.links) for page in found.values()) > 100
    assert list(broken(found)) == []


def test_a_broken_link_is_seen():
    path = HTML / "book" / "new.html"
    text = '<a href="basic-operation.html#nowhere">a</a><a href="gone.html">b</a><a href="#">c</a>'
    assert list(broken({**pages(), path: Page(text)})) == [
        "book/new.html: basic-operation.html#nowhere",
        "book/new.html: gone.html",
    ]


def test_pages_link_to_the_book_s_own_repository_only_where_its_address_is_known():
    words = ("colab.research", "mybinder.org", "studiolab", "/edit/", 'rel="canonical"', "og:image")
    texts = {path: path.read_text("utf8") for path in pages()}
    found = {word: [p.name for p, text in texts.items() if word in text] for word in words}
    known = repository() is not None
    assert {word: bool(names) for word, names in found.items()} == dict.fromkeys(words, known), (
        found
    )
    assert (HTML / "sitemap.xml").exists() == known


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Build a book of two pages as if its address were known; gives the folder of its pages."""
    root = tmp_path_factory.mktemp("known")
    (root / "book").mkdir()
    for name in ("_ext", "static", "templates", "notebooks", "references.bib"):
        (root / "book" / name).symlink_to(BOOK / name)
    for name in ("_config.yml", "d2lmini"):
        (root / name).symlink_to(ROOT / name)
    for name in ("index", "why-upsample"):
        (root / "book" / f"{name}.md").write_bytes((BOOK / f"{name}.md").read_bytes())
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nchapters:\n  - file: book/why-upsample\n", "utf8"
    )
    result = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", root, "--quiet"],
        env=os.environ | {VARIABLE: PLACE.url}, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-2000:]
    return root / "_build" / "html"


def test_with_an_address_each_framework_s_notebook_can_be_run_elsewhere(known):
    links = Page((known / "book" / "why-upsample.html").read_text("utf8")).links
    for tag in ("pytorch", "mxnet"):
        for address in PLACE.launchers(f"book/notebooks/{tag}/why-upsample.ipynb").values():
            assert address in links


def test_with_an_address_there_are_edit_links_a_preview_card_and_a_site_map(known):
    text = (known / "book" / "why-upsample.html").read_text("utf8")
    assert f"{PLACE.url}/edit/main/book/why-upsample.md" in text
    assert f'<meta property="og:url" content="{PLACE.pages}book/why-upsample.html"' in text
    card = text.partition('og:image" content="')[2].partition('"')[0]
    assert (known / card.removeprefix(PLACE.pages)).is_file()
    assert f"{PLACE.pages}book/why-upsample.html" in (known / "sitemap.xml").read_text("utf8")
    assert 'href="/a-book/_static' in (known / "404.html").read_text("utf8")
