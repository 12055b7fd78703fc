"""The script that puts answers at the end of what is printed, for the pages that ask something."""

from typing import Any

from sphinx.application import Sphinx

__all__ = ["setup_paper"]

SCRIPT = "d2lmini-paper.js"
ASKS = ('class="d2l-exercise', 'class="d2l-predict', 'class="exercise', 'class="solution')


def setup_paper(app: Sphinx) -> None:
    """Register the script."""
    app.connect("html-page-context", _add_script)


def _add_script(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: Any
) -> None:
    if any(mark in context.get("body", "") for mark in ASKS):
        app.add_js_file(SCRIPT, loading_method="defer")
