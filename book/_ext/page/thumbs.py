"""Each chapter's emblem: the first page's picture, with what the chapter is about done to it.

It stands at the chapter's head, and on the first page where the role `{thumb}` asks for it.
"""

from collections import defaultdict
from collections.abc import Callable
from html import escape
from typing import Any

import numpy
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

import d2lmini
from d2lmini.widgets.hero import larger, picture

__all__ = ["THUMBS", "numbers", "setup_thumbs", "thumb"]

LOGGER = logging.getLogger(__name__)
QUESTIONS = 20  # that "What can you do now?" asks

Array = Any  # a NumPy array of shape (rows, columns)


def _X() -> Array:
    return numpy.array(picture()["X"], dtype=float)


def _K() -> Array:
    p = picture()
    return numpy.array(p["K"], dtype=float) / p["scale"]


def _beside(*arrays: Array) -> Array:
    """Put arrays beside each other, one empty column between, on one middle line."""
    rows = max(len(A) for A in arrays)
    parts = []
    for A in arrays:
        above = (rows - len(A)) // 2
        parts += [numpy.pad(A, ((above, rows - len(A) - above), (0, 1)))]
    return numpy.hstack(parts)[:, :-1]


def _repeated() -> Array:
    return d2lmini.trans_conv(_X()[::2, ::2], numpy.ones((2, 2)), stride=2)


def _half_stamped() -> Array:
    X = _X()
    X[4:] = 0
    return d2lmini.trans_conv(X, _K(), stride=2, padding=1)


def _spread() -> Array:
    return d2lmini.trans_conv(_X(), numpy.ones((1, 1)), stride=2)


def _stamps_of_W() -> Array:
    X = _X()[3:7, 2:6]
    return d2lmini.kernel2matrix(numpy.ones((2, 2)), (5, 5)).T * X.flatten()


def _round_trip() -> Array:
    K = numpy.array([[1.0, 2], [3, 4]])
    return d2lmini.trans_conv(d2lmini.corr2d(_X(), K), K)


def _phases() -> Array:
    Y = numpy.array(larger())
    rows = [_beside(Y[a::2, 0::2], Y[a::2, 1::2]) for a in (0, 1)]
    return numpy.vstack([rows[0], numpy.zeros((1, rows[0].shape[1])), rows[1]])


def _sizes() -> Array:
    K, setting = numpy.full((5, 5), 1 / 25), {"stride": 3, "padding": 2}
    small = d2lmini.corr2d(_X(), K, **setting)
    return _beside(_X(), small, d2lmini.trans_conv(small, 9 * K, **setting))


def _half_a_pixel() -> Array:
    tent = numpy.array([1.0, 2, 1]) / 2
    setting = {"stride": 2, "padding": 1, "output_padding": 1}
    moved = d2lmini.trans_conv(_X(), numpy.outer(tent, tent), **setting)
    return abs(moved - numpy.array(larger()))


def _gradient() -> Array:
    K = numpy.array([[1.0, -1]])
    return abs(d2lmini.trans_conv(d2lmini.corr2d(_X(), K), K))


def _kept() -> Array:
    mean, X = numpy.full((2, 2), 0.5), _X()
    return _beside(X, d2lmini.trans_conv(d2lmini.corr2d(X, mean, stride=2), mean, stride=2))


def _zeros_of_W() -> Array:
    return d2lmini.kernel2matrix(numpy.ones((3, 3)), (6, 6)) * _X()[2:, :6].flatten()


def _checkered() -> Array:
    return d2lmini.trans_conv(_X(), numpy.ones((3, 3)), stride=2)


def _bars() -> Array:
    row = d2lmini.trans_conv(_X()[2], numpy.array([1.0, 3, 3, 1]) / 4, stride=2, padding=1)
    return numpy.array([row >= height for height in range(9, 0, -1)], dtype=float)


def _mask() -> Array:
    return numpy.digitize(numpy.array(larger()), [2, 4.5, 7.2]).astype(float)


def _down_and_up() -> Array:
    half, double = numpy.full((2, 2), 0.25), numpy.ones((2, 2))
    X = _X()
    middle = d2lmini.corr2d(X, half, stride=2)
    least = d2lmini.corr2d(middle, half, stride=2)
    up = d2lmini.trans_conv(least, double, stride=2)
    end = d2lmini.trans_conv(up, double, stride=2)
    U = numpy.zeros((16, 17))
    U[:8, :8], U[9:13, 4:8], U[14:, 7:9], U[9:13, 9:13], U[:8, 9:] = X, middle, least, up, end
    return U


