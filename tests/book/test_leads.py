"""References lead to what their words speak of, and every page is found from the contents."""

import json
import re
from collections import Counter

import pytest
import yaml

from book._ext.paths import BOOK, HTML, ROOT
from tests.support.leads import LIST, fits, leads, unfitting
from tests.support.prose import pages

FEWEST_TERMS = 40
PAGE = "# Padding\n\n## Words\n\n%s\n"


def test_every_reference_leads_to_what_its_words_speak_of():
    found, listed = unfitting(), LIST.read_text("utf8").splitlines()
    new = [
        f"{lead.sentence.place}: {{{lead.role}}} to {lead.target} in\n    {lead.sentence.text}"
        for line, lead in found.items()
        if line not in listed
    ]
    cure = "name the target's title or words there, or mend the target; if both are right, run\n"
    assert not new, "\n".join([*new, f"{cure}`python -m tests.support.leads`"])
    assert [line for line in listed if line not in found] == [], "listed, and it fits or is gone"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See {doc}`checkerboards <checkerboards>`.", True),
        ("See {doc}`checkerboards <gradients>`.", False),
        ("What upsampling does is in {doc}`why-upsample`.", True),
        ("See the {doc}`next chapter <matrix-transposition>`.", True),
        ("See the {doc}`next chapter <basic-operation>`.", False),
        ("{numref}`fig-stride` shows it.", True),
        ("{numref}`fig-stamps` shows it.", False),
        ("One of the {term}`strides <stride>`.", True),
        ("One of the {term}`strides <padding>`.", False),
        ("It has a {term}`stride`.", True),
        ("It has a {term}`pooling`.", False),
        ("It has a {term}`tensor`.", False),
        ("The guide to arithmetic {cite:p}`dumoulin2016guide`.", True),
        ("The guide to arithmetic {cite:p}`paszke2019pytorch`.", False),
        ("Fully convolutional networks by Long and others {cite:p}`long2015fully`.", True),
        ("Fully convolutional networks by Long and others {cite:p}`noh2015deconvolution`.", False),
    ],
)
def test_words_that_fit_are_told_from_words_that_do_not(text, expected):
    (lead,) = leads("padding-strides-channels", PAGE % text)
    if lead.role == "numref":  # where the page has its own figure, between its sentences
        lead = next(one for one in leads("padding-strides-channels") if one.role == "numref")
        lead = type(lead)(lead.sentence, "numref", "", re.findall(r"`(.+?)`", text)[0])
    assert fits(lead) is expected


def test_the_contents_have_every_page_in_the_order_of_the_book():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))
    listed = [contents["root"], *(c["file"] for p in contents["parts"] for c in p["chapters"])]
    assert len(listed) == len(set(listed))
    assert sorted(listed) == sorted(["genindex", *(f"book/{page}" for page in pages())])
    cards = re.compile(r"^- .*\{doc\}`[^<`]+<([\w-]+)>`", re.MULTILINE)
    linked = cards.findall((BOOK / "index.md").read_text("utf8"))
    numbered = [part["chapters"] for part in contents["parts"] if part.get("numbered")]
    chapters = [entry["file"].removeprefix("book/") for part in numbered for entry in part]
    assert [name for name in linked if name in chapters] == chapters


def test_the_search_finds_every_page_by_its_words():
    index = json.loads((HTML / "searchindex.js").read_text("utf8")[len("Search.setIndex(") : -1])
    found = Counter()
    for documents in index["terms"].values():
        found.update([documents] if isinstance(documents, int) else documents)
    count = {name: found[number] for number, name in enumerate(index["docnames"])}
    assert set(count) == {"genindex", *(f"book/{page}" for page in pages())}
    few = {name: terms for name, terms in count.items() if terms < FEWEST_TERMS}
    assert set(few) <= {"genindex", "book/bibliography"}, few  # Sphinx fills these
