"""Numbers that count: lists and questions from 1 on, and names with a digit that the book has."""

import re
from collections import Counter
from functools import cache

import pytest

from book._ext.paths import BOOK, ROOT
from tests.support.libraries import module
from tests.support.pages import source
from tests.support.prose import pages

NUMBERED = re.compile(r"^(\*\*)?(\d+)\. ", re.MULTILINE)
FENCED = re.compile(r"^(`{3,})(?!.*`).*?^\1$", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"\$\$?[^$]+\$\$?")
ELSEWHERE = re.compile(
    r"`[^`\n]*/[^`\n]*`|`[\w-]+\.json`|\(https?:[^)\s]+\)|https?:\S+"
    r"|\{(?:cite(?::[pt])?|numref|eq|ref)\}`[^`]*`|\d+×\d+"
)
NAME = re.compile(r"(?<![\w@/])[A-Za-z][A-Za-z_]*\d\w*")
CODE = re.compile(r"^```\{code-cell\}.*?^```$", re.MULTILINE | re.DOTALL)
ABSENT = {"conv2d_transpose"}  # of a library that is not installed
LEAST = 15  # names with a digit, in all pages together


def miscounted(text):
    """Return the numbers at the beginning of paragraphs and items that do not count from 1 on."""
    counts, wrong, before = {"": 0, "**": 0}, [], ""
    for line in FENCED.sub("", text).split("\n"):
        found = NUMBERED.match(line)
        if found and (
            found[1] or not before.strip() or NUMBERED.match(before) or before.startswith(" ")
        ):
            number, kind = int(found[2]), found[1] or ""
            if number != counts[kind] + 1:
                wrong.append(line)
            counts[kind] = number
        elif line.strip() and not line.startswith(" "):
            counts[""] = 0  # a paragraph or a heading ends a list
        before = line
    return wrong


def names(text):
    """Return the names with a digit that a text has."""
    return NAME.findall(ELSEWHERE.sub(" ", FORMULA.sub(" ", CODE.sub("", text))))


@cache
def known():
    """Return how often each word stands in the pages, the code and the works that are cited."""
    files = [*BOOK.glob("*.md"), BOOK / "references.bib", ROOT / "README.md"]
    files += [*(ROOT / "d2lmini").rglob("*.py"), *(ROOT / "docs").glob("*.md")]
    text = "\n".join(path.read_text("utf8") for path in files)
    return Counter(name.lower() for name in re.findall(r"[A-Za-z][A-Za-z_]*\d\w*", text))


def is_known(name):
    """Return whether a name stands in the book more than once, or is a layer's."""
    if known()[name.lower()] > 1 or name in ABSENT:
        return True
    nn = module("pytorch").nn, module("mxnet").gluon.nn
    return any(hasattr(one, name) for one in nn)


@pytest.mark.parametrize("page", pages())
def test_what_is_numbered_counts_from_one(page):
    assert miscounted(source(page)) == []


@pytest.mark.parametrize("page", pages())
def test_a_name_with_a_digit_is_used_twice_or_is_a_layer(page):
    assert [name for name in names(source(page)) if not is_known(name)] == []


def test_a_wrong_number_and_a_name_that_nobody_has_are_seen():
    text = "1. One\n2. Two\n\nWords.\n\n1. One\n   more\n2. Two\n\n**1. A?**\n\nYes.\n\n**2. B?**\n"
    assert miscounted(text) == []
    assert miscounted(text.replace("**2.", "**3.")) == ["**3. B?**"]
    assert miscounted(text.replace("2. Two\n\nW", "4. Two\n\nW")) == ["4. Two"]
    found = {name for page in pages() for name in names(source(page))}
    assert len(found) >= LEAST
    others = {re.sub(r"\d", lambda n: str((int(n[0]) + 1) % 10), name, count=1) for name in found}
    missed = sorted(name for name in others if is_known(name))
    print(f"\n{len(found)} names; one digit more makes another of them: {missed}")
    assert len(missed) < len(found) / 2
