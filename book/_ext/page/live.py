"""The role `{live}`: a phrase in the prose that sets a figure of its page."""

import json
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

import d2lmini.widgets
from book._ext.live import Phrase, read_phrase
from d2lmini.widgets._state import FIGURES, as_json

__all__ = ["changes_of", "setup_live"]

LOGGER = logging.getLogger(__name__)
FIXED = ("times",)  # kinds of what comes with the page, which no phrase may set


class LivePhrase(nodes.inline):
    """A phrase: a link to its figure, with the state that it sets."""


class LiveRole(SphinxRole):
    """Reader of the role; `_check` says whether the figure can be so."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the phrase's node."""
        try:
            phrase = read_phrase(self.text)
        except ValueError as error:
            LOGGER.warning("%s", error, location=self.get_location())
            return [nodes.inline(self.rawtext, self.text)], []
        node = LivePhrase(self.rawtext, phrase.words, phrase=phrase)
        self.set_source_info(node)
        return [node], []


def setup_live(app: Sphinx) -> None:
    """Register the role and the check of what its phrases say."""
    app.add_role("live", LiveRole())
    app.add_node(LivePhrase, html=(_open, _close))
    app.connect("doctree-read", _check)


def _check(_app: Sphinx, document: nodes.document) -> None:
    """Give each phrase the values that it sets, or tell its author why it cannot."""
    figures = {
        name: raw["widget"]
        for figure in document.findall(nodes.figure)
        for raw in figure.findall(nodes.raw)
        if "widget" in raw
        for name in figure["names"]
    }
    for node in document.findall(LivePhrase):
        try:
            node["changes"] = changes_of(node["phrase"], figures)
        except ValueError as error:
            LOGGER.warning("%s", error, location=node)
            node["changes"] = {}


def _open(self: HTML5Translator, node: LivePhrase) -> None:
    attributes: dict[str, Any] = {"href": f"#{node['phrase'].figure}", "class": "d2l-live"}
    attributes["data-set"] = as_json(node["changes"])
    self.body.append(self.starttag(node, "a", "", **attributes))


def _close(self: HTML5Translator, _node: Any) -> None:
    self.body.append("</a>")


def changes_of(phrase: Phrase, figures: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the values that a phrase sets, checked by the figure's own traits.

    Parameters
    ----------
    phrase : Phrase
        As `read_phrase` returns it.
    figures : mapping
        The live figures of the page: under each one's label, its `name` and its `state`.

    Raises
    ------
    ValueError
        If there is no such figure, or if it has no such state.
    """
    if phrase.figure not in figures:
        cure = _cure(phrase.figure, figures, "the page's live figures are", "the page has none")
        raise ValueError(f"live phrase sets {phrase.figure!r}, no live figure of this page; {cure}")
    name, state = figures[phrase.figure]["name"], figures[phrase.figure]["state"]
    known = [key for key, declared in FIGURES[name].items() if declared["kind"] not in FIXED]
    changes = {}
    for key, written in phrase.changes.items():
        if key not in known:
            raise ValueError(f"{name} has no {key!r} to set; {_cure(key, known, 'it has')}")
        changes[key] = _value(written)
    try:
        getattr(d2lmini.widgets, name)(**{**state, **changes})
    except Exception as error:  # a trait's, whose kinds are traitlets' own
        raise ValueError(f"{name} refuses {_said(phrase)}: {error}") from None
    return changes


def _value(written: str) -> Any:
    try:
        return json.loads(written)
    except json.JSONDecodeError:
        return written


def _cure(name: str, known: Collection[str], introduction: str, otherwise: str = "") -> str:
    near = get_close_matches(name, list(known), 1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"{introduction} {', '.join(known)}" if known else otherwise


def _said(phrase: Phrase) -> str:
    return ", ".join(f"{key}={value}" for key, value in phrase.changes.items())
