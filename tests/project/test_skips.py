"""A skip has a reason, and a run that requires everything has no skip."""

import shlex

import pytest
import yaml

from book._ext.paths import ROOT

SKIPPING = "import pytest\n\n\ndef test_one():\n    pytest.skip('no such thing')\n"
EVERYTHING = {"D2LMINI_TEST_FRAMEWORKS": "pytorch,mxnet", "D2LMINI_TEST_BROWSER": "required"}


@pytest.mark.parametrize(
    ("required", "status", "said"),
    [
        (EVERYTHING, 1, "no such thing; this run requires everything and may skip nothing"),
        ({**EVERYTHING, "D2LMINI_TEST_FRAMEWORKS": "pytorch"}, 0, "1 skipped"),
        ({**EVERYTHING, "D2LMINI_TEST_BROWSER": ""}, 0, "1 skipped"),
    ],
    ids=["everything", "one framework", "no browser"],
)
def test_a_skip_fails_where_everything_is_required(pytester, monkeypatch, required, status, said):
    for name, value in required.items():
        monkeypatch.setenv(name, value)
    pytester.makepyfile(SKIPPING)
    result = pytester.runpytest_inprocess("-p", "tests.support.skips")
    assert result.ret == status
    assert said in result.stdout.str()


def exported(script):
    """Return the variables that a shell script exports, comments left out."""
    lines = [line for line in script.splitlines() if line.startswith("export ")]
    words = [word for line in lines for word in shlex.split(line, comments=True)[1:]]
    return dict(word.split("=", 1) for word in words)


def test_ci_requires_everything():
    script = (ROOT / ".ci" / "run").read_text("utf8")
    before, found, _ = script.partition("\nmake test")
    assert found
    assert EVERYTHING.items() <= exported(before).items()


def test_the_main_job_on_github_requires_everything():
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf8"))
    job = workflow["jobs"]["both-frameworks"]
    assert "make test" in [step.get("run") for step in job["steps"]]
    assert EVERYTHING.items() <= job["env"].items()


def test_a_comment_exports_nothing():
    assert exported("# export A=1\nexport B=2 C=3  # export D=4\n") == {"B": "2", "C": "3"}
