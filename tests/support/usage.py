"""How the book uses its words: a pair names two things, a letter has one name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from book._ext.paths import BOOK
from tests.support import grammar, phrases
from tests.support.prose import Sentence, sentences
from tests.support.says import covered, shown

__all__ = ["RULES", "Usage", "astray"]

SIDES = (
    r"(?:row|column|input|output|stride|padding)s?|left|right|first|last|before|after|above|below"
    r"|forward|backward|with|without|larger|smaller|longer|shorter|more|fewer|less|most|least"
    r"|higher|lower|faster|slower|every|all|no|equal|different|never|always"
)
# "rows and rows", "from left to left", "the input and the input": the two were to differ.
TWICE = re.compile(
    rf"\b({SIDES})\b(?: (?:of|in|from) \w+)? (?:and|or|to|than|nor|not|but)"
    r"(?: (?:the|a|an|its|then|not|from|of|at))* \b\1\b(?! \w+ (?:that|which)\b)",
    re.IGNORECASE,
)
# What has a value is there: nothing is "without stride 2".
VALUED = re.compile(
    r"\bwithout (?:(?:a|an|the|its|their|all|same|kernel|size|input|output|stride|padding"
    r"|dilation|weights?|only|of) )*(?:[\d$`]|\{(?:eval|live)|(?:half|two|three|four|five)\b)",
    re.IGNORECASE,
)
# Nothing but the sentence's other half is emphatic: "it does not", less its "not", is "it does".
EMPHATIC = re.compile(
    r"\b(?:do|does|did) (?:count|depend|divide|say|see|hold|need|have|reach|overlap|fit|mean|change"
    r"|move|make|know|show|give|get|come|become|compute|learn|lose|look|matter|stand|store|turn"
    r"|undo|use|work|appear|add|agree|ask|begin|belong|compare|cost|cross|cut|draw|end|explain"
    r"|follow|go|help|hide|keep|lie|meet|pad|pay|prove|read|run|share|start|stay|take|tell"
    r"|touch|write)\b(?! on\b)"
)
NAMES = {"stride": "s", "padding": "p", "output padding": "o", "dilation": "d", "kernel size": "k"}
LETTERS = {**NAMES, "input size": "n", "output size": "m"}
LETTER = re.compile(
    r"\b(output padding|input size|output size|kernel size|stride|padding|dilation)s?"
    r"(?: of)? \$([a-z])\$(?!-)",
    re.IGNORECASE,
)
PAIR = re.compile(r"\b(?:input|output|kernel) (?:stride|padding|dilation)\b", re.IGNORECASE)
COUNTS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
SETTING = re.compile(
    rf"\b(output padding|stride|padding|dilation|kernel size|kernel)s?(?: of)?"
    rf" (\d+|{'|'.join(COUNTS)})\b(?!×|[.]\d|, \d)",
    re.IGNORECASE,
)
ASKED = re.compile(r"^(`{3,})\{(?:predict|draw|exercise)\}.*?^\1$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Usage:
    """Words of a sentence that the book never uses so, and the rule that says it."""

    place: str
    rule: str
    words: str


def _twice(sentence: Sentence, _: str) -> Iterator[str]:
    yield from (found[0] for found in TWICE.finditer(sentence.text))


def _without_a_value(sentence: Sentence, _: str) -> Iterator[str]:
    yield from (found[0] for found in VALUED.finditer(sentence.text))


def _emphatic(sentence: Sentence, _: str) -> Iterator[str]:
    if not sentence.text.rstrip("*").endswith("?"):
        tied = covered(sentence)
        yield from (f[0] for f in EMPHATIC.finditer(sentence.text) if f[0] not in tied)


def _letter(sentence: Sentence, _: str) -> Iterator[str]:
    for found in LETTER.finditer(sentence.text):
        if found[2] != LETTERS[found[1].lower()]:
            yield found[0]


def _pair(sentence: Sentence, _: str) -> Iterator[str]:
    for found in PAIR.finditer(sentence.text):
        if found[0].lower() != "output padding" and sentence.page != "glossary":
            yield found[0]


def _setting(sentence: Sentence, section: str) -> Iterator[str]:
    """Yield settings that neither the section's code nor a second sentence of it has."""
    asked = any(sentence.text in _joined(found[0]) for found in ASKED.finditer(section))
    if asked or sentence.text.endswith("?"):
        return
    tied = covered(sentence)
    said = [(f[1].lower(), _number(f[2])) for f in SETTING.finditer(_joined(section))]
    for found in SETTING.finditer(sentence.text):
        name, value = found[1].lower(), _number(found[2])
        in_code = re.search(_written(name, value), section)
        if not in_code and said.count((name, value)) < 2 and found[0] not in tied:
            yield found[0]


def _written(name: str, value: str) -> str:
    """Return the expression of a setting in code, in a directive or in a formula."""
    plain = name.replace("output padding", "output_padding").removesuffix(" size")
    letter = NAMES.get(name, "k")
    code = rf"\b{plain}s?=\(?(?:\d, )?{value}\b|:{plain}: .*\b{value}\b|\b{letter} = {value}\b"
    return rf"{code}|\b{value}×{value}\b|\b{value}, {value}\)" if plain == "kernel" else code


def _number(word: str) -> str:
    return COUNTS.get(word.lower(), word)


def _joined(text: str) -> str:
    return " ".join(text.split())


RULES = {
    "names the same thing twice": _twice,
    "goes without something that has a value": _without_a_value,
    "stresses what needs no stress": _emphatic,
    "gives a letter another name": _letter,
    "has a term that the book has not": _pair,
    "names a setting that its section has nowhere else": _setting,
    "says with one word what the book says with its opposite": phrases.strange,
    **grammar.RULES,
}


def astray(page: str, text: str | None = None) -> list[Usage]:
    """Return the words of a page that break a rule."""
    source = (BOOK / f"{page}.md").read_text("utf8") if text is None else text
    found = []
    sections = _sections(shown(source))
    for sentence in (replace(one, text=shown(one.text)) for one in sentences(page, text)):
        for rule, check in RULES.items():
            words = check(sentence, sections.get(sentence.heading, ""))
            found += [Usage(sentence.place, rule, one) for one in words]
    return found


@cache
def _sections(source: str) -> dict[str, str]:
    """Return the text of each section by its heading."""
    parts = re.split(r"(?m)^#+ (.+)$", source)
    found = {"": parts[0]}
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        found[heading] = found.get(heading, "") + body
    return found
