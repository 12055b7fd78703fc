"""The role `{thumb}`: a chapter as a small picture, computed with what the chapter is about."""

from collections.abc import Callable
from html import escape
from typing import Any

import numpy
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

import d2lmini
from d2lmini.widgets.hero import larger, picture

__all__ = ["THUMBS", "setup_thumbs", "thumb"]

LOGGER = logging.getLogger(__name__)
SIDE = 48  # of a picture, in the units of its drawing

Array = Any  # a NumPy array of shape (rows, columns)


def _X() -> Array:
    return numpy.array(picture()["X"], dtype=float)


def _repeated() -> Array:
    return d2lmini.trans_conv(_X()[::2, ::2], numpy.ones((2, 2)), stride=2)


def _sum() -> Array:
    return d2lmini.trans_conv(numpy.array([[1.0, 2], [3, 4]]), numpy.ones((2, 2)))


def _unfinished() -> Array:
    Y = _sum()
    Y[1, 1] = 0
    return Y


def _spread() -> Array:
    return d2lmini.trans_conv(_X()[1:5, 2:6], numpy.ones((1, 1)), stride=2)


def _W() -> Array:
    return d2lmini.kernel2matrix(numpy.array([[1.0, 2], [3, 4]]), (4, 4)).T


def _round_trip() -> Array:
    K = numpy.array([[1.0, 2], [3, 4]])
    return d2lmini.trans_conv(d2lmini.corr2d(_X(), K), K)


def _phases() -> Array:
    return numpy.tile(numpy.array([[1.0, 2], [3, 4]]), (3, 3))


def _half_a_pixel() -> Array:
    one = numpy.zeros((3, 3))
    one[1, 1] = 1
    setting = {"stride": 2, "padding": 1, "output_padding": 1}
    return d2lmini.trans_conv(one, numpy.ones((3, 3)), **setting)


def _turned() -> Array:
    K = numpy.array([[1.0, 2], [3, 4]])
    return numpy.hstack([K, numpy.zeros((2, 1)), K[::-1, ::-1]])


def _staircase() -> Array:
    sizes = [d2lmini.conv_output_shape((n, n), 5, stride=3, padding=2)[0] for n in range(4, 16)]
    return numpy.array([[float(size > row) for size in sizes] for row in reversed(range(6))])


def _gradient() -> Array:
    G = numpy.zeros((6, 6))
    G[1, 1], G[4, 3] = 2, 1
    return d2lmini.trans_conv(G, numpy.ones((3, 3)))


def _kept() -> Array:
    mean, X = numpy.full((2, 2), 0.5), _X()[:6, :6]
    back = d2lmini.trans_conv(d2lmini.corr2d(X, mean, stride=2), mean, stride=2)
    return numpy.hstack([X, numpy.zeros((6, 1)), back])


def _zeros_of_W() -> Array:
    return d2lmini.kernel2matrix(numpy.ones((2, 2)), (5, 5))


def _counts() -> Array:
    return d2lmini.trans_conv(numpy.ones((4, 4)), numpy.ones((3, 3)), stride=2)


def _row() -> Array:
    row = d2lmini.trans_conv(numpy.ones(4), numpy.ones(3), stride=2)
    return numpy.array([row >= height for height in (2, 1)], dtype=float)


def _mask() -> Array:
    X = numpy.array(larger())
    return numpy.digitize(X, [2, 4.5, 7.2]).astype(float)


def _fading() -> Array:
    return 1 - numpy.arange(20.0).reshape(4, 5) / 25


def _blurred() -> Array:
    row = numpy.convolve([1, 3, 3, 1], [1, 2, 1])
    return numpy.outer(row, row)


# Each chapter's picture: its alternative text, and the numbers that it shows.
THUMBS: dict[str, tuple[str, Callable[[], Array]]] = {
    "cross-correlation": (
        "the vertical edges of a picture",
        lambda: abs(d2lmini.corr2d(_X(), numpy.array([[1.0, -1]]))),
    ),
    "why-upsample": ("a coarse picture, each number repeated", _repeated),
    "basic-operation": ("four stamps that overlap in three by three numbers", _sum),
    "padding-strides-channels": ("numbers with zeros between them", _spread),
    "matrix-transposition": ("a tall matrix with diagonals of numbers", _W),
    "summary-exercises": ("a picture after a convolution and the way back", _round_trip),
    "three-forms": ("four phases, interleaved", _phases),
    "shape-arithmetic": ("a staircase of output sizes", _staircase),
    "alignment": ("a square that is not quite in the middle", _half_a_pixel),
    "conventions": ("a kernel, and the same one turned", _turned),
    "gradients": ("two gradients, each sent back to its window", _gradient),
    "not-a-deconvolution": ("a picture, and what its mean values bring back", _kept),
    "matrix-efficiency": ("a large matrix that holds mostly zeros", _zeros_of_W),
    "checkerboards": ("a checkerboard of counts", _counts),
    "one-and-three-dimensions": ("a row of bars, every other one higher", _row),
    "upsampling-images": ("a picture enlarged smoothly", lambda: numpy.array(larger())),
    "segmentation": ("a picture in which every pixel has one of few classes", _mask),
    "in-use": ("a smooth kernel of six by six numbers", _blurred),
    "write-it-yourself": ("nine numbers, one of them left to fill in", _unfinished),
    "what-can-you-do": (
        "twenty marks, one for each question",
        _fading,
    ),
}


def thumb(name: str) -> str:
    """Return a chapter's picture as SVG in the colour of the text around it.

    Raises
    ------
    ValueError
        If the chapter has none.
    """
    if name not in THUMBS:
        raise ValueError(f"no picture of {name!r}; there are {', '.join(THUMBS)}")
    text, numbers = THUMBS[name]
    A = numpy.asarray(numbers(), dtype=float)
    rows, cols = A.shape
    cell = SIDE / max(rows, cols)
    top, left = (SIDE - cell * rows) / 2, (SIDE - cell * cols) / 2
    rects = "".join(
        f'<rect x="{left + cell * j:.2f}" y="{top + cell * i:.2f}" width="{cell:.2f}" '
        f'height="{cell:.2f}" fill-opacity="{value / A.max():.2f}"/>'
        for (i, j), value in numpy.ndenumerate(A)
        if value > 0
    )
    frame = f'<rect class="frame" width="{SIDE}" height="{SIDE}" fill="none"/>'
    return (
        f'<svg class="thumb" viewBox="0 0 {SIDE} {SIDE}" shape-rendering="crispEdges" role="img" '
        f'aria-label="{escape(text, quote=True)}">{frame}{rects}</svg>'
    )


class ThumbRole(SphinxRole):
    """Reader of the role."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the picture."""
        try:
            svg = thumb(self.text)
        except ValueError as error:
            LOGGER.warning("%s", error, location=self.get_location())
            return [], []
        return [nodes.raw(svg, svg, format="html")], []


def setup_thumbs(app: Sphinx) -> None:
    """Register the role."""
    app.add_role("thumb", ThumbRole())
