"""Faults of prose: a digit, a sign, a word that turns a sentence, a reference, a table's cell."""

import ast
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
# Without one of these, or with the other word for it, a sentence says the opposite.
TURNED = {"not ": "", "only ": "", "cannot": "can", "neither": "both", "no ": "a ", "none": "all"}
TURN = re.compile(rf"\b(?:{'|'.join(TURNED)})(?<! )\b|\b(?:not|only|no) (?=\w)")
RELATED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le", "=": r"\ne"}
RELATION = re.compile(r" (<|>|=|\\[lg]e) ")
COMPARISON = re.compile(rf"\b(?:{'|'.join(OPPOSITE)})\b")
ROLE = re.compile(r"\{(doc|numref|eq|term|ref|cite:p|cite:t)\}`(?:[^`<]+<)?([^`<>]+)>?`")
LINK = re.compile(r"\]\([^)\s]*\)|https?://\S+|\{[\w:]+\}`[^`]*`|<[^>\n]*>")
ALTERNATIVE = " in an alternative text"
CODE = re.compile(r"\{[^{}]*\}|^[^\"']*[\"']|[\"'][^\"']*$")  # in and around a string
DIGIT = re.compile(r"\d")
SIGN = re.compile(r" ([+-]) ")
FORMULA = re.compile(r"\$[^$]+\$")
URL = re.compile(r"\]\((https?://[^)\s]+)\)")
CAPTION = re.compile(r"\s*(?:caption:|:alt:|alt:)")
ENDED = re.compile(r"---$|\s*[\w-]+:(?:\s|$)")


def prose_places(path: str, text: str) -> Iterator[Place]:
    """Yield the places of a source's prose, captions and alternative texts, code left out."""
    for start, line, kind in _prose(text):
        dropped = CODE if kind == ALTERNATIVE else LINK
        bare = dropped.sub(lambda found: " " * len(found[0]), line)
        for found in DIGIT.finditer(bare):
            yield f"digit{kind}", start + found.start(), found[0], str((int(found[0]) + 1) % 10)
        for found in SIGN.finditer(bare):
            yield f"sign{kind}", start + found.start(1), found[1], "-" if found[1] == "+" else "+"
        for formula in FORMULA.finditer(bare):
            for found in RELATION.finditer(formula[0]):
                at = start + formula.start() + found.start(1)
                yield f"relation{kind}", at, found[1], RELATED[found[1]]
        for found in COMPARISON.finditer(bare):
            yield f"word{kind}", start + found.start(), found[0], OPPOSITE[found[0]]
        for found in TURN.finditer(bare):
            yield f"turned{kind}", start + found.start(), found[0], TURNED[found[0]]
        if not kind:
            yield from _references(start, line)
            yield from _cells(start, line)


def _references(start: int, line: str) -> Iterator[Place]:
    """Yield each reference with the next existing target of its kind in place of its own."""
    for found in ROLE.finditer(line):
        known = _targets()[found[1]]
        if found[2] in known and len(known) > 1:
            other = known[(known.index(found[2]) + 1) % len(known)]
            yield "reference", start + found.start(2), found[2], other
    for found in URL.finditer(line):
        known = _targets()["url"]
        other = known[(known.index(found[1]) + 1) % len(known)] if found[1] in known else ""
        if other not in ("", found[1]):
            yield "reference", start + found.start(1), found[1], other


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
        text = path.read_text("utf8")
        for role, target in [*ROLE.findall(text), *(("url", url) for url in URL.findall(text))]:
            found.setdefault(role, set()).add(target)
    return {role: sorted(targets) for role, targets in found.items()}


def _prose(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the lines of prose, each with where it starts, and of what kind it is."""
    lines = text.splitlines(keepends=True)
    code, kinds = set(range(*_metadata(lines))), dict[int, str]()
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type not in ("fence", "code_block") or not token.map:
            continue
        inside = range(*token.map)
        directive = token.info.startswith("{") and not token.info.startswith("{code-cell}")
        own = {n: "" for n in inside} if directive else _described(lines, inside)
        code |= set(inside) - set(own)
        kinds |= {n: kind for n, kind in own.items() if kind}
    start = 0
    for number, line in enumerate(lines):
        if number not in code and not re.match(r"\s*(?:\(|```|:::|:[\w-]+:(?<!:alt:))", line):
            kind = kinds.get(number, " in a caption" if CAPTION.match(line) else "")
            yield start, line, kind
        start += len(line)


def _described(lines: list[str], inside: range) -> dict[int, str]:
    """Return the lines of a code cell that are its caption or an alternative text."""
    found, caption = dict[int, str](), False
    for n in inside:
        opens = bool(CAPTION.match(lines[n]))
        caption = opens or (caption and not ENDED.match(lines[n]))
        if caption and lines[n].strip() not in ("caption: >-", "caption: >"):
            found[n] = " in a caption"
    first = max((n + 1 for n in inside if lines[n] == "---\n"), default=inside.start + 1)
    try:
        tree = ast.parse("".join(lines[first : inside.stop - 1]))
    except SyntaxError:  # not Python, or with a magic
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "alt":
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    own = range(first + part.lineno - 1, first + (part.end_lineno or 0))
                    found |= dict.fromkeys(own, ALTERNATIVE)
    return found


def _metadata(lines: list[str]) -> tuple[int, int]:
    """Return where the metadata above a source begin and end."""
    if not lines or lines[0] != "---\n":
        return 0, 0
    return 0, lines.index("---\n", 1) + 1
