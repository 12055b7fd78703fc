"""Theorems and tables show their own address, as headings and formulas do.

A theorem is what stands in a quotation. The label of either is written above it, `(name)=`; the
tests want one for each, and keep the list of those that must stay.
"""

from docutils import nodes
from sphinx.application import Sphinx

__all__ = ["setup_anchors"]


def setup_anchors(app: Sphinx) -> None:
    """Add the signs."""
    app.connect("doctree-read", _add)


def _add(app: Sphinx, document: nodes.document) -> None:
    if app.builder.format != "html":
        return
    for theorem in document.findall(nodes.block_quote):
        _sign(theorem, _last_paragraph(theorem), "theorem")
    for table in document.findall(nodes.table):
        if heads := list(table.findall(nodes.thead)):
            _sign(table, _last_paragraph(list(heads[0].findall(nodes.entry))[-1]), "table")


def _sign(node: nodes.Element, place: nodes.Element, kind: str) -> None:
    """Put a link to a node at the end of a place in it, if it has a name of its own."""
    own = [name for name in node["ids"] if not name.startswith("index-")]  # those of the index
    if own:
        link = f'<a class="headerlink" href="#{own[-1]}" title="Link to this {kind}">#</a>'
        place += nodes.raw("", f" {link}", format="html")


def _last_paragraph(node: nodes.Element) -> nodes.Element:
    """Return a node's last paragraph; one is added where it ends with something else."""
    last = node[-1] if len(node) else None
    if not isinstance(last, nodes.paragraph):
        last = nodes.paragraph()
        node += last
    return last
