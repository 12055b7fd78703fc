"""The index: every term, every symbol of the tables and every name of a function or a layer."""

import re
from html import unescape

import pytest

import d2lmini
from book._ext.paths import BOOK, HTML

CODE = re.compile(r"`([\w.]+)(?:=[^`]*)?`")
NOT_NAMED = {"False", "True", "c_i", "c_o"}


def entries():
    assert HTML.is_dir(), "the book is not built: run `make book`"
    text = (HTML / "genindex.html").read_text("utf8")
    items = re.findall(r"<li>(?:<a [^>]*>)?(?:<strong>)?([^<]+)", text[text.index("<h1") :])
    return {unescape(item).strip() for item in items}


FOUND = entries()


def rows(page, label):
    """Return the cells of a labelled table of a page."""
    table = re.search(rf"^\({label}\)=\n((?:\|.*\n)+)", (BOOK / page).read_text("utf8"), re.M)[1]
    return [
        [cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()[2:]
    ]


def has(name):
    """Return whether an entry is the name, alone or with what it is or of which system."""
    return any(
        re.fullmatch(rf"{re.escape(name)}(?:\(\)| \(.+\))*(?: \(in .*\))?", e) for e in FOUND
    )


def test_every_term_is_in_the_index():
    text = (BOOK / "glossary.md").read_text("utf8")
    block = re.search(r"```\{glossary\}\n(.*?)```", text, re.DOTALL)[1]
    terms = re.findall(r"^(?!:)(\S.*)$", block, re.MULTILINE)
    assert len(terms) > 30
    assert [term for term in terms if term not in FOUND] == []


def test_every_symbol_of_the_sizes_is_in_the_index():
    symbols = [
        s for row in rows("shape-arithmetic.md", "table-symbols") for s in row[0].split(", ")
    ]
    assert len(symbols) > 5
    assert [s for s in symbols if not has(s.strip("$| "))] == []


@pytest.mark.parametrize("column", [1, 2])
def test_every_name_of_the_frameworks_is_in_the_index(column):
    names = [
        n for row in rows("cheat-sheet.md", "table-names")[:-1] for n in CODE.findall(row[column])
    ]
    assert len(names) >= 8
    assert [n for n in names if n not in NOT_NAMED and not has(n)] == []


def test_every_function_of_the_helper_is_in_the_index():
    assert [name for name in d2lmini.__all__ if not has(name)] == []


def test_what_is_missing_is_seen():
    assert not has("conv_transpose")
    assert not has("padd")
    assert has("padding")
