"""Faults are drawn by a seed, change one place, and count as noticed where a test fails."""

import subprocess

import pytest

from book._ext.paths import ROOT
from tools.sabotage import fault as drawing
from tools.sabotage.catchers import near_tests, steps_for
from tools.sabotage.copies import BaselineError, Copy, Step
from tools.sabotage.fault import KINDS, Fault, draw, files_of, places_in, tracked
from tools.sabotage.meaning import meant_otherwise

MODULE = '''\
"""A docstring with 1 digit."""

__all__ = ["f"]


def f(a: int = 1) -> "str":
    """Return 2."""
    if a < 2 and a:
        g(a + 1, key="x")
    return True
'''
SHEET = "/* margin: 0 */\n.a { color: #123; overflow: visible; display: none; margin: 2px 0 }\n"
PROSE = """\
---
a: 1
---

The larger of 3, $2 + 1$. {doc}`gradients`
It is not so, $a = b$.

```{code-cell}
---
mystnb:
  figure:
    name: fig-5
    caption: >-
      Words of
      7.
---
x = 4
draw(x, alt="All rows.")
```

| a | b |
"""
WORKFLOW = """\
on: {push: {branches: [main]}, pull_request: }
steps:
  - run: make test -n 2
  - a: 1
"""
MAKEFILE = "# comment 1\nbook: a b  # words\n\tpip --quiet x\n\ttouch y\n"
NOTEBOOK = """\
{
 "cells": [
  {
   "outputs": [
    "True -1"
   ],
   "source": ["2"]
  }
 ]
}
"""

SAMPLES = {
    ("python", "a.py"): (MODULE, {
        ("condition", "a < 2 and a", "(not (a < 2 and a))"), ("condition", "and", "or"),
        ("comparison", "<", "<="), ("arithmetic", "+", "-"), ("constant", "1", "2"),
        ("constant", "2", "3"), ("constant", "True", "False"), ("string", '"', '"XX'),
        ("argument dropped", ', key="x"', ""), ("statement dropped", "return True", "pass"),
        ("statement dropped", 'g(a + 1, key="x")', "pass"),
    }),
    ("css", "a.css"): (SHEET, {
        ("declaration dropped", "color: #123;", ""), ("value changed", "#123", "#e23"),
        ("declaration dropped", "overflow: visible;", ""),
        ("declaration dropped", "display: none;", ""), ("value changed", "none", "initial"),
        ("declaration dropped", "margin: 2px 0 ", ""), ("value changed", "2px 0", "4px 0"),
    }),
    ("markdown", "a.md"): (PROSE, {
        ("word", "larger", "smaller"), ("digit", "3", "4"), ("digit", "2", "3"),
        ("digit", "1", "2"), ("sign", "+", "-"), ("reference", "gradients", "in-use"),
        ("table cell", "a | b", "b | a"), ("turned", "not ", ""), ("relation", "=", r"\ne"),
        ("digit in a caption", "7", "8"), ("word in an alternative text", "rows", "columns"),
    }),
    ("config", "a.yml"): (WORKFLOW, {
        ("entry dropped", "push: {branches: [main]}, ", ""), ("flag dropped", "-n 2", ""),
        ("entry dropped", ", pull_request:", ""), ("value changed", "main", "mai"),
        ("entry dropped", "on: {push: {branches: [main]}, pull_request: }\n", ""),
        ("entry dropped", "steps:\n  - run: make test -n 2\n  - a: 1\n", ""),
        ("entry dropped", "  - run: make test -n 2\n", ""), ("entry dropped", "  - a: 1\n", ""),
        ("value changed", "2", "3"), ("value changed", "1", "2"),
    }),
    ("config", "Makefile"): (MAKEFILE, {
        ("prerequisite dropped", " b", ""), ("line dropped", "\tpip --quiet x\n", ""),
        ("flag dropped", "--quiet", ""), ("line dropped", "\ttouch y\n", ""),
    }),
    ("stored", "a.ipynb"): (NOTEBOOK, {
        ("word", "True", "False"), ("sign", "-", ""), ("digit", "1", "2"),
    }),
    ("typescript", "a.ts"): ('const a: 1 = b < 2 ? !c : "x";\nf(a + 1);\n', {
        ("condition", "b < 2", "!(b < 2)"), ("comparison", "<", "<="), ("constant", "2", "3"),
        ("condition", "!c", "c"), ("string", '"x"', '"XXx"'), ("arithmetic", "+", "-"),
        ("constant", "1", "2"), ("statement dropped", "f(a + 1);", ";"),
    }),
}  # fmt: skip
every_sample = pytest.mark.parametrize(
    ("kind", "path"), SAMPLES, ids=[" ".join(key) for key in SAMPLES]
)


@every_sample
def test_the_operators_find_every_place_and_no_other(kind, path):
    text, expected = SAMPLES[kind, path]
    found = [f for faults in places_in(kind, path, text).values() for f in faults]
    real = [f for f in found if meant_otherwise(path, text, f.put_into(text))]
    assert {(f.operator, f.old, f.new) for f in real} == expected


@every_sample
def test_a_fault_changes_one_place_and_says_so(kind, path):
    text, _ = SAMPLES[kind, path]
    for fault in (f for faults in places_in(kind, path, text).values() for f in faults):
        changed = fault.put_into(text)
        end = fault.start + len(fault.old)
        assert changed == text[: fault.start] + fault.new + text[end:] != text
        lines = fault.difference(text).splitlines()
        assert lines[:2] == [f"--- a/{path}", f"+++ b/{path}"]
        assert sum(line.startswith("@@") for line in lines) == 1


