"""The colours behind a page, light and dark, and how far others stand out from them."""

import importlib.util
import re
from functools import cache
from pathlib import Path

import numpy as np

__all__ = ["brightness", "contrast", "grounds"]


def brightness(colour: str) -> float:
    """Return the relative luminance of a colour, #rgb or #rrggbb, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@cache
def grounds() -> list[str]:
    """Return the colours behind a page, light and dark, from the themes' style sheets."""
    found = set[str]()
    for theme in ("pydata_sphinx_theme", "sphinx_book_theme"):
        spec = importlib.util.find_spec(theme)
        assert spec
        assert spec.origin
        folder = Path(spec.origin).parent
        for sheet in folder.rglob("*theme.css"):
            text = sheet.read_text("utf8")
            found |= set(re.findall(r"--pst-color-background:\s*(#[0-9a-f]+)", text))
    return sorted(found, key=brightness)


def contrast(colour: str, ground: str) -> float:
    """Return how far two colours stand apart, from 1 to 21."""
    low, high = sorted([brightness(colour), brightness(ground)])
    return (high + 0.05) / (low + 0.05)
