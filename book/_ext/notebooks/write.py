"""Make the notebooks from the chapters (`make notebooks`): read, split, execute, write."""

import argparse
import sys
from collections.abc import Collection
from pathlib import Path

from book._ext.address import repository
from book._ext.frameworks import FRAMEWORKS, Framework, notebook_path, why_missing
from book._ext.notebooks.chapters import (
    Chapter,
    ChapterError,
    chapter_names,
    digest,
    read_chapter,
    split,
)
from book._ext.notebooks.execute import execute
from book._ext.notebooks.install import install_cell
from book._ext.notebooks.stored import (
    Manifest,
    first_change,
    first_unknown,
    keep_outputs,
    read_stored,
    with_stored_outputs,
)
from book._ext.notebooks.values import keep_answers
from book._ext.paths import BOOK

__all__ = ["main", "write_notebooks", "write_words"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="make notebooks", description=__doc__)
    parser.add_argument("chapters", nargs="*", help="chapters by name; left out, all of them")
    parser.add_argument("--all", action="store_true", help="execute unchanged chapters too")
    options = parser.parse_args(arguments)
    try:
        write_notebooks(BOOK, options.chapters, everything=options.all)
    except ChapterError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def write_words(book: Path = BOOK) -> list[str]:
    """Bring the notebooks' words in line with the chapters; no code is executed.

    Returns
    -------
    list of str
        The notebooks that were written, by name.

    Raises
    ------
    ChapterError
        If a source is not well formed, a notebook is missing or was edited, or code changed.
    """
    manifest, written = Manifest.read(book / "notebooks"), []
    for name in chapter_names(book):
        text = (book / f"{name}.md").read_text("utf8")
        if manifest.sources.get(name) == digest(text):
            continue
        chapter = read_chapter(name, text)
        for framework in FRAMEWORKS:
            path = notebook_path(book, framework, name)
            notebook, stored = with_stored_outputs(chapter, framework, book), read_stored(path)
            notebook.cells.insert(0, install_cell(framework, repository()))
            if notebook.cells != stored.cells:
                manifest.check(path, stored)
                executed = manifest.name(path) not in manifest.to_execute
                manifest.write(path, notebook, executed=executed)
                written.append(manifest.name(path))
        manifest.sources[name] = chapter.digest
        manifest.save()
    return written


def write_notebooks(book: Path, only: Collection[str] = (), *, everything: bool = False) -> None:
    """Execute the notebooks whose code changed, and remove those whose chapter is gone.

    Parameters
    ----------
    book : Path
        The folder of the sources.
    only : collection of str
        Chapters by name; empty, all of them.
    everything : bool
        Execute notebooks whose code did not change, too.

    Raises
    ------
    ChapterError
        If a source is not well formed, a cell does not run, or a notebook was edited.
    """
    names = chapter_names(book)
    if unknown := sorted(set(only).difference(names)):
        raise ChapterError(f"no chapter is called {unknown[0]}; there are {', '.join(names)}")
    manifest = Manifest.read(book / "notebooks")
    for name in only or names:
        chapter = read_chapter(name, (book / f"{name}.md").read_text("utf8"))
        for framework in FRAMEWORKS:
            _write(manifest, chapter, framework, book, everything)
            manifest.save()
        manifest.sources[name] = chapter.digest
    for listed in sorted(manifest.made):
        path = manifest.path.parent / listed
        if path.stem not in names:
            if path.exists():
                manifest.check(path, read_stored(path))
            print(f"removing {path.relative_to(book)}: its chapter is gone")
            manifest.remove(path)
    manifest.sources = {name: manifest.sources[name] for name in names if name in manifest.sources}
    manifest.save()


def _write(
    manifest: Manifest, chapter: Chapter, framework: Framework, book: Path, everything: bool
) -> None:
    """Bring one notebook in line with its chapter; execute it where its code changed."""
    path = notebook_path(book, framework, chapter.name)
    name, notebook = manifest.name(path), split(chapter, framework)
    stored, kept = None, 0
    if path.exists():
        stored = read_stored(path)
        manifest.check(path, stored)
        kept = keep_outputs(notebook, stored)
    if everything or name in manifest.to_execute:
        kept = 0
    changed = everything or stored is None or bool(first_change(notebook, stored, chapter))
    if stored is not None:
        keep_answers(notebook, stored, kept)
    executed = name not in manifest.to_execute
    if changed or first_unknown(notebook, chapter) or not executed:
        reason = why_missing(framework)
        executed = reason is None
        if reason:
            print(f"not executing {name}, whose stored outputs stay: {reason}", flush=True)
            keep_answers(notebook, notebook, kept, all_known=True)
        else:
            print(f"executing {path.relative_to(book)}", flush=True)
            execute(notebook, chapter, framework, path.parent, keep=kept)
    notebook.cells.insert(0, install_cell(framework, repository()))
    if stored is None or notebook != stored:
        manifest.write(path, notebook, executed=executed)


if __name__ == "__main__":
    sys.exit(main())
