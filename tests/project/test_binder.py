"""Binder's files: what the notebooks need, no more, in the versions of the book."""

import re
import tomllib

from packaging.requirements import Requirement

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.install import install_cell
from book._ext.paths import ROOT

BINDER = ROOT / ".binder"
LINES = (BINDER / "requirements.txt").read_text("utf8").splitlines()
LISTED = [Requirement(line) for line in LINES if re.match(r"\w", line)]


def test_it_installs_what_the_helper_needs_for_both_frameworks_and_jupyterlab():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {Requirement(line).name for line in project["dependencies"]}
    for framework in FRAMEWORKS:
        assert framework.module in extras
        source = install_cell(framework, None).source
        for extra in re.search(rf"\[({framework.module}[\w,]*)\]", source)[1].split(","):
            wanted |= {Requirement(line).name for line in extras[extra]}
    assert {requirement.name for requirement in LISTED} == wanted | {"jupyterlab"}


def test_its_versions_and_its_python_are_those_of_the_book():
    assert [line for line in LINES if line.startswith("-")] == ["-c ../requirements.txt"]
    pinned = (ROOT / "requirements.txt").read_text("utf8")
    for requirement in LISTED:
        assert not requirement.specifier
        assert re.search(rf"^{requirement.name}==", pinned, re.MULTILINE)
        if requirement.marker:
            assert f"; {requirement.marker}" in pinned.replace("'", '"')
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    version = (BINDER / "runtime.txt").read_text("utf8").strip()
    assert lowest["requires-python"] == f">={version.removeprefix('python-')}"
    assert "pip install --no-deps ." in (BINDER / "postBuild").read_text("utf8")
