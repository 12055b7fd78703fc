"""The picture on its way through a network: stored numbers against what made them."""

import base64
import io
import json
import re

import numpy
import pytest
from PIL import Image

from d2lmini.widgets.pipeline import Pipeline
from experiments.chapter import digest
from experiments.segmentation import CHAPTER
from tools import pipeline

DATA = json.loads(pipeline.DATA.read_text("utf8"))


def digits(name):
    return numpy.array([[int(v, 16) for v in row] for row in DATA[name]])


def pictures():
    found = re.findall(
        r'src="data:image/png;base64,([^"]+)" alt="([^"]+)"', Pipeline()._repr_html_()
    )
    return [(Image.open(io.BytesIO(base64.b64decode(data))), alt) for data, alt in found]


def test_the_stored_picture_comes_from_the_chapter_s_training_code_as_it_is():
    now = digest(CHAPTER, pipeline.FRAMEWORK)
    assert DATA["code"] == now, "run `python -m tools.pipeline`"
    assert {"seed", "versions"} <= DATA.keys()


def test_the_picture_and_its_classes_are_those_of_the_seed():
    image, classes = pipeline.house()
    assert numpy.array_equal(digits("classes"), classes)
    stored = numpy.array([[[int(v, 16) for v in row] for row in c] for c in DATA["image"]])
    assert abs(stored - 15 * image.clip(0, 1)).max() <= 0.5


def test_repeating_is_of_the_coarse_classes_and_the_learned_decoder_errs_less():
    coarse = digits("coarse")
    assert numpy.array_equal(digits("repeated"), coarse.repeat(8, axis=0).repeat(8, axis=1))
    truth = digits("classes")
    wrong = {name: int((digits(name) != truth).sum()) for name in ("repeated", "learned")}
    assert wrong == {name: Pipeline().wrong(name) for name in wrong}
    assert 2 * wrong["learned"] < wrong["repeated"]


def test_its_pictures_have_the_sizes_that_the_network_gives_them_and_words():
    shown = pictures()
    assert [image.size for image, _ in shown] == [
        (n, n) for n in (48, 48 // 2, 48 // 4, 48 // 8, 48 // 8, 48, 48, 48)
    ]
    assert all(len(alt) > 20 for _, alt in shown)


@pytest.mark.parametrize("name", ["coarse", "learned", "classes"])
def test_a_picture_has_one_colour_for_each_class(name):
    at = list(Pipeline().sides).index(name)
    pixels = numpy.array(pictures()[at][0]).reshape(-1, 3)
    pairs = {(label, tuple(p)) for label, p in zip(digits(name).flat, pixels.tolist(), strict=True)}
    assert len(pairs) == len({colour for _, colour in pairs}) == 4
