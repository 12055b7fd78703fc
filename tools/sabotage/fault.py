"""What a fault is, which files are of which kind, and the draw by a seed."""

import difflib
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache

from book._ext.node import find_node
from book._ext.paths import ROOT
from tools.sabotage.css import css_places
from tools.sabotage.meaning import meant_otherwise
from tools.sabotage.prose import prose_places
from tools.sabotage.python import python_places
from tools.sabotage.settings import settings_places
from tools.sabotage.stored import stored_places

__all__ = ["KINDS", "Fault", "draw", "files_of", "places_in"]

# An operator's name, where in the text, what stands there, and what comes in its place.
Place = tuple[str, int, str, str]

FIGURES = "d2lmini/widgets/*/"
# Each kind's files, as patterns over what git tracks; a later one that begins with "!" takes away.
KINDS = {
    "python": ("d2lmini/*.py", "book/_ext/*.py", "tools/*.py", "bench/*.py",
               "experiments/*.py", "conftest.py", "!tools/sabotage/*", "!*/__init__.py",
               "d2lmini/__init__.py"),
    "typescript": (*(f"{FIGURES}*.{end}" for end in ("js", "ts", "tsx")),
                   "!*/static/*", "!*.d.ts"),
    "css": ("*.css", "!book/static/katex/*", "!*/static/d2lmini-*"),
    "markdown": ("book/*.md", "docs/*.md", "README.md", "CONTRIBUTING.md", "!book/*/*"),
    "config": ("_config.yml", "_toc.yml", ".github/workflows/*.yml", ".github/dependabot.yml",
               ".pre-commit-config.yaml", ".devcontainer/*.json", "package.json", "Makefile",
               "pyproject.toml", "requirements*.txt", ".ci/run", ".binder/*"),
    "stored": ("book/notebooks/*", "d2lmini/data/*.json", "d2lmini/widgets/states.json",
               "bench/*.json",
               "experiments/*.json", "book/references.bib"),
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One change of one place of one file."""

    kind: str
    path: str
    operator: str
    start: int
    old: str
    new: str

    def put_into(self, text: str) -> str:
        """Return the text with the fault in it.

        Raises
        ------
        ValueError
            If what it changes is not there.
        """
        end = self.start + len(self.old)
        if text[self.start : end] != self.old:
            raise ValueError(f"{self.path} has no {self.old!r} at {self.start}")
        return text[: self.start] + self.new + text[end:]

    def difference(self, text: str) -> str:
        """Return the change as a unified diff."""
        pair = (part.splitlines(keepends=True) for part in (text, self.put_into(text)))
        lines = difflib.unified_diff(*pair, f"a/{self.path}", f"b/{self.path}", n=1)
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


@cache
def tracked() -> list[str]:
    """List the files that are or could be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(name for name in done.stdout.split("\0") if name and (ROOT / name).is_file())


def files_of(kind: str, names: list[str]) -> list[str]:
    """Return those of the files that are of a kind."""

    def belongs(name: str) -> bool:
        found = False
        for pattern in KINDS[kind]:
            if fnmatch(name, pattern.removeprefix("!")):
                found = not pattern.startswith("!")
        return found

    return [name for name in names if belongs(name)]


def javascript_places(path: str, text: str) -> Iterator[Place]:
    """Find the places of a JavaScript or TypeScript file, by its syntax tree."""
    program = ROOT / "tools" / "sabotage" / "javascript.mjs"
    command = [find_node(), program, path]
    done = subprocess.run(
        command, input=text, cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    yield from (tuple(place) for place in json.loads(done.stdout))


PLACES: dict[str, Callable[[str, str], Iterator[Place]]] = {
    "python": python_places,
    "typescript": javascript_places,
    "css": css_places,
    "markdown": prose_places,
    "config": settings_places,
    "stored": stored_places,
}


def places_in(kind: str, path: str, text: str) -> dict[str, list[Fault]]:
    """Return every fault that a text can have, by operator."""
    found: dict[str, list[Fault]] = {}
    for operator, start, old, new in PLACES[kind](path, text):
        found.setdefault(operator, []).append(Fault(kind, path, operator, start, old, new))
    return found


@cache
def _places_of(kind: str, path: str) -> dict[str, list[Fault]]:
    return places_in(kind, path, (ROOT / path).read_text("utf8"))


def draw(kind: str, number: int, seed: int, names: list[str] | None = None) -> list[Fault]:
    """Draw faults of a kind: a file, an operator that has a place there, and a place, all alike."""
    chance = random.Random(f"{seed} {kind}")
    files = files_of(kind, tracked() if names is None else names)
    drawn: dict[Fault, None] = {}
    for _ in range(50 * number):
        if len(drawn) == number:
            break
        found = _places_of(kind, chance.choice(files))
        if not found:
            continue
        fault = chance.choice(found[chance.choice(sorted(found))])
        text = (ROOT / fault.path).read_text("utf8")
        if fault not in drawn and meant_otherwise(fault.path, text, fault.put_into(text)):
            drawn[fault] = None
    return list(drawn)
