"""Faults of settings: a step or a line dropped, a flag dropped, a value or a digit changed."""

import re
from collections.abc import Iterator

import yaml

__all__ = ["settings_places"]

Place = tuple[str, int, str, str]

FLAG = re.compile(r"(?<=\s)--?[a-zA-Z][\w-]*(?:=\S+| \d+)?")
DIGIT = re.compile(r"(?<![\w])\d|\d(?![\w])")
QUOTED = re.compile(r'"([^"\n]+)"')
ITEM = re.compile(r'"[^"\n]+", ?|(?<=\[)"[^"\n]+"(?=\])')


def settings_places(path: str, text: str) -> Iterator[Place]:
    """Yield the places of a file of settings."""
    if path.endswith((".yml", ".yaml", ".json")):
        yield from _of_yaml(text)
    elif path.endswith(".toml"):
        yield from _of_toml(text)
    else:
        yield from _of_lines(text)


def _of_yaml(text: str) -> Iterator[Place]:
    """Yield each entry dropped and each value changed, a comment never."""
    waiting = [yaml.compose(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            yield from _value(text, node.start_mark.index, node.end_mark.index)
            continue
        pairs = isinstance(node, yaml.MappingNode)
        for child in node.value:
            first, last = child if pairs else (child, child)
            span = first.start_mark.index, last.end_mark.index
            if len(node.value) > 1:
                yield from _entry(text, *span, flow=node.flow_style)
            waiting.append(last)


def _entry(text: str, start: int, end: int, *, flow: bool) -> Iterator[Place]:
    """Yield an entry of a list or a mapping dropped, with its comma or its lines."""
    if flow:
        found = re.compile(r",\s*").match(text, end)
        if found:
            end = found.end()
        else:
            start = text.rstrip().rfind(",", 0, start)
    else:
        start = text.rfind("\n", 0, start) + 1
        end = start + len(text[start:end].rstrip())
        end = text.find("\n", end) + 1  # a comment goes with what it speaks of
    yield "entry dropped", start, text[start:end], ""


def _value(text: str, start: int, end: int) -> Iterator[Place]:
    """Yield a value that is another one: the other truth, a digit, a letter less."""
    old = text[start:end].rstrip()
    if old in ("true", "false"):
        yield "value changed", start, old, "false" if old == "true" else "true"
    elif found := DIGIT.search(old):
        at = found.start()
        yield "value changed", start + at, found[0], str((int(found[0]) + 1) % 10)
    elif found := re.search(r"\w{3,}", old):
        yield "value changed", start + found.start(), found[0], found[0][:-1]
    for flag in FLAG.finditer(old):
        yield "flag dropped", start + flag.start(), flag[0], ""


def _of_toml(text: str) -> Iterator[Place]:
    for start, line in _lines(text):
        if line.startswith("#"):
            continue
        if re.match(r"[\w-]+ = .*[^\[{]\n", line):
            yield "entry dropped", start, line, ""
        key = line.find("=") + 1
        for found in DIGIT.finditer(line, key):
            yield "digit", start + found.start(), found[0], str((int(found[0]) + 1) % 10)
        for found in ITEM.finditer(line, key):
            yield "entry dropped", start + found.start(), found[0], ""
        for found in QUOTED.finditer(line, key):
            yield "value changed", start + found.start(1), found[1], found[1][:-1]
        for found in re.compile(r"\b(?:true|false)\b").finditer(line, key):
            yield "value changed", start + found.start(), found[0], str(found[0] != "true").lower()


def _of_lines(text: str) -> Iterator[Place]:
    """Yield lines, flags, digits and prerequisites of a Makefile, a script or a list."""
    for start, line in _lines(text):
        bare = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].rstrip("\n")
        if not bare.strip():
            continue
        if not re.match(r"[^\t]*:", bare):  # a rule without its head is no Makefile
            yield "line dropped", start, line, ""
        for found in FLAG.finditer(bare):
            yield "flag dropped", start + found.start(), found[0], ""
        for found in DIGIT.finditer(bare):
            yield "digit", start + found.start(), found[0], str((int(found[0]) + 1) % 10)
        if found := re.match(r"[\w/.$()-]+:(?!=)((?: [\w/.$()-]+)+)", bare):
            *_, last = found[1].split(" ")
            at = found.end() - len(last) - 1
            yield "prerequisite dropped", start + at, f" {last}", ""


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with where each starts, those that a backslash joins as one."""
    for found in re.finditer(r"(?:[^\n]*\\\n)*[^\n]*\n", text):
        yield found.start(), found[0]
