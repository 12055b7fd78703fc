"""Which sentences state a result, and what guards each: a value, arithmetic, or an output."""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.support import wording
from tests.support.drawn import figure, plots, said_of_figure, said_of_plot
from tests.support.prose import Sentence, pages, sentences, title
from tests.support.says import covered
from tests.support.tables import computed_rows
from tests.support.tex import chain, holds
from tests.support.worlds import holds_at_random, is_a_quantity

__all__ = ["LIST", "Claim", "claims", "listing", "listing_of", "unproven", "waiting"]

# Sentences with results that no computation proves. `python -m tests.support.claims` writes it.
LIST = Path(__file__).parents[1] / "book" / "claims.tsv"
NOTHING = "nothing"
COMPUTED = {
    *("evaluated", "arithmetic", "random parameters", "counted", "a matrix that is compared"),
    *("the figure's state", "tested"),
}

EVALUATED = re.compile(r"\{eval\}`[^`]+`")
LEADS = re.compile(
    r"\{doc\}`[\w-]+`|\[[^\]]*\]\([\w-]+\.md#[\w-]+\)|\{(?:numref|eq|cite(?::[pt])?|py:func)\}`[^`]*`|\(https?:[^)]*\)|https?:\S+"
)
TITLED = re.compile(r"\{doc\}`([^`<]*?)\s*<([\w-]+)>`")
NAMED = re.compile(r"\{[\w:]+\}`([^`<]*?)\s*(?:<[^`]*>)?`")
FORMULA = re.compile(r"\$\$(.+?)\$\$(?: \([\w-]+\))?|\$([^$]+)\$", re.DOTALL)
NUMBER = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)[-−]?(?<![A-Za-z]-)\d+(?:,\d{3})*(?:\.\d+)?(?![\d.]*\d)"
)
NO_RESULT = re.compile(
    r"\b(?:19|20)\d\d(?:-\d\d-\d\d)?\b(?!×)|\b\d+\.\d+\.\d+\b"
    r"|\b(?:Python|CUDA|release|section|chapter) \d[\d.]*"
    r"|\bfloat\d+|\bint\d+|\bSC\d+|\bstarts? at 0\b|^(?:\*\*)?\d+\.(?=\s|$)",
    re.IGNORECASE,
)
WORDS = ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: number for number, word in enumerate(WORDS, start=3)}
COUNTED = re.compile(rf"\b({'|'.join(WORDS)})(?:fold)?\b", re.IGNORECASE)
COMPARED = re.compile(
    r"\b(?:larger|largest|smaller|smallest|greater|fewer|faster|fastest|slower|slowest|higher|highest"
    r"|lower|lowest|better|worse|best|worst|longer|shorter|closer|closest|sharper|steeper|nearly"
    r"|more|most|less|least|all|every"
    r"|equals?|same|differ(?:s|ent|ently)?|never|always|none|exactly|twice|half|doubled?"
    r"|without|no|neither|cannot)\b",
    re.IGNORECASE,
)
# The next cell prints whether it is so, and it is.
SAME = re.compile(r"same|equals?$|every|all|exactly|nearly|none|never|always", re.IGNORECASE)
VERDICT = re.compile(r"\A(?!.*\bFalse\b).*\bTrue\b", re.DOTALL)
# Words that compare nothing where they stand so, inline code, and a link's title of another page.
NO_COMPARISON = re.compile(
    r"`[^`]*`|\*same\* padding|\bdouble precision\b|\bleast squares\b|\bno longer\b"
    r"|\b(?:at|after) all\b(?= [^a-z]|[,.;:?]|$)|\ball (?:around|the (?:same|time))\b"
    r"|\blower (?=left|right|row|corner)|\b(?:once|one|says?|asks for|what) more\b|\blook closer\b"
    r"|^\W*All at once\b|^No\.$",
    re.IGNORECASE,
)
CITED = re.compile(r"\{cite(?::[pt])?\}`")
# A sentence that starts so chooses an example, asks for something, or says what is to come.
CHOICE = re.compile(
    r"^\W*(?:Take|Let|Set|Suppose|Change|Try|Draw|Put|Double|Write|Show|Give|Use|Point|Step|Add"
    r"|Multiply|Do|Work|Feed|Predict|Choose|Find|Compute|Compare|Hear|After this chapter)\b"
)
# A formula without one of these only names something.
OPERATOR = re.compile(r"[-+/=<>]|\\(?:frac|cdot|le|ge|ne|sum|bmod|log|lfloor)|\d")
MATRIX = re.compile(r"\\begin\{bmatrix\}|\\hline")  # test_matrices.py compares each
SYMBOLIC = re.compile(r"(?<!\\)\b[a-zA-Z]|\\(?:mathbf|mathrm|sum|sigma|lambda|partial)")


