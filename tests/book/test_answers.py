"""The questions have a sentence and a cell each, and the operation's names are found."""

import re

import pytest

from tests.support.pages import source
from tests.support.prose import pages

QUESTION = re.compile(r"(?m)^\*\*(\d+)\. [^*]+\?\*\* (.*?)(?=^\*\*\d+\. |^## |\Z)", re.DOTALL)
LEAD = re.compile(
    r"\]\(([\w-]+)\.md#([\w-]+)\)|\{doc\}`[^`<]*<?([\w-]+)>?`|\{ref\}`[^`<]*<([\w-]+)>`"
)
NAMES = ("transposed convolution", "deconvolution", "backward convolution", "up-convolution",
         "fractionally-strided convolution")  # fmt: skip
FOUND = QUESTION.findall(source("questions"))
CELL = "```{code-cell}"


def led_to(answer):
    """Yield the text of the pages, or of the labels' pages, that an answer leads to."""
    for page, _, doc, label in LEAD.findall(answer):
        if label:
            yield next(source(one) for one in pages() if f"({label})=" in source(one))
        else:
            yield source(page or doc)


def test_there_are_twenty_or_more():
    assert len(FOUND) >= 20
    assert [int(number) for number, _ in FOUND] == list(range(1, len(FOUND) + 1))


@pytest.mark.parametrize(("number", "answer"), FOUND)
def test_a_question_has_a_sentence_and_a_cell(number, answer):
    first = answer.split(CELL)[0].strip()
    assert re.search(r"\w[^.]*\.", first)
    assert CELL in answer or any(CELL in text for text in led_to(answer))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_in_the_index_and_has_an_entry(name):
    assert re.search(rf"(?m)^{name}$", source("glossary"))
    page = source("why-upsample")
    text = page[page.index("## One operation, many names") :]
    assert re.search(rf"\{{index\}}`[^`]*<{name}>`|\{{term\}}`{name}`", text, re.IGNORECASE)
