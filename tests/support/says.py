"""Tie a sentence of the book to the test that computes what it says."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from book._ext.paths import ROOT
from tests.support import wording
from tests.support.prose import Sentence, pages, sentences

__all__ = ["Saying", "covered", "document", "documents", "found", "sayings", "says", "shown"]

VALUES = {
    **dict(half=0.5, no=0, one=1, once=1, two=2, twice=2, three=3, four=4, five=5, six=6, seven=7),
    **dict(eight=8, nine=9, ten=10, twelve=12, sixteen=16),
}
NUMBER = r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?"
VALUE = rf"(?<![\d.])({NUMBER}|(?i:{'|'.join(VALUES)}))(?!\d)"
# What {<} stands for: 1 for more, -1 for less, 0 for the same; and what {not} does, or nothing.
ORDER = {
    **dict.fromkeys(
        ("larger", "more", "greater", "higher", "longer", "after", "above", "later"), 1
    ),
    **dict.fromkeys(("faster", "sharper", "most", "highest", "largest", "last", "better"), 1),
    **dict.fromkeys(("smaller", "less", "fewer", "lower", "shorter", "before", "below"), -1),
    **dict.fromkeys(("slower", "least", "lowest", "smallest", "first", "worse"), -1),
    **dict(right=1, left=-1),
    **dict.fromkeys(("same", "equal", "equals"), 0),
}
COMPARED = rf"\b((?i:{'|'.join(ORDER)}))\b"
NEGATED = r"((?i:(?:not|never|no|only)\b ?)?)"


TERM = re.compile(r"\{term\}`([^`<]+?)(?: <[^`]*>)?`")
PLACE = re.compile(r"\{(?:|<|not)\}")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Saying:
    """Words of a page that a test is tied to, and the test."""

    page: str
    words: str
    test: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the words as an expression: … is anything that is not meant, the rest values."""
        pieces = re.split(r"(\{\}|\{<\}|\{not\} ?|\s*…\s*|\s+)", self.words.strip())
        known = {"{}": VALUE, "{<}": COMPARED, "{not}": NEGATED, "…": r".*?", "": r"\s+"}
        named = [known.get(piece.strip(), re.escape(piece)) if piece else "" for piece in pieces]
        return re.compile("".join(named), re.DOTALL)


def says(page: str, words: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Tie a test to words of a page; each {} in them becomes an argument of the test.

    {<} is a word that compares, as 1, -1 or 0; {not} may be a word that denies, as True or False.
    A test without any may be tied to several sentences, and may have other arguments of its own.
    """

    def tied(test: Callable[..., None]) -> Callable[..., None]:
        if not PLACE.search(words):
            return test

        base, saying = getattr(test, "base", test), Saying(page, words, test.__name__)

        def with_values() -> None:
            if base is not test:  # tied to other words too
                test()
            base(*values(saying))

        with_values.base = base  # type: ignore[attr-defined]
        with_values.tied = [*getattr(test, "tied", []), saying]  # type: ignore[attr-defined]
        with_values.__name__, with_values.__doc__ = test.__name__, test.__doc__
        with_values.__module__ = test.__module__
        return with_values

    return tied


def values(saying: Saying) -> list[float]:
    """Return the numbers that the page has where the words have {}."""
    match = saying.pattern.search(_text(saying.page)[0])
    assert match, f"{saying.page} no longer says: {saying.words}"
    return [_value(text) for text in match.groups()]


def _value(text: str) -> float:
    if not text or text.strip().lower() in ("not", "never", "no", "only"):
        return bool(text)
    number = VALUES.get(text.lower(), ORDER.get(text.lower()))
    number = float(text.replace(",", "").replace("−", "-")) if number is None else number
    return int(number) if number == int(number) else number


@cache
def sayings() -> tuple[Saying, ...]:
    """Return what the tests say that they compute, read from their sources."""
    found = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        source = path.read_text("utf8")
        if "@says(" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            for call in getattr(node, "decorator_list", []):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "says":
                    page, words = (ast.literal_eval(one) for one in call.args)
                    found.append(Saying(page, words, f"{path.stem}.{_name(node)}"))
    return tuple(found)


def _name(node: Any) -> str:
    return str(node.name)


@cache
def documents() -> list[str]:
    """Return the names of the documents, with their ends."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def document(path: str, text: str | None = None) -> list[Sentence]:
    """Return what a document says; it has no cells."""
    return [Sentence(path, p.line, p.text, "prose", p.heading) for p in wording.parts(path, text)]


@cache
def _text(page: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a page's sentences and headings joined, and where each begins and ends."""
    text, places = "", []
    said = [one.text for one in (sentences(page) if page in pages() else document(page))]
    for sentence in [*said, *(_headings(page) if page in pages() else [])]:
        places.append((len(text), len(text) + len(sentence)))
        text += f"{sentence}\n"
    return text, places


def _headings(page: str) -> list[str]:
    source = FENCED.sub("", (ROOT / "book" / f"{page}.md").read_text("utf8"))
    return re.findall(r"^#+ .+$", source, re.MULTILINE)


def found(saying: Saying) -> int:
    """Return how often a page says what a test is tied to; it has to be once."""
    if saying.page not in (*pages(), *documents()):
        return 0
    return len(saying.pattern.findall(_text(saying.page)[0]))


def covered(sentence: Sentence) -> str:
    """Return the words of a sentence that tests are tied to."""
    return _covered(sentence.page).get(sentence.text, "")


@cache
def _covered(page: str) -> dict[str, str]:
    own = [one for one in sayings() if one.page == page]
    text, places = _text(page) if own else ("", [])
    by_sentence: dict[str, str] = {}
    for saying in own:
        match = saying.pattern.search(text)
        if not match:
            continue
        gaps = [piece for piece in saying.words.split("…") if piece.strip()]
        start = match.start()
        for gap in gaps:  # only what the words name is meant, not what lies between
            part = Saying(page, gap, "").pattern.search(text, start)
            assert part
            start = part.end()
            for begin, end in places:
                if begin < part.end() and part.start() < end:
                    said = text[max(begin, part.start()) : min(end, part.end())]
                    key = text[begin:end]
                    by_sentence[key] = f"{by_sentence.get(key, '')} {said}"
    return by_sentence | {shown(text): shown(said) for text, said in by_sentence.items()}


def shown(text: str) -> str:
    """Return a text with each term as it is read, without the role around it."""
    return TERM.sub(r"\1", text)
