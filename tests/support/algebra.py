"""Formulas with letters, arrays and sums as values: what a chain of relations states, evaluated."""

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise, product
from typing import Any

import numpy as np

__all__ = ["Chain", "read", "sides"]

Value = Any
Values = Mapping[str, Value]
Term = Callable[[Values], Value]
Chain = list[tuple[str, Term]]  # each side, with the relation before it

TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\d+(?:,\d{3})*(?:\.\d+)?|[a-zA-Z]'?|[^\s\w]|_")
DROPPED = {r"\left", r"\right", r"\,", r"\;", r"\!", r"\big", r"\bigl", r"\bigr", "&"}
RELATIONS: dict[str, Callable[[Value, Value], bool]] = {
    "=": lambda a, b: np.shape(a) == np.shape(b) and np.allclose(a, b),
    "<": operator.lt, ">": operator.gt,
    r"\le": operator.le, r"\ge": operator.ge,
}  # fmt: skip
CLOSING = {
    "(": ")", "[": "]", r"\lfloor": r"\rfloor", r"\lceil": r"\rceil", r"\langle": r"\rangle",
    r"\lvert": r"\rvert", r"\lVert": r"\rVert", "|": "|",
}  # fmt: skip
FRACTIONS = {r"\frac", r"\tfrac", r"\dfrac"}
FONTS = {r"\mathbf": "bold ", r"\boldsymbol": "bold ", r"\mathsf": "bold ", r"\bar": "bar "}
ENDS = {*RELATIONS, *CLOSING.values(), "}", ",", "+", "-", "", r"\end", r"\\"}
# A derivative of the loss is a name: D before what it is taken by.
DERIVATIVES = (
    re.compile(r"\\frac\{\\partial L\}\{\\partial (\\mathbf\{|)(\w(?:\}|_\w|_\{[^}]*\})?)\}"),
    re.compile(r"\\partial L ?/ ?\\partial (\\mathbf\{|)(\w)"),
)
UNBOUNDED = range(-2, 12)  # where a sum has no limits; what lies outside an array is zero


def read(tex: str) -> Chain:
    """Return the sides of a formula; ValueError for other markup."""
    text = tex.strip().rstrip(".,;")
    for derivative in DERIVATIVES:
        text = derivative.sub(r"\1D\2", text)
    text = text.replace(r"\left|", r"\lvert ").replace(r"\right|", r"\rvert ")
    tokens = [token for token in TOKEN.findall(text) if token not in DROPPED]
    reader = _Reader([t for t in tokens if t.strip()])
    found = list(reader.chain())
    if reader.next:
        raise ValueError(f"{reader.next!r} in {tex}")
    return found


