"""The words of every page and document, a digest for each sentence, as they were last read."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from book._ext.paths import BOOK, ROOT
from tests.support.prose import sentences, split

__all__ = ["LIST", "Part", "changed", "now", "parts", "read", "record", "sources", "write"]

# `python -m tests.support.claims` writes it.
LIST = ROOT / "tests" / "book" / "wording.tsv"

FENCE = re.compile(r"^ *(`{3,}|~{3,})([^`]*)$")
HEADING = re.compile(r"^#+ (.+)$")
# A line that says something by itself: a row, an item, an option, what opens or closes a block.
ALONE = re.compile(r"^\s*(?:\||[-*] |\d+\. |:|`{3}|\([\w-]+\)=|---$)")


@dataclass(frozen=True)
class Part:
    """A sentence, a row, a formula or a line of a block, with its section and its line."""

    path: str
    heading: str
    line: int
    text: str

    @property
    def digest(self) -> str:
        """Return what tells this part's words from others; how the lines break does not matter."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:5]


def sources() -> list[str]:
    """Return the files whose words are kept: the pages, the documents, and the two of the root."""
    found = [*BOOK.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    found += [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def parts(path: str, text: str | None = None) -> list[Part]:
    """Return all that a file says outside of code cells, and their captions and alternatives."""
    source = (ROOT / path).read_text("utf8") if text is None else text
    found = list(_outside(path, source))
    if path.startswith("book/"):
        inside = sentences(Path(path).stem, source)
        found += [
            Part(path, s.heading, s.line, s.text) for s in inside if s.kind in ("caption", "alt")
        ]
    return found


def _outside(path: str, source: str) -> Iterator[Part]:
    heading, block, start, closing, hidden = "", "", 0, "", False
    for number, line in enumerate([*source.split("\n"), ""], start=1):
        fence = FENCE.match(line)
        if fence and not closing:
            closing, hidden = fence[1], fence[2].startswith("{code-cell}")
        elif fence and not fence[2].strip() and len(fence[1]) >= len(closing):
            closing, hidden = "", False
            continue
        title = None if closing else HEADING.match(line)
        if block and (not line.strip() or ALONE.match(line) or title or hidden):
            for piece in split(block):
                line_of = start + block.partition(piece)[0].count("\n")
                yield Part(path, heading, line_of, " ".join(piece.split()))
            block = ""
        if title:
            heading = title[1]
            yield Part(path, heading, number, line)
        elif line.strip() and not hidden:
            start = start if block else number
            block += f"{line}\n"


def record(found: Iterable[Part]) -> dict[str, str]:
    """Return the digests of each section's parts, in order, by its path and heading."""
    kept: dict[str, list[str]] = {}
    for part in found:
        kept.setdefault(f"{part.path}\t{part.heading}", []).append(part.digest)
    return {section: " ".join(digests) for section, digests in kept.items()}


def changed(found: list[Part], kept: dict[str, str]) -> list[str]:
    """Return what a file says otherwise than it was kept: the place and the words of each part."""
    told = []
    today = record(found)
    for section, digests in today.items():
        if kept.get(section) == digests:
            continue
        own = [part for part in found if f"{part.path}\t{part.heading}" == section]
        old = kept.get(section, "").split()
        new = [part for part in own if part.digest not in old]
        told += [f"{part.path}:{part.line}: {part.text}" for part in new]
        if len(own) - len(new) != len(old) or not new:
            told.append(f"{own[0].path}:{own[0].line}: sentences are gone or stand otherwise")
    gone = [section.replace("\t", ": ") for section in kept if section not in today]
    return [*told, *(f"{section}: the section is gone" for section in gone)]


def read() -> dict[str, str]:
    """Return the stored digests."""
    lines = LIST.read_text("utf8").splitlines() if LIST.exists() else []
    return {section: digests for section, _, digests in (line.rpartition("\t") for line in lines)}


def now() -> list[Part]:
    """Return what all files say today."""
    return [part for path in sources() for part in parts(path)]


def write() -> None:
    """Store the words of today."""
    found = record(now())
    LIST.write_text("".join(f"{section}\t{kept}\n" for section, kept in found.items()), "utf8")
