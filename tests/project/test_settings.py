"""Settings of one thing in several files agree, and each does what it is there for."""

import json
import re
import shlex
import subprocess
import tomllib
from fnmatch import fnmatch

import pytest
import yaml
from packaging.requirements import Requirement

from book._ext.paths import ROOT


def text(name):
    return (ROOT / name).read_text("utf8")


PROJECT = tomllib.loads(text("pyproject.toml"))
CONFIG = yaml.safe_load(text("_config.yml"))
PACKAGES = json.loads(text("package.json"))
CONTAINER = json.loads(text(".devcontainer/devcontainer.json"))
PYTHON = re.search(r"works up to Python (\d\.\d+)", " ".join(text("README.md").split()))[1]
LINES = re.findall(r"^\w[^#\n]*", text("requirements.txt"), re.MULTILINE)
PINNED = {r.name: r for r in map(Requirement, LINES) if not r.marker or r.marker.evaluate()}


def test_binder_has_the_python_of_both_frameworks_and_the_helper():
    assert text(".binder/runtime.txt") == f"python-{PYTHON}\n"
    script = [shlex.split(line, comments=True) for line in text(".binder/postBuild").splitlines()]
    assert [words for words in script if words] == [
        ["set", "-euo", "pipefail"],
        ["python", "-m", "pip", "install", "--no-deps", "."],
    ]


def installed_by_apt(script):
    """Return the options of `apt-get install` that count, and the packages."""
    words = shlex.split(script.replace("\\\n", " "), comments=True)
    after = words[words.index("install") + 1 :]
    end = next(i for i, word in enumerate(after) if word in ("&&", ">/dev/null", "fi"))
    return {word for word in after[:end] if word not in ("-y", "-qq")}


def test_the_dev_container_installs_what_ci_does_and_runs_the_first_command():
    command = CONTAINER["onCreateCommand"]
    assert command.startswith("sudo apt-get update && sudo apt-get install -y ")
    assert command.endswith(" && make book")
    assert installed_by_apt(command) == installed_by_apt(text(".ci/run")) - {"git"}
    assert CONTAINER["image"] == f"mcr.microsoft.com/devcontainers/python:{PYTHON}-bookworm"
    editor = CONTAINER["customizations"]["vscode"]
    assert editor["settings"] == {"python.defaultInterpreterPath": ".venv/bin/python"}
    assert set(editor["extensions"]) == {
        "ms-python.python", "ms-toolsai.jupyter",  # which run a chapter's notebook
        "charliermarsh.ruff",  # which tells what `make lint` does
        "executablebooks.myst-highlight",  # which knows the chapters' language
    }  # fmt: skip
    assert CONTAINER["hostRequirements"] == {"cpus": 2, "memory": "8gb"}


def test_pre_commit_runs_what_make_lint_checks():
    (repository,) = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    (hook,) = repository["hooks"]
    assert repository["repo"] == "local"
    assert hook == {
        "id": "lint", "name": "make lint", "entry": "make lint", "language": "system",
        "pass_filenames": False,
    }  # fmt: skip


def test_dependabot_watches_everything_that_is_pinned():
    settings = yaml.safe_load(text(".github/dependabot.yml"))
    updates = {u.pop("package-ecosystem"): u for u in settings["updates"]}
    assert settings["version"] == 2  # the only one there is
    every_month = {"directory": "/", "schedule": {"interval": "monthly"}}
    pip = updates.pop("pip")
    assert updates == {"npm": every_month, "github-actions": every_month}
    held_back = {row["dependency-name"]: row.get("versions") for row in pip.pop("ignore")}
    assert pip.pop("groups") == {"all": {"patterns": ["*"]}}
    assert pip == every_month
    assert set(held_back) == {"jsonschema", "jupyter-book", "numpy"}
    for name, (versions,) in ((n, v) for n, v in held_back.items() if v):
        (pin,) = PINNED[name].specifier
        major, minor = map(int, pin.version.split(".")[:2])
        assert versions in (f">={major + 1}", f">={major}.{minor + 1}")


