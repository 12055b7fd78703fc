"""Sphinx extension that puts figures into pages: their places, and the scripts that they need.

MyST-NB finds `WidgetRenderer` through an entry point, which must be importable wherever the package
is installed; the scripts come with `d2lmini.widgets.sphinx` in Sphinx's `extensions`.
"""

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import d2lmini.widgets
from d2lmini.widgets._base import STATIC
from d2lmini.widgets._state import MIME, as_json
from d2lmini.widgets.hero import hero_html

__all__ = ["Hero", "WidgetRenderer", "setup", "widget_html"]

# The scripts, and what each is for; a style sheet of a script's name comes with it.
SCRIPTS = {
    "d2lmini-widgets.js": re.compile(r'class="d2lmini-widget"'),
    "d2lmini-pictures.js": re.compile(r'class="(?:d2l-hero|d2l-pipeline)"'),
    "d2lmini-sound.js": re.compile(r'class="d2l-sound"'),
}


def widget_html(content: dict[str, Any]) -> str:
    """Return a widget's place in a page: its state, and the still form without script."""
    name, state = content["name"], content["state"]
    if name not in d2lmini.widgets.__all__:
        raise ValueError(
            f"no widget is called {name}; there are {', '.join(d2lmini.widgets.__all__)}"
        )
    widget = getattr(d2lmini.widgets, name)
    still = widget._html(state)
    # "<" would let a string in the state close the script element
    data = as_json(widget._drawn(state)).replace("<", "\\u003c")
    return (
        f'<div class="d2lmini-widget" data-widget="{escape(name, quote=True)}">'
        f'<script type="application/json">{data}</script>{still}</div>'
    )


class WidgetRenderer:
    """MyST-NB renderer of a widget's own MIME type."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = [("html", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the widget's place in the page, or None for another MIME type."""
        if inline or data.mime_type != MIME:
            return None
        content = json.loads(data.content) if isinstance(data.content, str) else data.content
        html = widget_html(content)
        # whoever asks what the page shows finds it in `widget`
        return [nodes.raw(html, html, format="html", classes=["output"], widget=content)]


class Hero(SphinxDirective):
    """The picture of a first page."""

    def run(self) -> list[nodes.Node]:
        """Return the picture's place in the page."""
        html = hero_html()
        return [nodes.raw(html, html, format="html")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the scripts to the pages that hold a figure, or a picture that moves."""
    app.add_directive("hero", Hero)
    app.connect("builder-inited", _copy_script_folder)
    app.connect("html-page-context", _add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _copy_script_folder(app: Sphinx) -> None:
    app.config.html_static_path.append(str(STATIC))


def _add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    raw = [] if tree is None else [node.astext() for node in tree.findall(nodes.raw)]
    for script, alive in SCRIPTS.items():
        if any(alive.search(text) for text in raw):
            app.add_js_file(script, loading_method="defer")
            styles = (STATIC / script).with_suffix(".css")
            if styles.exists():
                app.add_css_file(styles.name)
