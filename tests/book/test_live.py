"""Phrases that set figures: what an author may write, and what is said of a mistake."""

import json
import re

import pytest
from docutils import nodes

import d2lmini.widgets
from book._ext.live import read_phrase
from book._ext.notebooks.forms import PlainError
from book._ext.notebooks.plain import plain_markdown
from book._ext.page.live import changes_of
from d2lmini.widgets._state import FIGURES, MIME
from d2lmini.widgets.sphinx import widget_html

WIDGETS = {
    f"fig-{name.lower()}": getattr(d2lmini.widgets, name)()._repr_mimebundle_()[0][MIME]
    for name in d2lmini.widgets.__all__
}
MISTAKES = {
    "figure": ("fig-stampng?stride=2", "no live figure of this page; did you mean 'fig-stamping'?"),
    "key": ("fig-stamping?strid=2", "Stamping has no 'strid' to set; did you mean 'stride'?"),
    "word": ("fig-stamping?reading=zeroes", "refuses reading=zeroes: .*'stamps', 'zeros'"),
    "number": ("fig-stamping?stride=9", "refuses stride=9: stride must be from 1 to 4, got 9"),
    "kind": ("fig-stamping?stride=two", "refuses stride=two: .*expected an int"),
    "together": ("fig-stamping?stride=1&padding=8", "leaves nothing of an output"),
    "what comes with the page": ("fig-cost?times=[]", "Cost has no 'times' to set; it has n, "),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_state_that_the_figure_does_not_have_is_refused_by_name(name):
    written, message = MISTAKES[name]
    with pytest.raises(ValueError, match=message):
        changes_of(read_phrase(f"words <{written}>"), WIDGETS)


@pytest.mark.parametrize("name", d2lmini.widgets.__all__)
def test_every_misspelt_key_of_a_figure_is_refused_with_the_one_that_was_meant(name):
    keys = [key for key, declared in FIGURES[name].items() if declared["kind"] != "times"]
    for key in keys:
        wrong = f"{key}x"
        with pytest.raises(ValueError, match=rf"no '{wrong}' to set; did you mean '{key}'\?"):
            changes_of(read_phrase(f"w <fig-{name.lower()}?{wrong}=1>"), WIDGETS)


def test_a_phrase_may_set_numbers_words_switches_and_arrays():
    phrase = read_phrase("two\nwords <fig-matrix?X=[[1,2,-3]]&K=[[1]]&transposed=false>")
    assert phrase.words == "two\nwords"
    assert changes_of(phrase, WIDGETS) == {"X": [[1, 2, -3]], "K": [[1]], "transposed": False}
    phrase = read_phrase("w <fig-stamping?reading=zeros&stride=2>")
    assert changes_of(phrase, WIDGETS) == {"reading": "zeros", "stride": 2}


@pytest.mark.parametrize("written", ["stride 2", "w <fig-x>", "<fig-x?stride=2>", "w <fig-x?n>"])
def test_a_phrase_without_words_figure_or_state_is_refused(written):
    with pytest.raises(ValueError, match=r"names no state: write `words <figure\?key=value"):
        read_phrase(written)
    with pytest.raises(PlainError, match="names no state"):
        plain_markdown(f"a {{live}}`{written}` b")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_page_holds_links_with_states_and_mistakes_are_told_with_their_lines(tmp_path):
    from sphinx.application import Sphinx

    from book._ext.page.live import setup_live

    text = """\
# Page

With {live}`stride 2 <fig-one?stride=2>` and

{live}`stride 3 <fig-one?strde=3>`, or {live}`nothing`.
"""
    (tmp_path / "index.md").write_text(text, "utf8")
    warnings = (tmp_path / "warnings").open("w+", encoding="utf8")
    settings = {"extensions": ["myst_parser"]}
    out = tmp_path / "out"
    app = Sphinx(
        tmp_path, None, out, tmp_path / "trees", "html", settings, status=None, warning=warnings
    )
    setup_live(app)
    app.connect("doctree-read", _put_figure, priority=1)
    app.build()
    warnings.seek(0)
    said = warnings.read()
    assert re.search(r"index\.md:5: WARNING: .*Stamping has no 'strde' to set", said)
    assert re.search(r"index\.md:5: WARNING: .*`nothing` names no state", said)
    assert said.count("WARNING") == 2
    page = (out / "index.html").read_text("utf8")
    data = json.dumps({"stride": 2}, separators=(",", ":")).replace('"', "&quot;")
    assert f'<a class="d2l-live" data-set="{data}" href="#fig-one">stride 2</a>' in page


def _put_figure(_app, document):
    content = WIDGETS["fig-stamping"]
    raw = nodes.raw("", widget_html(content), format="html", widget=content)
    document += nodes.figure("", raw, names=["fig-one"], ids=["fig-one"])
