"""The directive `predict`: a question that the page checks, with a folded answer without script.

The directive `draw` has several of a kind, and the page draws one of them.
"""

import json
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node

from book._ext.draws import DRAWN, drawn
from book._ext.free import Free, without_items
from book._ext.page.work import note
from book._ext.predictions import (
    KNOWN,
    Question,
    answer_text,
    prediction_of,
    question_and_reason,
)
from book._ext.settings import CONDITIONS, KINDS, LEAST, Settings
from d2lmini.predictions import ERRORS

__all__ = ["SHOWN", "Draw", "Predict", "settings_data", "setup_predictions"]

CLASS = "d2l-predict"
SHOWN = 20  # questions of a page that draws them
EXERCISES = (exercise_node, exercise_enumerable_node)
ARGUED = "The solution below says why."  # under the answer to what an exercise asks


def setup_predictions(app: Sphinx) -> None:
    """Register the directive, and the script and style of the pages that hold one."""
    app.add_directive("predict", Predict)
    app.add_directive("draw", Draw)
    app.connect("doctree-read", _lead_to_solutions)
    app.connect("html-page-context", _add_script)


class Predict(SphinxDirective):
    """A question, the data of its checker, and the answer with its reason."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(KNOWN, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Return the nodes, or report the mistake where it stands."""
        try:
            prediction = prediction_of(self.options, self.content.data)
            note(self.env, f"d2l-predict:{self.env.docname}#{self.arguments[0]}")
        except (TypeError, ValueError) as error:
            raise self.error(f"predict {self.arguments[0]}: {error}") from error
        return [self.box(prediction)]

    def box(self, prediction: Question) -> nodes.container:
        """Return the question that options and content hold."""
        box = nodes.container(classes=[CLASS])
        length = question_and_reason(self.content.data)
        free = isinstance(prediction, Free)
        box += self._parsed(0, len(without_items(self.content.data[:length])) if free else length)
        if isinstance(prediction, Free) and prediction.options:
            items = (nodes.list_item("", nodes.paragraph("", o)) for o in prediction.options)
            box += nodes.bullet_list("", *items, classes=["options"])
        box += _raw(self._data(prediction))
        box += _raw('<details class="answer"><summary>Answer</summary>')
        answer, _ = self.state.inline_text(answer_text(prediction), self.lineno)
        box += nodes.paragraph("", "", *answer)
        box += self._parsed(length + 1, len(self.content))
        box += _raw("</details>")
        return box

    def _parsed(self, start: int, end: int) -> list[nodes.Node]:
        part = nodes.container()
        self.state.nested_parse(self.content[start:end], self.content_offset + start, part)
        return part.children

    def _data(self, prediction: Question) -> str:
        data: dict[str, Any] = {
            "name": self.arguments[0],
            "page": self.env.docname,
            "asks": prediction.asks,
            "columns": _columns(prediction),
            "options": prediction.options if isinstance(prediction, Free) else [],
            "answer": prediction.answer,
            "wrong": [{"value": w.value, "feedback": w.feedback} for w in prediction.wrong],
            "hint": self.options.get("hint", ""),
        }
        if isinstance(prediction, Settings):
            data["settings"] = settings_data(prediction)
        # "<" would let a text close the script element
        text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        name = escape(self.arguments[0], quote=True)
        return f'<script type="application/json" data-predict="{name}">{text}</script>'


class Draw(Predict):
    """Several questions of a kind, of which the page shows one; nothing notes them as to do.

    Of the first kinds one is shown without script, the others wait.
    """

    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys((*KNOWN, *DRAWN), directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Return all of them."""
        name, before = self.arguments[0], self.env.temp_data.get(CLASS, 0)
        self.env.temp_data[CLASS] = before + 1
        try:
            found = drawn(name, self.options, self.content.data)
        except (KeyError, TypeError, ValueError) as error:
            raise self.error(f"draw {name}: {error}") from error
        boxes: list[nodes.Node] = []
        for index, one in enumerate(found):
            self.arguments, self.options = [f"{name}-{index}"], one.options
            self.content = StringList(one.lines, *self.get_source_info()[:1])
            box = self.box(one.question)
            box["classes"] += (
                ["d2l-draw"] if index == 0 and before < SHOWN else ["d2l-draw", "d2l-spare"]
            )
            boxes.append(box)
        return boxes


def settings_data(asked: Settings) -> dict[str, Any]:
    """Return what the page's checker of hyperparameters needs."""
    return {
        "operation": asked.operation,
        "start": asked.start,
        "target": asked.target,
        "find": asked.find,
        "given": {**LEAST, **asked.given},
        "errors": [[kind, ERRORS[kind][0]] for kind in KINDS],
        "conditions": [[name, CONDITIONS[name][0]] for name in asked.conditions],
    }


def _columns(prediction: Question) -> int:
    return len(prediction.answer) if isinstance(prediction, Settings) else prediction.columns


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


def _lead_to_solutions(_app: Sphinx, tree: nodes.document) -> None:
    for exercise in tree.findall(lambda node: isinstance(node, EXERCISES)):
        for box in exercise.findall(nodes.container):
            if CLASS in box["classes"]:
                box.insert(len(box) - 1, nodes.paragraph("", ARGUED))  # before </details>


def _add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    if tree is not None and any(CLASS in node["classes"] for node in tree.findall(nodes.container)):
        app.add_js_file("d2lmini-predict.js", loading_method="defer")
        app.add_css_file("d2lmini-predict.css")
