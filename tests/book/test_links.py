"""Links inside the built book."""

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from book._ext.paths import HTML


class Page(HTMLParser):
    """The ids and the links of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Note what an element is called and where it leads."""
        values = dict(attributes)
        self.ids.update(filter(None, (values.get("id"), values.get("name"))))
        self.links += [values[key] for key in ("href", "src") if values.get(key)]


def pages():
    assert HTML.is_dir(), "the book is not built: run `make book`"
    files = [p for p in HTML.rglob("*.html") if "_static" not in p.parts and p.name != "404.html"]
    return {path: Page(path.read_text("utf8")) for path in files}


def broken(found):
    """List the links that lead to no file, or to no element of a page."""
    for path, page in found.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = found[target].ids if target in found else None
            anchor = unquote(parts.fragment)
            if (known is None and not target.exists()) or (
                known is not None and anchor and anchor not in known
            ):
                yield f"{path.relative_to(HTML)}: {link}"


def test_no_link_inside_the_book_is_broken():
    found = pages()
    silent = [path for path, page in found.items() if not page.links]
    assert silent == [HTML / "index.html"]  # it leads on to the first page by itself
    assert list(broken(found)) == []


def test_a_broken_link_is_seen():
    path = HTML / "book" / "new.html"
    text = '<a href="basic-operation.html#nowhere">a</a><a href="gone.html">b</a><a href="#">c</a>'
    assert list(broken({**pages(), path: Page(text)})) == [
        "book/new.html: basic-operation.html#nowhere",
        "book/new.html: gone.html",
    ]
