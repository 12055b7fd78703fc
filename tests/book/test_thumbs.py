"""Every chapter has an emblem: the first page's picture, and what its words say is done to it."""

import re

import numpy as np
import pytest
import torch
import yaml
from torch.nn import functional as F  # noqa: N812

from book._ext.page import thumbs
from book._ext.page.thumbs import THUMBS, numbers, thumb
from book._ext.paths import BOOK, HTML, ROOT
from d2lmini.widgets.hero import larger, picture
from tests.support.says import says


def chapters():
    """Return the names of the numbered chapters."""
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))["parts"]
    numbered = [part for part in parts if part.get("numbered")]
    return [entry["file"].removeprefix("book/") for p in numbered for entry in p["chapters"]]


def test_every_numbered_chapter_has_a_picture_beside_its_link_on_the_first_page():
    shown = re.findall(
        r"^- \{thumb\}`([\w-]+)` \{doc\}`[^<]+ <([\w-]+)>`",
        (BOOK / "index.md").read_text("utf8"),
        re.MULTILINE,
    )
    assert all(picture == leads_to for picture, leads_to in shown)
    assert {picture for picture, _ in shown} == set(chapters()) == set(THUMBS)


@says(
    "index",
    "The small picture returns at the head of every chapter, "
    "with what the chapter is about done to it.",
)
def test_every_chapter_has_its_emblem_below_its_title():
    for name in chapters():
        page = (HTML / "book" / f"{name}.html").read_text("utf8")
        title = re.search(r'<h1><span class="section-number">.*?</h1>\s*', page)
        assert page.startswith(f'<div class="emblem">{thumb(name)}</div>', title.end()), name


@pytest.mark.parametrize("name", THUMBS)
def test_a_picture_has_words_and_cells_in_the_colour_of_the_text(name):
    svg = thumb(name)
    assert re.search(r'role="img" aria-label="[a-z][^"]{15,}"', svg)
    shades = re.findall(r'<path fill-opacity="([\d.]+)" d="((?:M\d+ \d+h1v1h-1z)+)"/>', svg)
    assert max(float(shade) for shade, _ in shades) == 1
    drawn = np.zeros(numbers(name).shape)
    for shade, cells in shades:
        for j, i in re.findall(r"M(\d+) (\d+)", cells):
            drawn[int(i), int(j)] = float(shade)
    np.testing.assert_allclose(drawn, numbers(name), atol=0.005)
    assert len(svg) < 5_000


@pytest.mark.parametrize("name", THUMBS)
def test_an_emblem_is_made_of_the_first_page_s_picture(name, monkeypatch):
    before = numbers(name)
    other = {**picture(), "X": np.array(picture()["X"])[::-1, ::-1].tolist()}
    monkeypatch.setattr(thumbs, "picture", lambda: other)
    monkeypatch.setattr(thumbs, "larger", lambda: np.array(larger())[::-1, ::-1].tolist())
    assert not np.array_equal(numbers(name), before)


X = np.array(picture()["X"], float)
Y = np.array(larger())


def convolved(A, K, **setting):
    A, K = (torch.tensor(np.array(B, float))[None, None] for B in (A, K))
    return F.conv2d(A, K, **setting)[0, 0].numpy()


def transposed(A, K, **setting):
    A, K = (torch.tensor(np.array(B, float))[None, None] for B in (A, K))
    return F.conv_transpose2d(A, K, **setting)[0, 0].numpy()


def pooled(A):
    return F.avg_pool2d(torch.tensor(A.copy())[None], 2)[0].numpy()


def repeated(A):
    return A.repeat(2, 0).repeat(2, 1)


def edges(A):
    """Compute half the squared differences of neighbours in a row, and their gradient."""
    A = torch.tensor(A, requires_grad=True)
    (A.diff(dim=1).square().sum() / 2).backward()
    return A.grad.abs().numpy()


def middle(A):
    """Return the mean place of what a picture holds."""
    return (np.indices(A.shape) * A).sum((1, 2)) / A.sum()


