"""The whole book as one PDF."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from book._ext.notebooks.chapters import chapter_names
from book._ext.page import pdf as printing
from book._ext.paths import BOOK, BUILD, ROOT
from tests.browser.widget_pages import chromium

READ = BUILD / ".doctrees"
PRINTED = (
    "basic-operation",
    "gradients",
    "cheat-sheet",
)  # the whole takes half a minute, and is printed alike
PRINT = """from pathlib import Path
from sys import argv
from book._ext.page.pdf import print_book
print_book(Path(argv[1]), Path(argv[2]), argv[3:])"""


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    """Build the single page; return its folder.

    The pages as the book's own build has read them spare it from reading them again.
    """
    folder = tmp_path_factory.mktemp("pdf")
    assert READ.is_dir(), "the book is not built: run `make book`"
    shutil.copytree(READ, folder / "_build" / READ.name)
    build = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--quiet", "-W"]
    run([*build, "--builder", "singlehtml", "--path-output", folder])
    return folder / "_build" / "singlehtml"


@pytest.fixture(scope="module")
def pdf(single):
    """Print some chapters, in a process of its own."""
    chromium()
    target = single / "book.pdf"
    run([sys.executable, "-c", PRINT, single, target, *PRINTED])
    return PdfReader(target)


def run(command):
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-2000:]


def titles():
    """Return the chapters' titles by their names."""
    texts = {name: (BOOK / f"{name}.md").read_text("utf8") for name in chapter_names()}
    return {
        name: text.partition("# ")[2].partition("\n")[0].strip() for name, text in texts.items()
    }


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


def test_the_single_page_has_every_chapter_and_what_its_references_lead_to(single):
    page = (single / "book" / "index.html").read_text("utf8")
    for name, title in titles().items():
        after = page.partition(f'id="document-book/{name}"')[2]
        heading = re.search(r"<h[12]>(.*?)<a ", after)[1]
        assert squeezed(re.sub("<[^>]*>", "", heading)).endswith(squeezed(title)), name
    inside = set(re.findall(r'href="(?:book/index\.html)?#([^"]+)"', page))
    assert len(inside) > len(titles())
    assert inside <= set(re.findall(r'\bid="([^"]+)"', page))


def test_what_is_printed_are_the_chapters_with_both_frameworks(pdf):
    top = [entry for entry in pdf.outline[1] if not isinstance(entry, list)]
    begins = {squeezed(entry.title): pdf.get_destination_page_number(entry) for entry in top}
    wanted = [squeezed(titles()[name]) for name in PRINTED]
    assert [name.lstrip("0123456789.") for name in begins] == wanted
    first, second, sheet = begins.values()
    for place, title in zip(begins.values(), wanted, strict=True):
        assert title in text(pdf.pages[place])
    code = "".join(text(page) for page in pdf.pages[first:second])
    assert "importtorch" in code
    assert "frommxnetimport" in code
    assert sheet == len(pdf.pages) - 1  # one sheet, the last one here


def test_its_cross_references_lead_to_places_inside_it(pdf):
    inside, outside = links(pdf)
    assert set(inside) <= set(pdf.named_destinations)
    assert any("basic-operation" in place for place in inside)  # what the other chapter names
    assert [address for address in outside if not address.startswith("https://")] == []


def test_the_command_ends_well_where_the_book_was_printed_only(monkeypatch, capsys):
    def refuse(chapters):
        raise ValueError(f"there is no chapter {chapters[0]}")

    monkeypatch.setattr(printing, "print_book", lambda chapters: None)
    assert printing.main([]) == 0
    assert capsys.readouterr().out == "The book on paper: _build/transposed-convolution.pdf\n"
    monkeypatch.setattr(printing, "print_book", refuse)
    assert printing.main(["nowhere"]) == 1
    assert capsys.readouterr().err == "there is no chapter nowhere\n"
