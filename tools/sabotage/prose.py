"""Faults of prose: a digit, a sign, a word of comparison, a reference, a cell of a table."""

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt

from book._ext.paths import BOOK

__all__ = ["prose_places"]

Place = tuple[str, int, str, str]

PAIRS = (
    "larger smaller", "more less", "more fewer", "faster slower", "equal different", "never always",
    "first last", "before after", "left right", "row column", "rows columns", "input output",
    "forward backward", "above below", "most least", "longer shorter", "every no", "with without",
    "same other", "all no", "higher lower", "stride padding",
)  # fmt: skip
OPPOSITE = {a: b for pair in PAIRS for a, b in (pair.split(), pair.split()[::-1])}
COMPARISON = re.compile(rf"\b(?:{'|'.join(OPPOSITE)})\b")
ROLE = re.compile(r"\{(doc|numref|eq|term|ref|cite:p|cite:t)\}`(?:[^`<]+<)?([^`<>]+)>?`")
LINK = re.compile(r"\]\([^)\s]*\)|https?://\S+|\{[\w:]+\}`[^`]*`|<[^>\n]*>")
DIGIT = re.compile(r"\d")
SIGN = re.compile(r" ([+-]) ")
CAPTION = re.compile(r"\s*(?:caption:|:alt:|alt:)")


def prose_places(path: str, text: str) -> Iterator[Place]:
    """Yield the places of a source's prose, captions and alternative texts, code left out."""
    for start, line in _prose(text):
        kind = " in a caption" if CAPTION.match(line) else ""
        bare = LINK.sub(lambda found: " " * len(found[0]), line)
        for found in DIGIT.finditer(bare):
            yield f"digit{kind}", start + found.start(), found[0], str((int(found[0]) + 1) % 10)
        for found in SIGN.finditer(bare):
            yield "sign", start + found.start(1), found[1], "-" if found[1] == "+" else "+"
        for found in COMPARISON.finditer(bare):
            yield f"word{kind}", start + found.start(), found[0], OPPOSITE[found[0]]
        yield from _references(start, line)
        yield from _cells(start, line)


def _references(start: int, line: str) -> Iterator[Place]:
    """Yield each reference with the next existing target of its kind in place of its own."""
    for found in ROLE.finditer(line):
        known = _targets()[found[1]]
        if found[2] in known and len(known) > 1:
            other = known[(known.index(found[2]) + 1) % len(known)]
            yield "reference", start + found.start(2), found[2], other


def _cells(start: int, line: str) -> Iterator[Place]:
    """Yield a row of a table with two cells exchanged."""
    cells = line.strip().strip("|").split(" | ")
    if line.startswith("| ") and len(cells) > 1 and cells[0].strip() != cells[1].strip():
        old = f"{cells[0].strip()} | {cells[1].strip()}"
        if (at := line.find(old)) >= 0:
            yield "table cell", start + at, old, " | ".join(old.split(" | ")[::-1])


@cache
def _targets() -> dict[str, list[str]]:
    """List what the book's references lead to, by role."""
    found: dict[str, set[str]] = {}
    for path in BOOK.glob("*.md"):
        for role, target in ROLE.findall(path.read_text("utf8")):
            found.setdefault(role, set()).add(target)
    return {role: sorted(targets) for role, targets in found.items()}


def _prose(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of prose, each with where it starts."""
    lines = text.splitlines(keepends=True)
    code = set(range(*_metadata(lines)))
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        directive = token.info.startswith("{") and not token.info.startswith("{code-cell}")
        if token.type in ("fence", "code_block") and not directive:
            code |= {n for n in range(*token.map) if not CAPTION.match(lines[n])}
    start = 0
    for number, line in enumerate(lines):
        if number not in code and not re.match(r"\s*(?:\(|```|:::|:[\w-]+:(?<!:alt:))", line):
            yield start, line
        start += len(line)


def _metadata(lines: list[str]) -> tuple[int, int]:
    """Return where the metadata above a source begin and end."""
    if not lines or lines[0] != "---\n":
        return 0, 0
    return 0, lines.index("---\n", 1) + 1