def test_what_is_not_there_cannot_be_changed():
    with pytest.raises(ValueError, match=r"a\.py has no 'x' at 3"):
        Fault("python", "a.py", "constant", 3, "x", "y").put_into("abcdef")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_the_same_by_the_same_seed(kind):
    names = files_of(kind, tracked())[-4:]  # all of them take half a minute
    first, again, other = (draw(kind, 6, seed, names) for seed in (1, 1, 2))
    assert first == again != other
    assert len(set(first)) == 6
    for fault in first:
        text = (ROOT / fault.path).read_text("utf8")
        assert meant_otherwise(fault.path, text, fault.put_into(text)), fault


def test_a_file_is_of_one_kind_at_most_and_every_kind_has_files():
    of_kinds = [files_of(kind, tracked()) for kind in KINDS]
    every = [name for names in of_kinds for name in names]
    assert all(of_kinds)
    assert len(set(every)) == len(every)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("d2lmini/_shapes.py", "tests/operations/test_shapes.py"),
        ("book/_ext/notebooks/plain.py", "tests/book/test_plain.py"),
        ("requirements.txt", "tests/project/test_requirements.py"),
    ],
)
def test_the_test_of_a_module_has_its_name_and_comes_first(path, first):
    assert near_tests(path)[0] == first


def test_a_notebook_is_run_for_what_it_stores():
    path = "book/notebooks/mxnet/gradients.ipynb"
    first = steps_for(Fault("stored", path, "digit", 0, "1", "2"))[0]
    assert first.arguments[-2:] == ("--nbval", path)


CASES = """import pytest
from two import two


@pytest.mark.parametrize("number", [two])
def test_case(number):
    assert number == 2
"""


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Make a copy of a project of one module and two tests, one of which fails by itself."""
    source = tmp_path / "project"
    source.mkdir()
    (source / "two.py").write_text("two = 1 + 1\nwait = False\n", "utf8")
    test = "from two import two, wait\n\n\ndef test_two():\n    while wait:\n        pass\n"
    (source / "test_two.py").write_text(f"{test}    assert two == 2\n", "utf8")
    (source / "test_broken.py").write_text("def test_broken():\n    assert 0\n", "utf8")
    monkeypatch.setattr("tools.sabotage.copies.CPU_LIMIT_S", 6)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "bare").mkdir()
    monkeypatch.setattr("tools.sabotage.copies.WARM", bare_server(tmp_path))
    options = ("pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly")
    monkeypatch.setattr("tools.sabotage.copies.PYTEST", options)
    made = Copy.make(tmp_path / "copy", source, sorted(p.name for p in source.iterdir()))
    yield made
    made.close()


def bare_server(folder):
    """Write the server without the frameworks, which a small project does not need."""
    text = (ROOT / "tools" / "sabotage" / "warm.py").read_text("utf8")
    path = folder / "bare" / "warm.py"
    path.write_text(text.replace('"torch", "mxnet", "scipy.signal"', '"json"'), "utf8")
    assert path.read_text("utf8") != text
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "by"),
    [
        ("1 + 1", "1 + 2", "test_two.py::test_two"),
        ("1 + 1", "1 * 2", ""),
        ("False", "True", "runs on without end"),
        ("two =", "too =", "test_two.py"),
    ],
    ids=["noticed", "survived", "without end", "not even imported"],
)
def test_a_fault_is_noticed_where_a_test_fails_and_undone(copy, old, new, by):
    before = (copy.folder / "two.py").read_text("utf8")
    fault = Fault("python", "two.py", "constant", before.index(old), old, new)
    assert copy.verdict(fault, [Step(("pytest", "-q", "-x", "test_two.py"))]) == by
    assert (copy.folder / "two.py").read_text("utf8") == before
    status = ["git", "status", "--porcelain"]
    done = subprocess.run(status, cwd=copy.folder, capture_output=True, text=True, check=True)
    assert done.stdout == ""


@pytest.mark.slow
def test_a_program_that_notices_is_named_without_the_machine_s_folders(copy):
    ruff = Step((str(ROOT / ".venv/bin/ruff"), "check", "--quiet", "two.py"))
    fault = Fault("python", "two.py", "constant", 6, "1 + 1", "one + 1")
    assert copy.verdict(fault, [ruff]) == ".venv/bin/ruff check --quiet"


@pytest.mark.slow
def test_a_case_that_only_the_fault_makes_is_tried_as_all_of_its_test(copy):
    (copy.folder / "test_cases.py").write_text(CASES, "utf8")
    copy.git("add", "test_cases.py")
    fault = Fault("python", "two.py", "arithmetic", 6, "1 + 1", "9 + 9")
    by = copy.verdict(fault, [Step(("pytest", "-q", "-x", "test_cases.py"))])
    assert by == "test_cases.py::test_case[18]"


@pytest.mark.slow
def test_a_test_that_fails_without_a_fault_notices_nothing(copy):
    fault = Fault("python", "two.py", "arithmetic", 8, "+", "*")
    with pytest.raises(BaselineError, match=r"test_broken\.py::test_broken fails without a fault"):
        copy.verdict(fault, [Step(("pytest", "-q", "-x", "test_broken.py"))])


def test_what_cannot_be_read_or_says_the_same_is_no_fault():
    assert not meant_otherwise("a.py", "a = 1", "a = (1)")
    assert not meant_otherwise("a.py", "a = 1", "a = ")
    assert not meant_otherwise("a.json", '{"a": 90}', '{"a": 00}')
    assert not meant_otherwise("Makefile", "a: b # c", "a: b # d")
    assert meant_otherwise("a.yml", "a: 1", "a: 2")


def test_the_draw_is_of_what_could_be_committed(monkeypatch):
    assert "tools/sabotage/fault.py" in drawing.tracked()
    assert not [name for name in drawing.tracked() if name.startswith((".venv/", "_build/"))]
