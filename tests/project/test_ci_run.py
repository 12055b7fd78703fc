"""What `.ci/run` does on a machine that has a browser, and on one that lacks it."""

import shutil
import subprocess

import pytest

from book._ext.paths import ROOT

# A program that writes down how it was called.
LOGGED = '#!/bin/sh\necho "${0##*/} $*" >> "$LOG"\n'
NOBODY = "id: echo 1000"
SUDO = 'sudo: "$@"'
LINTS, TESTS = "make --jobs=2 --output-sync lint book", "make test"
TESTS_FAIL = 'make: test "$1" != test'
LINT_FAILS = 'make: test "$1" = test'


@pytest.fixture
def run_ci(tmp_path):
    """Return a function that runs `.ci/run` where only the programs named are.

    Words after a program's name are what it does. Returns the exit status and the calls.
    """
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "dirname", "sleep"):
        programs.joinpath(name).symlink_to(shutil.which(name))
    log = tmp_path / "log"

    def run(*there):
        for program in there:
            name, _, does = program.partition(": ")
            programs.joinpath(name).write_text(f"{LOGGED}{does}\n", "utf8")
            programs.joinpath(name).chmod(0o755)
        log.write_text("", "utf8")
        done = subprocess.run(
            ["bash", ROOT / ".ci" / "run"],
            env={"PATH": str(programs), "LOG": str(log)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        lines = log.read_text("utf8").splitlines()
        return done.returncode, [line for line in lines if not line.startswith(("id", "sudo"))]

    return run


def test_where_a_browser_is_there_it_lints_builds_and_tests(run_ci):
    assert run_ci("chromium-headless-shell", "make") == (0, [LINTS, TESTS])


def test_it_fails_where_lint_or_the_tests_do(run_ci):
    assert run_ci("chromium-headless-shell", TESTS_FAIL) == (1, [LINTS, TESTS])
    assert run_ci("chromium-headless-shell", LINT_FAILS) == (1, [LINTS])


def test_the_tests_wait_for_the_browser_and_the_lint_does_not(run_ci):
    slow = 'apt-get: [ "$1" = update ] || { sleep 0.5; echo installed >> "$LOG"; }'
    code, calls = run_ci("make", "git", slow, NOBODY, SUDO)
    (install,) = (call for call in calls if call.startswith("apt-get install"))
    packages = {word for word in install.split()[2:] if not word.startswith("-")}
    assert code == 0
    assert packages == {"chromium-headless-shell", "fonts-dejavu-core", "make", "git"}
    assert calls.index("apt-get update -qq") < calls.index(install)
    assert calls.index(LINTS) < calls.index("installed") < calls.index(TESTS)


@pytest.mark.parametrize("lacks", ["make", "git"])
def test_nothing_is_made_before_make_and_git_are_there(run_ci, lacks):
    there = {"make", "git"} - {lacks}
    brings = f'apt-get: [ "$1" != install ] || /bin/cp "$0" "${{0%/*}}/{lacks}"'
    code, calls = run_ci(*there, brings, NOBODY, SUDO)
    made = [call for call in calls if call.startswith("make")]
    assert code == 0
    assert made == [LINTS, TESTS]
    assert max(
        i for i, call in enumerate(calls) if call.startswith("apt-get install")
    ) < calls.index(LINTS)


def test_without_a_browser_to_install_another_serves_and_none_is_an_error(run_ci):
    refused = "apt-get: exit 1"
    assert run_ci("make", "git", refused, NOBODY, SUDO)[0] != 0
    code, calls = run_ci("make", "git", "chromium", refused, NOBODY, SUDO)
    assert (code, calls[-1]) == (0, TESTS)
    assert not any(call.startswith("chromium") for call in calls)  # only looked for


def test_it_asks_for_both_frameworks_and_the_browser(run_ci):
    asks = 'make: echo "$D2LMINI_TEST_FRAMEWORKS $D2LMINI_TEST_BROWSER" >> "$LOG"'
    assert run_ci("chromium-headless-shell", asks)[1][-1] == "pytorch,mxnet required"


def test_root_installs_by_itself_and_anybody_else_with_sudo(run_ci):
    assert run_ci("make", "git", "apt-get", "id: echo 0")[0] == 0
    assert run_ci("make", "git", "apt-get", NOBODY)[0] != 0
    assert run_ci("make", "git", "apt-get", NOBODY, SUDO)[0] == 0
