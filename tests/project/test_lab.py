"""`make lab` works on copies: what a reader did there stays, and the book's notebooks too."""

import os
import subprocess
import sys

import pytest

from book._ext.paths import NOTEBOOKS, ROOT
from tools import lab


def test_copies_are_made_once_and_kept_as_they_were_left(tmp_path):
    number = len(list(NOTEBOOKS.glob("*/*.ipynb")))
    assert number > 20
    assert lab.copy_notebooks(NOTEBOOKS, tmp_path) == (number, 0)
    copy = tmp_path / "mxnet" / "basic-operation.ipynb"
    assert copy.read_bytes() == (NOTEBOOKS / "mxnet" / copy.name).read_bytes()
    copy.write_text("mine", "utf8")
    (tmp_path / "pytorch" / "gradients.ipynb").unlink()
    assert lab.copy_notebooks(NOTEBOOKS, tmp_path) == (1, number - 1)
    assert copy.read_text("utf8") == "mine"


def test_git_ignores_the_copies():
    inside = lab.LAB / "pytorch" / "basic-operation.ipynb"
    command = ["git", "check-ignore", "--quiet", "--no-index", inside]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1, False), (1000, False)])
def test_jupyterlab_gets_the_folder_and_the_options(monkeypatch, capsys, user, allowed):
    started = []
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(lab, "LAB", ROOT / "lab")
    monkeypatch.setattr(lab, "copy_notebooks", lambda source, target: (2, 3))
    done = subprocess.CompletedProcess([], 0)
    monkeypatch.setattr(subprocess, "run", lambda command, check: started.append(command) or done)
    assert lab.main(["--no-browser", "--port=9"]) == 0
    (command,) = started
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert {f"--notebook-dir={ROOT / 'lab'}", "--no-browser", "--port=9"} <= set(command)
    assert ("--allow-root" in command) == allowed  # which Jupyter refuses to be root without
    assert "lab/: 2 new, 3 kept as you left them" in capsys.readouterr().out
