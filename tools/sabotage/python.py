"""Faults of Python: the usual operators of mutation, on the syntax tree, one place at a time."""

import ast
import re
from collections.abc import Iterator

__all__ = ["python_places"]

Place = tuple[str, int, str, str]

COMPARED = {
    "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">",
    "in": "not in", "not in": "in", "is": "is not", "is not": "is",
}  # fmt: skip
COMPUTED = {"+": "-", "-": "+", "*": "+", "/": "*", "//": "*", "%": "*", "**": "*", "@": "*",
            "|": "&", "&": "|"}  # fmt: skip
DROPPED = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Raise, ast.Delete,
           ast.Assert, ast.Continue, ast.Break)  # fmt: skip
QUOTE = re.compile(r"[rbuRBU]*('''|\"\"\"|'|\")")


def python_places(path: str, text: str) -> Iterator[Place]:
    """Yield the places of a module."""
    yield from _Finder(text).places(ast.parse(text))


class _Finder:
    """Finds the places of one module."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def at(self, line: int, column: int) -> int:
        """Return where in the text a line and a column in bytes are."""
        before = self.lines[line - 1].encode()[:column].decode() if column else ""
        return self.starts[line - 1] + len(before)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node begins and ends."""
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def places(self, node: ast.AST) -> Iterator[Place]:
        """Yield the places of a node and of what is below it."""
        yield from self.own(node)
        for child in _children(node):
            yield from self.places(child)

    def own(self, node: ast.AST) -> Iterator[Place]:
        """Yield the places of a node itself."""
        if isinstance(node, ast.Compare):
            left, *_ = node.left, *node.comparators
            yield from self.between("comparison", left, node.comparators[0], COMPARED)
        elif isinstance(node, ast.BinOp):
            yield from self.between("arithmetic", node.left, node.right, COMPUTED)
        elif isinstance(node, ast.AugAssign):
            yield from self.between("arithmetic", node.target, node.value, COMPUTED)
        elif isinstance(node, ast.BoolOp):
            swap = {"and": "or", "or": "and"}
            yield from self.between("condition", node.values[0], node.values[1], swap)
        elif isinstance(node, ast.If | ast.While | ast.IfExp):
            start, end = self.span(node.test)
            old = self.text[start:end]
            yield "condition", start, old, f"(not ({old}))"
        elif isinstance(node, ast.Constant):
            yield from self.constant(node)
        elif isinstance(node, ast.Call):
            yield from self.keywords(node)
        if isinstance(node, DROPPED):
            start, end = self.span(node)
            yield "statement dropped", start, self.text[start:end], "pass"

    def between(
        self, name: str, left: ast.AST, right: ast.AST, swap: dict[str, str]
    ) -> Iterator[Place]:
        """Yield the exchange of the operator that stands between two nodes."""
        start, end = self.span(left)[1], self.span(right)[0]
        words = sorted(swap, key=len, reverse=True)
        signs = "|".join(rf"\b{w}\b" if w[0].isalpha() else re.escape(w) for w in words)
        if found := re.search(signs, self.text[start:end]):
            yield name, start + found.start(), found[0], swap[found[0]]

    def constant(self, node: ast.Constant) -> Iterator[Place]:
        """Yield a number one off, the other truth value, or a string with two letters more."""
        start, end = self.span(node)
        old = self.text[start:end]
        if isinstance(node.value, bool):
            yield "constant", start, old, str(not node.value)
        elif isinstance(node.value, int | float):
            yield "constant", start, old, repr(node.value + 1)
        elif isinstance(node.value, str) and (quote := QUOTE.match(old)):
            yield "string", start, quote[0], f"{quote[0]}XX"

    def keywords(self, node: ast.Call) -> Iterator[Place]:
        """Yield a call without one of its named arguments."""
        others = [*node.args, *(k.value for k in node.keywords)]
        for keyword in node.keywords:
            start, end = self.span(keyword)
            ends = [self.span(other)[1] for other in others if self.span(other)[1] <= start]
            start = max(ends, default=start)
            yield "argument dropped", start, self.text[start:end], ""


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is below a node and can be at fault: no docstring, no type, no list of names."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _skipped(child):
                yield child


def _skipped(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())) | ast.Import() | ast.ImportFrom():
            return True  # a docstring, wherever it stands
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.JoinedStr():
            return True  # what stands in an f-string has no place of its own before Python 3.12
    return False
