"""What README, CONTRIBUTING and the other documents name is there, and commands do what is said."""

import pytest

from book._ext.paths import ROOT
from tests.support.documents import COMMAND, FILE, false_names, paths

FEWEST = 40  # commands and files that the documents name


@pytest.mark.parametrize("path", paths())
def test_what_a_document_names_is_there(path):
    assert list(false_names(path)) == []


def test_there_are_commands_and_files():
    texts = [(ROOT / path).read_text("utf8") for path in paths()]
    assert sum(len(COMMAND.findall(text)) + len(FILE.findall(text)) for text in texts) >= FEWEST


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("`make watch`", "`make wach`", "no target wach"),
        ("`make test ONLY=gradients`", "`make test OLNY=gradients`", "no variable OLNY"),
        ("    make book ", "    make books ", "no target books"),
        ("`book/_ext/`", "`book/_exit/`", "there is no book/_exit/"),
        ("photograph every page, wide and narrow, light and dark", "print a book", "does not"),
        ("| path | what it holds |", "| what it holds | path |", "neither a path nor a command"),
        ("| `tools/` | what the", "| what the `tools/` |", "no path"),
        ("1.9.1, has", "1.9.2, has", "not the pinned release"),
        ("(CONTRIBUTING.md)", "(CONTRIBUTE.md)", "there is no CONTRIBUTE.md"),
    ],
)
def test_a_name_that_is_not_there_is_told(old, new, told):
    text = (ROOT / "README.md").read_text("utf8")
    assert old in text
    found = list(false_names("README.md", text.replace(old, new, 1)))
    assert found
    assert told in found[0]
