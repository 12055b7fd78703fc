"""Every chapter's page offers its notebooks: as files, and to be run elsewhere."""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.writers.html5 import HTML5Translator

from book._ext.address import SETTING, repository
from book._ext.frameworks import FRAMEWORKS, Framework, notebook_path
from book._ext.page.helper import helper_wheel
from book._ext.paths import BOOK, ROOT

__all__ = ["NotebookLinks", "setup_downloads"]


class NotebookBox(nodes.Admonition, nodes.container):
    """A box beside the text: the page's description does not begin with it."""


def setup_downloads(app: Sphinx) -> None:
    """Register the transform and its box."""
    visitors = (HTML5Translator.visit_container, HTML5Translator.depart_container)
    app.add_node(NotebookBox, html=visitors)
    app.add_transform(NotebookLinks)


class NotebookLinks(SphinxTransform):
    """Insert a line for each framework with its notebook below a chapter's title."""

    default_priority = 410

    def apply(self, **_options: Any) -> None:
        """Run over the document."""
        chapter = self.env.docname.rpartition("/")[2]
        title = next(self.document.findall(nodes.title), None)
        if title is None or not all(notebook_path(BOOK, f, chapter).exists() for f in FRAMEWORKS):
            return
        box = NotebookBox(classes=["notebook-links"])
        box += nodes.paragraph("", "Run this chapter as a notebook:")
        listing = nodes.bullet_list()
        for framework in FRAMEWORKS:
            listing += nodes.list_item("", self._line(framework, chapter))
        box += listing
        if repository(self.config[SETTING]) is None:  # no notebook can install it by itself
            wheel = self._download(helper_wheel(), "the book's helper as a wheel")
            words = "; elsewhere than in a clone of the book, install it first."
            box += nodes.paragraph("", "", nodes.Text("Both need "), wheel, nodes.Text(words))
        title.parent.insert(title.parent.index(title) + 1, box)

    def _download(self, path: Path, words: str) -> addnodes.download_reference:
        target = f"/{path.relative_to(ROOT).as_posix()}"
        link = addnodes.download_reference("", "", reftarget=target, refdoc=self.env.docname)
        link += nodes.inline("", words, classes=["xref", "download"])
        return link

    def _line(self, framework: Framework, chapter: str) -> nodes.paragraph:
        path = notebook_path(BOOK, framework, chapter)
        line = nodes.paragraph("", "", self._download(path, f"{framework.label} notebook"))
        place = repository(self.config[SETTING])
        places = place.launchers(path.relative_to(ROOT).as_posix()) if place else {}
        for name, address in places.items():
            words = f"{framework.label} in {name}"
            line += [nodes.Text(" · "), nodes.reference("", words, refuri=address)]
        if framework.limits:
            line += nodes.inline("", f" ({framework.limits})", classes=["limits"])
        return line