@dataclass(frozen=True)
class Claim:
    """A number, a comparison or a formula in a sentence, and what guards it; "" for nothing."""

    sentence: Sentence
    what: str
    guard: str


@lru_cache(maxsize=4000)  # each sentence of all pages, for several tests
def claims(sentence: Sentence) -> list[Claim]:
    """Return the results that a sentence states."""
    tied = covered(sentence)
    row = sentence.kind == "row" and sentence.text in computed_rows(sentence.page)
    found, seen = [], Counter[str]()
    for what, guard in _found(sentence):
        seen[what] += 1
        tested = guard not in {*COMPUTED, "FALSE"} and (row or _named(what, tied, seen[what]))
        found.append(Claim(sentence, what, "tested" if tested else guard))
    return found


def _named(what: str, tied: str, times: int) -> bool:
    """Return whether the words that tests are tied to have a result that often, as whole words."""
    return len(re.findall(rf"(?<!\w){re.escape(what.strip(' >'))}(?!\w)", tied)) >= times


def _found(sentence: Sentence) -> Iterator[tuple[str, str]]:
    text = sentence.text
    if text.endswith("?") or text.endswith("?**"):
        return
    evaluated = EVALUATED.findall(text)
    yield from ((one, "evaluated") for one in evaluated)
    words = TITLED.sub(_untitled, LEADS.sub(" ", EVALUATED.sub(" ", text)))
    words = NAMED.sub(r"\1", words)
    for match in FORMULA.finditer(words):
        for row in _rows(match[1] or match[2]):
            yield from _of_formula(row, sentence)
    words = NO_RESULT.sub(" ", FORMULA.sub(" ", words))
    if sentence.kind == "prose" and CHOICE.match(words):
        return
    for what, so in _drawn(words, sentence) if sentence.cell else ():
        yield what, "the figure's state" if so else "FALSE"
        words = words.replace(what, " ", 1)
    for match in NUMBER.finditer(words):
        yield match[0], _of_number(match[0], sentence)
    for match in COUNTED.finditer(words):
        yield match[0], _of_number(str(NUMBERS[match[1].lower()]), sentence)
    if sentence.page == "glossary" and text[:1].islower():
        return  # an entry's first sentence says what a word means
    for match in COMPARED.finditer(NO_COMPARISON.sub(" ", words)):
        agrees = SAME.match(match[0]) and text.endswith(":") and VERDICT.search(sentence.ahead)
        shown = "output" if agrees else ""
        shown = shown or ("cited" if CITED.search(text) else "")
        yield match[0], "evaluated" if any(" if " in one for one in evaluated) else shown


def _untitled(lead: re.Match[str]) -> str:
    """Return the words of a link to a page, none where they are its title."""
    return " " if lead[1].lower() == title(lead[2]).lower() else f" {lead[1]} "


def _rows(tex: str) -> list[str]:
    """Return the formulas that are written below one another, or beside one another."""
    if "\\begin{aligned}" in tex:
        tex = re.sub(r"\\(?:begin|end)\{aligned\}|&", "", tex)
        return [row for row in tex.split(r"\\") if row.strip()]
    return re.split(r"\\qquad|\\quad", tex)


