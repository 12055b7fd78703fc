"""The README's badges follow from the book's address."""

import re

import pytest

from book._ext.address import Repository, configured_address, repository
from book._ext.paths import BOOK, ROOT
from tools.badges import OPENED, README, badges, with_badges

TEXT = README.read_text("utf8")
PLACES = [
    Repository("github.com", "someone", "a-book"),
    Repository("gitlab.com", "some/group", "a-book"),
    Repository("git.example.org:8443", "someone", "a-book"),
]
BADGE = re.compile(r"\[!\[([^]]+)\]\((https://[^)\s]+)\)\]\((https://[^)\s]+)\)")


def test_the_readme_has_the_badges_of_the_setting():
    wanted = with_badges(TEXT, repository(configured_address()))
    assert wanted == TEXT, "run `.venv/bin/python -m tools.badges`"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.domain)
def test_an_address_gives_what_its_host_offers_and_is_taken_back(place):
    text = with_badges(TEXT, place)
    found = {words: link for words, _, link in BADGE.findall(text)}
    launchers = place.launchers(OPENED)
    tests = {"Tests": f"{place.url}/actions/workflows/test.yml"}
    wanted = {f"Open in {name}": address for name, address in launchers.items()}
    assert found == wanted | (tests if place.domain == "github.com" else {})
    assert (f"({place.pages})" in text) == bool(place.pages)
    assert with_badges(text, None) == with_badges(TEXT, None)
    assert with_badges(text, place) == text


def test_without_an_address_there_is_none():
    assert badges(None) == ""
    assert not BADGE.search(with_badges(TEXT, None))


def test_what_a_badge_names_is_there():
    linked = " ".join(link for _, _, link in BADGE.findall(badges(PLACES[0])))
    (workflow,) = re.findall(r"actions/(workflows/\S+)", linked)
    assert (ROOT / ".github" / workflow).is_file()
    notebooks = set(re.findall(r"/blob/main/(book/\S+\.ipynb)", linked))
    assert notebooks
    assert all((BOOK.parent / path).is_file() for path in notebooks)


def test_a_readme_without_the_place_for_them_is_told():
    with pytest.raises(ValueError, match="expected <!-- badges --> and <!-- /badges -->"):
        with_badges("# A book\n", None)
