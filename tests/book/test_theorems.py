"""Every theorem of the book has a name, a proof, a cell, and a test on drawn cases."""

import ast
import re
from dataclasses import dataclass

import pytest

from book._ext.paths import BOOK, ROOT

MARKED = re.compile(r"(?:^\(([\w-]+)\)=\n\n?)?((?:^>.*\n)+)", re.MULTILINE)
ENDS = re.compile(r"^(?:#+ |\([\w-]+\)=\n\n?>)", re.MULTILINE)
TEXT = "(a-name)=\n> One is one.\n\n*Proof.* It is. ∎\n\n```{code-cell}\n1\n```\n\n## Next\n"


@dataclass(frozen=True)
class Theorem:
    """What stands in a quotation, its name, and what follows it in its section."""

    page: str
    label: str
    after: str

    @property
    def proof(self) -> str:
        """The proof, which begins and ends with a sign of its own; "" where there is none."""
        found = re.match(r"\s*\*Proof\.\* .*?∎\n", self.after, re.DOTALL)
        return found[0] if found else ""

    @property
    def cell(self) -> bool:
        """Whether a cell follows."""
        return "```{code-cell}" in self.after


def theorems(page, text):
    """Return the theorems of a page."""
    found = []
    for mark in MARKED.finditer(text):
        rest = text[mark.end() :]
        end = ENDS.search(rest)
        found.append(Theorem(page, mark[1] or "", rest[: end.start()] if end else rest))
    return found


FOUND = [
    t for path in sorted(BOOK.glob("*.md")) for t in theorems(path.stem, path.read_text("utf8"))
]


def marked(path):
    """Yield each theorem that a test of a file names, with whether the test draws its cases."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        calls = [c for c in getattr(node, "decorator_list", []) if isinstance(c, ast.Call)]
        names = [ast.unparse(call.func) for call in calls]
        for call in calls:
            if ast.unparse(call.func) == "pytest.mark.theorem":
                yield ast.literal_eval(call.args[0]), "given" in names


def tried():
    """Return the names of the theorems that tests on drawn cases name."""
    paths = (ROOT / "tests").rglob("test_*.py")
    pairs = [pair for path in paths if path.name != "test_theorems.py" for pair in marked(path)]
    assert all(drawn for _, drawn in pairs), pairs
    return {label for label, _ in pairs}


def test_the_book_has_theorems():
    assert len(FOUND) >= 6
    assert len({theorem.label for theorem in FOUND}) == len(FOUND)


@pytest.mark.parametrize("theorem", FOUND, ids=lambda theorem: theorem.label)
def test_every_theorem_has_a_name_a_proof_and_a_cell(theorem):
    assert theorem.label, f"{theorem.page}: write (name)= above it"
    assert theorem.proof, f"{theorem.page}: no *Proof.* … ∎ follows {theorem.label}"
    assert theorem.cell, f"{theorem.page}: no cell shows {theorem.label}"


def test_every_theorem_has_a_test_on_drawn_cases():
    assert tried() == {theorem.label for theorem in FOUND}


def test_what_is_missing_is_seen():
    (whole,) = theorems("a", TEXT)
    assert (whole.label, bool(whole.proof), whole.cell) == ("a-name", True, True)
    for part in ("(a-name)=\n", "*Proof.*", "∎", "```{code-cell}\n1\n```\n"):
        (less,) = theorems("a", TEXT.replace(part, ""))
        assert not (less.label and less.proof and less.cell), part
    (later,) = theorems("a", TEXT.replace("## Next\n", "").replace("```{code-cell}", "## Next\n"))
    assert not later.cell
