"""Plots of the book's chapters: SVG inside the page, in the page's own colours.

A plot is drawn by matplotlib and shown as text, so that it follows light and dark, scales, prints,
and can be compared number by number with the plot that is stored in a notebook.
"""

import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

try:
    import matplotlib as mpl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
except ModuleNotFoundError as error:
    raise ImportError('the plots need matplotlib: pip install "d2lmini[plots]"') from error

from d2lmini._libraries import host_array
from d2lmini._svg import renamed

__all__ = ["Drawing", "bars", "images", "lines"]

# Readable on white and on near-black, 3:1 at least; a curve also has its own dashes and marks.
COLOURS = ("#2f7bd6", "#c2570c", "#2e8b57", "#8a63d2", "#c0407f", "#7a7f87", "#a07800", "#008b9a")
MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))
HATCHES = ("", "//", "\\\\", "--", "xx", "||", "++", "-\\")
# Ink that no curve has; it becomes the colour of the text around the plot.
INK = "#010203"
STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "d2lmini",
    "font.size": 11,
    **{name: INK for name in ("text.color", "axes.edgecolor", "axes.labelcolor")},
    **{name: INK for name in ("xtick.color", "ytick.color", "grid.color", "legend.edgecolor")},
    "grid.alpha": 0.2,
    "legend.framealpha": 0.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
WIDTH = 5.2  # inches: on a phone the text is still large enough to read
# Matplotlib's names of groups, the same in every plot, and of pictures; its list of fonts.
UNWANTED = (r' id="(?:[\w.]+_\d+|image[0-9a-f]+)"', r' font(?:-family)?: [^;"]+;', r"<!--.*?-->")
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


class Drawing:
    """A matplotlib figure, shown as SVG in the colours of the page around it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What to show. Draw its lines and texts in `INK` to have them in the page's text colour.
    alt : str
        What the figure shows, in words, for those who do not see it.
    compared : bool
        Whether the tests compare every number and pixel of it. Say False for what training
        decides, which differs between processors in more than last places; then only the words
        are compared, and the chapter's next cell has to check the arrays behind the picture.

    Raises
    ------
    ValueError
        If `alt` is empty.
    """

    def __init__(self, figure: Figure, alt: str, *, compared: bool = True) -> None:
        if not alt.strip():
            raise ValueError("a drawing needs an alternative text that says what it shows")
        self.figure = figure
        self.alt = " ".join(alt.split())
        self.compared = compared

    @property
    def svg(self) -> str:
        """The figure as an SVG element with its alternative text, to stand in an HTML page."""
        text = io.StringIO()
        with mpl.rc_context(STYLE):
            self.figure.savefig(text, format="svg", transparent=True, metadata=NO_METADATA)
        width, height = (round(72 * inches) for inches in self.figure.get_size_inches())
        mark = "" if self.compared else 'data-compared="no" '
        opening = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'class="d2l-plot" role="img" aria-label="{html.escape(self.alt)}" {mark}'
            f'viewBox="0 0 {width} {height}" style="width:100%;max-width:{width}pt;height:auto;'
            'font-family:sans-serif;stroke-linejoin:round">'
        )
        body = text.getvalue().partition("</defs>")[2]
        for pattern in UNWANTED:
            body = re.sub(pattern, "", body)
        return opening + re.sub(r"\n\s*", "\n", renamed(body)).replace(INK, "currentColor")

    def __repr__(self) -> str:
        return f"Drawing: {self.alt}"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        return {"text/html": self.svg, "text/plain": repr(self)}


def lines(
    curves: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    *,
    x_label: str,
    y_label: str,
    alt: str,
    scale: Literal["linear", "log"] = "linear",
    marks: bool = True,
    compared: bool = True,
) -> Drawing:
    """Draw curves over one pair of axes, each with its own colour, dashes and marks.

    Parameters
    ----------
    curves : mapping of name to (x values, y values)
        What the legend says, and two sequences of one length.
    x_label, y_label : str
        What stands at the axes, units included.
    alt : str
        What the plot shows, in words.
    scale : {"linear", "log"}
        The scale of both axes.
    marks : bool
        Whether each point has a mark.
    compared : bool
        As in `Drawing`.

    Returns
    -------
    Drawing
        The plot.

    Raises
    ------
    ValueError
        If there is no curve, or one whose sequences differ in length.

    Examples
    --------
    >>> lines({"twice": ([1, 2], [2, 4])}, x_label="n", y_label="2n", alt="A line.")
    Drawing: A line.
    """
    with _axes(curves, columns=1) as (figure, [axes]):
        for number, (name, (xs, ys)) in enumerate(curves.items()):
            if len(xs) != len(ys):
                raise ValueError(f"curve {name!r} has {len(xs)} x values and {len(ys)} y values")
            colour, other = _look(number)
            look: dict[str, Any] = {"color": COLOURS[colour], "linestyle": DASHES[other]}
            look |= {"marker": MARKS[other] if marks else None, "markersize": 5}
            axes.plot(xs, ys, label=name, **look)
        axes.set(xlabel=x_label, ylabel=y_label, xscale=scale, yscale=scale)
        ticks, heights = (sorted({v for c in curves.values() for v in c[i]}) for i in (0, 1))
        axis: Literal["x", "y"]
        for axis, values in (("x", ticks), ("y", heights)):
            if scale == "linear" and all(float(v).is_integer() for v in values):
                axes.locator_params(axis=axis, integer=True)  # no half elements
        if scale == "log" and len(ticks) <= 8:
            axes.set_xticks(ticks, [f"{x:g}" for x in ticks])
            axes.xaxis.minorticks_off()
        axes.grid()
        if len(curves) > 1:
            axes.legend()
    return Drawing(figure, alt, compared=compared)