TENT, K = np.outer([1, 2, 1], [1, 2, 1]) / 4, np.array(picture()["K"]) / 16
MOVED = {"stride": 2, "padding": 1, "output_padding": 1}
SMALL = convolved(X, np.ones((5, 5)) / 25, stride=3, padding=2)
BACK = transposed(SMALL, np.ones((5, 5)) * 9 / 25, stride=3, padding=2)
ROW = torch.tensor(X[2])[None, None]
BARS = F.conv_transpose1d(ROW, torch.tensor([[[1.0, 3, 3, 1]]]).double() / 4, stride=2, padding=1)
LESS, LEAST = pooled(X), pooled(pooled(X))
ONE = np.eye(1, 64, 36).reshape(8, 8)
# What the words of each emblem name, computed another way, beside where it stands in the emblem.
NAMED = {
    "cross-correlation": lambda A: [(A, abs(np.diff(X)))],
    "why-upsample": lambda A: [(A, repeated(X[::2, ::2]))],
    "basic-operation": lambda A: [(A[:7], Y[:7]), (A[9:], 0 * Y[9:])],
    "padding-strides-channels": lambda A: [(A[::2, ::2], X), (A.sum(), X.sum())],
    "matrix-transposition": lambda A: [
        (column[column > 0], np.full(4, x)) for column, x in zip(A.T, X[3:7, 2:6].flat, strict=True)
    ],
    "summary-exercises": lambda A: [
        (A, transposed(convolved(X, [[1, 2], [3, 4]]), [[1, 2], [3, 4]]))
    ],
    "three-forms": lambda A: [
        (A[9 * a :, 9 * b :][:8, :8], Y[a::2, b::2]) for a in (0, 1) for b in (0, 1)
    ],
    "shape-arithmetic": lambda A: [(A[:, :8], X), (A[2:5, 9:12], SMALL), (A[:7, 13:], BACK)],
    "alignment": lambda A: [(A, abs(transposed(X, TENT, **MOVED) - Y))],
    "conventions": lambda A: [(A[:, :8], X), (A[:, 9:], np.rot90(X, 2))],
    "gradients": lambda A: [(A, edges(X))],
    "not-a-deconvolution": lambda A: [(A[:, :8], X), (A[:, 9:], repeated(LESS))],
    "matrix-efficiency": lambda A: [(A.max(0), X[2:, :6].flatten())],
    "checkerboards": lambda A: [(A, transposed(X, np.ones((3, 3)), stride=2))],
    "one-and-three-dimensions": lambda A: [(A.sum(0), np.floor(BARS[0, 0].numpy()))],
    "upsampling-images": lambda A: [(A, Y)],
    "segmentation": lambda A: [
        (A, sum(np.greater_equal(Y, least) * 1.0 for least in (2, 4.5, 7.2)))
    ],
    "in-use": lambda A: [
        (A[:8, :8], X),
        (A[9:13, 4:8], LESS),
        (A[14:, 7:9], LEAST),
        (A[9:13, 9:13], repeated(LEAST)),
        (A[:8, 9:], repeated(repeated(LEAST))),
    ],
    "write-it-yourself": lambda A: [
        (A[:4], X[:4]),
        (A[4:, :4], X[4:, :4]),
        (A[4:, 4:], np.zeros((4, 4))),
    ],
    "what-can-you-do": lambda A: [(A[A > 0], X[A > 0])],
}
# What else they say, of the emblem or of what was done.
SAID = {
    "matrix-transposition": lambda A: A.shape[0] > A.shape[1],
    "shape-arithmetic": lambda _: len(SMALL) < len(X) == len(BACK) + 1,
    "alignment": lambda _: np.allclose(
        middle(transposed(ONE, TENT, **MOVED)) - middle(transposed(ONE, K, stride=2, padding=1)),
        -0.5,
    ),
    "not-a-deconvolution": lambda _: not np.array_equal(repeated(LESS), X),
    "matrix-efficiency": lambda A: (A == 0).mean() > 0.5,
    "checkerboards": lambda _: (
        {1, 2, 4} == set(transposed(X * 0 + 1, np.ones((3, 3)), stride=2)[2:-2, 2:-2].flat)
    ),
    "one-and-three-dimensions": lambda A: (np.diff(A, axis=0) >= 0).all(),  # bars stand
    "segmentation": lambda A: 2 < len(np.unique(A)) < 5,
    "what-can-you-do": lambda A: (A > 0).sum() == 20 and X[A > 0].min() >= X[A == 0].max(),
}


def test_what_the_words_of_an_emblem_name_is_what_it_shows():
    assert list(NAMED) == list(THUMBS)
    for name, named in NAMED.items():
        A = numbers(name)
        scale = max(np.max(wanted) for _, wanted in named(A))
        if name in ("padding-strides-channels", "one-and-three-dimensions"):
            scale = {"padding-strides-channels": X.max()}.get(name, 1)
        for shown, wanted in named(A):
            np.testing.assert_allclose(shown * scale, wanted, atol=1e-12, err_msg=name)
        assert SAID.get(name, lambda _: True)(A), name


def test_a_chapter_without_a_picture_is_refused():
    with pytest.raises(ValueError, match="no picture of 'glossary'; there are cross-correlation"):
        thumb("glossary")
