"""Typesetting formulas: what KaTeX makes of them, and a Node.js that ends with the build."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sphinxcontrib import katex

from book._ext.node import find_node
from book._ext.page.formulas import Typesetter
from book._ext.paths import ROOT

pytestmark = pytest.mark.slow

KATEX = Path(katex.__file__).with_name("katex.min.js")
# A build in small: a formula is typeset, then what comes happens.
BUILD = """
import sys
from book._ext.page.formulas import Typesetter
typesetter = Typesetter()
print(*typesetter.render({"latex": "x", "katex_options": {}}), flush=True)
"""


@pytest.fixture(scope="module")
def typesetter():
    typesetter = Typesetter()
    yield typesetter
    with typesetter.process:  # closes its pipes, which ends it
        pass


def of_katex(latex, options):
    """Return what KaTeX itself makes of a formula, in a Node.js for it alone."""
    call = f"require({json.dumps(str(KATEX))}).renderToString(...{json.dumps([latex, options])})"
    command = [find_node(), "--print", call]
    return subprocess.run(command, capture_output=True, encoding="utf8", check=True).stdout[:-1]


@pytest.mark.parametrize("display", [False, True], ids=["inline", "display"])
@pytest.mark.parametrize(
    "latex",
    ["x_{i} < y", "n' = (n - 1)s + k", "\\begin{pmatrix}\n0 & 1 \\\\\n2 & 3\n\\end{pmatrix}", "ü"],
    ids=["short", "prime", "several lines", "beyond ASCII"],
)
def test_a_formula_is_typeset_as_katex_does_it(typesetter, latex, display):
    options = {"displayMode": display, "strict": False}
    answer = typesetter.render({"latex": latex, "katex_options": options})
    assert answer == {"html": of_katex(latex, options)}
    assert answer["html"].startswith(f'<span class="katex{"-display" if display else ""}">')


def test_a_wrong_formula_gives_katex_s_message_and_the_next_one_is_typeset(typesetter):
    (message,) = typesetter.render({"latex": r"\frac{1}", "katex_options": {}}).values()
    assert message.startswith("KaTeX parse error: Unexpected end of input")
    assert list(typesetter.render({"latex": "x", "katex_options": {}})) == ["html"]


def test_a_long_folder_for_temporary_files_does_not_matter(tmp_path):
    folder = tmp_path / ("long" * 30)  # a socket's path has 104 bytes at most
    folder.mkdir()
    command = [sys.executable, "-c", BUILD]
    variables = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    result = subprocess.run(
        command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True
    )
    assert result.stdout == "html\n", result.stderr


@pytest.mark.parametrize(
    "end",
    ["", "raise SystemExit(3)", "1 / 0", "sys.stdin.read()"],
    ids=["at its end", "with a status", "with an error", "killed"],
)
def test_node_ends_with_the_build(end):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", BUILD + end], cwd=ROOT, **pipes) as build:
        assert build.stdout.readline() == b"html\n"
        if "stdin" in end:  # it waits: nobody writes
            build.kill()
        # Node.js shares the build's stderr: the pipe ends when both have.
        build.communicate(timeout=10)