def bars(
    values: Mapping[str, float | Mapping[str, float]],
    *,
    y_label: str,
    alt: str,
    compared: bool = True,
) -> Drawing:
    """Draw one bar for each name, or a group of bars, with the value above each.

    Parameters
    ----------
    values : mapping of name to number, or of name to mapping of name to number
        The bars, from left to right; the names inside groups stand in the legend.
    y_label : str
        What stands at the vertical axis, unit included.
    alt : str
        What the plot shows, in words.
    compared : bool
        As in `Drawing`.

    Returns
    -------
    Drawing
        The plot.

    Raises
    ------
    ValueError
        If there is no bar, or a group whose names are not those of the first.

    Examples
    --------
    >>> bars({"a": 1, "b": 2.5}, y_label="height", alt="Two bars.")
    Drawing: Two bars.
    """
    groups = {n: v if isinstance(v, Mapping) else {"": v} for n, v in values.items()}
    with _axes(values, columns=1) as (figure, [axes]):
        names = list(next(iter(groups.values())))
        if other := [n for n, group in groups.items() if list(group) != names]:
            raise ValueError(f"expected the bars {names} in every group, not in {other[0]!r}")
        width = 0.8 / len(names)
        for number, name in enumerate(names):
            places = [i + (number - (len(names) - 1) / 2) * width for i in range(len(groups))]
            colour, hatch = _look(number)
            heights = [group[name] for group in groups.values()]
            look: dict[str, Any] = {
                "color": COLOURS[colour],
                "hatch": HATCHES[hatch],
                "edgecolor": "white",
            }
            drawn = axes.bar(places, heights, width, label=name, **look)
            axes.bar_label(drawn, fmt="%.3g" if len(names) == 1 else "%.2f", fontsize=9)
        axes.set(ylabel=y_label)
        axes.set_xticks(range(len(groups)), list(groups))
        axes.margins(y=0.1)
        if len(names) > 1:
            figure.legend(loc="outside upper center", ncols=len(names))
    return Drawing(figure, alt, compared=compared)


def images(
    panels: Mapping[str, Any],
    *,
    alt: str,
    columns: int = 4,
    limits: tuple[float, float] | None = None,
    colours: str = "viridis",
    compared: bool = True,
) -> Drawing:
    """Draw arrays as pictures side by side, each under its name.

    Parameters
    ----------
    panels : mapping of name to array of shape (n_h, n_w) or (n_h, n_w, 3)
        Numbers, drawn by `colours`, or red, green and blue from 0 to 1.
    alt : str
        What the pictures show, in words.
    columns : int
        How many pictures stand in a row, at most.
    limits : (low, high), optional
        The numbers drawn in the first and the last colour; without it, each picture's own range.
    colours : str
        Name of a matplotlib colour map.
    compared : bool
        As in `Drawing`.

    Returns
    -------
    Drawing
        The pictures.

    Raises
    ------
    ValueError
        If there is no picture.

    Examples
    --------
    >>> images({"diagonal": [[1, 0], [0, 1]]}, alt="A diagonal.")
    Drawing: A diagonal.
    """
    low, high = limits or (None, None)
    with _axes(panels, columns=min(columns, len(panels)), squares=True) as (figure, grid):
        for axes, (name, panel) in zip(grid, panels.items(), strict=True):
            pixels = host_array(panel).astype(float)
            axes.imshow(pixels, cmap=colours, vmin=low, vmax=high, interpolation="none")
            axes.set(title=name, xticks=[], yticks=[])
    return Drawing(figure, alt, compared=compared)


def _look(number: int) -> tuple[int, int]:
    """Return a place among the colours and one among dashes, marks or hatches: 64 pairs differ."""
    rounds, colour = divmod(number, len(COLOURS))
    return colour, (number + rounds) % len(COLOURS)


@contextmanager
def _axes(
    content: Mapping[str, Any], *, columns: int, squares: bool = False
) -> Iterator[tuple[Figure, list[Axes]]]:
    """Yield a figure and its axes, one for each name where the content is pictures."""
    if not content:
        raise ValueError("there is nothing to draw: expected at least one name with its values")
    with mpl.rc_context(STYLE):
        if not squares:
            figure = Figure(figsize=(WIDTH, WIDTH * 0.62), layout="constrained")
            yield figure, [figure.add_subplot()]
            return
        rows = -(-len(content) // columns)
        side = min(WIDTH / columns, WIDTH / 2)
        figure = Figure(figsize=(side * columns, (side + 0.25) * rows), layout="constrained")
        yield figure, [figure.add_subplot(rows, columns, i + 1) for i in range(len(content))]
