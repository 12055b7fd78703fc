"""Phrases that the book says with one of two opposite words, and never with the other."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.support.prose import Sentence, pages, sentences
from tests.support.says import covered, shown

__all__ = ["strange"]

PAIRS = (
    "input output", "stride padding", "row column", "rows columns", "first last", "left right",
    "before after", "above below", "forward backward", "same other", "larger smaller", "more fewer",
    "more less", "most least", "longer shorter", "higher lower", "faster slower", "every no",
    "all no", "with without", "equal different", "never always", "odd even", "height width",
    "inside outside", "up down", "once twice",
)  # fmt: skip
OTHERS: dict[str, set[str]] = {}
for pair in PAIRS:
    one, other = pair.split()
    OTHERS.setdefault(one, set()).add(other)
    OTHERS.setdefault(other, set()).add(one)
# A role, a formula and code have one sign, whatever is in them; a number has its first digit.
TOKEN = re.compile(
    r"(\{)[\w:]+\}`[^`]*`|(\$)[^$]*\$|(`)[^`]*`|([A-Za-z'-]+)|(\d)[\d.,×]*|([.,:;?])"
)
LENGTHS = (3, 4, 5)
TIMES = 2  # so often the book says a phrase with the other word
LONG = 4  # letters of a word beside it, without which a phrase says nothing


def tokens(text: str) -> list[str]:
    """Return the words of a sentence, in small letters, with marks for its beginning and end."""
    found = (next(filter(None, match.groups())) for match in TOKEN.finditer(shown(text)))
    return ["^", *(word.lower() for word in found), "."]


@cache
def counts() -> Counter[tuple[str, ...]]:
    """Return how often the book says each phrase."""
    found: Counter[tuple[str, ...]] = Counter()
    for page in pages():
        for sentence in sentences(page):
            found.update(_phrases(tokens(sentence.text)))
    return found


def _phrases(words: list[str]) -> Iterator[tuple[str, ...]]:
    for length in LENGTHS:
        yield from (tuple(words[a : a + length]) for a in range(len(words) - length + 1))


@cache
def _stored() -> frozenset[str]:
    return frozenset(shown(sentence.text) for page in pages() for sentence in sentences(page))


def strange(sentence: Sentence, _: str = "") -> Iterator[str]:
    """Yield phrases that the book says several times, but always with the opposite word."""
    words, tied = tokens(sentence.text), covered(sentence).lower()
    own = Counter(_phrases(words)) if shown(sentence.text) in _stored() else Counter()
    for place, word in enumerate(words):
        for other in sorted(OTHERS.get(word, ())):
            if word not in tied and (found := _turned(words, place, other, own)):
                yield found
                break


def _turned(words: list[str], place: int, other: str, own: Counter[tuple[str, ...]]) -> str:
    """Return a phrase around a place that the book says with another word there, or nothing."""
    for length in LENGTHS:
        for a in range(max(0, place - length + 1), min(place, len(words) - length) + 1):
            phrase = tuple(words[a : a + length])
            if all(len(one) < LONG for one in (*words[a:place], *words[place + 1 : a + length])):
                continue
            turned = (*phrase[: place - a], other, *phrase[place - a + 1 :])
            if counts()[turned] - own[turned] >= TIMES and counts()[phrase] == own[phrase]:
                return " ".join(phrase)
    return ""
