"""Reading a chapter's page, and what of the site is made anew when something else changed."""

import os
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from sphinx.errors import ExtensionError

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.notebooks.chapters import read_chapter
from book._ext.page import reader
from book._ext.paths import BOOK

PAGES = sorted(BOOK.glob("*.md"), key=lambda path: path.stem)


def connected():
    """Return what the reader connects to each of Sphinx's events."""
    handlers = {}
    app = SimpleNamespace(connect=lambda event, call, **_options: handlers.update({event: call}))
    reader.setup_reader(app)
    return handlers


def read(name, text):
    """Read a page as MyST-NB does: Sphinx has said before which document it is."""
    connected()["source-read"](None, f"book/{name}", [text])
    return reader.read_page(text)


def shown(cells):
    """Return the cells' code with what stands under it as text."""
    return {
        (cell.source, output.data.get("text/plain"))
        for cell in cells
        for output in cell.get("outputs", [])
        if output.output_type == "execute_result"
    }


def headings(cells):
    """Return the prose's headings; values that code computes may stand in the rest."""
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return [line for line in prose.splitlines() if line.startswith("#")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_holds_what_both_notebooks_put_out(path):
    text = path.read_text("utf8")
    page = read(path.stem, text)
    chapter = read_chapter(path.stem, text)
    assert headings(page.cells) == headings(chapter.notebook.cells)
    if not chapter.has_code:
        return
    texts = {output for _, output in shown(page.cells)}
    for framework in FRAMEWORKS:
        stored = nbformat.read(notebook_path(BOOK, framework, path.stem), 4)
        assert {output for _, output in shown(stored.cells)} <= texts


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("no-such-chapter", "1 + 1", "no-such-chapter"),
        ("why-upsample", "1 + 1", "why-upsample"),
    ],
    ids=["never executed", "other code than was executed"],
)
def test_a_page_without_its_outputs_stops_the_build(name, code, message):
    with pytest.raises(ExtensionError, match=message):
        read(name, f"# Title\n\n```{{code-cell}}\n{code}\n```\n")


def test_the_scripts_of_live_kernels_are_left_out():
    kept = [("a.js", None), (None, "let plot = 1")]
    scripts = [
        SimpleNamespace(filename=filename, attributes={"body": body} if body else {})
        for filename, body in [
            kept[0], ("sphinx-Thebe.js", None), (None, "initThebeSBT()"), kept[1]
        ]
    ]  # fmt: skip
    context = {"script_files": scripts}
    connected()["html-page-context"](None, "", "", context, None)
    assert context["script_files"] == [scripts[0], scripts[3]]


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Make a book of two chapters, one without notebooks, all read before at second 1000."""
    for path in (
        "static/a.css",
        "static/a.pyc",
        *(f"notebooks/{f.tag}/one.ipynb" for f in FRAMEWORKS),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
        os.utime(tmp_path / path, (900, 900))
    monkeypatch.setattr(reader, "BOOK", tmp_path)
    monkeypatch.setattr(reader, "SHARED", (tmp_path / "static",))
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "pages"),
    [
        ("", []),
        ("static/a.css", ["book/one", "book/two"]),
        ("static/a.pyc", []),
        ("notebooks/pytorch/one.ipynb", ["book/one"]),
        ("notebooks/mxnet/one.ipynb", ["book/one"]),
    ],
)
def test_a_page_is_read_again_when_something_that_it_shows_changed(book, changed, pages):
    if changed:
        os.utime(book / changed, (1001, 1001))
    env = SimpleNamespace(all_docs=dict.fromkeys(["book/one", "book/two"], 1000 * 1e6))
    assert connected()["env-get-outdated"](None, env, set()) == pages


def targets():
    """Return what Sphinx knows of two pages: titles, labels, objects and equations."""
    std = SimpleNamespace(
        anonlabels={"first": ("book/one", "id1")},
        labels={"second": ("book/two", "id2", "Second")},
        objects={("term", "stride"): ("book/two", "term-stride")},
    )
    titles = {
        name: SimpleNamespace(astext=lambda name=name: name) for name in ("book/one", "book/two")
    }
    return SimpleNamespace(
        domains={"std": std},
        domaindata={"math": {"objects": {"eq-sum": ("book/one", 1)}}},
        titles=titles,
        found_docs=set(titles),
    )


CHANGES = {
    "a title": lambda env: env.titles["book/one"].__dict__.update(astext=lambda: "New"),
    "a page": lambda env: env.titles.pop("book/two"),
    "a label without a title": lambda env: env.domains["std"].anonlabels.clear(),
    "where a label leads": lambda env: env.domains["std"].labels.update(second=("book/one", "id2")),
    "a term": lambda env: env.domains["std"].objects.clear(),
    "an equation": lambda env: env.domaindata["math"]["objects"].update(
        {"eq-two": ("book/two", 2)}
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_all_pages_are_written_again_when_what_they_may_point_at_changed(change):
    env, pointing = targets(), connected()["env-updated"]
    assert pointing(None, env) == []  # the first build writes them anyway
    assert pointing(None, env) == []
    change(env)
    assert pointing(None, env) == ["book/one", "book/two"]
    assert pointing(None, env) == []


@pytest.mark.parametrize(
    ("builder", "error", "left"),
    [
        ("html", None, {"kept.html"}),
        ("html", OSError("disk full"), {"kept.html", "gone.html"}),
        ("latex", None, {"kept.html", "gone.html"}),
    ],
    ids=["built", "failed", "another builder"],
)
def test_the_pages_of_sources_that_are_gone_are_removed(tmp_path, builder, error, left):
    for name in ("book/kept.html", "book/gone.html", "book/kept.css", "search.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    app = SimpleNamespace(
        builder=SimpleNamespace(name=builder),
        outdir=str(tmp_path),
        env=SimpleNamespace(found_docs={"book/kept", "search"}),
    )
    connected()["build-finished"](app, error)
    assert {path.name for path in Path(tmp_path, "book").glob("*.html")} == left
    assert (tmp_path / "book" / "kept.css").exists()
    assert (tmp_path / "search.html").exists()
