"""MyST prose as the plain Markdown that every notebook viewer shows.

The parser of the pages finds the markup that only MyST knows; `forms` says what it becomes. All
other text stays as it is written. What has no plain form is refused, so that no raw markup can
slip into a notebook.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import accumulate

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token
from mdit_py_plugins.myst_role.index import myst_role
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from book._ext.free import Free, without_items
from book._ext.notebooks.forms import DIRECTIVES, ROLES, PlainError, form_of, link_form
from book._ext.paths import ROOT
from book._ext.predictions import answer_text, prediction_of, question_and_reason

__all__ = ["PlainError", "plain_markdown"]

OPTIONS = re.compile(r"---\n(?:.*\n)*?---(?:\n|\Z)|(?::[\w-]+:.*(?:\n|\Z))*")
OPTION = re.compile(r"^:([\w-]+): *(.*?) *$", re.MULTILINE)
HIDDEN = {"myst_target", "myst_line_comment", "myst_block_break"}
FOOTNOTE = "a footnote has no plain form for a notebook: write it into the text"
ONLY = "html"  # what {only} may name: the words that pages alone show

Edit = tuple[int, int, str]  # from where to where, and what stands there instead


def plain_markdown(text: str) -> str:
    """Turn a Markdown cell's MyST into plain Markdown.

    Raises
    ------
    PlainError
        If a role, directive, link, citation or other markup has no plain form.
    """
    source = _Source(text)
    edits: list[Edit] = []
    for token in _parser().parse(text + "\n"):
        with _lines_above(_lines(token)[0]):
            edits += _edits(source, token)
    return _applied(text, edits).strip("\n").rstrip()


def _applied(text: str, edits: list[Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _edits(source: "_Source", token: Token) -> list[Edit]:
    if token.type == "inline":
        return _inline(source, token)
    if token.type in HIDDEN:
        return [source.replace(token, token.markup[:1] or "(", None)]
    if token.type in ("fence", "colon_fence"):
        return _directive(source, token)
    if token.type == "math_block_label":
        return [source.without_label(token)]
    if token.type == "footnote_reference_open":
        raise PlainError(FOOTNOTE)
    return []


class _Source:
    """A text, with the places of its lines and of what the parser found in them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self._after = 0  # the end of the inline content found last: a row's cells share a line

    def replace(self, token: Token, markup: str, new: str | None) -> Edit:
        """Replace a block, which starts with `markup`, or leave its lines out where new is None.

        What comes instead keeps the quote or list around it, and a blank line to its neighbours.
        """
        first, end = _lines(token)
        prefix = self.lines[first].partition(markup)[0]
        above = not _marker(prefix) and first > 0 and _has_text(self.lines[first - 1])
        below = end < len(self.lines) and _has_text(self.lines[end])
        if new is None and not (_marker(prefix) or (above and below)):
            return self.starts[first], self.starts[end], ""
        blank = [""] if new else []
        lines = [*blank * above, *(new or "").split("\n"), *blank * below]
        start = self.starts[first] + len(prefix if lines[0] else prefix.rstrip())
        return start, self.starts[end] - 1, _continued(lines, prefix)

    def without_label(self, token: Token) -> Edit:
        """Leave out a formula's label, which ends its last line."""
        end = self.starts[_lines(token)[1]] - 1
        return self.text.rindex("$$", 0, end) + 2, end, ""

    def place(self, token: Token) -> tuple[int, int]:
        """Find where an inline content starts and ends; -1 both for a cell with an escaped |."""
        first, *others = token.content.split("\n")
        line, _ = _lines(token)
        if others:  # a paragraph, which fills its lines behind their prefixes
            last = line + len(others)
            return self.starts[line + 1] - 1 - len(first), self.starts[last + 1] - 1
        start = self.text.find(first, max(self._after, self.starts[line]), self.starts[line + 1])
        if start < 0:
            return -1, -1
        self._after = start + len(first)
        return start, self._after


def _inline(source: _Source, token: Token) -> list[Edit]:
    start, end = source.place(token)
    content = token.content
    edits: list[Edit] = []
    for child in token.children or []:
        with _lines_above(content.count("\n", 0, child.meta.get("span", (0, 0))[0])):
            edits += _inline_edits(child, content)
    if edits and start < 0:
        raise PlainError("a table's cell with \\| takes no role or link in a notebook: divide it")
    prefix = source.text[source.starts[_lines(token)[0]] : start]
    new = _continued(_applied(content, edits).split("\n"), prefix)
    return [(start, end, new)] if edits else []


