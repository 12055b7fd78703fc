"""Where a sentence's references lead, and whether its words fit what stands there."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from pybtex.database import parse_file

from book._ext.paths import BOOK, ROOT
from tests.support.prose import Sentence, pages, sentences

__all__ = ["LIST", "Lead", "fits", "leads", "unfitting"]

# References read and found right, of which the words alone do not tell it.
LIST = ROOT / "tests" / "book" / "leads.tsv"

ROLE = re.compile(r"\{(doc|numref|ref|eq|term|cite(?::[pt])?)\}`([^`]+)`")
EXPLICIT = re.compile(r"(.*\S)\s*<(.+)>", re.DOTALL)
TERM = re.compile(r"\{term\}`([^`]+)`")
ANY_ROLE = re.compile(r"\{[\w:]+\}`(?:([^`<]*?)\s*<[^`]*>|[^`]*)`")
FIGURE = re.compile(r"^ *:?name: *((?:fig|table)-[\w-]+)|\{numref\}`([\w-]+)`", re.MULTILINE)
LABEL = re.compile(r"\$\$ \(([\w-]+)\)$|^\(([\w-]+)\)=$", re.MULTILINE)
COMMON = frozenset(
    """a an and are as at be by can for from has have in into is it its of on one or say says see so
    than that the their them then there these this to what which with you not more two chapter page
    book same how why does did where when both next last""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Lead:
    """A reference in a sentence: its role, its words where it has its own, and its target."""

    sentence: Sentence
    role: str
    words: str
    target: str


def leads(page: str, text: str | None = None) -> Iterator[Lead]:
    """Yield the references of a page, in order."""
    for sentence in sentences(page, text):
        for role, content in ROLE.findall(sentence.text):
            explicit = EXPLICIT.fullmatch(content)
            words, target = (explicit[1], explicit[2]) if explicit else ("", content)
            yield Lead(sentence, role.partition(":")[0], words, target)


def fits(lead: Lead) -> bool:
    """Return whether what a reference leads to is what its words, or its sentence, speak of."""
    around = stems(_plain(lead.sentence.text)) | stems(lead.sentence.heading)
    if lead.role == "numref":
        return lead.target in _nearest_figures(lead)
    if lead.sentence.page == "api":
        return True  # test_api.py looks into the chapters
    if lead.role == "doc":
        if re.fullmatch(r"(next|last|previous) chapter", lead.words):
            return _order().index(lead.target) - _order().index(lead.sentence.page) == (
                1 if lead.words.startswith("next") else -1
            )
        own = stems(lead.words)
        best = _most(_best(own), lambda page: _spoken(page, own)) or _best(around)
        return lead.target in best
    if lead.role == "term":
        named = not lead.words or bool(stems(lead.words) & stems(lead.target))
        return named and (lead.sentence.page == "glossary" or _spoken_of(lead))
    if lead.role == "cite":
        works = _most(_works(), lambda key: len(stems(_work(key)) & around))
        return all(key.strip() in works for key in lead.target.split(","))
    own = stems(lead.words)
    return bool(stems(_before(lead.target)) & (own or around))


def _most(names: Iterable[str], count: Callable[[str], int]) -> list[str]:
    """Return the names that have most of what is counted, if any has some."""
    counts = {name: count(name) for name in names}
    most = max(counts.values(), default=0)
    return [name for name, number in counts.items() if most and number == most]


def _spoken(page: str, words: set[str]) -> int:
    """Return how often a page has some words, by their beginnings; of the index, once."""
    if page.endswith("genindex"):
        return 1
    text = _source(page).lower()
    return sum(len(re.findall(rf"\b{word}", text)) for word in words)


def _spoken_of(lead: Lead) -> bool:
    """Return whether a page links a term once, and speaks of it elsewhere or as its entry does."""
    plain, linked = _terms(lead.sentence.page)
    if linked[lead.target] != 1:
        return False
    shared = stems(_entry(lead.target)) & stems(_plain(lead.sentence.text))
    return lead.target.lower() in plain or len(shared) > 1


