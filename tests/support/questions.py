"""The questions of the pages as they are written, and whether words, options and errors agree."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from book._ext.free import NAMES, items_of, without_items
from book._ext.paths import BOOK
from book._ext.predictions import question_and_reason
from tests.support.meant import MEANT
from tests.support.says import VALUES

__all__ = [
    "Asked",
    "asked",
    "false_errors",
    "false_settings",
    "stated",
    "strange_arrays",
    "strange_names",
]

DIRECTIVE = re.compile(
    r"^```\{(predict|draw)\} (\S+)\n((?::\w+: [^\n]*\n)+)(.*?)^```$", re.MULTILINE | re.DOTALL
)
PLACE = re.compile(r"@([A-Za-z])")
DRAWS = 6
DEFAULTS = {"stride": "1", "padding": "0", "output_padding": "0", "dilation": "1"}
NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4"}
N = r"(@\w|\d+|one|two|three|four)"
TIMES = re.compile(rf"\bkernel of {N} × {N}|\bkernel of {N}×{N}|\b{N}×{N} (?:kernel|window)")
KERNEL = re.compile(rf"\bkernel of {N}(?! ?×)")
GIVEN = re.compile(rf"\b(stride|(?<!output )padding|output padding|dilation) of {N}(?! down)")
NONE = re.compile(r"\b(?:no|without) ((?:output )?padding|dilation)\b")
ROLE = re.compile(r"\{term\}`([^`]+)`")
SIZE = re.compile(
    rf"(?:input of|takes|makes? of|map of|input for) {N} rows and {N} columns"
    rf"|(?:takes|(?<!kernel )of) {N} × {N}(?=,| with|\b(?! ?kernel))"
)
MADE = re.compile(rf"make (?:@\w|\d+) × (?:@\w|\d+) of {N} × {N}")
TRANSPOSED = re.compile(r"\btransposed convolution\b", re.IGNORECASE)
OTHER = re.compile(r"\b(?:cross-correlation|pooling|(?<!transposed )convolution)\b", re.IGNORECASE)

NAME = re.compile(r"\b(kernel|stride|(?<!output )padding|output padding|dilation)\b")
NAMED = ("kernel", "stride", "padding", "output_padding", "dilation")
NAMES_OF = {"s": "stride", "p": "padding", "o": "output padding", "d": "dilation"}
BARE = re.compile(r"\ban? (?:stride|(?:output )?padding|dilation)\b(?! of)")
CLAUSE = re.compile(r"[.?:]\s")

# The gradient of a cross-correlation's input is a transposed convolution.
BACK = re.compile(r"cross-correlation .*\bgradient of the (?:element|input)\b")
CHANNELS = re.compile(r"from (\d+) channels to (\d+)")
OPTION = re.compile(r"^:\w+: .*\n", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """A question: its directive, options, words, and its wrong values with their feedback."""

    page: str
    kind: str
    name: str
    options: dict[str, str]
    words: str
    items: list[tuple[str, str]]
    lines: list[str]


def asked(page: str, text: str | None = None) -> Iterator[Asked]:
    """Yield the questions of a page."""
    source = (BOOK / f"{page}.md").read_text("utf8") if text is None else text
    for kind, name, written, body in DIRECTIVE.findall(source):
        options = dict(re.findall(r"^:(\w+): (.*)$", written, re.MULTILINE))
        lines = body.split("\n")
        lines = lines[: question_and_reason(lines)]
        words = " ".join(" ".join(without_items(lines)).split())
        yield Asked(page, kind, name, options, words, items_of(lines), lines)


def stated(words: str) -> dict[str, str]:
    """Return the settings that a question names, as they are written."""
    text = ROLE.sub(r"\1", words)
    found: dict[str, str] = {}
    for name in NONE.findall(text):
        found[name.replace(" ", "_")] = "1" if name == "dilation" else "0"
    for name, value in GIVEN.findall(text):
        found[name.replace(" ", "_")] = NUMBERS.get(value, value)
    if size := TIMES.search(text):
        found["kernel"] = "x".join(NUMBERS.get(one, one) for one in size.groups() if one)
    elif side := KERNEL.search(text):
        found["kernel"] = "x".join([NUMBERS.get(side[1], side[1])] * 2)
    if size := MADE.search(text) or SIZE.search(text):
        found["input"] = "x".join(one for one in size.groups() if one)
    return found


def false_settings(one: Asked) -> list[str]:
    """Return where a question's words say other settings, or another operation, than its options.

    A question that is drawn stands alone: what an option says, its words have to say too.
    """
    free = "answer" in one.options or "check" in one.options
    if free or one.options.get("asks") == "settings":
        return []
    said, told = stated(one.words), []
    given = DEFAULTS | {key: _size(value) for key, value in one.options.items()}
    for name, value in said.items():
        if ("x" in given.get(name, "1") and given[name] != value) or (
            name in DEFAULTS and given[name] != value
        ):
            told.append(f"{one.name}: {name} {value} is {given[name]}")
    for name in (*DEFAULTS, "input", "kernel"):
        value = one.options.get(name, "")
        sized = name in DEFAULTS or re.fullmatch(r"[@\w]+x[@\w]+", value)
        if one.kind == "draw" and value and sized and name not in said:
            told.append(f"{one.name}: {name} {value} is not said")
    forward = one.options.get("operation") == "corr2d"
    back = TRANSPOSED.search(one.words) or BACK.search(one.words)
    if one.kind == "draw" and bool(back) == forward:
        told.append(f"{one.name}: another operation")
    if one.kind == "draw" and forward and not OTHER.search(one.words):
        told.append(f"{one.name}: no operation")
    if one.kind == "draw" and re.search(r"\b(?:its|the) input\?|\bhas an output\b", one.words):
        told += [] if BACK.search(one.words) else [f"{one.name}: asks for the input"]
    asks = {"shape": r"shape|rows and columns|size", "number": r"number|gradient|element|\bL\b|_"}
    wanted = asks.get(one.options["asks"])
    if one.kind == "draw" and wanted and not re.search(wanted, one.words):
        told.append(f"{one.name}: asks for no {one.options['asks']}")
    return told


def strange_names(one: Asked) -> list[str]:
    """Return where a question names a setting twice, by another's letter, or not as its options."""
    words, told = ROLE.sub(r"\1", one.words), []
    for name, value in GIVEN.findall(words):
        if one.kind == "draw" and NAMES_OF.get(value[1:], name) != name:
            told.append(f"{one.name}: a {name} of {value}")
    for clause in CLAUSE.split(words):
        names = [name for name, _ in GIVEN.findall(clause)] + NONE.findall(clause)
        told += [f"{one.name}: {name} twice" for name in {n for n in names if names.count(n) > 1}]
    if one.kind == "draw" and one.options["asks"] != "settings":
        told += [f"{one.name}: {bare} of no size" for bare in BARE.findall(words)]
    if one.options["asks"] == "settings":
        wanted = [*one.options["find"].split(), *(n for n in NAMED if n in one.options)]
        said = [name.replace(" ", "_") for name in NAME.findall(NONE.sub("", words))]
        if sorted(wanted) != sorted(said):
            told.append(f"{one.name}: asks for {said}, not {wanted}")
    return told


