"""The book's prose, read sentence by sentence, with what its cells hold and print around it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import nbformat

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.free import without_items
from book._ext.notebooks.chapters import Chapter, read_chapter
from book._ext.paths import BOOK
from book._ext.predictions import question_and_reason

__all__ = ["Sentence", "pages", "sentences", "split", "title"]

SKIPPED = re.compile(r"^\s*(?:```|:{3,}|:[\w-]+:|---$|\([\w-]+\)=|%|\|[-| :]+\|$)")
STARTS = re.compile(r"^\s*(?:[-*] |\d+\. |>|\|)")
PREDICT = re.compile(r"^```\{(?:predict|draw)\}.*?^```$", re.MULTILINE | re.DOTALL)
END = re.compile(r"(?<=[.!?])(?:\*\*|\))?\s+(?=[A-Z*{$(`“])|(?<=:)\s+(?=[A-Z{])")


@dataclass(frozen=True)
class Sentence:
    """A sentence, a row of a table, a formula, a caption or an alternative text, and its place."""

    page: str
    line: int
    text: str
    kind: str
    heading: str = ""
    # What the nearest code cells and those of the whole section print, and their code.
    near: tuple[str, ...] = field(default=(), repr=False)
    section: tuple[str, ...] = field(default=(), repr=False)
    code: str = field(default="", repr=False)
    ahead: str = field(default="", repr=False)  # what the next cell of the section prints
    own: str = field(default="", repr=False)  # of a caption or an alternative text, its cell's code
    cell: str = field(default="", repr=False)  # and its cell's id

    @property
    def place(self) -> str:
        """Return the place as an editor opens it."""
        return f"book/{self.page}.md:{self.line}"


def pages() -> list[str]:
    """Return the names of all pages."""
    return sorted(path.stem for path in BOOK.glob("*.md"))


@cache
def title(page: str) -> str:
    """Return a page's title; "" where there is no such page."""
    path = BOOK / f"{page}.md"
    found = re.search(r"^# (.+)$", path.read_text("utf8"), re.MULTILINE) if path.exists() else None
    return found[1] if found else ""


def sentences(page: str, text: str | None = None) -> list[Sentence]:
    """Return what a page states, in order."""
    return _stored(page) if text is None else _read(page, text)


@cache
def _stored(page: str) -> list[Sentence]:
    return _read(page, (BOOK / f"{page}.md").read_text("utf8"))


def _read(page: str, source: str) -> list[Sentence]:
    return list(_Reader(read_chapter(page, source), _printed(page)).read())


@cache
def _printed(page: str) -> dict[str, str]:
    """Return what each cell of a page prints, in all frameworks together."""
    found: dict[str, str] = {}
    for framework in FRAMEWORKS:
        path = notebook_path(BOOK, framework, page)
        cells = nbformat.read(path, as_version=4).cells if path.exists() else []
        for cell in cells:
            for output in cell.get("outputs", []):
                text = output.get("text") or output.data.get("text/plain", "")
                found[cell.id] = f"{found.get(cell.id, '')}\n{text}"
    return found


