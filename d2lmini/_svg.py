"""Names inside a drawing's SVG text, the same with every release of NumPy."""

import hashlib
import re

__all__ = ["renamed"]

# What a drawing names: clips, hatches and marks. Matplotlib hashes how NumPy prints their numbers.
NAMED = re.compile(
    r'<(clipPath|pattern) id="([a-z][0-9a-f]{10,})".*?</\1>|<path id="([a-z][0-9a-f]{10,})".*?/>',
    re.DOTALL,
)
NUMBER = re.compile(r"-?\d+\.\d+")


def renamed(body: str) -> str:
    """Name what a drawing names after its content, up to hundredths of a point."""
    names = {}
    for match in NAMED.finditer(body):
        name = match[2] or match[3]
        content = NUMBER.sub(lambda m: f"{float(m[0]):.2f}", match[0].replace(name, ""))
        names[name] = name[0] + hashlib.sha256(content.encode()).hexdigest()[:10]
    return re.sub("|".join(names) or "(?!)", lambda m: names[m[0]], body)