def test_the_figures_programs_are_pinned_as_locked_and_their_scripts_there():
    lock = json.loads(text("package-lock.json"))["packages"]
    assert lock[""] == {"name": PACKAGES["name"], "license": "MIT",
                        "devDependencies": PACKAGES["devDependencies"]}  # fmt: skip
    for name, wanted in PACKAGES["devDependencies"].items():
        assert lock[f"node_modules/{name}"]["version"] == wanted
    assert PACKAGES["private"] is True
    assert (PACKAGES["license"], PROJECT["project"]["license"]) == ("MIT", "MIT")
    run = set(re.findall(r"npm run --silent (\w+)", text("docs/commands.md")))
    assert set(PACKAGES["scripts"]) == run  # what a command runs, and nothing else
    assert list(map(str.split, PACKAGES["scripts"].values())) == [
        ["node", "d2lmini/widgets/web/build.mjs"],
        ["biome", "check"],
        ["tsc", "-p", "d2lmini/widgets/web"],
    ]


def test_the_wheels_extras_allow_what_is_pinned_and_name_what_the_helper_imports():
    extras = PROJECT["project"]["optional-dependencies"]
    for listed in [PROJECT["project"]["dependencies"], *extras.values()]:
        for requirement in map(Requirement, listed):
            assert requirement.specifier.contains(str(PINNED[requirement.name].specifier)[2:])
    named = {Requirement(r).name for listed in extras.values() for r in listed}
    sources = "".join(path.read_text("utf8") for path in (ROOT / "d2lmini").rglob("*.py"))
    imported = {
        name for name in PINNED if re.search(rf"^\s*(?:import|from) {name}\b", sources, re.M)
    }
    assert imported - {"sphinx", "docutils", "traitlets"} <= named | {"numpy"}


def test_the_helper_needs_the_python_that_the_readme_names():
    oldest = re.search(r"need Python (\d\.\d+) or newer", " ".join(text("README.md").split()))[1]
    assert PROJECT["project"]["requires-python"] == f">={oldest}"
    minor = oldest.partition(".")[2]
    assert f"v >= (3, {minor})" in text("Makefile")
    assert f"the book needs Python {oldest} or newer" in text("Makefile")


RUFF = PROJECT["tool"]["ruff"]["lint"]


def violations(*options):
    """Return the codes that ruff finds with other settings."""
    command = [ROOT / ".venv/bin/ruff", "check", "--isolated", "--output-format=json", *options]
    command += ["--line-length=100", "--config", "lint.pydocstyle.convention='numpy'"]
    command += ["--exclude=book/notebooks,_build", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return {(found["code"], found["filename"]) for found in json.loads(done.stdout)}


def test_every_rule_that_is_not_followed_would_be_broken():
    broken = {code for code, _ in violations(f"--select={','.join(RUFF['ignore'])}")}
    assert [code for code in RUFF["ignore"] if code not in broken] == []


@pytest.mark.parametrize("pattern", RUFF["per-file-ignores"])
def test_every_exception_of_a_file_is_needed(pattern):
    codes = RUFF["per-file-ignores"][pattern]
    found = violations(f"--select={','.join(codes)}")
    broken = {code for code, path in found if fnmatch(path, str(ROOT / pattern))}
    assert [code for code in codes if not any(b.startswith(code) for b in broken)] == []


def test_the_style_pages_length_of_a_line_is_that_of_the_tools():
    assert PROJECT["tool"]["ruff"]["line-length"] == 100
    assert "max_line_length = 100" in text(".editorconfig")


SAMPLE = """
import pytest, warnings

@pytest.mark.{mark}
def test_one():
    warnings.warn("{word}") if "{word}" else None

@pytest.mark.parametrize("x", {cases})
def test_two(x):
    pass
"""


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"mark": "slow", "word": "", "cases": "[1]"}, "2 passed"),
        ({"mark": "slwo", "word": "", "cases": "[1]"}, "'slwo' not found in `markers`"),
        ({"mark": "slow", "word": "old", "cases": "[1]"}, "UserWarning: old"),
        ({"mark": "slow", "word": "", "cases": "[]"}, "Empty parameter set"),
    ],
    ids=["right", "unknown mark", "warning", "no case"],
)
def test_pytest_takes_a_slip_for_a_failure(pytester, values, said):
    settings = text("pyproject.toml").partition("[tool.pytest")
    pytester.makepyprojecttoml(settings[1] + settings[2].partition("\n[tool.mutmut]")[0])
    pytester.mkdir("tests").joinpath("test_slip.py").write_text(SAMPLE.format(**values), "utf8")
    result = pytester.runpytest_inprocess("--assert=plain")
    assert said in result.stdout.str()
    assert result.ret == (0 if said == "2 passed" else 1 if said[0] == "U" else 2)


