"""The directives of exercises in which a function is written, or its lines put in order.

{code-exercise} and its name: without JavaScript the page has the statement, the starter, and hint
and solution folded. The script puts an editor in place of the starter. {order-exercise}: the page
has the lines in a drawn order, and the script lets them be moved. MicroPython is a file of its own,
asked for at the first run.
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
from d2lmini.exercises._exercise import Exercise
from d2lmini.exercises._order import order, task

__all__ = ["CodeExercise", "OrderExercise", "python_files", "setup_code"]

SCRIPT = "d2lmini-code.js"
FOLDER = Path(exercises.__file__).parent
# What MicroPython has no use for: it would import NumPy, or prints for a notebook.
NOT_IN_PAGES = ("__init__.py", "_notebook.py", "_order.py", "_report.py")


class _Directive(SphinxDirective):
    """What the argument names is an exercise."""

    required_arguments = 1
    prefix = ""

    def exercise(self) -> Exercise:
        """Return it, and note it as something to do."""
        name = self.arguments[0]
        try:
            found = exercises.exercise(name)
            note(self.env, f"d2l-exercise:{self.prefix}{name}")
        except ValueError as error:
            raise self.error(str(error)) from None
        return found

    def parsed(self, text: str) -> list[nodes.Node]:
        """Return the nodes of a text."""
        box = nodes.container()
        source, line = self.get_source_info()
        self.state.nested_parse(StringList(text.splitlines(), source), line, box)
        return box.children


class CodeExercise(_Directive):
    """Statement, starter, hint and solution."""

    def run(self) -> list[nodes.Node]:
        """Return the exercise's parts."""
        exercise, name = self.exercise(), self.arguments[0]
        title = escape(exercise.title, quote=True)
        return [
            _raw(f'<div class="d2l-exercise" data-exercise="{name}" data-title="{title}">'),
            _grade(exercise.grade),
            *self.parsed(exercise.statement),
            _raw('<div class="d2l-starter">'),
            _code(exercise.starter),
            _raw("</div>"),
            _raw('<details class="d2l-fold"><summary>Hint</summary>'),
            *self.parsed(exercise.hint),
            _raw('</details><details class="d2l-fold"><summary>Solution</summary>'),
            _code(exercise.solution),
            _raw("</details></div>"),
        ]


class OrderExercise(_Directive):
    """Statement, lines in a drawn order, and the solution with what is wrong with the strays."""

    prefix = "order-"

    def run(self) -> list[nodes.Node]:
        """Return the exercise's parts."""
        exercise, name = self.exercise(), self.arguments[0]
        try:
            asked = order(exercise)
        except ValueError as error:
            raise self.error(f"{name}: {error}") from None
        data = {
            "name": name,
            "title": exercise.title,
            "given": asked.given,
            "lines": asked.lines,
            "strays": asked.strays,
        }
        reasons = [f"- `{line}`: {feedback}" for line, feedback in asked.strays]
        return [
            _raw('<div class="d2l-exercise d2l-ordered">'),
            _grade(asked.grade),
            *self.parsed(exercise.statement),
            *self.parsed(task(asked)),
            _raw('<div class="d2l-starter">'),
            _code(asked.given),
            *self.parsed("\n".join(f"- `{line}`" for line in asked.lines)),
            _raw(
                f'</div><script type="application/json" data-order="{name}">{_json(data)}</script>'
            ),
            _raw('<details class="d2l-fold"><summary>Solution</summary>'),
            _code(exercise.solution),
            *self.parsed("What does not belong:\n\n" + "\n".join(reasons)),
            _raw("</details></div>"),
        ]


def setup_code(app: Sphinx) -> None:
    """Register the directive, and the script for the pages that hold it."""
    app.add_directive("code-exercise", CodeExercise)
    app.add_directive("order-exercise", OrderExercise)
    app.connect("html-page-context", _add_script)


def _add_script(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], tree: Any
) -> None:
    if tree is None or 'class="d2l-exercise' not in context.get("body", ""):
        return
    data = _json(python_files())
    context["body"] += f'<script type="application/json" id="d2l-exercise-files">{data}</script>'
    app.add_js_file(SCRIPT, loading_method="defer")


def python_files() -> dict[str, str]:
    """Return the texts of the exercises and of their checker, by the names of their files."""
    paths = (path for path in sorted(FOLDER.glob("*.py")) if path.name not in NOT_IN_PAGES)
    return {path.name: path.read_text("utf8") for path in paths}


def _json(data: Any) -> str:
    # "<" would let a text close the script element
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _raw(html: str) -> nodes.Node:
    return nodes.raw("", html, format="html")


def _grade(grade: str) -> nodes.Node:
    return nodes.paragraph("", grade, classes=["d2l-grade"])


def _code(program: str) -> nodes.Node:
    return nodes.literal_block(program, program, language="python")
