"""The places of the book that others may link to: theorems, tables, numbered formulas, terms."""

from html.parser import HTMLParser
from pathlib import Path

from book._ext.paths import HTML, ROOT

__all__ = ["LIST", "Places", "found", "places_of", "read", "text_of"]

# `python -m tests.support.anchors` adds to it what is new, and takes nothing away.
LIST = ROOT / "tests" / "book" / "anchors.tsv"

Place = tuple[str, str, str]  # page, kind, anchor


class Places(HTMLParser):
    """What a page has of theorems, tables, formulas and terms, and which links it shows to them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: list[tuple[str, str]] = []
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what an element is, with its anchor, which may be missing."""
        values = {name: value or "" for name, value in attributes}
        classes, anchor = values.get("class", "").split(), values.get("id", "")
        if tag == "a" and "headerlink" in classes:
            self.links.add(values["href"].removeprefix("#"))
        if kind := _kind(tag, classes, anchor):
            self.places.append((kind, anchor))


def _kind(tag: str, classes: list[str], anchor: str) -> str:
    if tag == "blockquote":
        return "theorem"
    if tag == "table" and "table" in classes:
        return "table"
    if anchor.startswith("equation-"):
        return "formula"
    return "term" if tag == "dt" and anchor.startswith("term-") else ""


def places_of(page: Path) -> Places:
    """Read a page of the built book."""
    return Places(page.read_text("utf8"))


def found() -> set[Place]:
    """Return the places of the built book that have an anchor."""
    assert HTML.is_dir(), "the book is not built: run `make book`"
    return {
        (page.stem, kind, anchor)
        for page in (HTML / "book").glob("*.html")
        for kind, anchor in places_of(page).places
        if anchor
    }


def read() -> set[Place]:
    """Return the places that have to stay."""
    rows = LIST.read_text("utf8").splitlines() if LIST.exists() else []
    return {(page, kind, anchor) for page, kind, anchor in (row.split("\t") for row in rows)}


def text_of(places: set[Place]) -> str:
    """Write places as the list has them."""
    return "".join("\t".join(place) + "\n" for place in sorted(places))


if __name__ == "__main__":
    LIST.write_text(text_of(read() | found()), "utf8")
