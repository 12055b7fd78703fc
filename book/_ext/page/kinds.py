"""What an output holds that is not computed: each of these says so, in a word above it."""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

__all__ = ["KINDS", "kinds_of", "setup_kinds", "with_kinds"]

# Where numbers come from that are not computed, by the module that reads them.
KINDS = {"d2lmini.times": "measured", "d2lmini.trained": "trained"}
STEP = "step"  # what has such a method called trains
EXACT = ("shape", "size", "dtype")
MAGIC = re.compile(r"^[%!].*$", re.MULTILINE)


def setup_kinds(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(KindTransform)


def with_kinds(notebook: NotebookNode) -> NotebookNode:
    """Tag the cells of a page whose outputs are measured or trained; a figure's caption says it."""
    drawn = {c.source for c in notebook.cells if "figure" in c.metadata.get("mystnb", {})}
    for cell, kind in kinds_of(notebook.cells):
        if cell.outputs and cell.source not in drawn:
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), kind]
    return notebook


def kinds_of(cells: Iterable[NotebookNode]) -> Iterator[tuple[NotebookNode, str]]:
    """Yield the cells that show measured or trained numbers, and which of the two."""
    flow = _Flow()
    for cell in cells:
        if cell.cell_type == "code" and (kind := flow.shown(cell.source)):
            yield cell, kind


class _Flow:
    """Follows, from cell to cell, the names of what is measured or trained."""

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self.known = known or {}
        self.told: list[str] = []  # the kinds of what was shown

    def shown(self, source: str) -> str:
        """Read a cell; return the kind of what it shows, or nothing."""
        self.told = []
        self._run(ast.parse(MAGIC.sub("", source)))
        return next(filter(None, self.told), "")

    def _run(self, node: ast.AST) -> None:
        """Follow a statement, and those inside it in their order."""
        if isinstance(node, ast.ImportFrom) and node.module in KINDS:
            self.known |= {one.asname or one.name: KINDS[node.module] for one in node.names}
        elif isinstance(node, ast.FunctionDef):
            self.known[node.name] = self._of_function(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets: Iterable[ast.expr]
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            self._set(targets, self._kind(node.value))
        elif isinstance(node, ast.AugAssign):
            self._set([node.target], self._kind(node.value) or self._kind(node.target))
        elif isinstance(node, ast.Expr):
            self.told.append(self._kind(node.value))
            self._appended(node.value)
        else:
            if isinstance(node, ast.For):
                self._set([node.target], self._kind(node.iter))
            for inner in ast.iter_child_nodes(node):
                self._run(inner)

    def _of_function(self, node: ast.FunctionDef) -> str:
        """Return the kind of what a function gives or prints."""
        if any(isinstance(n, ast.Attribute) and n.attr == STEP for n in ast.walk(node)):
            return "trained"
        own = {one.arg: "" for one in ast.walk(node) if isinstance(one, ast.arg)}
        inner = _Flow(self.known | own)
        for statement in node.body:
            inner._run(statement)
        given = [n.value for n in ast.walk(node) if isinstance(n, ast.Return | ast.Yield)]
        return next(filter(None, [*inner.told, *(inner._kind(one) for one in given if one)]), "")

    def _kind(self, node: ast.AST) -> str:
        """Return the kind of an expression; of its shape and size, none."""
        if isinstance(node, ast.Attribute) and node.attr in EXACT:
            return ""
        if isinstance(node, ast.Name):
            return self.known.get(node.id, "")
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            inner = _Flow(dict(self.known))
            for one in node.generators:
                inner._set([one.target], inner._kind(one.iter))
            parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            parts += [test for one in node.generators for test in one.ifs]
            return next(filter(None, map(inner._kind, parts)), "")
        return next(filter(None, map(self._kind, ast.iter_child_nodes(node))), "")

    def _set(self, targets: Iterable[ast.expr], kind: str) -> None:
        for target in targets:
            for name in ast.walk(target):
                if isinstance(name, ast.Name):
                    part = not isinstance(target, ast.Name | ast.Tuple | ast.List)
                    self.known[name.id] = (self.known.get(name.id, "") if part else "") or kind

    def _appended(self, node: ast.AST) -> None:
        """Follow what a method of a name, such as `append`, takes."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            taken = next(filter(None, map(self._kind, node.args)), "")
            self._set([node.func], taken)


class KindTransform(SphinxTransform):
    """Put the word above the output of each cell that is tagged so."""

    default_priority = 390  # before the cells go into tabs

    def apply(self, **_options: Any) -> None:
        """Run over the document."""
        for cell in list(self.document.findall(nodes.container)):
            kind = next((k for k in KINDS.values() if f"tag_{k}" in cell["classes"]), "")
            for output in cell.children if kind else ():
                if isinstance(output, nodes.container) and "cell_output" in output["classes"]:
                    output.insert(
                        0, nodes.paragraph("", kind.capitalize(), classes=["d2l-kind", "small"])
                    )
