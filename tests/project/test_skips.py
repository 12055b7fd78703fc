"""A skip has a reason, and a run that requires everything has no skip."""

import os
import re
import subprocess
import sys

import pytest

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
def test_a_skip_fails_where_everything_is_required(tmp_path, required, status, said):
    (tmp_path / "test_one.py").write_text(SKIPPING, "utf8")
    plugins = ["-p", "tests.support.skips", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", *plugins, tmp_path]
    environment = os.environ | required
    result = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == status, result.stdout
    assert said in result.stdout


def test_ci_and_the_main_job_require_everything():
    for name in (".ci/run", ".github/workflows/test.yml"):
        text = (ROOT / name).read_text("utf8")
        for variable, value in EVERYTHING.items():
            assert re.search(rf"{variable}[=:] ?{value}\b", text), f"{name}: {variable}"
