"""Pictures inside an output's HTML, the same where no colour differs by more than a rounding."""

import base64
import io
import re

import numpy as np
from PIL import Image

__all__ = ["same_pictures", "without_pictures"]

PICTURE = re.compile(r"data:image/png;base64,([\w+/=\s]+)")
PIXEL_TOLERANCE = 1  # of 255: a last-place difference may round to the next colour


def same_pictures(reference: str, computed: str) -> bool:
    """Return whether the pictures of two texts agree one by one, each within a step of colour."""
    pictures = PICTURE.findall(reference), PICTURE.findall(computed)
    return len(pictures[0]) == len(pictures[1]) and all(map(_same_picture, *pictures))


def without_pictures(text: str) -> str:
    """Replace each picture's data by one word."""
    return PICTURE.sub("picture", text)


def _same_picture(reference: str, computed: str) -> bool:
    a, b = (
        np.asarray(Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA"), dtype=int)
        for text in (reference, computed)
    )
    return a.shape == b.shape and bool(np.abs(a - b).max() <= PIXEL_TOLERANCE)
