"""The editor of the pages: what it colours is what Python says it is, and what keys type."""

import io
import json
import keyword
import re
import tokenize

import pytest

from d2lmini.exercises import NAMES, exercise
from tests.figures.test_state import node

AWKWARD = '''\
# a comment with ) and "quotes"
def f(x, *, k=1_000.5e-3):
    s = f"(not a bracket{x[0]} # nor a comment" + r'\\d]' + """three
lines ( of a string"""
    return None if x.sum in (sum(.5), True) else {"a": [1, 2][-1], "ü": s}
'''
ONES = [exercise(name) for name in NAMES]
PROGRAMS = [AWKWARD, *(text for one in ONES for text in (one.solution, one.starter))]
PROGRAMS += [wrong.program for one in ONES for wrong in one.wrong]
KEYS = {
    "def f(x):⏎y = x": "def f(x):\n    y = x|",
    "f(a[0])": "f(a[0])|",
    "f(": "f(|)",
    "f(a⌫⌫": "f|",
    "f([": "f([|])",
    "# f(": "# f(|",
    "'(": "'(|",
    "x)": "x)|",
    "if x:⏎if y:⏎⌫z": "if x:\n    if y:\n    z|",
    "⇥⇥x⇤": "    x|",
    "if x:⏎y⏎⌫⌫z": "if x:\n    yz|",
}


@pytest.fixture(scope="module")
def said():
    """Ask the editor everything at once."""
    asked = json.dumps({"programs": PROGRAMS, "keys": list(KEYS)})
    return json.loads(node("tests/exercises/editor.mjs", stdin=asked))


def kinds(program):
    """List what Python finds in a program: comments, strings, numbers and reserved words."""
    named = {tokenize.COMMENT: "c1", tokenize.STRING: "s2", tokenize.NUMBER: "mi"}
    values = ("None", "True", "False")
    for token in tokenize.generate_tokens(io.StringIO(program).readline):
        if token.type in named:
            yield token.string, named[token.type]
        elif token.type == tokenize.NAME and keyword.iskeyword(token.string):
            yield token.string, "kc" if token.string in values else "k"


def partners(program):
    """Return the place of each bracket's partner, as Python's tokens tell it."""
    begins = [0, *(match.end() for match in re.finditer("\n", program))]
    found, stack = {}, []
    for token in tokenize.generate_tokens(io.StringIO(program).readline):
        if token.type != tokenize.OP or token.string not in "()[]{}":
            continue
        row, column = token.start
        at = begins[row - 1] + column
        if token.string in "([{":
            stack.append(at)
        else:
            other = stack.pop()
            found |= {at: other, other: at}
    return found


def test_every_program_is_coloured_as_python_reads_it(said):
    for program, parts in zip(PROGRAMS, said["parts"], strict=True):
        assert "".join(text for text, _ in parts) == program
        found = [(text, kind) for text, kind in parts if kind not in ("", "nf", "nb")]
        assert found == list(kinds(program))
        names = [text for text, kind in parts if kind == "nf"]
        assert names == re.findall(r"^ *def (\w+)", program, re.MULTILINE)


def test_what_comes_with_python_is_told_from_a_name_behind_a_dot(said):
    assert [text for text, kind in said["parts"][0] if kind == "nb"] == ["sum"]


def test_every_bracket_finds_its_partner(said):
    for program, pairs in zip(PROGRAMS, said["pairs"], strict=True):
        assert {a: b for a, b in pairs} == partners(program)


def test_keys_indent_and_pair_brackets_outside_of_words(said):
    assert dict(zip(KEYS, said["written"], strict=True)) == KEYS
