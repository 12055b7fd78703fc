"""Words that the book never uses so are found: a pair of one thing, a letter's other name."""

import random

import pytest

from book._ext.paths import BOOK
from tests.support.prose import pages
from tests.support.usage import RULES, astray
from tools.sabotage.fault import places_in

PAGE = "# Title\n\nWith `stride=2`, take it.\n\n## Section\n\n%s\n"
FAULTS = [
    ("It has rows and columns.", "It has rows and rows."),
    ("From left to right it grows.", "From left to left it grows."),
    ("It takes the input and the output.", "It takes the output and the output."),
    ("It is a layer with a 2×2 kernel.", "It is a layer without a 2×2 kernel."),
    ("A layer with stride $s$ does it.", "A layer without stride $s$ does it."),
    ("The stamps do not overlap.", "The stamps do overlap."),
    ("A padding $p$ and a stride $s$.", "A padding $p$ and a padding $s$."),
    ("Its output padding is there.", "Its input padding is there."),
    ("`stride=2`: a stride of 2.", "`stride=2`: a padding of 2."),
    ("It slides with the turned kernel.", "It slides without the turned kernel."),
    ("An output of one layer.", "A output of one layer."),
    ("With no zeros between them.", "With a zeros between them."),
    ("All layers have it.", "All layer have it."),
    ("Of all the outputs, one is.", "Of no the outputs, one is."),
    ("Each other kernel does it.", "Each same kernel does it."),
    ("The stride divides the kernel.", "The padding divides the kernel."),
    ("Read it row by row.", "Read it column by row."),
    ("An array of 2 rows and 3 columns.", "An array of 2 columns and 3 columns."),
    ("`(stride=2, kernel=3)`: a stride of 2.", "`(stride=2, kernel=3)`: a stride of 3."),
]


@pytest.mark.parametrize("page", pages())
def test_a_page_uses_its_words_as_the_book_does(page):
    told = [f"{one.place}: {one.words!r} {one.rule}" for one in astray(page)]
    assert not told, "\n".join(
        [*told, "mend the words, or tie a test to them (tests/support/says)"]
    )


@pytest.mark.parametrize(("right", "wrong"), FAULTS)
def test_a_word_in_the_place_of_another_breaks_a_rule(right, wrong):
    assert astray("alignment", PAGE % right) == []
    found = astray("alignment", PAGE % wrong)
    assert {one.place for one in found} == {"book/alignment.md:7"}
    assert {one.rule for one in found} <= set(RULES)


def test_drawn_faults_break_some_rule():
    rng, found = random.Random(3), 0
    for page in ("padding-strides-channels", "shape-arithmetic", "alignment"):
        text = (BOOK / f"{page}.md").read_text("utf8")
        words = [f for f in places_in("markdown", page, text)["word"] if f.new == "without"]
        for fault in rng.sample(words, 3):
            found += bool(astray(page, fault.put_into(text)))
    assert found >= 3
