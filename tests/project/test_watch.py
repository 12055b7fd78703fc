"""`make watch` sees every file that a page is made of."""

import subprocess
from fnmatch import fnmatch

from book._ext.paths import ROOT
from tools.watch import FIGURES, SOURCES

# What the build makes or reads as it is: a change of these alone needs a run of `make notebooks`.
MADE = ("book/notebooks/*", "d2lmini/widgets/static/*", "d2lmini/py.typed", "book/__pycache__/*")


def watched(path):
    return any(fnmatch(path, p) or path.startswith(f"{p}/") for p in (*SOURCES, FIGURES))


def test_every_file_of_the_book_and_the_helper_is_watched():
    listed = ["git", "ls-files", "book", "d2lmini", "_toc.yml", "_config.yml"]
    files = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [p for p in files.stdout.split() if not any(fnmatch(p, made) for made in MADE)]
    assert len(paths) > 100
    assert [path for path in paths if not watched(path)] == []


def test_what_the_build_writes_is_not_watched():
    assert not watched("book/notebooks/pytorch/basic-operation.ipynb")
    assert not watched("_build/html/index.html")
