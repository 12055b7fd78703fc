"""The directive of exercises in which a function is written: {code-exercise} and its name.

Without JavaScript the page has the statement, the starter, and hint and solution folded. The
script puts an editor in place of the starter; MicroPython is a file of its own, asked for at the
first run.
"""

import json
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from book._ext.page.work import note
from d2lmini import exercises

__all__ = ["CodeExercise", "python_files", "setup_code"]

SCRIPT = "d2lmini-code.js"
FOLDER = Path(exercises.__file__).parent
# What MicroPython has no use for: it would import NumPy, or prints for a notebook.
NOT_IN_PAGES = ("__init__.py", "_notebook.py", "_report.py")


class CodeExercise(SphinxDirective):
    """Statement, starter, hint and solution of the exercise that the argument names."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the exercise's parts."""
        name = self.arguments[0]
        try:
            exercise = exercises.exercise(name)
            note(self.env, f"d2l-exercise:{name}")
        except ValueError as error:
            raise self.error(str(error)) from None
        title = escape(exercise.title, quote=True)
        return [
            _raw(f'<div class="d2l-exercise" data-exercise="{name}" data-title="{title}">'),
            *self._parsed(exercise.statement),
            _raw('<div class="d2l-starter">'),
            _code(exercise.starter),
            _raw("</div>"),
            _raw('<details class="d2l-fold"><summary>Hint</summary>'),
            *self._parsed(exercise.hint),
            _raw('</details><details class="d2l-fold"><summary>Solution</summary>'),
            _code(exercise.solution),
            _raw("</details></div>"),
        ]

    def _parsed(self, text: str) -> list[nodes.Node]:
        box = nodes.container()
        source, line = self.get_source_info()
        self.state.nested_parse(StringList(text.splitlines(), source), line, box)
        return box.children


def setup_code(app: Sphinx) -> None:
    """Register the directive, and the script for the pages that hold it."""
    app.add_directive("code-exercise", CodeExercise)
    app.connect("html-page-context", _add_script)


def _add_script(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], tree: Any
) -> None:
    if tree is None or 'class="d2l-exercise"' not in context.get("body", ""):
        return
    # "<" would let a text in a file close the script element
    data = json.dumps(python_files()).replace("<", "\\u003c")
    context["body"] += f'<script type="application/json" id="d2l-exercise-files">{data}</script>'
    app.add_js_file(SCRIPT, loading_method="defer")


def python_files() -> dict[str, str]:
    """Return the texts of the exercises and of their checker, by the names of their files."""
    paths = (path for path in sorted(FOLDER.glob("*.py")) if path.name not in NOT_IN_PAGES)
    return {path.name: path.read_text("utf8") for path in paths}


def _raw(html: str) -> nodes.Node:
    return nodes.raw("", html, format="html")


def _code(program: str) -> nodes.Node:
    return nodes.literal_block(program, program, language="python")
