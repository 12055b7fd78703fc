"""Time how figures redraw after drawn changes, as they open and with the largest arrays.

Milliseconds from the event to the end of what the figure redraws at once, and to the end of the
browser's layout of it. Other work on the machine makes them longer: two bundles are compared in one
run, by turns.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

import d2lmini.widgets as figures
from book._ext.chromium import open_browser
from d2lmini.widgets._base import STATIC, Widget
from d2lmini.widgets._state import MIME
from d2lmini.widgets.sphinx import widget_html

NAME = "d2lmini-widgets.js"
CHANGE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
KINDS = ("step", "edit", "number", "point")
REPEATS = 24
ROUNDS = 3
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title>
<body style="max-width:760px;margin:auto">{body}<script src="{name}"></script></body></html>"""


def array(rows: int, cols: int) -> list[list[int]]:
    """Return drawn digits, the same ones in each run."""
    draw = random.Random(rows * cols)
    return [[draw.randint(1, 9) for _ in range(cols)] for _ in range(rows)]


def states() -> dict[str, Widget]:
    """Return every figure as it opens, and with arrays as large as its ranges allow."""
    wide = {"stride": 4, "dilation": 4, "output_padding": 3}
    large = {
        "Stamping, 60 × 56": figures.Stamping(array(8, 7), array(8, 8), step=20, **wide),
        "Stamping, 60 × 56, parts": figures.Stamping(
            array(8, 7), array(8, 8), step=20, show_all=True, **wide
        ),
        "Stamping, 60 × 56, zeros": figures.Stamping(
            array(8, 7), array(8, 8), step=200, reading="zeros", **wide
        ),
        "Stamping, 60 × 56, phases": figures.Stamping(
            array(8, 7), array(8, 8), step=200, reading="phases", **wide
        ),
        "Matrix, 54 × 28": figures.Matrix(array(4, 7), array(3, 3)),
        "Overlap, 36 × 36": figures.Overlap(n=8, kernel=8, stride=4),
        "RoundTrip, 5 × 4": figures.RoundTrip(array(5, 4), array(2, 2), stride=2, revealed=True),
        "FillIn, 5 × 5": figures.FillIn(level=4),
        "Shapes, 512": figures.Shapes(n=512, kernel=16, stride=8, padding=16, dilation=8),
        "Cost, 512": figures.Cost(n=512, kernel=7, c_i=256, c_o=256),
    }
    return {name: getattr(figures, name)() for name in figures.__all__} | large


@contextmanager
def opened(browser: Browser, figure: Widget, bundle: Path) -> Iterator[Page]:
    """Open a page with the figure, drawn by a bundle."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(bundle, Path(folder) / NAME)
        body = widget_html(figure._repr_mimebundle_()[0][MIME])
        page_file = Path(folder) / "index.html"
        page_file.write_text(PAGE.format(name=NAME, body=body), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(page_file.as_uri())
        yield page
        page.close()


def measure(
    browser: Browser, figure: Widget, kind: str, bundles: list[Path], repeats: int = REPEATS
) -> list[list[tuple[float, float]]]:
    """Return the times of changes for each bundle; a figure that has no such change has none."""
    times: list[list[tuple[float, float]]] = [[] for _ in bundles]
    for turn in range(ROUNDS):
        for bundle, found in zip(bundles, times, strict=True):
            with opened(browser, figure, bundle) as page:
                options = {"kind": kind, "repeats": repeats // ROUNDS, "seed": turn + 1}
                page.evaluate(CHANGE, {**options, "repeats": 3})  # the first ones compile
                found += page.evaluate(CHANGE, options)
    return times


def row(found: list[tuple[float, float]]) -> str:
    """Return medians and 90th percentiles: of the redraw, and with the layout."""
    parts = zip(*found, strict=True)
    both = [(statistics.median(part), statistics.quantiles(part, n=10)[-1]) for part in parts]
    return "".join(f"{median:9.1f}{high:8.1f}" for median, high in both)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.redraw", description=__doc__)
    parser.add_argument("--only", default="", help="states whose name has these letters in it")
    parser.add_argument("--against", type=Path, help="another bundle, timed by turns with this one")
    options = parser.parse_args(arguments)
    bundles = [STATIC / NAME, *filter(None, [options.against])]
    print(f"{'milliseconds: median and 90 %':36}{'redraw':>17}{'with layout':>17}")
    together: dict[str, list[tuple[float, float]]] = {}
    with open_browser() as browser:
        for name, figure in states().items():
            for kind in KINDS if options.only in name else ():
                for number, found in enumerate(measure(browser, figure, kind, bundles)):
                    label = "  the other" if number else f"{name}: {kind}"
                    if found:
                        print(f"{label:36}{row(found)}", flush=True)
                    if not number:
                        size = "as they open" if name in figures.__all__ else "the largest arrays"
                        together.setdefault(size, []).extend(found)
    for size, found in together.items():
        print(f"{f'all changes, {size}':36}{row(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
