"""Formulas as Python: what a chain of relations in TeX states, and whether it holds."""

import math
import operator
import re
from collections.abc import Callable, Mapping
from itertools import pairwise

__all__ = ["Chain", "chain", "holds", "python_of"]

TOKEN = re.compile(
    r"\\[a-zA-Z]+|\\.|\d[\d,]*(?:\.\d+)?|[a-zA-Z](?:_(?:\{\w+\}|\w))?|[-+*/^(){}\[\],|−·×%]|\s+"
)
RELATION = re.compile(r"(\\leq?\b|\\geq?\b|\\approx\b|\\to\b|\\ne\b|[=<>≈])")
RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, ">": operator.gt, r"\le": operator.le, r"\ge": operator.ge,
    r"\leq": operator.le, r"\geq": operator.ge, r"\ne": operator.ne, "=": math.isclose,
}  # fmt: skip
DROPPED = {r"\left", r"\right", r"\,", r"\;", r"\!", r"\quad", r"\bigl", r"\bigr", r"\\"}
WORDS = {
    r"\cdot": "*", r"\times": "*", "·": "*", "×": "*", "−": "-", r"\bmod": "%", r"\%": "/100",
    r"\lfloor": "floor(", r"\rfloor": ")", r"\lceil": "ceil(", r"\rceil": ")", "[": "(", "]": ")",
    r"\tfrac": "FRAC", r"\frac": "FRAC", r"\dfrac": "FRAC", r"\sigma": "sigma",
}  # fmt: skip
Chain = list[tuple[str, str]]  # each side, with the relation before it


def chain(tex: str) -> Chain:
    """Split a formula at its relations."""
    parts = RELATION.split(tex.strip().rstrip(".,;"))
    return list(zip(["", *parts[1::2]], parts[0::2], strict=True))


def python_of(tex: str) -> str:
    """Return a side of a formula as Python; ValueError where it has other markup."""
    tokens = [t for t in TOKEN.findall(tex) if not t.isspace() and t not in DROPPED]
    if "".join(TOKEN.findall(tex)) != tex or not tokens:
        raise ValueError(tex)
    return _product(_words(tokens))


def _words(tokens: list[str]) -> list[str]:
    """Translate each token; a fraction and an exponent take the group behind them."""
    words, rest = [], list(tokens)
    while rest:
        token = WORDS.get(rest[0], rest[0])
        rest = rest[1:]
        if token in ("FRAC", "^"):
            count = 2 if token == "FRAC" else 1
            groups = []
            for _ in range(count):
                group, rest = _group(rest)
                groups.append(f"({_product(_words(group))})")
            words.append(f"({groups[0]}/{groups[1]})" if count == 2 else f"**{groups[0]}")
        elif token.startswith("\\"):
            raise ValueError(token)
        else:
            words.append({"{": "(", "}": ")"}.get(token, token.replace(",", "") or ","))
    return words


def _group(tokens: list[str]) -> tuple[list[str], list[str]]:
    if not tokens:
        raise ValueError("nothing behind")
    if tokens[0] != "{":  # TeX takes one character
        rest = [tokens[0][1:]] if tokens[0].isdigit() and tokens[0][1:] else []
        return [tokens[0][0] if rest else tokens[0]], rest + tokens[1:]
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token == "{") - (token == "}")
        if depth == 0:
            return tokens[1:index], tokens[index + 1 :]
    raise ValueError("a brace stays open")


def _product(words: list[str]) -> str:
    """Join words, with the signs of multiplication that TeX leaves out."""
    text = words[0] if words else ""
    for before, word in pairwise(words):
        ends = before[-1].isalnum() or before[-1] in ")}"
        starts = word[0].isalnum() or word[0] == "("
        text += ("*" if ends and starts and before[-1] != "(" else "") + word
    return re.sub(r"\b([a-zA-Z])_\{?(\w+)\}?", r"\1_\2", text)


def holds(sides: Chain, symbols: Mapping[str, float]) -> tuple[int, bool]:
    """Return how many sides have a value, and whether all relations between those hold."""
    values: list[tuple[str, float, str] | None] = []
    for relation, side in sides:
        try:
            value = eval(python_of(side), {"__builtins__": {}}, {**FUNCTIONS, **symbols})
            values.append((relation, float(value), side))
        except (ValueError, NameError, SyntaxError, TypeError, ZeroDivisionError):
            values.append(None)
    known, true = [v for v in values if v], True
    for first, second in pairwise(known):
        true = true and _related(first[1], second)
    return len(known), true


def _related(first: float, second: tuple[str, float, str]) -> bool:
    relation, value, side = second
    if relation in (r"\approx", "≈"):
        decimals = len(side.partition(".")[2].strip().rstrip("\\%"))
        return round(first, decimals) == value
    return RELATIONS[relation](first, value) if relation in RELATIONS else True


FUNCTIONS = {"floor": math.floor, "ceil": math.ceil}
