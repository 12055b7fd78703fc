"""The helper's wheel beside the notebooks: whole, and built again where the helper changed."""

import subprocess
import sys
import zipfile

from book._ext.notebooks.chapters import chapter_names
from book._ext.notebooks.install import WHEEL
from book._ext.page import helper
from book._ext.page.helper import helper_wheel
from book._ext.paths import HTML, ROOT
from tests.book.test_links import Page

# What only the book's pages need, or its authors: a notebook's figures are one bundle.
STATIC = "d2lmini/widgets/static/d2lmini-"
SCRIPTS = ("code", "micropython", "paper", "predict", "progress", "work")
OF_PAGES = (
    "d2lmini/widgets/web/",
    *(f"{STATIC}{name}." for name in SCRIPTS),
)

USE = """
import sys
sys.path.insert(0, sys.argv[1])
import numpy
import d2lmini.widgets
assert d2lmini.__file__.startswith(sys.argv[1])
print(d2lmini.trans_conv(numpy.eye(2), numpy.eye(2)).tolist(), d2lmini.widgets.Stamping().Y)
"""


def test_the_wheel_has_every_file_of_the_helper_but_those_of_pages():
    listed = ["git", "ls-files", "d2lmini"]
    files = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wheel = zipfile.ZipFile(helper_wheel())
    inside = set(wheel.namelist())
    wanted = {name for name in files.split() if not name.startswith(OF_PAGES)}
    assert {name for name in inside if not name.startswith("d2lmini-")} == wanted
    (licence,) = (name for name in inside if name.endswith("/licenses/LICENSE"))
    assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes()


def test_the_wheel_works_alone_in_an_empty_folder(tmp_path):
    zipfile.ZipFile(helper_wheel()).extractall(tmp_path / "site")
    command = [sys.executable, "-I", "-c", USE, tmp_path / "site"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[[1.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 1.0]]" in done.stdout


def test_the_same_files_make_the_same_wheel(tmp_path, monkeypatch):
    before = helper_wheel().read_bytes()
    monkeypatch.setattr(helper, "BUILD", tmp_path)
    assert helper_wheel().read_bytes() == before


def test_every_chapter_s_page_offers_it():
    for chapter in chapter_names():
        path = HTML / "book" / f"{chapter}.html"
        links = Page(path.read_text("utf8")).links
        (target,) = [link for link in links if link.endswith(WHEEL)]
        assert (path.parent / target).resolve().read_bytes() == helper_wheel().read_bytes()
