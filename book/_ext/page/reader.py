"""The page of a chapter: its source and both notebooks' outputs, read by MyST-NB."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

import d2lmini
from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.notebooks.chapters import ChapterError, read_chapter
from book._ext.notebooks.stored import with_stored_outputs
from book._ext.page.kinds import with_kinds
from book._ext.page.merge import merge
from book._ext.paths import BOOK

__all__ = ["read_page", "setup_reader"]

SHARED = (BOOK / "static", BOOK / "_ext", Path(d2lmini.__file__).parent)

# MyST-NB hands a reader only the text; Sphinx says just before which document it reads.
_reading = ""


def setup_reader(app: Sphinx) -> None:
    """Make `read_page` the reader of the book's sources."""
    app.connect("source-read", _note_document)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _pointing)
    app.connect("build-finished", _remove_old_pages)
    app.connect("html-page-context", _drop_thebe, priority=900)


def read_page(text: str) -> NotebookNode:
    """Read a source, with the stored outputs where it holds code."""
    try:
        chapter = read_chapter(_reading, text)
        if not chapter.has_code:
            return chapter.notebook
        stored = {f.tag: with_stored_outputs(chapter, f, BOOK) for f in FRAMEWORKS}
        return with_kinds(merge(chapter, stored))
    except ChapterError as error:
        raise ExtensionError(str(error)) from None


def _note_document(_app: Sphinx, document: str, _source: list[str]) -> None:
    global _reading
    _reading = Path(document).name


def _drop_thebe(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _: Any) -> None:
    """Leave out the scripts for live kernels: the book has none, and they raise an error."""
    context["script_files"] = [
        script
        for script in context["script_files"]
        if "thebe" not in f"{script.filename} {script.attributes.get('body')}".lower()
    ]


def _outdated(app: Sphinx, env: Any, *_changes: set[str]) -> list[str]:
    """Return the pages that something other than their source has changed since they were read.

    A page shows its notebooks, the helper draws its figures, and Sphinx copies style sheets and
    scripts only when it writes some page.
    """
    parts = _newest(path for folder in SHARED for path in folder.rglob("*") if path.is_file())
    outdated = []
    for document, read_at in env.all_docs.items():  # in microseconds
        notebooks = (notebook_path(BOOK, f, Path(document).name) for f in FRAMEWORKS)
        if max(parts, _newest(path for path in notebooks if path.exists())) * 1e6 > read_at:
            outdated.append(document)
    return outdated


def _pointing(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return every page where something that pages point at came, went or changed its title.

    Sphinx resolves references as it writes a page, and a page that did not change is not written:
    a reference to a label that was renamed would stay, and nobody be told.
    """
    std: Any = env.domains["std"]
    titles = sorted((name, title.astext()) for name, title in env.titles.items())
    labels = sorted({**std.anonlabels, **std.labels}.items())
    targets = repr((titles, labels, sorted(std.objects), sorted(env.domaindata["math"]["objects"])))
    before, env.book_targets = getattr(env, "book_targets", None), targets  # type: ignore[attr-defined]
    return sorted(env.found_docs) if before not in (None, targets) else []


def _remove_old_pages(app: Sphinx, error: Exception | None) -> None:
    """Remove the pages of sources that are gone."""
    if error or app.builder.name != "html":
        return
    for path in Path(app.outdir, "book").glob("*.html"):
        if f"book/{path.stem}" not in app.env.found_docs:
            path.unlink()


def _newest(paths: Iterable[Path]) -> float:
    return max((p.stat().st_mtime for p in paths if p.suffix != ".pyc"), default=0.0)