@cache
def _terms(page: str) -> tuple[str, Counter[str]]:
    """Return a page's words without its references, and how often it links each term."""
    text = " ".join(_source(page).split())
    linked = [(EXPLICIT.fullmatch(c) or [c, "", c])[2] for c in TERM.findall(text)]
    return ANY_ROLE.sub(" ", text).lower(), Counter(linked)


@cache
def _entry(term: str) -> str:
    """Return what the glossary says of a term."""
    found = re.search(rf"(?ms)^{re.escape(term)}\n((?:  .*\n)+)", _source("glossary"))
    return found[1] if found else ""


def stems(text: str) -> set[str]:
    """Return the beginnings of a text's words, without those that every sentence has."""
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return {word[:5] for word in words if word not in COMMON}


def _plain(text: str) -> str:
    return ANY_ROLE.sub(lambda match: match[1] or " ", text)


@cache
def _source(page: str) -> str:
    return (BOOK / f"{page.removeprefix('/')}.md").read_text("utf8")


@cache
def _headings(page: str) -> list[str]:
    if page.endswith("genindex"):
        return ["Index"]
    return re.findall(r"^#+ (.+)$", _source(page), re.MULTILINE)


def _best(words: set[str]) -> list[str]:
    """Return the pages whose titles, or else whose headings, share most with some words."""
    for depth in (1, 2):
        shared = {page: len(words & _titles(page, depth)) for page in (*pages(), "/genindex")}
        if most := max(shared.values()):
            return [page for page, count in shared.items() if count == most]
    return []


@cache
def _titles(page: str, depth: int) -> set[str]:
    """Return the words of a page's name and title, and at depth 2 those of its headings."""
    return stems(" ".join([page.replace("-", " "), *_headings(page)[: 1 if depth == 1 else None]]))


@cache
def _order() -> list[str]:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))
    return [c["file"].removeprefix("book/") for part in toc["parts"] for c in part["chapters"]]


def _nearest_figures(lead: Lead) -> list[str]:
    """Return the figures just above and just below a reference on its page."""
    text = _source(lead.sentence.page)
    lines = text.split("\n")
    here = sum(len(line) + 1 for line in lines[: lead.sentence.line - 1])
    names = [(m.start(), m[1]) for m in FIGURE.finditer(text) if m[1]]
    above = [name for start, name in names if start < here]
    below = [name for start, name in names if start >= here]
    return above[-1:] + below[:1]


@cache
def _before(label: str) -> str:
    """Return what introduces a formula, or the heading below a label, in whichever page has it."""
    for page in pages():
        for match in LABEL.finditer(_source(page)):
            if label in match.groups():
                text = _source(page)
                heading = re.findall(r"^#+ (.+)$", text[: match.start()], re.MULTILINE)[-1]
                ahead = re.match(r"\n#+ (.+)", text[match.end() :])
                paragraphs = text[: match.start()].split("\n\n")
                own = [p for p in paragraphs if p.strip() and not p.startswith(("```", "$$"))][-1]
                return " ".join([heading, own, label, ahead[1] if ahead else ""])
    return ""


@cache
def _works() -> dict[str, Any]:
    return dict(parse_file(str(BOOK / "references.bib")).entries)


@cache
def _work(key: str) -> str:
    entry = _works()[key]
    names = [" ".join(person.last_names) for person in entry.persons.get("author", [])]
    return " ".join([entry.fields["title"], *names, key])


def unfitting() -> dict[str, Lead]:
    """Return the references whose words do not fit, under a line for each."""
    found = {}
    for lead in (lead for page in pages() for lead in leads(page) if not fits(lead)):
        where = [lead.sentence.page, lead.role, lead.target, _plain(lead.sentence.text)]
        found["\t".join(where)] = lead
    return found


if __name__ == "__main__":
    LIST.write_text("".join(f"{line}\n" for line in unfitting()), "utf8")