def _size(value: str) -> str:
    """Return the size of an array that is given by its rows; of a size and a number, itself."""
    if ";" in value or " " in value.strip():
        rows = [row.split() for row in value.split(";")]
        return f"{len(rows)}x{len(rows[0])}"
    return value


def false_errors(one: Asked) -> list[str]:
    """Return the wrong values that are not what their feedback says, and those nobody computes."""
    if one.options.get("asks") == "choice":
        return []
    told = []
    for expression, feedback in one.items:
        pattern = next((p for p in MEANT if p.fullmatch(feedback)), None)
        if pattern is None:
            told.append(f"{one.name}: nothing computes: {feedback}")
            continue
        said = _numbers(pattern, feedback)
        for values in _values(one):
            try:
                found = _value(expression, values)
                right = MEANT[pattern](_Values(values), *said)
            except (KeyError, ValueError, TypeError, AssertionError, NameError, SyntaxError):
                found, right = 0, np.nan
            if not np.array_equal(np.asarray(found, float), np.asarray(right, float)):
                told.append(f"{one.name}: {expression} is not what it says: {feedback}")
                break
    return told


def _numbers(pattern: re.Pattern[str], feedback: str) -> list[float]:
    match = pattern.fullmatch(feedback)
    assert match
    return [float(VALUES.get(text.lower(), text)) for text in match.groups()]


def strange_arrays(one: Asked, text: str | None = None) -> list[str]:
    """Return the arrays of a question that stand nowhere else on its page."""
    source = (BOOK / f"{one.page}.md").read_text("utf8") if text is None else text
    said, told = OPTION.sub("", source), []
    for name in ("input", "kernel") if one.kind == "predict" else ():
        written = re.findall(r"-?[\d.]+", one.options.get(name, ""))
        units = set(written) <= {"0", "1"}
        if "x" in one.options.get(name, "x") or units or len(written) < 3:
            continue
        quarters = [f"{4 * float(n):g}" for n in written]
        if not any(_stands(numbers, said) for numbers in (written, quarters)):
            told.append(f"{one.name}: no {name} {one.options[name]} on its page")
    return told


def _stands(numbers: list[str], text: str) -> bool:
    row = r"[^\d.]{1,12}?".join(rf"{re.escape(n)}(?:\.0)?" for n in numbers)
    return bool(re.search(rf"(?<![\d.-]){row}(?!\d)", text))


class _Values(dict[str, Any]):
    """Values by their letters, as attributes."""

    def __getattr__(self, name: str) -> Any:
        return self[name]


def _values(one: Asked) -> Iterator[dict[str, Any]]:
    """Yield the numbers that a question names in words, or several draws of those that vary."""
    if one.kind == "predict":
        short = {"stride": "s", "padding": "p", "output_padding": "o", "dilation": "d"}
        said = stated(one.words)
        numbers = {short[name]: int(value) for name, value in said.items() if name in short}
        if "kernel" in said:
            numbers["k"] = int(said["kernel"].partition("x")[0])
        if channels := CHANNELS.search(one.words):
            numbers |= {"c": int(channels[1]), "d": int(channels[2])}
        yield {"words": one.words, **numbers}
        return
    rng, found = random.Random(3), 0
    ranges = dict(part.strip().split("=", 1) for part in one.options["vary"].split(";"))
    lets = [part.strip().split("=", 1) for part in one.options.get("let", "").split(";") if part]
    while found < DRAWS:
        values = {key: _drawn(text, rng) for key, text in ranges.items()}
        for key, text in lets:
            values[key] = _value(text, values)
        if _value(one.options.get("where", "True"), values):
            found += 1
            yield values


def _drawn(text: str, rng: random.Random) -> Any:
    size, _, span = text.rpartition(":")
    low, high = map(int, span.split(".."))
    if not size:
        return rng.randint(low, high)
    rows, columns = map(int, size.split("x"))
    return np.array([[rng.randint(low, high) for _ in range(columns)] for _ in range(rows)])


def _value(text: str, values: dict[str, Any]) -> Any:
    return eval(PLACE.sub(r"\1", text), {**NAMES, **values})
