"""What a reader can do on each page: a list for the scripts that show what is done.

The list is a script of its own, written anew at each build, so that a page that is not written
again knows of a new exercise on another.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

__all__ = ["LIST", "note", "setup_work"]

LIST = "d2l-pages.js"
MARKS = "d2lmini-progress.js"  # marks the contents at the left
PANEL, PANEL_CLASS = "d2lmini-work.js", "d2l-work"


def note(env: BuildEnvironment, key: str) -> None:
    """Note an exercise of the page that is read, by the key that browsers keep it under.

    Raises
    ------
    ValueError
        If the page has one under that key.
    """
    keys = _noted(env).setdefault(env.docname, [])
    if key in keys:
        raise ValueError(f"{key} is there twice: give one of them another name")
    keys.append(key)


def setup_work(app: Sphinx) -> None:
    """Write the list, and let every page load it."""
    app.connect("env-purge-doc", lambda _, env, page: _noted(env).pop(page, None))
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _write)
    app.connect("html-page-context", _add_scripts)


def _noted(env: Any) -> dict[str, list[str]]:
    if not hasattr(env, "d2l_work"):
        env.d2l_work = {}
    noted: dict[str, list[str]] = env.d2l_work
    return noted


def _merge(_app: Sphinx, env: BuildEnvironment, pages: list[str], other: Any) -> None:
    found = _noted(other)
    _noted(env).update({page: found[page] for page in pages if page in found})


def _write(app: Sphinx, env: BuildEnvironment) -> None:
    noted = _noted(env)
    pages = [
        {"page": page, "title": env.titles[page].astext(), "keys": noted[page]}
        for page in dict.fromkeys(_in_order(env, app.config.root_doc))
        if page in noted
    ]
    if app.builder.format == "html":
        path = Path(app.outdir, "_static", LIST)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"globalThis.d2lPages = {json.dumps(pages, ensure_ascii=False)};\n", "utf8")


def _in_order(env: BuildEnvironment, page: str) -> Iterator[str]:
    """Go through the pages as the contents do."""
    yield page
    for below in env.toctree_includes.get(page, []):
        yield from _in_order(env, below)


def _add_scripts(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _: Any) -> None:
    if app.builder.name == "singlehtml":  # for the printer, with nothing done and no other page
        return
    app.add_js_file(LIST, loading_method="defer")
    app.add_js_file(MARKS, loading_method="defer")
    if f'class="{PANEL_CLASS}' in context.get("body", ""):
        app.add_js_file(PANEL, loading_method="defer")
