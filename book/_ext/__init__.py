"""The book's own Sphinx extension: a page from a source and two notebooks.

`frameworks` lists what a chapter is split into, `chapters` splits and merges, `plain` makes the
prose of a notebook, `notebooks` executes (`make notebooks`), `address` knows where the book is
published; the rest is for the page.
"""

from typing import Any

from sphinx.application import Sphinx

from book._ext.downloads import setup_downloads
from book._ext.fonts import setup_fonts
from book._ext.formulas import setup_formulas
from book._ext.page import setup_page
from book._ext.site import setup_site
from book._ext.tabs import setup_tabs
from d2lmini.widgets._sphinx import setup_widgets

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part."""
    setup_page(app)
    setup_tabs(app)
    setup_downloads(app)
    setup_formulas(app)
    setup_widgets(app)
    setup_fonts(app)
    setup_site(app)
    return {"parallel_read_safe": True}
