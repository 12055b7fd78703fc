"""Every chapter's page offers its notebooks, one for each framework."""

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from book._ext.frameworks import BOOK, FRAMEWORKS, notebook_path

__all__ = ["NotebookLinks", "setup_downloads"]


def setup_downloads(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(NotebookLinks)


class NotebookLinks(SphinxTransform):
    """Insert a line with the notebooks below a chapter's title."""

    default_priority = 410

    def apply(self, **_options: Any) -> None:
        """Run over the document."""
        chapter = self.env.docname.rpartition("/")[2]
        title = next(self.document.findall(nodes.title), None)
        if title is None or not all(notebook_path(BOOK, f, chapter).exists() for f in FRAMEWORKS):
            return
        line = nodes.paragraph("", "Run this chapter as a notebook: ", classes=["notebook-links"])
        for framework in FRAMEWORKS:
            if framework is not FRAMEWORKS[0]:
                line += nodes.Text(" · ")
            target = f"/{notebook_path(BOOK, framework, chapter).relative_to(BOOK.parent)}"
            link = addnodes.download_reference("", "", reftarget=target)
            link["refdoc"] = self.env.docname
            link += nodes.inline("", framework.label, classes=["xref", "download"])
            line += link
        title.parent.insert(title.parent.index(title) + 1, line)