def _unfinished() -> Array:
    X = _X()
    X[4:, 4:] = 0
    return X


def _brightest() -> Array:
    X = _X()
    kept = numpy.argsort(-X.flatten(), kind="stable")[:QUESTIONS]
    chosen = numpy.zeros(X.size)
    chosen[kept] = X.flatten()[kept]
    return chosen.reshape(X.shape)


# Each chapter's emblem: its alternative text, and the numbers that it shows, of which none is drawn
# that is 0 or less.
THUMBS: dict[str, tuple[str, Callable[[], Array]]] = {
    "cross-correlation": (
        "the vertical edges of a picture of a house",
        lambda: abs(d2lmini.corr2d(_X(), numpy.array([[1.0, -1]]))),
    ),
    "why-upsample": ("every other pixel of a picture, each repeated four times", _repeated),
    "basic-operation": ("a picture that is stamped halfway down", _half_stamped),
    "padding-strides-channels": ("a picture with zeros between its pixels", _spread),
    "matrix-transposition": ("a tall matrix with a picture's pixels in its columns", _stamps_of_W),
    "summary-exercises": ("a picture after a convolution and the way back", _round_trip),
    "three-forms": ("a picture taken apart into four phases", _phases),
    "shape-arithmetic": (
        "a picture, a smaller one made of it, and one that is a row short",
        _sizes,
    ),
    "alignment": ("where two enlargements of a picture differ by half a pixel", _half_a_pixel),
    "conventions": (
        "a picture, and the same one turned by half a turn",
        lambda: _beside(_X(), _X()[::-1, ::-1]),
    ),
    "gradients": ("which pixels of a picture its edges depend on", _gradient),
    "not-a-deconvolution": ("a picture, and what the means of its blocks bring back", _kept),
    "matrix-efficiency": ("a large matrix of a picture's pixels and mostly zeros", _zeros_of_W),
    "checkerboards": ("a picture under a checkerboard", _checkered),
    "one-and-three-dimensions": ("one row of a picture, enlarged, as bars", _bars),
    "upsampling-images": ("a picture enlarged smoothly", lambda: numpy.array(larger())),
    "segmentation": ("a picture in which every pixel has one of few classes", _mask),
    "in-use": ("a picture made smaller in two steps, and larger again in two", _down_and_up),
    "write-it-yourself": ("a picture, a quarter of it left to fill in", _unfinished),
    "what-can-you-do": ("the twenty brightest pixels of a picture", _brightest),
}


def numbers(name: str) -> Array:
    """Return what a chapter's emblem shows, from 0 to 1.

    Raises
    ------
    ValueError
        If the chapter has none.
    """
    if name not in THUMBS:
        raise ValueError(f"no picture of {name!r}; there are {', '.join(THUMBS)}")
    A = numpy.asarray(THUMBS[name][1](), dtype=float)
    return numpy.maximum(A, 0) / A.max()


def thumb(name: str) -> str:
    """Return a chapter's emblem as SVG in the colour of the text around it."""
    A = numbers(name)
    rows, cols = A.shape
    side = max(rows, cols)
    shades: dict[str, str] = defaultdict(str)
    for (i, j), value in numpy.ndenumerate(A):
        if value > 0:
            shades[f"{value:.2f}"] += f"M{j} {i}h1v1h-1z"
    paths = "".join(f'<path fill-opacity="{shade}" d="{d}"/>' for shade, d in shades.items())
    box = f"{(cols - side) / 2:g} {(rows - side) / 2:g} {side} {side}"
    return (
        f'<svg class="thumb" viewBox="{box}" shape-rendering="crispEdges" role="img" '
        f'aria-label="{escape(THUMBS[name][0], quote=True)}">{paths}</svg>'
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


class Emblem(SphinxTransform):
    """Insert a chapter's emblem below its title."""

    default_priority = 411  # after the box with the notebooks, to stand before it

    def apply(self, **_options: Any) -> None:
        """Run over the document."""
        title = next(self.document.findall(nodes.title), None)
        chapter = self.env.docname.rpartition("/")[2]
        if title is not None and chapter in THUMBS:
            svg = f'<div class="emblem">{thumb(chapter)}</div>'
            title.parent.insert(title.parent.index(title) + 1, nodes.raw("", svg, format="html"))


def setup_thumbs(app: Sphinx) -> None:
    """Register the role and the transform."""
    app.add_role("thumb", ThumbRole())
    app.add_transform(Emblem)