def _inline_edits(child: Token, content: str) -> list[Edit]:
    start, end = child.meta.get("span", (0, 0))
    if child.type == "image":
        raise PlainError(
            "an image has no plain form for a notebook: draw it in a code cell, or put it into "
            f":::{{only}} {ONLY}"
        )
    if child.type == "footnote_ref":
        raise PlainError(FOOTNOTE)
    if child.type == "myst_role":
        form = form_of("role", child.meta["name"], ROLES)
        return [(start, end, form(content[start:end].partition("}")[2].strip("`")))]
    if child.type == "link_open":
        text_end = child.meta.get("text_end", 0)
        brackets = link_form(content[start + 1 : text_end], str(child.attrs["href"]))
        if brackets is not None:
            return [(start, start + 1, brackets[0]), (text_end, end, brackets[1])]
    return []


def _directive(source: _Source, token: Token) -> list[Edit]:
    name, _, argument = token.info.strip().partition(" ")
    if not (name.startswith("{") and name.endswith("}")):
        if token.type == "fence":
            return []
        raise PlainError(
            "a ::: fence names no directive; one around others needs more colons than they have"
        )
    form = form_of("directive", name[1:-1], DIRECTIVES)
    if form is None and name != "{predict}":
        if name == "{only}" and argument.strip() != ONLY:
            raise PlainError(f"directive {{only}} is known as {{only}} {ONLY}, not {argument!r}")
        return [source.replace(token, token.markup, "")]
    options = OPTIONS.match(token.content)
    raw = body = token.content[options.end() if options else 0 :]
    with _lines_above(1 + token.content.count("\n") - body.count("\n")):
        body = plain_markdown(body)
    if form is None:
        new = _prediction(token.content[: options.end() if options else 0], raw, body)
        return [source.replace(token, token.markup, new)]
    return [source.replace(token, token.markup, form(plain_markdown(argument.strip()), body))]


def _prediction(options: str, raw: str, body: str) -> str:
    """Return a question, and its computed answer folded below it."""
    try:
        prediction = prediction_of(dict(OPTION.findall(options)), raw.split("\n"))
    except (TypeError, ValueError) as error:
        raise PlainError(f"predict: {error}") from error
    lines = body.split("\n")
    length = question_and_reason(lines)
    asked = lines[:length]
    if isinstance(prediction, Free):
        asked = [*without_items(asked), *(f"- {option}" for option in prediction.options)]
    question = "\n".join(asked).strip("\n")
    reason = "\n".join(lines[length + 1 :]).strip("\n")
    answer = f"{answer_text(prediction)}\n\n{reason}".rstrip("\n")
    return f"{question}\n\n<details>\n<summary>Answer</summary>\n\n{answer}\n\n</details>"


def _lines(token: Token) -> tuple[int, int]:
    """Return a token's first line and the one after its last."""
    first, end = token.map or (0, 0)
    return first, end


def _continued(lines: list[str], prefix: str) -> str:
    """Join lines below a prefix of quotes and list markers, which are not repeated."""
    first, *others = lines
    indent = re.sub(r"[^>\s]", " ", prefix)
    return "\n".join([first, *(indent + line if line else indent.rstrip() for line in others)])


def _marker(prefix: str) -> bool:
    return re.search(r"[^>\s]", prefix) is not None


def _has_text(line: str) -> bool:
    return line.strip(" \t>") != ""


@contextmanager
def _lines_above(count: int) -> Iterator[None]:
    """Add the lines above a part of a text to the line of an error in that part."""
    try:
        yield
    except PlainError as error:
        error.line += count
        raise


@cache
def _parser() -> MarkdownIt:
    """Return the parser of the pages; roles, links and images note where they start and end."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))["parse"]
    config = MdParserConfig(enable_extensions=settings["myst_enable_extensions"])
    parser = create_md_parser(config, RendererHTML)
    parser.disable("front_matter")  # a cell that starts with a rule has none
    for name, rule in {"myst_role": myst_role, "link": link, "image": image}.items():
        parser.inline.ruler.at(name, _noting(rule))
    return parser


def _noting(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def note(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            token = next(t for t in state.tokens[before:] if t.type != "text")
            token.meta["span"] = (start, state.pos)
            if token.type == "link_open":
                token.meta["text_end"] = state.md.helpers.parseLinkLabel(state, start, True)
        return found

    return note
