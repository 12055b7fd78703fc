"""The whole book as one PDF."""

import shutil
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from book._ext.notebooks.chapters import chapter_names
from book._ext.paths import BOOK, BUILD, ROOT
from tests.browser.widget_pages import chromium

READ = BUILD / ".doctrees"
PRINT = """from pathlib import Path
from sys import argv
from book._ext.page.pdf import print_book
print_book(Path(argv[1]), Path(argv[2]))"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    """Build the single page and print it, in processes of their own.

    The pages as the book's own build has read them spare it from reading them again.
    """
    chromium()
    folder = tmp_path_factory.mktemp("pdf")
    assert READ.is_dir(), "the book is not built: run `make book`"
    shutil.copytree(READ, folder / "_build" / READ.name)
    build = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--quiet", "-W"]
    build += ["--builder", "singlehtml", "--path-output", folder]
    command = [sys.executable, "-c", PRINT, folder / "_build" / "singlehtml", folder / "book.pdf"]
    for step in (build, command):
        result = subprocess.run(step, cwd=ROOT, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr[-2000:]
    return PdfReader(folder / "book.pdf")


def links(pdf):
    """List the targets inside the PDF and those outside."""
    inside, outside = [], []
    for page in pdf.pages:
        for note in (reference.get_object() for reference in page.get("/Annots", [])):
            if "/Dest" in note:
                inside.append(note["/Dest"])
            elif "/URI" in note.get("/A", {}):
                outside.append(note["/A"]["/URI"])
    return inside, outside


def text(page):
    """Return the letters of a page of paper, without spaces."""
    return normalize("NFKC", squeezed(page.extract_text()))  # "ffi" may be one letter


def squeezed(words):
    """Return the words without the spaces, which a PDF does not keep."""
    return "".join(words.split())


def test_every_chapter_is_in_it_with_both_frameworks(pdf):
    parts = [entry for entry in pdf.outline[1] if not isinstance(entry, list)]
    begins = {squeezed(entry.title): pdf.get_destination_page_number(entry) for entry in parts}
    for chapter in chapter_names():
        title = (BOOK / f"{chapter}.md").read_text("utf8").partition("# ")[2].partition("\n")[0]
        place = next(at for name, at in begins.items() if name.endswith(squeezed(title)))
        assert squeezed(title) in text(pdf.pages[place]), title
    start = next(at for name, at in begins.items() if name.endswith("Basicoperation"))
    code = "".join(text(page) for page in pdf.pages[start : start + 4])
    assert "importtorch" in code
    assert "frommxnetimport" in code


def test_its_cross_references_lead_to_places_inside_it(pdf):
    inside, outside = links(pdf)
    assert set(inside) <= set(pdf.named_destinations)
    for chapter in chapter_names():  # the contents lead to each of them
        assert any(chapter in place for place in inside), chapter
    assert [address for address in outside if not address.startswith("https://")] == []