def test_a_skip_is_told_with_its_reason(pytester):
    options = PROJECT["tool"]["pytest"]["ini_options"]["addopts"]
    pytester.makepyprojecttoml(f'[tool.pytest.ini_options]\naddopts = "{options}"\n')
    pytester.makepyfile("import pytest\n\n\ndef test_one():\n    pytest.skip('no such thing')\n")
    assert "no such thing" in pytester.runpytest_inprocess().stdout.str()


def test_mutation_changes_the_operations_and_runs_their_tests():
    settings = PROJECT["tool"]["mutmut"]
    assert settings["source_paths"] == ["d2lmini"]
    operations = {f"d2lmini/_{name}.py" for name in ("operations", "matrix", "shapes", "checks")}
    operations |= {"d2lmini/layouts.py", "d2lmini/_libraries/*.py"}
    assert set(settings["only_mutate"]) == operations
    tests = settings["pytest_add_cli_args_test_selection"]
    limits = {"device", "forms", "imports", "mxnet_limits"}  # what no operation decides
    others = {f"tests/operations/test_{name}.py" for name in limits}
    assert {*tests, *others} == {
        path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/operations/test_*.py")
    }
    assert all((ROOT / path).exists() for path in settings["also_copy"])
    assert settings["pytest_add_cli_args"] == [
        "--hypothesis-profile=mutants", "-k", "not torch_compile",
    ]  # fmt: skip


def test_the_profiles_try_as_many_cases_as_make_says():
    from hypothesis import settings

    cases = {name: settings.get_profile(name).max_examples for name in
             ("quick", "mutants", "default", "long")}  # fmt: skip
    assert list(cases.values()) == sorted(cases.values())
    number = re.search(r"^test-long:.*try ([\d,]+) random cases", text("Makefile"), re.MULTILINE)[1]
    assert cases["long"] == int(number.replace(",", ""))
    assert all(settings.get_profile(name).deadline is None for name in cases)
    assert settings.get_profile("mutants").derandomize


def test_the_project_has_one_name_in_every_file_that_gives_it():
    assert CONFIG["title"] == CONFIG["sphinx"]["config"]["project"] == "Transposed Convolution"
    citation = yaml.safe_load(text("CITATION.cff"))
    assert citation["title"].lower().startswith(CONFIG["title"].lower())
    assert CONFIG["author"] == citation["authors"][0]["name"]


def test_every_folder_and_extension_that_the_book_names_is_there():
    sphinx = CONFIG["sphinx"]["config"]
    paths = [*CONFIG["bibtex_bibfiles"], *sphinx["html_static_path"], *sphinx["templates_path"],
             sphinx["html_favicon"]]  # fmt: skip
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert all(list(ROOT.glob(pattern)) for pattern in sphinx["include_patterns"])
    ignored = {line.strip("/") for line in text(".gitignore").splitlines()}
    assert set(CONFIG["exclude_patterns"]) <= ignored


def test_the_build_executes_nothing_and_the_page_offers_no_button_without_an_address():
    assert CONFIG["execute"] == {"execute_notebooks": "off"}
    assert CONFIG["sphinx"]["config"]["book_repository"] == ""
    assert CONFIG["html"]["use_issues_button"] is CONFIG["html"]["use_repository_button"] is False
