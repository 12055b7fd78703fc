"""The formulas in the helper's docstrings hold for drawn sizes."""

import ast
import re

import pytest

from book._ext.paths import ROOT
from tests.support.worlds import holds_at_random

MATH = re.compile(r":math:`([^`]+)`|``(stride \* [^`]+)``")
FEWEST = 6
NAMES = {"stride": "s", "padding": "p", "dilation": "d", "output_padding": "o"}


def formulas():
    """Yield each formula of a size in a docstring, with the module and the object it belongs to."""
    for path in sorted((ROOT / "d2lmini").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)):
                continue
            for found in MATH.finditer(ast.get_docstring(node) or ""):
                if re.search(r"\bn\b", found[1] or found[2]):
                    yield f"{path.stem}.{getattr(node, 'name', '')}", found[1] or found[2]


def value(formula):
    """Return what a formula computes, in the letters of the chapters."""
    right = formula.rpartition("=")[2].replace("o_p", "o").replace("*", r"\cdot")
    return re.sub(r"\b(output_padding|stride|padding|dilation)\b", lambda m: NAMES[m[1]], right)


def true(formula):
    """Return whether a formula gives an output size, or what a convolution leaves over."""
    return any(holds_at_random(f"{size} = {value(formula)}") for size in ("m", "r"))


@pytest.mark.parametrize(("place", "formula"), list(formulas()))
def test_a_formula_of_a_docstring_gives_the_size(place, formula):
    assert true(formula)
    for old, new in (("- 1)", "+ 1)"), ("2p", "3p"), ("+ 1", "+ 2"), ("2 * padding", "padding")):
        if old in value(formula) or old in formula:
            assert not true(formula.replace(old, new, 1)), new


def test_the_formulas_are_found():
    assert len(list(formulas())) >= FEWEST
