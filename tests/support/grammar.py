"""How English and the subject use some words: what no sentence can say, whatever it is about."""

import re
from collections.abc import Iterator
from functools import cache

from tests.support.prose import Sentence, pages, sentences
from tests.support.says import covered

__all__ = ["RULES"]

MARKUP = re.compile(r"`[^`]*`|\$[^$]*\$|\{[\w:]+\}`[^`]*`")
SMALL = r"one|two|three|four|five|six|seven|eight|nine|ten"
MANY = SMALL.removeprefix("one|")
# What may be missing: all else that a sentence is "without" is tied to a test.
MISSING = re.compile(
    r"\bwithout (?!(?:one they|a seed|a rule)\b|(?:(?:an?|the|any|its|output) |\{term\}`)*"
    r"(?:padding|dilation|bias|overlap|border|turn|mean|zero|fault|surprises|losing|looking|being"
    r"|running|mixing|training|executing|JavaScript|npm|Jupyter|random|nonlinear"
    r"|single entry being|it(?=[,?.]))\b)[^,.;:?]+",
    re.IGNORECASE,
)
ARTICLE = re.compile(
    r"\b[Aa] (?=[aeio])(?!on(?:e|ce)\b)\w+|\b[Aa] un[^i]\w+|\b[Aa]n (?![aeiouhxnsfmlr\d])\w+"
    r"|\ban (?:same|first|last|row|left|right|smaller|larger|no|more|most|less)\b"
)
PLURAL = re.compile(r"(?<!@)\b(?:a|every) ([a-z]+[^siu\W]s)\b(?!')")
SINGULAR = re.compile(r"\b[Aa]ll ([a-z]+)\b(?!-)(?! [a-z]+s\b)")
# "no" and "all" stand before a noun, and never before these.
FOREIGN = re.compile(
    rf"\bno (?:the|of|this|these|that|at|its|our|in|along|are|is|be|for|by|and|{MANY})\b"
    r"|\b(?:at|in|of|them|they|we) no\b(?! \w)|\ball (?:an?|no|every|longer|such|one)\b"
    r"|\b(?:nearly|not|almost|for|of|is) no (?:of|the|these|\w+s)\b(?<!less)"
    r"|\ba (?:longer (?:than )?(?:a|the|needs?|counts?|fits?)|more than|less than|the|other)\b"
    r"|\b(?:at|after|before) no\b|\bcan be (?:both|all) nor\b|\bboth \w+ nor\b"
)
PHRASES = re.compile(
    r"\b(?:each|every|any|no|some|an|most|all|several|of) same\b(?! size| place)"
    r"|\b(?:exactly|nearly|much|just|always) the other\b"
    r"|\bthe other (?:as|for (?:both|all|every))\b"
    r"|\bother (?:kernel|stride|padding|size|number|way) as\b|\bon the same (?:hand|side)\b"
    r"|\bat the other time\b|\bthe same way (?:round|around)\b|\bone fewer (?:time|weight|than)\b"
    r"|\bonce fewer\b|\bone same\b|\bmost squares\b|\bat last sight\b|\bbefore this chapter\b"
    r"|\b(?:is|are|was|be|been|what|nothing|rows|places) right (?:out|over|of the)\b"
    r"|\b(?:at|the) lower (?:left|right) bound\b|\b(?:before|after) (?:before|after)\b"
    r"|\b(?:different|equal) (?:from|than) (?:equal|different)\b|\bdifferent to\b"
    r"|\b(?:is|are) different (?:for|in|if) and only if\b|\bmost one\b|\bfewer (?:of|one)\b",
    re.IGNORECASE,
)
# A padding divides nothing and spaces nothing; a stride crops nothing and is always there.
ROLES = re.compile(
    r"\bpaddings? (?:does not |do not |has to )?divides?\b|\bmultiples? of (?:the|a|its) padding\b"
    r"|\b(?:divided?s?|divisible) by (?:the|a) padding\b|\bno stride\b(?! is given)"
    r"|\bwithout (?:a )?stride\b|\bstride (?:at|on|of) (?:each|both|the|one) (?:sides?|ends?|end)\b"
    r"|\bsmaller than the padding\b|\bas long as the padding\b|\bas the padding\b"
    r"|\b(?:less|fewer) than the padding\b|\bpadding (?:spaces|spreads)\b|\bpadding less one\b"
    r"|\bstride (?:crops|adds|takes|cuts)\b|\bcircular stride\b|\bstride of 0\b",
    re.IGNORECASE,
)
BY = re.compile(r"\b(row|column) by (?!\1)(?:row|column)\b")
COUNTED = rf"(?:\d+|\$[^$]+\$|@\w|{SMALL}) "
TWICE = re.compile(
    rf"\b{COUNTED}(rows?|columns?|inputs?|outputs?)\b (?:and|by|of|to) {COUNTED}\1\b", re.IGNORECASE
)


@cache
def _text() -> str:
    """Return what all pages say, in small letters and without code and formulas."""
    return " ".join(MARKUP.sub(" ", s.text) for page in pages() for s in sentences(page)).lower()


@cache
def _words() -> frozenset[str]:
    return frozenset(re.findall(r"\b[a-z]+\b", _text()))


@cache
def _things() -> frozenset[str]:
    """Return what stands behind an article somewhere, so that there can be one of it."""
    return frozenset(re.findall(r"\b(?:an?|the) ([a-z]+)\b", _text()))


def _plain(sentence: Sentence) -> str:
    return MARKUP.sub("`", sentence.text)


def _nouns(sentence: Sentence, _: str) -> Iterator[str]:
    """Yield an article before a plural, and an "all" before what there is one of."""
    text, words = _plain(sentence), _words()
    for found in PLURAL.finditer(text):
        if found[1][:-1] in words:
            yield found[0]
    for found in SINGULAR.finditer(text):
        if found[1] in _things() and f"{found[1]}s" in words:
            yield found[0]


def _untied(pattern: re.Pattern[str]) -> object:
    def check(sentence: Sentence, _: str) -> Iterator[str]:
        tied = covered(sentence)
        yield from (f[0] for f in pattern.finditer(_plain(sentence)) if f[0][:16] not in tied)

    return check


def _missing(sentence: Sentence, _: str) -> Iterator[str]:
    tied = covered(sentence).lower()
    for found in MISSING.finditer(sentence.text):
        if found[0][:12].lower() not in tied and sentence.kind != "row":
            yield found[0]


RULES = {
    "goes without what no test knows to be missing": _missing,
    "has an article that does not fit": _untied(ARTICLE),
    "counts what cannot be counted so": _nouns,
    "has a word where it cannot stand": _untied(FOREIGN),
    "has a phrase that nobody says": _untied(PHRASES),
    "gives a padding or a stride what the other one does": _untied(ROLES),
    "goes row by column": _untied(BY),
    "counts the same thing twice": _untied(TWICE),
}
