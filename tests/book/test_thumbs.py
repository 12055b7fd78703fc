"""The first page shows every chapter as a picture."""

import re

import pytest
import yaml

from book._ext.page.thumbs import THUMBS, thumb
from book._ext.paths import BOOK, ROOT


def test_every_numbered_chapter_has_a_picture_beside_its_link_on_the_first_page():
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))["parts"]
    numbered = [part for part in parts if part.get("numbered")]
    chapters = {entry["file"].removeprefix("book/") for p in numbered for entry in p["chapters"]}
    shown = re.findall(
        r"^- \{thumb\}`([\w-]+)` \{doc\}`[^<]+ <([\w-]+)>`",
        (BOOK / "index.md").read_text("utf8"),
        re.MULTILINE,
    )
    assert all(picture == leads_to for picture, leads_to in shown)
    assert {picture for picture, _ in shown} == chapters == set(THUMBS)


@pytest.mark.parametrize("name", THUMBS)
def test_a_picture_has_words_and_cells_in_the_colour_of_the_text(name):
    svg = thumb(name)
    assert re.search(r'role="img" aria-label="[a-z][^"]{15,}"', svg)
    opacities = [float(value) for value in re.findall(r'fill-opacity="([\d.]+)"', svg)]
    assert max(opacities) == 1
    assert len(opacities) > 4
    assert len(svg) < 30_000


def test_a_chapter_without_a_picture_is_refused():
    with pytest.raises(ValueError, match="no picture of 'glossary'; there are cross-correlation"):
        thumb("glossary")
