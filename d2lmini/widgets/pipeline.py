"""Pipeline: a picture on its way through a trained encoder, and back through two decoders."""

import base64
import json
import pathlib
import struct
import zlib
from collections.abc import Sequence
from html import escape
from typing import Any

__all__ = ["Pipeline"]

_DATA = pathlib.Path(__file__).parents[1] / "data" / "pipeline.json"
# Ground, disc, square, triangle: apart in lightness too.
_COLOURS = ((70, 70, 78), (228, 110, 100), (120, 190, 110), (110, 150, 240))
# Each stage: its name in the data, its caption, and what to see in it.
_STAGES = (
    ("image", "picture", "What the network is given: a house and the sun, in noise."),
    (
        "features1",
        "after one layer",
        "The encoder's first layer halves the sides; edges stand out.",
    ),
    (
        "features2",
        "after two layers",
        "Halved again: fewer places, each knows more of its surroundings.",
    ),
    ("features3", "feature map", "Halved once more, and combined. What is left has no outline."),
    ("coarse", "coarse classes", "One class for each place: ground, disc, square or triangle."),
    ("repeated", "repeated", "The coarse classes, each repeated: the size is back, in blocks."),
    ("learned", "learned", "What the trained transposed convolution makes of its feature map."),
    ("classes", "the truth", "The class of every pixel, as the picture was drawn."),
)
Pixels = list[list[tuple[int, int, int]]]


class Pipeline:
    """A picture's way through a trained encoder and two trained decoders, stored with the package.

    Attributes
    ----------
    sides : dict
        The height and width of each stage, under its name.

    Examples
    --------
    >>> Pipeline().sides["coarse"]
    6
    >>> Pipeline().wrong("classes")
    0
    """

    def __init__(self) -> None:
        self._data = json.loads(_DATA.read_text(encoding="utf-8"))
        self.sides = {name: len(_pixels(name, self._data[name])) for name, _, _ in _STAGES}

    def wrong(self, name: str) -> int:
        """Return how many pixels of a stage do not have the true class."""
        pairs = zip(self._data[name], self._data["classes"], strict=True)
        return sum(a != b for given, true in pairs for a, b in zip(given, true, strict=True))

    def __repr__(self) -> str:
        return "Pipeline: " + ", ".join(
            f"{name} {side}×{side}" for name, side in self.sides.items()
        )

    def _repr_html_(self) -> str:
        stages = "".join(self._stage(*stage) for stage in _STAGES)
        return (
            f'<div class="d2l-pipeline" style="display:flex;flex-wrap:wrap;gap:.6em">{stages}</div>'
        )

    def _stage(self, name: str, title: str, words: str) -> str:
        side = self.sides[name]
        source = _png(_pixels(name, self._data[name]))
        caption = f"{escape(title)}, {side}×{side}"
        return (
            '<div class="stage" style="width:5.4em;font-size:.85em;line-height:1.3">'
            f'<img class="dark-light" src="{source}" alt="{escape(words, quote=True)}" '
            'style="display:block;width:100%;image-rendering:pixelated">'
            f"<span>{caption}</span></div>"
        )


def _pixels(name: str, rows: Any) -> Pixels:
    if name == "image":
        red, green, blue = rows
        levels = (zip(*colours, strict=True) for colours in zip(red, green, blue, strict=True))
        return [[_levels(pixel) for pixel in row] for row in levels]
    if name.startswith("features"):
        return [[_levels((level,) * 3) for level in row] for row in rows]
    return [[_COLOURS[int(label)] for label in row] for row in rows]


def _levels(digits: Sequence[str]) -> tuple[int, int, int]:
    red, green, blue = (17 * int(digit, 16) for digit in digits)
    return red, green, blue


def _png(pixels: Pixels) -> str:
    """Return a picture as an address, not compressed: the same bytes on every machine."""
    height, width = len(pixels), len(pixels[0])
    raw = b"".join(b"\0" + bytes(c for pixel in row for c in pixel) for row in pixels)
    size = len(raw)  # one stored block holds 65535 bytes: 48 by 48 pixels take 6960
    stored = b"\x78\x01\x01" + struct.pack("<HH", size, size ^ 0xFFFF) + raw
    body = stored + struct.pack(">I", zlib.adler32(raw))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    file = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return f"data:image/png;base64,{base64.b64encode(file).decode()}"
