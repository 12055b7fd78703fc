"""A built page: the renderer's output in it, and the script only where a widget stands."""

import nbformat
import pytest

import d2lmini.widgets
from d2lmini.widgets._state import MIME
from d2lmini.widgets.sphinx import WidgetRenderer


def notebook(*outputs):
    cell = nbformat.v4.new_code_cell("w", outputs=list(outputs), execution_count=1)
    title = nbformat.v4.new_markdown_cell("# Title")
    return nbformat.v4.new_notebook(cells=[title, cell])


@pytest.fixture
def built(tmp_path, monkeypatch):
    from sphinx.application import Sphinx

    monkeypatch.setattr("myst_nb.core.render.load_mime_renders", lambda: [WidgetRenderer])
    source = tmp_path / "source"
    source.mkdir()
    data = d2lmini.widgets.Stamping(stride=2)._repr_mimebundle_()[0]
    live = nbformat.v4.new_output("execute_result", data, execution_count=1)
    plain = nbformat.v4.new_output("stream", text="nothing live")
    nbformat.write(notebook(live), source / "live.ipynb")
    nbformat.write(notebook(plain), source / "index.ipynb")
    settings = {
        "extensions": ["myst_nb", "d2lmini.widgets.sphinx"],
        "nb_execution_mode": "off",
        "master_doc": "index",
    }
    out = tmp_path / "html"
    app = Sphinx(source, None, out, tmp_path / "trees", "html", settings, status=None, warning=None)
    app.build()
    return out


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_page_holds_the_widget_and_only_it_loads_the_script(built):
    live = (built / "live.html").read_text("utf8")
    assert 'data-widget="Stamping"' in live
    assert '"stride":2' in live
    assert "d2lmini-widgets.js" in live
    assert (built / "_static" / "d2lmini-widgets.js").exists()
    assert "d2lmini-widgets.js" not in (built / "index.html").read_text("utf8")


def test_other_mime_types_are_left_alone():
    data = type("Data", (), {"mime_type": "text/plain", "content": MIME})
    assert WidgetRenderer.handle_mime(None, data, False) is None
