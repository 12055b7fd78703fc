"""`docs/commands.md` says what every target of `make` and every job on GitHub runs, to the word."""

import os
import re
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec

import pytest
import yaml

from book._ext.paths import ROOT

PAGE = (ROOT / "docs" / "commands.md").read_text("utf8")
MAKEFILE = (ROOT / "Makefile").read_text("utf8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE)
INSTALLED = ".venv/.installed", "node_modules/.package-lock.json"
# What is installed is there before a command runs; these say it of themselves, or need nothing.
WITHOUT = {"help", "clean", "test-newest"}


def block(title):
    """Return the entries of the listing under a heading: each first line, and its indented ones."""
    found = re.search(rf"^## {title}\n.*?^```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found, f"docs/commands.md has no listing under {title}"
    entries = re.split(r"^(?=\S)", found[1], flags=re.MULTILINE)[1:]
    return {head: lines for head, *lines in (entry.splitlines() for entry in entries)}


def dry_run(command, *, installed=True):
    """Return what `make` would run, as the listing writes it."""
    _, *words = command.split(" ")
    before = [option for path in INSTALLED for option in ("-o", path)] if installed else ["-B"]
    quiet = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    done = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", *before, "PYTHON=python3.11", *words],
        cwd=ROOT, env=quiet, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = done.stdout.replace("\\\n", " ").splitlines()
    bare = [
        re.sub(r'PATH="[^"]*" |^\.venv/bin/(?=\w)|(?<= )\.venv/bin/(?=\w)', "", line)
        for line in lines
    ]
    return [f"    {' '.join(line.split())}" for line in bare if not line.startswith("echo ")]


LISTED = block("make")


@pytest.mark.parametrize("command", LISTED)
def test_make_runs_what_is_listed(command):
    assert LISTED[command] == dry_run(command, installed=command.split(" ")[1] not in INSTALLED)


def test_every_target_is_listed_explained_phony_and_named_in_the_readme_or_the_contributing_page():
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split()
    assert [t for t in re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)] == TARGETS
    assert sorted(phony) == sorted(TARGETS)
    assert {command.split(" ")[1] for command in LISTED} == {*TARGETS, *INSTALLED}
    words = "".join((ROOT / name).read_text("utf8") for name in ("README.md", "CONTRIBUTING.md"))
    silent = [t for t in TARGETS if not re.search(rf"`(?:[A-Z]\S+ )*make {t}\b|\bmake {t} ", words)]
    assert silent == ["clean"]  # its name says it


def test_what_is_explained_is_asked_for_and_the_other_way_round():
    for line in re.findall(r"^[a-z-]+:.*##.*\n(?:\t.*\n)*", MAKEFILE, re.MULTILINE):
        help_text, recipe = line.partition("\n")[0].partition("##")[2], line.partition("\n")[2]
        said = set(re.findall(r"\b(ONLY|ALL|NAME|PORT|ARGS|SEED|NUMBER|RESUME)\b", help_text))
        asked = set(re.findall(r"\$\((?:if \$\(|or \$\()?([A-Z]+)\)", recipe)) - {"BIN", "NPM"}
        assert asked - {"PYTHON", "MAKEFILE_LIST", "ALL"} <= said | {"ONLY"}, line
        assert said <= asked, line


def needs(target):
    """Return what a target needs, and what that needs."""
    found = re.search(rf"^{re.escape(target)}: ([^#\n]*)", MAKEFILE, re.MULTILINE)
    direct = found[1].replace("|", " ").split() if found else []
    return {*direct, *(other for need in direct for other in needs(need))}


@pytest.mark.parametrize("target", sorted({*TARGETS} - WITHOUT))
def test_a_command_installs_what_it_needs(target):
    assert "$(STAMP)" in needs(target)


def test_what_needs_the_figures_tools_installs_them():
    node = {target for target in TARGETS if INSTALLED[1] in needs(target)}
    assert node == {"test", "sabotage", "watch", "bundle", "lint"}


def test_the_environment_is_older_than_what_it_is_made_from():
    assert needs("$(STAMP)") == {"requirements.txt", "pyproject.toml"}
    assert needs(INSTALLED[1]) >= {"package.json", "package-lock.json"}


OWN = sorted(set(re.findall(r"python -m ((?:bench|book|experiments|tools)[\w.]*)", MAKEFILE)))


@pytest.mark.parametrize("module", OWN)
def test_a_module_that_make_runs_is_there(module):
    assert find_spec(module)


def test_every_path_that_make_names_is_there():
    paths = set(re.findall(r"(?:tests|book)/[\w/.]+", MAKEFILE))
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def words(value):
    """Write parsed settings on one line."""
    if isinstance(value, dict):
        return ", ".join(
            f"{key}" if v is None else f"{key} ({words(v)})" for key, v in value.items()
        )
    if isinstance(value, list):
        return "; ".join(map(words, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def step_line(step):
    """Write a step: its command, or its action without the hash, and all that it is given."""
    step = dict(step)
    what = step.pop("run", None) or step.pop("uses").partition("@")[0]
    return f"    {what}" + (f": {words(step)}" if step else "")


@cache
def described():
    """Describe every workflow and its jobs, nothing left out but the hashes of the actions."""
    found = {}
    for path in WORKFLOWS:
        workflow = yaml.safe_load(path.read_text("utf8"))
        jobs = workflow.pop("jobs")
        workflow["on"] = workflow.pop(True)  # what YAML reads as a truth value
        found[f"{workflow.pop('name')}: {words(workflow)}"] = []
        for name, job in jobs.items():
            steps = job.pop("steps")
            found[f"{path.stem}, {name}: {words(job)}"] = [step_line(step) for step in steps]
    return found


def test_github_runs_what_is_listed():
    assert block("GitHub") == described()


def test_an_action_is_of_one_version_and_hash_wherever_it_is_used():
    text = "".join(path.read_text("utf8") for path in WORKFLOWS)
    used = set(re.findall(r"uses: (\S+)@(\w{40})  # (v[\d.]+)$", text, re.MULTILINE))
    assert len(used) == len({name for name, _, _ in used}) > 3
    assert text.count("uses: ") == len(re.findall(r"uses: \S+@\w{40}  # v[\d.]+$", text, re.M))


@pytest.mark.parametrize("there", [["python3.11", "python3", "python"], ["python3", "python"]])
@pytest.mark.parametrize("newest", [0, 1])
def test_make_takes_the_best_python_that_is_there(tmp_path, there, newest):
    make, there = shutil.which("make"), there[newest:]
    tmp_path.joinpath("sh").symlink_to(shutil.which("sh"))
    for name in there:
        tmp_path.joinpath(name).write_text("#!/bin/sh\n", "utf8")
        tmp_path.joinpath(name).chmod(0o755)
    done = subprocess.run(
        [make, "--eval", "which:;@:$(info $(PYTHON))", "which"],
        cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == [str(tmp_path / there[0])]
