"""What to cite, at the foot of each page: in words and as BibTeX, from `CITATION.cff`."""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config

from book._ext.address import repository
from book._ext.paths import ROOT

__all__ = ["Citation", "citation", "setup_cite"]

SETTING = "book_citation"
WITHOUT = "your-work"  # a page of the reader's own
FOOT = """
<details class="d2l-cite">
<summary>Cite this page</summary>
<p>{words}</p>
<div class="highlight-bibtex notranslate"><div class="highlight"><pre>{bibtex}</pre></div></div>
</details>
"""


@dataclass(frozen=True)
class Citation:
    """A page, or the book where there is no chapter, as a work to cite."""

    authors: str
    title: str
    version: str
    year: str
    chapter: str = ""
    key: str = "book"
    address: str = ""

    @property
    def words(self) -> str:
        """The citation as a sentence."""
        inside = f"“{self.chapter}”, in " if self.chapter else ""
        authors = f"{self.authors[:1].upper()}{self.authors[1:]}"
        parts = [f"{authors} ({self.year})", f"{inside}{self.title}"]
        parts += [f"Version {self.version}", *([self.address] if self.address else [])]
        return f"{'. '.join(parts)}."

    @property
    def bibtex(self) -> str:
        """The citation as an entry of BibTeX."""
        fields = {"author": f"{{{self.authors}}}"}
        if self.chapter:
            fields |= {"title": self.chapter, "booktitle": self.title}
        else:
            fields |= {"title": self.title}
        fields |= {"year": self.year, "note": f"Version {self.version}"}
        if self.address:
            fields["url"] = self.address
        kind = "incollection" if self.chapter else "misc"
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@{kind}{{transposed-convolution-{self.key},\n{lines}\n}}"


def citation(text: str, year: str, page: str = "", title: str = "", place: str = "") -> Citation:
    """Return how to cite a page.

    Parameters
    ----------
    text : str
        What `CITATION.cff` says: authors, title and version.
    year : str
        The year of the book.
    page, title : str, optional
        The page's name and title; left out, the book itself is cited.
    place : str, optional
        The address that the built book is under, or nothing while it has none.
    """
    said = yaml.load(text, yaml.BaseLoader)  # a version is no number
    authors = " and ".join(_name(author) for author in said["authors"])
    inside = {"chapter": title, "key": page.rpartition("/")[2]} if page else {}
    address = f"{place}{page}.html" if place and page else place
    return Citation(authors, said["title"], said["version"], year, address=address, **inside)


def _name(author: dict[str, str]) -> str:
    named = [author.get(part, "") for part in ("given-names", "family-names")]
    return author.get("name") or " ".join(filter(None, named))


def setup_cite(app: Sphinx) -> None:
    """Put it at the foot of the pages, and write them anew when `CITATION.cff` changes."""
    app.add_config_value(SETTING, "", "html", types=[str])
    app.connect("config-inited", _read)
    app.connect("html-page-context", _add)


def _read(_app: Sphinx, config: Config) -> None:
    path = ROOT / "CITATION.cff"
    config[SETTING] = path.read_text("utf8") if path.exists() else ""


def _add(app: Sphinx, page: str, _template: str, context: dict[str, Any], _: Any) -> None:
    text = app.config[SETTING]
    if not (text and "body" in context and re.fullmatch(rf"book/(?!{WITHOUT}$)[\w-]+", page)):
        return
    place = repository()
    chapter = page != app.config.root_doc
    work = citation(
        text,
        app.config.copyright,
        page if chapter else "",
        app.env.titles[page].astext() if chapter else "",
        place.pages if place else "",
    )
    context["body"] += FOOT.format(words=escape(work.words), bibtex=escape(work.bibtex))
