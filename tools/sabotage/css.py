"""Faults of style sheets, and of a script that holds one: a declaration dropped or changed."""

import re
from collections.abc import Iterator

__all__ = ["css_places"]

COMMENT = re.compile(r"/\*.*?\*/|^ *//.*?$", re.DOTALL | re.MULTILINE)
DECLARATION = re.compile(r"(?<=[{};`\s])([a-z-]+)\s*:\s*([^;:{}`$]+?)\s*(;|(?=\}))")
NUMBER = re.compile(r"(?<![\w#.])\d*\.?\d+")
# values that "initial" would not change
INITIAL = {
    "background": "transparent", "background-color": "transparent", "box-shadow": "none",
    "text-decoration": "none", "transform": "none", "flex-wrap": "nowrap", "font-style": "normal",
    "position": "static", "overflow": "visible", "pointer-events": "auto", "cursor": "auto",
}  # fmt: skip
COLOUR = re.compile(r"#([0-9a-f])")


def css_places(path: str, text: str) -> Iterator[tuple[str, int, str, str]]:
    """Yield each declaration without which, or with another value of which, a sheet is a sheet."""
    bare = COMMENT.sub(lambda found: " " * len(found[0]), text)
    for found in DECLARATION.finditer(bare):
        if bare.count("{", 0, found.start()) == bare.count("}", 0, found.start()):
            continue  # outside of rules
        yield "declaration dropped", found.start(), found[0], ""
        value, other = found[2], _changed(found[2])
        if other != "initial" or INITIAL.get(found[1]) != value:
            yield "value changed", found.start(2), value, other


def _changed(value: str) -> str:
    """Return another value: another colour, the first number doubled, or none at all."""
    if found := COLOUR.search(value):
        return value[: found.start(1)] + f"{15 - int(found[1], 16):x}" + value[found.end(1) :]
    if found := NUMBER.search(value):
        other = f"{2 * float(found[0]) or 1:g}"
        return value[: found.start()] + other + value[found.end() :]
    return "initial"