class _Reader:
    def __init__(self, chapter: Chapter, printed: dict[str, str]) -> None:
        self.chapter, self.printed, self.heading, self.number = chapter, printed, "", 0

    def read(self) -> Iterator[Sentence]:
        """Yield the sentences; each knows the cells of its section."""
        found: list[tuple[int, int, Sentence]] = []
        cells = self.chapter.notebook.cells
        sections: dict[int, list[int]] = {}
        for index, cell in enumerate(cells):
            if cell.cell_type == "code":
                sections.setdefault(self.number, []).append(index)
                found += [(index, self.number, s) for s in self._of_code(cell)]
            else:
                found += [(index, number, s) for number, s in self._of_prose(cell)]
        for index, number, sentence in found:
            own = sections.get(number, [])
            before = max((i for i in own if i <= index), default=None)
            after = min((i for i in own if i > index), default=None)
            near = [cells[i] for i in (before, after) if i is not None]
            near += _siblings(cells, own, before)
            yield Sentence(
                **{k: getattr(sentence, k) for k in ("page", "line", "text", "kind", "heading")},
                near=tuple(self.printed.get(cell.id, "") for cell in near),
                section=tuple(self.printed.get(cells[i].id, "") for i in own),
                code="\n".join(cells[i].source for i in own),
                ahead=self.printed.get(cells[after].id, "") if after is not None else "",
                own=cells[index].source if cells[index].cell_type == "code" else "",
                cell=cells[index].id if cells[index].cell_type == "code" else "",
            )

    def _make(self, line: int, text: str, kind: str) -> Sentence:
        return Sentence(self.chapter.name, line, " ".join(text.split()), kind, self.heading)

    def _of_code(self, cell: nbformat.NotebookNode) -> Iterator[Sentence]:
        first = self.chapter.lines[cell.id]
        caption = cell.metadata.get("mystnb", {}).get("figure", {}).get("caption", "")
        yield from (self._make(first, text, "caption") for text in split(caption))
        for node in ast.walk(ast.parse(re.sub(r"(?m)^[%!].*$", "", cell.source))):
            if isinstance(node, ast.keyword) and node.arg == "alt":
                pieces = (n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant))
                alt = "".join(piece for piece in pieces if isinstance(piece, str))
                line = first + node.value.lineno - 1
                yield from (self._make(line, text, "alt") for text in split(alt))

    def _of_prose(self, cell: nbformat.NotebookNode) -> Iterator[tuple[int, Sentence]]:
        first = self.chapter.lines[cell.id]
        for line, text, kind in _blocks(cell.source):
            if kind == "heading":
                self.number, self.heading = self.number + 1, text.lstrip("# ")
            elif kind == "prose":
                for part in split(text):
                    offset = text.partition(part)[0].count("\n")
                    yield self.number, self._make(first + line + offset, part, kind)
            else:
                yield self.number, self._make(first + line, text, kind)


def _siblings(cells: list[nbformat.NotebookNode], own: list[int], before: int | None) -> list:
    """Return the cells of the other frameworks in the same set of tabs."""
    tagged = [i for i in own if before is not None and 0 < before - i <= len(FRAMEWORKS)]
    return [cells[i] for i in tagged if cells[i].metadata.get("tags")]


def _blocks(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield each paragraph, row, heading and displayed formula with its first line."""
    block: list[str] = []
    start, formula = 0, False
    for number, line in enumerate([*PREDICT.sub(_asked, source).split("\n"), ""]):
        if formula or line.lstrip("> ").startswith("$$"):
            if block and not formula:
                yield start, "\n".join(block), "prose"
                block = []
            start = start if formula else number
            block.append(line)
            closed = line.count("$$") == 2 or (formula and "$$" in line)
            formula = not closed
            if closed:
                yield start, "\n".join(block), "formula"
                block = []
            continue
        ends = not line.strip() or SKIPPED.match(line) or line.startswith("#") or STARTS.match(line)
        if ends and block:
            yield start, "\n".join(block), "row" if block[0].startswith("|") else "prose"
            block = []
        if line.startswith("#"):
            yield number, line, "heading"
        elif line.strip() and not SKIPPED.match(line):
            start = start if block else number
            block.append(line)


def _asked(found: re.Match[str]) -> str:
    """Blank the options and wrong values of a prediction: false on purpose, and computed."""
    lines = found[0].split("\n")
    if not any(line.startswith((":check:", ":answer:")) for line in lines):
        return found[0]
    length = question_and_reason(lines)
    kept = without_items(lines[:length])
    return "\n".join([*kept, *[""] * (length - len(kept)), *lines[length:]])


def split(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part for part in END.split(text) if part and part.strip()]
