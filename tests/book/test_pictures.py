"""Pictures in outputs: the same up to a rounding, each compared with its own."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from book._ext.notebooks.pictures import same_pictures, without_pictures


def gray(levels):
    """Return an output's text with a picture of gray levels, as a drawing has it."""
    data = io.BytesIO()
    Image.fromarray(np.array([levels], dtype=np.uint8)).save(data, format="png")
    return f'<image href="data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"/>'


@pytest.mark.parametrize(
    ("computed", "same"),
    [
        (gray([10, 200]) + gray([0, 0]), True),
        (gray([11, 199]) + gray([0, 0]), True),
        (gray([10, 202]) + gray([0, 0]), False),
        (gray([10, 200, 0]) + gray([0, 0]), False),
        (gray([0, 0]) + gray([10, 200]), False),
        (gray([10, 200]), False),
    ],
    ids=["same", "one step of colour", "two steps", "another size", "another order", "one less"],
)
def test_pictures_are_the_same_up_to_one_step_of_colour(computed, same):
    assert same_pictures(gray([10, 200]) + gray([0, 0]), computed) == same


def test_texts_without_pictures_are_compared_by_their_words():
    assert without_pictures(f"a {gray([1])} b") == 'a <image href="picture"/> b'
    assert same_pictures("a", "b")
