"""The numbers of a question: what its words and options name, its lines give or compute."""

import itertools
import re
from collections import Counter

from book._ext.free import NAMES
from book._ext.paths import BOOK
from tests.support.questions import Asked, stated
from tests.support.says import VALUES, sayings

__all__ = ["strange_numbers"]

NUMBER = re.compile(r"(?<![\w.@])\d+(?:\.\d+)?(?=e\d)|(?<![\w.@])\d+(?:\.\d+)?(?![\w.]*\w)")
SIGNED = re.compile(r"-?\d+")
WORD = re.compile(rf"\b(?:{'|'.join(VALUES)})\b", re.IGNORECASE)
MARKUP = re.compile(r"\{[\w:]+\}`[^`]*`|\bd2lmini\.\w+")
SETTINGS = ("kernel", "stride", "padding", "output_padding", "dilation")
DEFAULTS = {"stride": "1", "padding": "0", "output_padding": "0", "dilation": "1"}
CALLS = re.compile(r"d2lmini\.(?:trans_conv|corr2d|kernel2matrix)\b")
# What options say by computing it in their heads: each number with what gives it.
DERIVED = {
    ("nine-weights", "5"): lambda: 1 + 3 + 1,  # zeros on both sides of three weights
    ("nine-weights", "4"): lambda: 3 + 1,  # and on one
    ("one-layer", "5"): lambda: 2 + 3,  # the two kernels, one behind the other
    ("ground-mean", "0.26"): lambda: round(228804 / 294912 / 3, 2),  # over three classes
    ("what-went-wrong", "180"): lambda: 2 * 90,  # rows and columns back to front: half a turn
    ("ground-mean", "0.78"): lambda: round(228804 / 294912, 2),
}


def numbers(text: str) -> list[str]:
    """Return the numbers of a text, names with digits left out; 2.0 is 2."""
    plain = re.sub(r"(?<=\d)[x×](?=\d)", " × ", MARKUP.sub(" ", text))
    return [f"{float(n):g}" if "." in n else n for n in NUMBER.findall(plain)]


def strange_numbers(one: Asked) -> list[str]:
    """Return the numbers of a question that nothing in it gives, and settings that it has not."""
    words = numbers(_untied(one))
    if one.options["asks"] == "settings":
        return _strange_settings(one, words)
    if "answer" not in one.options and "check" not in one.options:
        return []
    lines = [value for key, value in one.options.items() if key not in ("hint", "from", "find")]
    given = {"0", *(n for line in lines for n in numbers(line))}
    items = [numbers(f"{option} {feedback}") for option, feedback in one.items]
    known = given | {n for several in items for n in several} | _said_elsewhere(one)
    defaults = {DEFAULTS[name] for name in stated(one.words) if name in DEFAULTS}
    told = [f"{one.name}: {n} in its words" for n in words if n not in known | defaults]
    told += _other_settings(one, " ".join(lines))
    return told + (_strange_items(one, given, items) if one.options["asks"] == "choice" else [])


def _untied(one: Asked) -> str:
    """Return the words of a question without those that a test is tied to."""
    text = one.words
    for saying in sayings():
        text = saying.pattern.sub(" ", text) if saying.page == one.page else text
    return text


def _strange_items(one: Asked, given: set[str], items: list[list[str]]) -> list[str]:
    words, told, right = numbers(one.words), [], _right(one)
    for place, (option, feedback) in enumerate(one.items):
        rest = [n for other, several in enumerate(items) if other != place for n in several]
        known = given | {*words, *rest, *_derived(one)} | _said_elsewhere(one)
        known |= {f"{VALUES[word.lower()]}" for word in WORD.findall(f"{one.words} {feedback}")}
        own = numbers(option)
        several = ", ".join(SIGNED.findall(option.replace("−", "-")))
        if not right and several.count(",") > 1 and several not in one.options["check"]:
            told.append(f"{one.name}: the check does not have {option}")
        if option != right and not _in_step(own, items, place):
            told += [f"{one.name}: {n} in {option}" for n in own if n not in known]
        told += [
            f"{one.name}: {n} in {feedback}" for n in numbers(feedback) if n not in known | {*own}
        ]
    return told


def _derived(one: Asked) -> list[str]:
    return [number for (name, number), make in DERIVED.items()
            if name == one.name and float(number) == make()]  # fmt: skip


def _right(one: Asked) -> str:
    """Return the option that the check computes as a text; of one by its index, nothing."""
    value = eval(one.options["check"], dict(NAMES)) if one.kind == "predict" else ""
    return value if isinstance(value, str) else ""


def _steps(several: list[str]) -> set[float]:
    values = [float(n) for n in several]
    return {b - a for a, b in itertools.pairwise(values)}


def _in_step(own: list[str], items: list[list[str]], place: int) -> bool:
    """Return whether an option's numbers have one step, as three have, or as another option has."""
    if len(own) < 2 or len(_steps(own)) > 1:
        return False
    others = [_steps(several[: len(own)]) for n, several in enumerate(items) if n != place]
    return len(own) > 2 or _steps(own) in others


def _said_elsewhere(one: Asked) -> set[str]:
    """Return the numbers that stand with a word of the question in another place of its page."""
    source = (BOOK / f"{one.page}.md").read_text("utf8")
    text = " ".join(source.replace("\n".join(one.lines), " ").split())
    pairs = re.findall(r"(?<![\w.])(\d[\d.]*) ([a-zA-Z]{3,})", " ".join(one.lines))
    return {number for number, word in pairs if re.search(rf"(?<![\w.]){number} {word}", text)}


def _other_settings(one: Asked, lines: str) -> list[str]:
    """Return the settings that the words of a question name and its expression does not have."""
    if not CALLS.search(lines) or len(CALLS.findall(lines)) > 1:
        return []
    told = []
    for name, value in stated(one.words).items():
        if name in DEFAULTS:
            written = re.search(rf"(?<![\w_]){name}=((?:\([^)]*\))|@?\w+)", lines)
            given = written[1] if written else DEFAULTS[name]
            if value not in re.findall(r"@?\w+", given):
                told.append(f"{one.name}: {name} {value} is {given}")
    return told


def _strange_settings(one: Asked, words: list[str]) -> list[str]:
    """Compare the numbers of a question for settings with those that it gives."""
    settings = Counter(n for key in SETTINGS for n in numbers(one.options.get(key, "")))
    sizes = Counter(n for key in ("input", "output") for n in numbers(one.options[key]))
    said = Counter(words)
    if said in (settings, settings + sizes) or (set(said) == set(settings) and len(settings) == 1):
        return []
    return [f"{one.name}: {words} are not {[*settings.elements(), *sizes.elements()]}"]
