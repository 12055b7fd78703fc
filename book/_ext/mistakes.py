"""What Sphinx says of an author's mistakes, with the file, the line and what to do."""

import difflib
import re
from collections.abc import Callable, Iterable

from book._ext.paths import BOOK, ROOT

__all__ = ["explained"]

COLOUR = re.compile(r"\x1b\[[\d;]*m")
WARNING = re.compile(
    r"^(?P<place>.+?): (?:WARNING|ERROR|CRITICAL): (?P<what>.*?)(?: \[[\w.-]+\])?$"
)
LABEL = re.compile(
    r"^\(([\w:-]+)\)=|^ *:?(?:name|label): *([\w:-]+)|\$\$ \(([\w-]+)\)$", re.MULTILINE
)
TERM = re.compile(r"^(\S.*)\n  \S", re.MULTILINE)


def explained(said: str) -> list[str]:
    """Return a line for each of Sphinx's warnings, followed by what may mend it."""
    lines = []
    for line in filter(None, dict.fromkeys(COLOUR.sub("", said).splitlines())):
        if not (match := WARNING.match(line)):
            lines.append(line)
            continue
        place = match["place"].removeprefix(f"{ROOT}/")
        lines.append(f"{place}: {match['what']}")
        lines += [f"    {cure}" for cure in _cures(match["what"])]
    return lines


def _cures(what: str) -> Iterable[str]:
    for pattern, known in KNOWN:
        if match := re.search(pattern, what):
            near = difflib.get_close_matches(match[1], known(), 1, cutoff=0.5)
            yield f"did you mean {near[0]!r}?" if near else "there is nothing of a similar name"
    for pattern, cure in CURES:
        if re.search(pattern, what):
            yield cure


def _sources() -> str:
    return "\n".join(path.read_text("utf8") for path in BOOK.glob("*.md"))


def _labels() -> list[str]:
    return [next(filter(None, groups)) for groups in LABEL.findall(_sources())]


def _documents() -> list[str]:
    return [path.stem for path in BOOK.glob("*.md")]


def _terms() -> list[str]:
    return TERM.findall((BOOK / "glossary.md").read_text("utf8"))


def _works() -> list[str]:
    return re.findall(r"^@\w+\{([^,]+),", (BOOK / "references.bib").read_text("utf8"), re.MULTILINE)


# What is not found by name, and where the names are that there are.
KNOWN: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
    (r"undefined label: '(.+?)'", _labels),
    (r"equation not found: (\S+)", _labels),
    (r"cross-reference target not found: '(.+?)'", lambda: [*_documents(), *_labels()]),
    (r"unknown document: '(.+?)'", _documents),
    (r"term not in glossary: '(.+?)'", _terms),
    (r'bibtex key "(.+?)"', _works),
)
CURES = (
    (
        r"image file not readable",
        "put the picture there, or mend its path; it counts from the page",
    ),
    (
        r"[Uu]nknown (directive|interpreted text role)",
        "CONTRIBUTING.md lists what a chapter may use",
    ),
    (r"not included in any toctree", "give the page its line in _toc.yml"),
    (
        r"toctree contains reference to nonexisting|not found .*_toc",
        "take its line out of _toc.yml",
    ),
)
