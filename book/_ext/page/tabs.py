"""Neighbouring cells of the frameworks become one set of synced tabs."""

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx_design.shared import create_component

from book._ext.frameworks import FRAMEWORKS, Framework

__all__ = ["FrameworkTabs", "setup_tabs"]

SYNC_GROUP = "framework"


def setup_tabs(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(FrameworkTabs)


class FrameworkTabs(SphinxTransform):
    """Replace each run of framework cells by a tab set.

    A run ends where a framework comes back after another one, so that two pairs in a row make
    two sets.
    """

    default_priority = 400

    def apply(self, **_options: Any) -> None:
        """Run over the document."""
        for parent in list(self.document.findall(nodes.Element)):
            for run in list(_runs(parent)):
                index = parent.index(run[0][1])
                for _, cell in run:
                    parent.remove(cell)
                parent.insert(index, _in_one_figure(_tab_set(run)))


def _framework(node: nodes.Node) -> Framework | None:
    if not isinstance(node, nodes.container) or node.get("nb_element") != "cell_code":
        return None
    return next((f for f in FRAMEWORKS if f"tag_{f.tag}" in node["classes"]), None)


def _runs(parent: nodes.Element) -> Iterator[list[tuple[Framework, nodes.Element]]]:
    run: list[tuple[Framework, nodes.Element]] = []
    for node in parent.children:
        framework = _framework(node)
        comes_back = run and framework != run[-1][0] and framework in [f for f, _ in run]
        if run and (framework is None or comes_back):
            yield run
            run = []
        if framework is not None and isinstance(node, nodes.Element):
            run.append((framework, node))
    if run:
        yield run


def _tab_set(run: list[tuple[Framework, nodes.Element]]) -> nodes.container:
    tab_set: nodes.container = create_component("tab-set", classes=["sd-tab-set", "frameworks"])
    for framework in FRAMEWORKS:
        cells = [cell for f, cell in run if f == framework]
        if not cells:
            continue
        label = nodes.rubric("", framework.label, classes=["sd-tab-label"])
        label["sync_id"], label["sync_group"] = framework.tag, SYNC_GROUP
        content = create_component("tab-content", classes=["sd-tab-content"], children=cells)
        tab_set += create_component("tab-item", classes=["sd-tab-item"], children=[label, content])
    return tab_set


def _in_one_figure(tab_set: nodes.container) -> nodes.Element:
    """Put the tabs into the figure that one of them has, so that its caption stands below all.

    The other way round, each framework's output would need a number and a name of its own.
    """
    figures = list(tab_set.findall(nodes.figure))
    if len(figures) != 1:
        return tab_set
    figure = figures[0]
    captions = [n for n in figure.children if isinstance(n, nodes.caption | nodes.legend)]
    outputs = [n for n in figure.children if n not in captions]
    figure.parent[figure.parent.index(figure) : figure.parent.index(figure) + 1] = outputs
    figure.children = []
    figure += [tab_set, *captions]
    return figure
