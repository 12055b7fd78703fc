"""What README and the documents name: commands, their variables, files; and what commands do."""

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import PurePath

from book._ext.paths import ROOT
from tests.support import grammar
from tests.support.leads import stems
from tests.support.says import document, documents

__all__ = ["false_names", "paths"]

COMMAND = re.compile(r"`(make [^`\n]*)`|^ {4}(make [a-z-]+(?: [A-Z]+=\S+)*)(?=\s+#|$)", re.M)
TARGET = re.compile(r"^([a-z-]+):.*## *(.*)", re.MULTILINE)
MODULE = re.compile(r"(?:python|-m|bin/python) -m ([\w.]+)|`-m ([\w.]+)`")
FILE = re.compile(
    r"`([\w./*<>-]*(?:/|\w\.(?:py|md|toml|tsv|json|jsonl|yml|txt|js|ts|tsx))[\w./*<>-]*)`"
)
ROW = re.compile(r"^\| (`make [^|]*) \| ([^|]*) \|$", re.MULTILINE)
TABLE = re.compile(r"^\| (path|command) \| ([^|]+) \|\n\|[-| ]+\|\n((?:\|.*\n)+)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
PIN = re.compile(r"\b(MXNet|PyTorch|mxnet|torch)(?:'s last release,)? (\d+\.\d+\.\d+)\b")
INSTALLED = {".git", ".venv", "node_modules", "_build", "__pycache__"}
MADE = ("_static/", "_build/", ".venv", "conf.py", "/")  # what a build or an installation makes


def paths() -> list[str]:
    """Return the documents: those of the root and of docs."""
    return documents()


@cache
def targets() -> dict[str, str]:
    """Return what each target of the Makefile says of itself."""
    return dict(TARGET.findall((ROOT / "Makefile").read_text("utf8")))


@cache
def files() -> frozenset[str]:
    """Return all files of the project and their folders, without what is installed or built."""
    found = {"."}
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in INSTALLED]
        inside = PurePath(folder).relative_to(ROOT)
        found |= {(inside / name).as_posix() for name in [*below, *names]}
    return frozenset(found)


def exists(path: str) -> bool:
    """Return whether a path, or the end of one, is of the project; * and <name> are anything."""
    if path.startswith(MADE):
        return True
    pattern = re.sub(r"<\w+>", "*", path.rstrip("/")).split("*")
    whole = re.compile(rf"(?:.*/)?{'[^/]*'.join(map(re.escape, pattern))}")
    return any(whole.fullmatch(name) for name in files())


def false_names(path: str, text: str | None = None) -> Iterator[str]:
    """Yield what a document names and is not there, and rows that say something else."""
    source = (ROOT / path).read_text("utf8") if text is None else text
    makefile = (ROOT / "Makefile").read_text("utf8")
    for found in COMMAND.finditer(source):
        words = re.sub(r"<[^>]*>", "", found[1] or found[2]).split()[1:]
        for word in words:
            name, variable = word.partition("=")[0], "=" in word
            if variable and f"$({name})" not in makefile and f"ifdef {name}" not in makefile:
                yield f"{path}: the Makefile has no variable {name}"
            if not variable and re.fullmatch(r"[a-z-]+", word) and word not in targets():
                yield f"{path}: the Makefile has no target {word}"
    for found in MODULE.finditer(source):
        module = found[1] or found[2]
        if module.partition(".")[0] in {*sys.stdlib_module_names, "pip", "pytest"}:
            continue
        module = module.replace(".", "/")
        if not (exists(f"{module}.py") or exists(f"{module}/__main__.py")):
            yield f"{path}: there is no module {module}"
    for found in [*FILE.finditer(source), *LINK.finditer(source)]:
        if not exists(found[1].removeprefix("../").removeprefix("./")):
            yield f"{path}: there is no {found[1]}"
    for commands, does in ROW.findall(source):
        told = " ".join(targets().get(name, "") for name in re.findall(r"make ([a-z-]+)", commands))
        if not stems(told) & stems(does):
            yield f"{path}: {commands} does not: {does}"
    heads = len(TABLE.findall(source))
    if heads < source.count("|---|---|"):
        yield f"{path}: a table that begins with neither a path nor a command"
    for head, _, rows in TABLE.findall(source):
        for row in rows.splitlines():
            first = row.split("|")[1].strip()
            if not first.startswith("`make" if head == "command" else "`") or not first.endswith(
                "`"
            ):
                yield f"{path}: no {head}: {first}"
    for name, version in PIN.findall(source):
        package = {"pytorch": "torch"}.get(name.lower(), name.lower())
        if f"{package}=={version}" not in (ROOT / "requirements.txt").read_text("utf8"):
            yield f"{path}: {package} {version} is not the pinned release"
    for sentence in document(path, source):
        for rule, check in grammar.RULES.items():
            yield from (f"{path}: {words!r} {rule}" for words in check(sentence, ""))
    numbers = [int(n) for n in re.findall(r"^(\d+)\. ", source, re.MULTILINE)]
    for before, number in pairwise([0, *numbers]):
        if number not in (1, before + 1):
            yield f"{path}: {number}. follows {before}."
