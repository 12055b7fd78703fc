"""Every text is read and written as UTF-8, whatever the machine's own encoding is."""

import ast

import pytest

from book._ext.paths import ROOT
from tools.sabotage.fault import tracked

PLACE = {"read_text": 0, "write_text": 1}  # of the encoding among the arguments of a path's method
SOURCES = [name for name in tracked() if name.endswith(".py")]


def without_encoding(source):
    """Return the lines that read or write a text in an encoding that they do not name."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    found = []
    for call in calls:
        name = getattr(call.func, "attr", "")
        if name in PLACE:
            named = [k.value for k in call.keywords if k.arg == "encoding"]
            (*_, encoding) = (None, *call.args[PLACE[name] : PLACE[name] + 1], *named)
            if getattr(encoding, "value", "") not in ("utf8", "utf-8", "ascii"):
                found.append(call.lineno)
    return found


def test_every_text_s_encoding_is_named():
    assert len(SOURCES) > 100
    found = {name: without_encoding((ROOT / name).read_text("utf8")) for name in SOURCES}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("a.read_text()", [1]),
        ("x\na.read_text(errors='replace')", [2]),
        ("a.write_text(b)", [1]),
        ("a.read_text('latin1')", [1]),
        ("a.read_text('utf8'), a.write_text(b, 'utf8'), a.write_text(b, encoding='utf-8')", []),
    ],
)
def test_a_call_without_it_is_found(source, lines):
    assert without_encoding(source) == lines
