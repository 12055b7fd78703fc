"""Faults of what programs stored: a digit, a sign or a word of outputs, measurements and lists."""

import re
from collections.abc import Iterator

__all__ = ["stored_places"]

OUTPUTS = re.compile(r'^   "outputs": \[\n(.*?)^   \]', re.DOTALL | re.MULTILINE)
# What nobody reads: the order of execution, the kind of an output, the bytes of a picture.
UNREAD = re.compile(r'"(?:execution_count|output_type|image/png|model_id)":.*')
DIGIT = re.compile(r"\d")
SIGN = re.compile(r"(?<![\w\"-])-(?=\d)")
WORD = re.compile(r"(?<![\\\w])[A-Za-z]{4,}(?![\w]*\": )")


def stored_places(path: str, text: str) -> Iterator[tuple[str, int, str, str]]:
    """Yield the places of a notebook's outputs, or of a file of data."""
    if path.endswith(".ipynb"):
        ranges = [found.span(1) for found in OUTPUTS.finditer(text)]
    else:
        ranges = [(0, len(text))]
    bare = UNREAD.sub(lambda found: " " * len(found[0]), text)
    for start, end in ranges:
        for found in DIGIT.finditer(bare, start, end):
            yield "digit", found.start(), found[0], str((int(found[0]) + 1) % 10)
        for found in SIGN.finditer(bare, start, end):
            yield "sign", found.start(), "-", ""
        for found in WORD.finditer(bare, start, end):
            yield "word", found.start(), found[0], {"True": "False"}.get(found[0], found[0][:-1])