def _of_formula(tex: str, sentence: Sentence) -> Iterator[tuple[str, str]]:
    sides = chain(tex)
    known, true = holds(sides, {})
    if known > 1:
        yield tex, "arithmetic" if true else "FALSE"
    elif MATRIX.search(tex):
        yield tex, "a matrix that is compared"
    elif SYMBOLIC.search(tex) and (known < max(len(sides) - 1, 1) or r"\ne" in tex):
        if holds_at_random(tex):
            yield tex, "random parameters"
        elif is_a_quantity(tex):
            yield tex, "counted"
        elif OPERATOR.search(tex):
            yield tex, "formula"
    elif not CHOICE.match(sentence.text) and (known or len(sides) > 1):
        for number in NUMBER.findall(tex):
            yield number, _of_number(number, sentence)


def _drawn(words: str, sentence: Sentence) -> list[tuple[str, bool]]:
    """Compare what a caption or an alternative text says with the figure's state or the plot."""
    found = list(said_of_figure(words, *figure(sentence.page, sentence.cell)))
    plot = plots(sentence.page).get(sentence.cell)
    return found + (list(said_of_plot(words, plot)) if plot else [])


def _of_number(number: str, sentence: Sentence) -> str:
    whole = re.compile(rf"(?<![\d.]){re.escape(number.replace('−', '-').strip('-'))}(?!\d|\.\d)")
    plain = re.compile(whole.pattern.replace(",", "")) if "," in number else whole
    outputs = sentence.section if len(number) > 1 else sentence.near
    if any(whole.search(text) or plain.search(text.replace(",", "")) for text in outputs):
        return "output"
    return "given in the code" if plain.search(sentence.code) else ""


def listing() -> dict[str, list[Claim]]:
    """Return a line for each sentence whose results no computation proves, with its claims.

    The line has the page, the guards, a digest of what the section's cells print, and the sentence:
    where one of them changes, the sentence has to be read again beside its cells.
    """
    return listing_of(s for page in pages() for s in sentences(page))


def listing_of(read: Iterable[Sentence]) -> dict[str, list[Claim]]:
    """Return the lines of some sentences."""
    found: dict[str, list[Claim]] = {}
    for sentence in read:
        stated = claims(sentence)
        if {claim.guard for claim in stated} - COMPUTED:
            guards = ", ".join(sorted({claim.guard or NOTHING for claim in stated}))
            printed = hashlib.sha256("".join(sentence.section).encode()).hexdigest()[:6]
            found["\t".join([sentence.page, guards, printed, sentence.text])] = stated
    return found


def waiting(lines: Iterable[str]) -> list[str]:
    """Return the lines of sentences of which some result has no guard at all."""
    return [line for line in lines if NOTHING in line.split("\t")[1]]


def unproven(lines: Iterable[str]) -> list[str]:
    """Return the lines with a formula that holds in no world, nor counts anything."""
    return [line for line in lines if "formula" in line.split("\t")[1].split(", ")]


def main(arguments: list[str]) -> int:
    """Store results and words again, unless more would have no guard; return the exit status."""
    lines = list(listing())
    before = LIST.read_text("utf8").splitlines() if LIST.exists() else []
    now, then = len(waiting(lines)), len(waiting(before))
    print(f"{now} sentences with a result that nothing guards; there were {then}")
    open_now, open_then = len(unproven(lines)), len(unproven(before))
    print(f"{open_now} with a formula that is not evaluated; there were {open_then}")
    grown = now > then or open_now > open_then
    if grown and "--more" not in arguments:
        new = [one for one in waiting(lines) + unproven(lines) if one not in before]
        print(*new, "guard one of these, or say --more: the list is to shrink", sep="\n")
        return 1
    LIST.write_text("".join(f"{line}\n" for line in lines), "utf8")
    new = wording.changed(wording.now(), wording.read())
    print(*new, f"{len(new)} sentences are stored anew; read them in the source's diff", sep="\n")
    wording.write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
