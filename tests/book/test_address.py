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

PLACE = Repository("github.com", "someone", "a-book")
GROUP = Repository("gitlab.com", "some/group", "a-book")
ELSEWHERE = Repository("git.example.org:8443", "someone", "a-book")
NOTEBOOK = "book/notebooks/mxnet/why-upsample.ipynb"


def test_an_address_gives_the_repository():
    assert repository("https://github.com/someone/a-book.git") == PLACE
    assert repository("https://github.com/someone/a-book/") == PLACE
    assert repository("https://gitlab.com/some/group/a-book") == GROUP
    assert repository("https://git.example.org:8443/someone/a-book.git") == ELSEWHERE
    assert repository("") is None
    for place in (PLACE, GROUP, ELSEWHERE):
        assert repository(place.url) == place


def test_the_variable_overrides_the_setting(monkeypatch):
    monkeypatch.setenv(VARIABLE, PLACE.url)
    assert repository() == PLACE
    monkeypatch.delenv(VARIABLE)
    assert repository() == repository(configured_address())


@pytest.mark.parametrize(
    "address", ["github.com/a/b", "git@github.com:a/b.git", "https://github.com/a", "https:///a/b"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match=r"expected https://host/owner/name, got '"):
        repository(address)


def test_the_pages_address_follows_from_the_repository():
    assert PLACE.pages == "https://someone.github.io/a-book/"
    assert Repository("github.com", "Some", "some.github.io").pages == "https://some.github.io/"
    assert GROUP.pages == "https://some.gitlab.io/group/a-book/"
    assert ELSEWHERE.pages == ""


def test_a_host_that_is_not_github_has_binder_only():
    tail = f"/main?urlpath=lab%2Ftree%2F{NOTEBOOK.replace('/', '%2F')}"
    assert GROUP.launchers(NOTEBOOK) == {
        "Binder": f"https://mybinder.org/v2/gl/some%2Fgroup%2Fa-book{tail}"
    }
    assert ELSEWHERE.launchers(NOTEBOOK) == {
        "Binder": "https://mybinder.org/v2/git/"
        f"https%3A%2F%2Fgit.example.org%3A8443%2Fsomeone%2Fa-book{tail}"
    }


def test_launchers_open_the_notebook():
    path = NOTEBOOK
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


def build(root, place):
    """Build a book of two pages as if its address were known; return the folder of its pages."""
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
        env=os.environ | {VARIABLE: place.url}, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-2000:]
    return root / "_build" / "html"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return build(tmp_path_factory.mktemp("known"), PLACE)


def test_a_host_that_publishes_no_pages_has_links_and_nothing_that_needs_them(tmp_path):
    pages = build(tmp_path, ELSEWHERE)
    text = (pages / "book" / "why-upsample.html").read_text("utf8")
    for address in ELSEWHERE.launchers("book/notebooks/pytorch/why-upsample.ipynb").values():
        assert address in Page(text).links
    assert [
        w for w in ("colab.research", "/edit/", 'rel="canonical"', "og:image") if w in text
    ] == []
    assert not (pages / "sitemap.xml").exists()


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
