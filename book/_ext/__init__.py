"""The book's own Sphinx extension: a page from a source and two notebooks.

Two phases, one folder each, and what both ask:

    notebooks/  source to notebooks (`make notebooks`): `chapters` reads and splits, `plain` makes
                the prose with the tables of `forms`, `install` the first cell, `execute` runs a
                notebook in a kernel that `kernels` reaches, `values` puts results into the prose,
                `pictures` compares pictures, `write` stores what changed
    page/       notebooks to HTML (`make book`): `reader` reads a source, `merge` puts the outputs
                beside it; `code` has the directive of code exercises, `predictions` that of
                questions, `work` lists both; `anchors` gives theorems and tables their links,
                `cite` says how to cite a page, `kinds` which outputs are measured or trained;
                `tabs`, `downloads`, `formulas`, `fonts` and `site` finish the page; `pdf` prints
                the whole book
    frameworks  what a chapter is split into
    live        how a phrase that sets a figure is written
    predictions what an author writes of a prediction; `free` reads choices and free numbers
    paths, address, node, chromium  where things are
"""

from typing import Any

from sphinx.application import Sphinx

from book._ext.page.anchors import setup_anchors
from book._ext.page.cite import setup_cite
from book._ext.page.code import setup_code
from book._ext.page.downloads import setup_downloads
from book._ext.page.fonts import setup_fonts
from book._ext.page.formulas import setup_formulas
from book._ext.page.kinds import setup_kinds
from book._ext.page.live import setup_live
from book._ext.page.paper import setup_paper
from book._ext.page.predictions import setup_predictions
from book._ext.page.reader import setup_reader
from book._ext.page.site import setup_site
from book._ext.page.tabs import setup_tabs
from book._ext.page.thumbs import setup_thumbs
from book._ext.page.work import setup_work

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part."""
    setup_reader(app)
    setup_anchors(app)
    setup_cite(app)
    setup_kinds(app)
    setup_tabs(app)
    setup_code(app)
    setup_downloads(app)
    setup_formulas(app)
    setup_live(app)
    setup_fonts(app)
    setup_site(app)
    setup_thumbs(app)
    setup_predictions(app)
    setup_paper(app)
    setup_work(app)
    return {"parallel_read_safe": True, "env_version": 1}
