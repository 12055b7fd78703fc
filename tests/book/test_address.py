"""The book's address: what is taken for one, and what follows from it."""

import pytest

from book._ext.address import VARIABLE, Repository, configured_address, repository

PLACE = Repository("someone", "a-book")


def test_an_address_gives_the_repository():
    assert repository("https://github.com/someone/a-book.git") == PLACE
    assert repository("https://github.com/someone/a-book/") == PLACE
    assert repository("") is None


def test_the_variable_goes_before_the_setting(monkeypatch):
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
