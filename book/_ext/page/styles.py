"""Style sheets of the theme are cut down to the rules that a page can use."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import tinycss2  # type: ignore[import-untyped]

__all__ = ["cut_rules"]

BLOCKS = ("media", "supports")  # what holds rules
CLASS = re.compile(r"\.(-?[A-Za-z_](?:[\w-]|\\.)*)")
# What names classes that need not be there.
CHOICE = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
# Bootstrap's scripts put the end of a name together: bs-tooltip-top.
MADE = ("bs-",)


def cut_rules(styles: str, words: Collection[str]) -> str:
    """Leave out the rules for classes that are not among the words of pages and scripts.

    Parameters
    ----------
    styles : str
        A style sheet.
    words : collection of str
        All words: a class that is none of them stands in no page and no script can set it.

    Returns
    -------
    str
        The sheet without selectors that need another class, and without comments.
    """
    return "".join(_kept(tinycss2.parse_stylesheet(styles, True, True), words))


def _kept(rules: Iterable[Any], words: Collection[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _selectors(rule.prelude) if _can_be(s, words)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in BLOCKS:
            inside = "".join(_kept(tinycss2.parse_rule_list(rule.content, True, True), words))
            if inside:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inside}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: Iterable[Any]) -> list[str]:
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _can_be(selector: str, words: Collection[str]) -> bool:
    classes = CLASS.findall(CHOICE.sub("", selector))
    return all(name in words or name.startswith(MADE) or "\\" in name for name in classes)
