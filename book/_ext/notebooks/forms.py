"""What MyST's roles, directives and links become in a notebook: the tables of all that is known."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar
from urllib.parse import unquote

from pybtex.database import parse_file

from book._ext.live import read_phrase
from book._ext.paths import BOOK
from d2lmini import exercises
from d2lmini.exercises._order import order, task

__all__ = ["DIRECTIVES", "ROLES", "PlainError", "form_of", "link_form"]

EXPLICIT = re.compile(r"(.*\S)\s*<.+>", re.DOTALL)
CODE_CELL = re.compile(r"^```\{code-cell\}", re.MULTILINE)
Form = TypeVar("Form")
MOST_NAMED = 3  # a work of more authors is cited by its first


class PlainError(ValueError):
    """Markup that has no plain form, with its line in the text, counted from 0."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.line = 0


def form_of(kind: str, name: str, forms: Mapping[str, Form]) -> Form:
    """Look a name up in one of the tables.

    Raises
    ------
    PlainError
        If it is not there; the message lists what is.
    """
    if name not in forms:
        known = ", ".join(forms)
        message = f"{kind} {{{name}}} has no plain form for a notebook; known {kind}s: {known}"
        near = _near(name, forms)
        raise PlainError(f"{message}; did you mean {{{near}}}?" if near else message)
    return forms[name]


def link_form(text: str, target: str) -> tuple[str, str] | None:
    """Return what stands before and after a link's text; None if it stays as it is.

    A link to a chapter with code leads to its notebook; another to the book becomes emphasis.

    Raises
    ------
    PlainError
        If a notebook cannot follow it and there is no text to show instead.
    """
    if re.match(r"(https?|mailto):", target):
        return None
    link = f"link [{text}]({target})"
    path, _, _ = unquote(target).partition("#")
    sources = {source.name: source for source in BOOK.glob("*.md")}
    if path and path not in sources:
        near = _near(path, sources)
        raise PlainError(
            f"{link} has no plain form for a notebook: "
            + (f"did you mean {near}?" if near else "link to a chapter, a #label or https://…")
        )
    if not text:
        raise PlainError(f"{link} shows no text in a notebook: write one between the brackets")
    if path and CODE_CELL.search(sources[path].read_text("utf8")):
        return "[", f"]({path.removesuffix('.md')}.ipynb)"
    return "*", "*"


def _near(name: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(name, list(known), 1)), None)


def _text(content: str) -> str:
    explicit = EXPLICIT.fullmatch(content)
    return explicit[1] if explicit else content


def _reference(content: str) -> str:
    explicit = EXPLICIT.fullmatch(content)
    if not explicit:
        raise PlainError(f"reference `{content}` shows no text in a notebook: write `text <…>`")
    return f"*{explicit[1]}*"


def _phrase(content: str) -> str:
    try:
        return read_phrase(content).words
    except ValueError as error:
        raise PlainError(str(error)) from None


def _citations(keys: str) -> str:
    return ", ".join(_citation(key.strip()) for key in keys.split(","))


def _citation(key: str) -> str:
    works = _bibliography()
    if key not in works:
        near = _near(key, works)
        hint = f"; did you mean {near}?" if near else ""
        raise PlainError(f"citation {key} is not in book/references.bib{hint}")
    names = [" ".join(person.last_names) for person in works[key].persons.get("author", [])]
    fields = works[key].fields
    if not names or "year" not in fields or "url" not in fields:
        raise PlainError(f"citation {key} needs author, year and url in book/references.bib")
    people = " and ".join(names) if len(names) <= MOST_NAMED else f"{names[0]} et al."
    return f"[{people}, {fields['year']}]({fields['url']})"


@cache
def _bibliography() -> Any:
    return parse_file(str(BOOK / "references.bib")).entries


def _quote(title: str, body: str) -> str:
    lines = [f"**{title}**", *(["", *body.split("\n")] if body else [])]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _box(title: str) -> Callable[[str, str], str]:
    """Return the form of a directive whose first line already belongs to its body."""
    return lambda argument, body: _quote(title, f"{argument}\n{body}".strip("\n"))


def _code_exercise(name: str, _body: str) -> str:
    exercise = exercises.exercise(name)
    call = f'd2lmini.exercises.check("{name}", {exercise.function})'
    asked = f"*{exercise.grade}*\n\n{exercise.statement}\n\n```python\n{exercise.starter}```"
    return f"{asked}\n\nTo check it: `{call}`."


def _order_exercise(name: str, _body: str) -> str:
    exercise = exercises.exercise(name)
    asked = order(exercise)
    lines = "\n".join(asked.lines)
    return (
        f"*{asked.grade}*\n\n{exercise.statement}\n\n{task(asked)}\n\n```python\n{asked.given}```\n\n"
        f"```python\n{lines}\n```\n\nDo it in a cell of your own, below `import torch as np` or "
        "`from mxnet import np`. To check it: `from d2lmini.exercises import check`, then "
        f'`check("{name}", {exercise.function})`.'
    )


def _exercise(argument: str, body: str) -> str:
    return _quote(f"Exercise: {argument}" if argument else "Exercise", body)


# Each role's form, from what stands between its backticks.
ROLES: dict[str, Callable[[str], str]] = {
    "cite": _citations,
    "cite:p": _citations,
    "cite:t": _citations,
    "doc": _reference,
    "eq": lambda _: "the formula",
    "eval": lambda expression: f"{{eval}}`{expression}`",  # until its value is known: `values`
    "index": _text,
    "live": _phrase,
    "numref": lambda _: "the figure",
    "py:func": lambda content: f"`{content.rpartition('.')[2]}`",
    "ref": _reference,
    "term": _text,
}

# Each directive's form, from the rest of its first line and its body, both plain already.
# None: notebooks leave it out, whatever it holds.
DIRECTIVES: dict[str, Callable[[str, str], str] | None] = {
    "admonition": _quote,
    "bibliography": None,
    "code-exercise": _code_exercise,
    "exercise": _exercise,
    "glossary": lambda _, body: body,
    "important": _box("Important"),
    "index": None,
    "note": _box("Note"),
    "only": None,
    "order-exercise": _order_exercise,
    "predict": None,  # its form needs its options: `plain`
    "solution-end": None,
    "solution-start": lambda *_: "**Solution**",
    "tip": _box("Tip"),
    "warning": _box("Warning"),
}
