"""The bibliography: every work can be found by a number that lasts."""

import re

import pytest
from pybtex.database import parse_file

from book._ext.paths import BOOK

ENTRIES = parse_file(str(BOOK / "references.bib")).entries
ARXIV = re.compile(r"arxiv\.(?:org/abs/)?(\d{4}\.\d{4,5})", re.IGNORECASE)
ADDRESSES = {key: f"{e.fields.get('doi')} {e.fields['url']}" for key, e in ENTRIES.items()}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_every_work_has_a_doi_or_an_arxiv_number(entry):
    fields = entry.fields
    if fields.get("howpublished") == "Specification":  # published only at its address
        assert fields["url"].startswith("https://")
        return
    assert {"doi", "eprint"} & set(fields)
    assert re.fullmatch(r"10\.\d{4,}/\S+", fields.get("doi", "10.1234/x"))
    assert re.fullmatch(r"\d{4}\.\d{4,5}", fields.get("eprint", "1234.5678"))


@pytest.mark.parametrize(
    "key", [key for key, named in ADDRESSES.items() if "arxiv" in named.lower()]
)
def test_the_arxiv_number_is_that_of_the_address(key):
    assert set(ARXIV.findall(ADDRESSES[key])) == {ENTRIES[key].fields.get("eprint")}
