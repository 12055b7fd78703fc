"""The cell that installs the helper where a notebook is opened alone."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib

import nbformat
import pytest
from packaging.requirements import Requirement

from book._ext.address import VARIABLE, Repository, configured_address, repository
from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.notebooks.chapters import chapter_names, read_chapter, split
from book._ext.notebooks.install import INSTALL_ID, WHEEL, install_cell
from book._ext.notebooks.write import write_notebooks
from book._ext.paths import BOOK, ROOT

pytestmark = pytest.mark.slow

PYTORCH, MXNET = FRAMEWORKS
PLACE = Repository("github.com", "someone", "a-book")
every_framework = pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda f: f.tag)
TEXT = "# Title\n\n```{code-cell}\n1 + 1\n```\n"


@pytest.fixture
def commands(monkeypatch):
    """Keep what would be run, instead of running it."""
    kept = []
    monkeypatch.setattr(subprocess, "run", lambda command, check: kept.append((command, check)))
    return kept


def run(framework):
    exec(install_cell(framework, PLACE).source, {})


@every_framework
def test_it_does_nothing_where_the_helper_is(commands, framework):
    run(framework)
    assert commands == []


def test_it_installs_from_the_book_s_repository_where_the_helper_is_missing(commands, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    run(PYTORCH)
    helper = f"d2lmini[torch,onnx,plots,sparse,widgets] @ git+{PLACE.url}"
    assert commands == [([sys.executable, "-m", "pip", "install", "--quiet", helper], True)]


@every_framework
def test_without_an_address_it_says_in_one_sentence_what_to_get_and_how(framework, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError) as raised:
        exec(install_cell(framework, None).source, {})
    command = f"pip install './{WHEEL}[{framework.module},onnx,plots,sparse,widgets]'"
    assert str(raised.value).endswith(f"put it here and run: {command}")
    assert f"download {WHEEL} from the page" in str(raised.value)
    monkeypatch.undo()
    exec(install_cell(framework, None).source, {})  # the helper is here: nothing happens


def named_extras(framework):
    """Return the extras of the helper that the cell installs."""
    source = install_cell(framework, PLACE).source
    return re.search(r"d2lmini\[([\w,]+)\]", source)[1].split(",")


def test_it_names_the_extras_the_package_has():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    known = set(project["optional-dependencies"])
    for framework in FRAMEWORKS:
        assert set(named_extras(framework)) <= known


def imported(notebook):
    """Yield the packages that a notebook's code imports."""
    code = "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.partition(".")[0]


@every_framework
def test_what_it_installs_brings_everything_that_the_notebooks_import(framework):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [r for extra in named_extras(framework) for r in extras[extra]]
    brought = {Requirement(r).name for r in [*project["dependencies"], *wanted]} | {"d2lmini"}
    brought.add("IPython")  # which every notebook runs in
    everywhere = set()
    for chapter in chapter_names():
        notebook = nbformat.read(notebook_path(BOOK, framework, chapter), as_version=4)
        packages = set(imported(notebook)) - sys.stdlib_module_names
        assert packages <= brought, chapter
        everywhere |= packages
    assert {framework.module, "numpy", "d2lmini"} <= everywhere


def test_mxnet_says_where_it_does_not_run(commands, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "version_info", (3, 12))
    with pytest.raises(ImportError, match=r"MXNet needs Python 3\.11 or older on Linux"):
        run(MXNET)
    assert commands == []


def test_a_notebook_begins_with_it_where_the_address_is_known(tmp_path, monkeypatch):
    (tmp_path / "c.md").write_text(TEXT, "utf8")
    monkeypatch.setenv(VARIABLE, PLACE.url)
    write_notebooks(tmp_path)
    notebook = nbformat.read(notebook_path(tmp_path, PYTORCH, "c"), as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[0].id == INSTALL_ID
    rest = [cell.source for cell in split(read_chapter("c", TEXT), PYTORCH).cells]
    assert [cell.source for cell in notebook.cells[1:]] == rest


def test_a_new_address_changes_the_cell_and_executes_nothing(tmp_path, monkeypatch, capsys):
    (tmp_path / "c.md").write_text(TEXT, "utf8")
    write_notebooks(tmp_path)
    path = notebook_path(tmp_path, PYTORCH, "c")
    before = nbformat.read(path, as_version=4)
    monkeypatch.setenv(VARIABLE, "https://github.com/another/one")
    capsys.readouterr()
    write_notebooks(tmp_path)
    assert "executing" not in capsys.readouterr().out
    after = nbformat.read(path, as_version=4)
    assert "git+https://github.com/another/one" in after.cells[0].source
    assert after.cells[-1] == before.cells[-1]


@every_framework
def test_the_committed_notebooks_begin_with_the_cell_of_the_configured_address(framework):
    place = repository(configured_address()) if configured_address() else None
    for chapter in chapter_names():
        first = nbformat.read(notebook_path(BOOK, framework, chapter), as_version=4).cells[0]
        assert first.id == INSTALL_ID, "run `make notebooks`"
        assert first.source == install_cell(framework, place).source, "run `make notebooks`"
