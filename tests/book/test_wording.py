"""Every sentence of the pages and documents stands as its author last read it."""

import random
from collections import Counter

import pytest

from book._ext.paths import ROOT
from tests.support import wording
from tests.support.wording import changed, parts, record
from tools.sabotage.fault import places_in

CURE = "read these sentences; if each says what is so, run `python -m tests.support.claims`"
PAGE = """\
# Title

No row is *left* out, and 3 < 4.
It holds
for all.

## Section

| a | b |
|---|---|
| 1 | 2 |

```{code-cell}
---
mystnb:
  figure:
    caption: A caption of 7 words.
---
draw(3, alt="A line from left to right.")
```

$$
a + b = c
$$

```{predict} name
:kernel: 1 2
How many?

- 4 => That is one too many.
```
"""
FAULTS = [
    ("No row", "A row"),
    ("*left*", "*right*"),
    ("3 < 4", "3 > 4"),
    ("| 1 | 2 |", "| 2 | 1 |"),
    ("of 7", "of 8"),
    ("left to right", "right to left"),
    ("a + b", "a - b"),
    ("1 2", "2 1"),
    ("- 4 =>", "- 5 =>"),
    ("one too many", "one too few"),
    ("## Section", "## Another"),
    ("It holds\nfor all.\n", ""),
]


def test_every_sentence_stands_as_it_was_read():
    found = wording.now()
    print(f"\n{len(found)} sentences, rows, formulas and options are compared with those last read")
    new = changed(found, wording.read())
    assert not new, "\n".join([*new, CURE])


@pytest.mark.parametrize(("old", "new"), FAULTS)
def test_a_changed_word_or_digit_is_found_where_it_stands(old, new):
    before, after = PAGE, PAGE.replace(old, new)
    assert before != after
    told = changed(parts("book/glossary.md", after), record(parts("book/glossary.md", before)))
    assert any((new.strip("# ") or "are gone") in words for words in told)


def test_drawn_faults_of_every_kind_are_found():
    rng, tried = random.Random(1), Counter()
    for path in wording.sources():
        text = (ROOT / path).read_text("utf8")
        kept = record(parts(path, text))
        kinds = places_in("markdown", path, text)
        tried.update(dict.fromkeys(kinds, 0))
        for kind in sorted(kinds, key=lambda kind: tried[kind])[:2]:  # all take half a minute
            fault = rng.choice(kinds[kind])
            assert changed(parts(path, fault.put_into(text)), kept), fault
            tried[kind] += 1
    assert min(tried.values()) > 0


def test_a_part_is_told_by_its_line():
    lines = PAGE.splitlines()
    texts = {part.text: lines[part.line - 1] for part in parts("book/glossary.md", PAGE)}
    assert texts["It holds for all."] == "It holds"
    assert texts["| 1 | 2 |"] == "| 1 | 2 |"
    assert texts["- 4 => That is one too many."].startswith("- 4")
    assert "draw(3" not in "".join(texts)


def test_where_a_line_breaks_does_not_matter():
    again = PAGE.replace("It holds\nfor all.", "It\nholds for all.")
    kept = record(parts("book/glossary.md", PAGE))
    assert changed(parts("book/glossary.md", again), kept) == []


def test_sentences_that_change_places_are_found():
    text = "# Title\n\nThe first. The second.\n"
    kept = record(parts("README.md", text))
    again = parts("README.md", "# Title\n\nThe second. The first.\n")
    assert changed(again, kept) == ["README.md:1: sentences are gone or stand otherwise"]
    assert changed([], kept) == ["README.md: Title: the section is gone"]
