"""MyST prose as the plain Markdown that every notebook viewer shows.

Roles become their text, directives become quotes, headings or images; formulas stay, since
notebooks typeset them. What is not in the tables below is refused, so that no raw markup can
slip into a notebook.
"""

import re
from functools import cache
from typing import Any

from pybtex.database import parse_file

from book._ext.paths import BOOK

__all__ = ["PlainError", "plain_markdown"]

TARGET = re.compile(r"^\([\w:-]+\)=\n?", re.MULTILINE)
EQUATION_LABEL = re.compile(r"^\$\$ \([\w-]+\)$", re.MULTILINE)
ROLE = re.compile(r"\{([\w:-]+)\}`([^`]+)`")
DIRECTIVE = re.compile(r"^(:{3,}|`{3,})\{([\w-]+)\} ?(.*)\n((?:.*\n)*?)\1$", re.MULTILINE)
OPTION = re.compile(r"^:[\w-]+:.*\n?", re.MULTILINE)
EXPLICIT = re.compile(r"^(.*\S)\s*<(.+)>$", re.DOTALL)
TITLES = {
    "note": "Note",
    "tip": "Tip",
    "warning": "Warning",
    "important": "Important",
    "solution-start": "Solution",
    "exercise": "Exercise",
}
MOST_NAMED = 3  # a work of more authors is cited by its first
REFERENCES = {"numref": "the figure", "eq": "the formula"}


class PlainError(ValueError):
    """A role or directive that has no plain form."""


def plain_markdown(text: str) -> str:
    """Turn a Markdown cell's MyST into plain Markdown.

    Raises
    ------
    PlainError
        If a role or directive is not known here.
    """
    text = TARGET.sub("", text)
    text = EQUATION_LABEL.sub("$$", text)
    text = DIRECTIVE.sub(_directive, text + "\n")
    return ROLE.sub(_role, text).strip()


def _directive(match: re.Match[str]) -> str:
    _, name, argument, body = match.groups()
    if name in ("bibliography", "index", "solution-end"):
        return ""
    if name == "glossary":
        return OPTION.sub("", body).strip()
    if name == "admonition":
        title = argument
    elif name in TITLES:
        title = TITLES[name] + (f": {argument}" if argument and name == "exercise" else "")
    else:
        raise PlainError(f"directive {{{name}}} has no plain form for a notebook; see plain.py")
    content = OPTION.sub("", body).strip()
    if name == "solution-start":
        return f"**{title}**"
    return "\n".join(f"> {line}".rstrip() for line in [f"**{title}**", "", *content.split("\n")])


def _role(match: re.Match[str]) -> str:
    name, content = match.groups()
    explicit = EXPLICIT.match(content)
    if name in ("cite", "cite:p", "cite:t"):
        return ", ".join(_citation(key.strip()) for key in content.split(","))
    if name in REFERENCES:
        return REFERENCES[name]
    if name in ("ref", "doc") and explicit:
        return f"*{explicit[1]}*"
    if name == "py:func":
        return f"`{content.rpartition('.')[2]}`"
    if name in ("term", "index"):
        return explicit[1] if explicit else content
    raise PlainError(f"role {{{name}}}`{content}` has no plain form for a notebook; see plain.py")


def _citation(key: str) -> str:
    entry = _bibliography()[key]
    names = [" ".join(person.last_names) for person in entry.persons["author"]]
    people = " and ".join(names) if len(names) <= MOST_NAMED else f"{names[0]} et al."
    return f"[{people}, {entry.fields['year']}]({entry.fields['url']})"


@cache
def _bibliography() -> Any:
    return parse_file(str(BOOK / "references.bib")).entries