def sides(chain: Chain, values: Values) -> tuple[list[Value], bool]:
    """Return what the sides are, and whether the relations between them hold.

    A sum or a product of a letter that has no value is a KeyError.
    """
    found = [side(values) for _, side in chain]
    holds = (
        RELATIONS[relation](a, b)
        for (a, b), (relation, _) in zip(pairwise(found), chain[1:], strict=True)
    )
    return found, all(bool(np.all(one)) for one in holds)


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.rest = tokens

    @property
    def next(self) -> str:
        return self.rest[0] if self.rest else ""

    def take(self, expected: str = "") -> str:
        if not self.rest or (expected and self.rest[0] != expected):
            raise ValueError(f"expected {expected or 'more'}, got {self.next or 'the end'}")
        return self.rest.pop(0)

    def chain(self) -> Iterator[tuple[str, Term]]:
        yield "", self.sum()
        while self.next in RELATIONS:
            yield self.take(), self.sum()

    def sum(self) -> Term:
        negative = self.next == "-" and bool(self.take())
        left = self.product()
        if negative:
            left = _apply(operator.neg, left)
        while self.next in ("+", "-"):
            left = _apply(
                operator.add if self.take() == "+" else operator.sub, left, self.product()
            )
        return left

    def product(self) -> Term:
        left = self.power()
        while self.next not in ENDS:
            how: Callable[..., Value] = _times
            if self.next in ("/", r"\bmod"):
                how = operator.truediv if self.take() == "/" else operator.mod
            elif self.next in (r"\cdot", r"\times"):
                self.take()
            left = _apply(how, left, self.power())
        return left

    def power(self) -> Term:
        base = self.base()
        while self.next == "^":
            self.take()
            if self.next == r"\top" or self.rest[:2] == ["{", r"\top"]:
                self.group(raw=True)
                base = _apply(np.transpose, base)
            else:
                base = _apply(operator.pow, base, self.group())
        return base

    def base(self) -> Term:
        token = self.take()
        if token[0].isdigit():
            number = float(token.replace(",", ""))
            return lambda values: number
        if token in FRACTIONS:
            return _apply(operator.truediv, self.group(), self.group())
        if token == r"\sum":
            return self.total()
        if token == r"\log":
            base = self.index() if self.next == "_" else "e"
            return (
                _apply(lambda x: math.log(x) / math.log(float(base)), self.power())
                if base != "e"
                else _apply(math.log, self.power())
            )
        if token in CLOSING:
            return self.enclosed(token)
        if token in (r"\mathrm", r"\text"):
            return self.name("".join(self.group_tokens()).replace("\\", ""))
        if token in FONTS:
            return self.name(FONTS[token] + "".join(self.group_tokens()))
        if token[0].isalpha() or re.fullmatch(r"\\[a-zA-Z]{2,}", token):
            long = token == "D" and self.next[:1].isalpha()
            return self.name(token + self.take() if long else token)
        raise ValueError(token)

    def group_tokens(self) -> list[str]:
        """Take a group in braces, or the one character that TeX takes."""
        token = self.take()
        if token != "{":
            if token[0].isdigit() and token[1:]:
                self.rest.insert(0, token[1:])
            return [token[0] if token[0].isdigit() else token]
        depth, found = 1, []
        while depth:
            token = self.take()
            depth += (token == "{") - (token == "}")
            found.append(token)
        return found[:-1]

    def group(self, raw: bool = False) -> Term:
        reader = _Reader(self.group_tokens())
        return (lambda values: None) if raw else reader.whole()

    def whole(self) -> Term:
        found = self.sum()
        if self.rest:
            raise ValueError(self.next)
        return found

    def index(self) -> str:
        self.take("_")
        return "".join(self.group_tokens())

    def total(self) -> Term:
        self.take("_")
        limits = _Reader(self.group_tokens())
        names = [limits.take()]
        while limits.next == ",":
            limits.take()
            names.append(limits.take())
        low = high = None
        if limits.next == "=":
            limits.take()
            low = limits.whole()
            self.take("^")
            high = self.group()
        body = self.product()

        def added(values: Values) -> Value:
            span: range = UNBOUNDED
            if low and high:
                span = range(_whole(low(values)), _whole(high(values)) + 1)
            places = product(span, repeat=len(names))
            return sum(body({**values, **dict(zip(names, p, strict=True))}) for p in places)

        return added

    def enclosed(self, opening: str) -> Term:
        inside = [self.sum()]
        condition: list[tuple[str, Term]] = []
        while self.next in RELATIONS and opening == "[":
            condition.append((self.take(), self.sum()))
        while self.next == ",":
            self.take()
            inside.append(self.sum())
        self.take(CLOSING[opening])
        first = inside[0]
        if condition:
            return lambda values: float(sides([("", first), *condition], values)[1])
        if opening == r"\langle":
            return _apply(lambda a, b: np.sum(np.multiply(a, b)), *inside)
        if len(inside) > 1:
            return _apply(lambda *parts: np.array(parts), *inside)
        how = {
            r"\lfloor": math.floor, r"\lceil": math.ceil, r"\lvert": abs, "|": abs,
            r"\lVert": np.linalg.norm,
        }.get(opening)  # fmt: skip
        return _apply(how, first) if how else first

    def name(self, name: str) -> Term:
        index = self.group_of_indices() if self.next == "_" else None
        if self.next == "(" and name[0].isalpha() and (len(name) > 1 or name in "fgT"):
            self.take()
            arguments = [self.sum()]
            while self.next == ",":
                self.take()
                arguments.append(self.sum())
            self.take(")")
            return lambda values: values[name](*(one(values) for one in arguments))
        if index is None:
            return lambda values: values[name]
        whole, parts = index
        full = f"{name}_{whole}"

        def element(values: Values) -> Value:
            if full in values:
                return values[full]
            array = values[name] if name in values else values[f"bold {name}"]
            if not isinstance(array, np.ndarray):
                raise KeyError(name)
            places = [_whole(part(values)) for part in parts()]
            inside = all(0 <= p < n for p, n in zip(places, array.shape, strict=False))
            return array[tuple(places)] if inside else array[(0,) * len(places)] * 0

        return element

    def group_of_indices(self) -> tuple[str, Callable[[], list[Term]]]:
        self.take("_")
        tokens = self.group_tokens()

        @cache
        def parts() -> list[Term]:  # only read where the name with its index has no value itself
            reader = _Reader(list(tokens))
            found = [reader.sum()]
            while reader.next == ",":
                reader.take()
                found.append(reader.sum())
            return found

        return "".join(tokens), parts


def _apply(how: Callable[..., Value], *terms: Term) -> Term:
    return lambda values: how(*(term(values) for term in terms))


def _whole(value: Value) -> int:
    if value != round(value):
        raise ValueError(f"{value} is no place in an array")
    return round(value)


def _times(a: Value, b: Value) -> Value:
    both = isinstance(a, np.ndarray) and isinstance(b, np.ndarray)
    return a @ b if both and a.ndim and b.ndim else a * b
