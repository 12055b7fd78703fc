"""The book's address: what is taken for one, and what follows from it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from book._ext.address import VARIABLE, Repository, configured_address, repository
from book._ext.paths import BOOK, HTML, ROOT
from tests.book.test_links import Page, pages

pytestmark = pytest.mark.slow

PLACE = Repository("someone", "a-book")


def test_an_address_gives_the_repository():
    assert repository("https://github.com/someone/a-book.git") == PLACE
    assert repository("https://github.com/someone/a-book/") == PLACE
    assert repository("") is None


def test_the_variable_overrides_the_setting(monkeypatch):
    monkeypatch.setenv(VARIABLE, PLACE.url)
    assert repository() == PLACE
    monkeypatch.delenv(VARIABLE)
    assert repository() == repository(configured_address())


@pytest.mark.parametrize(
    "address", ["github.com/a/b", "https://example.org/a/b", "https://github.com/a"]
)
def test_an_address_elsewhere_is_refused(address):
    with pytest.raises(ValueError, match=r"expected https://github\.com/owner/name, got '"):
        repository(address)


def test_the_pages_address_follows_from_the_repository():
    assert PLACE.pages == "https://someone.github.io/a-book/"
    assert Repository("Some", "some.github.io").pages == "https://some.github.io/"


def test_launchers_open_the_notebook():
    path = "book/notebooks/mxnet/why-upsample.ipynb"
    assert PLACE.launchers(path) == {
        "Colab": f"https://colab.research.google.com/github/someone/a-book/blob/main/{path}",
        "Binder": "https://mybinder.org/v2/gh/someone/a-book/main?urlpath=lab%2Ftree%2F"
        "book%2Fnotebooks%2Fmxnet%2Fwhy-upsample.ipynb",
        "Studio Lab": f"https://studiolab.sagemaker.aws/import/github/someone/a-book/blob/main/{path}",
    }


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
    """Build a book of two pages as if its address were known; return the folder of its pages."""
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
