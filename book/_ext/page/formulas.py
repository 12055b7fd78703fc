"""Formulas are typeset at build time, by KaTeX in the Node.js that a Python wheel brings."""

import json
from functools import cached_property
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from sphinx.application import Sphinx
from sphinxcontrib import katex

from book._ext.node import find_node

__all__ = ["setup_formulas"]

PROGRAM = """
const katex = require(process.argv[1]);
const answer = ({ latex, katex_options }) => {
  try { return { html: katex.renderToString(latex, katex_options) }; }
  catch (error) { return { error: error.message }; }
};
require("readline").createInterface({ input: process.stdin })
  .on("line", (line) => console.log(JSON.stringify(answer(JSON.parse(line)))));
"""


class Typesetter:
    """KaTeX in a Node.js that reads formulas, one a line, and writes each one's HTML.

    It stands in for sphinxcontrib-katex's own server, which is reached over a socket: one that a
    long name of the folder for temporary files breaks, and that leaves Node.js running when it
    does. This one ends when its input does, so with the build, however that ends.
    """

    @cached_property
    def process(self) -> "Popen[str]":
        """Node.js, started with the first formula."""
        script = Path(katex.__file__).with_name("katex.min.js")
        command = [str(find_node()), "--eval", PROGRAM, str(script)]
        return Popen(command, stdin=PIPE, stdout=PIPE, encoding="utf8")

    def render(self, request: dict[str, Any], timeout: float | None = None) -> Any:
        """Typeset a formula.

        Parameters
        ----------
        request : dict
            The formula as "latex" and KaTeX's options as "katex_options".
        timeout : float, optional
            Unused: a pipe, unlike a socket, cannot miss its other end.

        Returns
        -------
        dict
            Either "html" or, where KaTeX refuses the formula, "error".
        """
        print(json.dumps(request), file=self.process.stdin, flush=True)
        if line := self.process.stdout.readline():  # type: ignore[union-attr]  # it is a pipe
            return json.loads(line)
        raise katex.KaTeXError(f"Node.js ended with {self.process.wait()}")


def setup_formulas(app: Sphinx) -> None:
    """Set sphinxcontrib-katex to work without a network, at build time and on the page."""
    app.setup_extension("sphinxcontrib.katex")
    katex.KaTeXServer.katex_server = Typesetter()
    app.config.katex_prerender = True
    app.config.katex_css_path = "katex/katex.min.css"
