"""Building: what an author did wrong is told with file, line and cure, and without a traceback."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress

import pytest

from book._ext.page.fonts import CUT
from book._ext.page.helper import helper_wheel
from book._ext.paths import BOOK, ROOT

pytestmark = pytest.mark.slow

PAGE = "why-upsample"
WATCH_SECONDS = 120
# What an author writes, what is said of it, and what may mend it.
MISTAKES = [
    ("{doc}`basic-operatoin`", "unknown document: 'basic-operatoin'", "'basic-operation'"),
    ("{ref}`fig-stmps`", "undefined label: 'fig-stmps'", "'fig-stamps'"),
    ("{eq}`eq-trans-cnv`", "equation not found: eq-trans-cnv", "'eq-trans-conv'"),
    ("{term}`strde`", "term not in glossary: 'strde'", "'stride'"),
    ("{cite:p}`dumoulin2016gide`", 'could not find bibtex key "', "'dumoulin2016guide'"),
    ("{foo}`x`", 'Unknown interpreted text role "foo"', "CONTRIBUTING.md lists what"),
    ("```{nte}\nx\n```", "Unknown directive type: 'nte'", "CONTRIBUTING.md lists what"),
    ("[a](basic-operaton.md)", "target not found: 'basic-operaton.md'", "'basic-operation'"),
    ("![a](nowhere.png)", "image file not readable: book/nowhere.png", "put the picture there"),
]


@pytest.fixture
def project(tmp_path):
    """Make a project of three pages, one of them executed, with an extension of its own."""
    (tmp_path / "book" / "notebooks").mkdir(parents=True)
    for name in ("_ext", "static", "templates"):
        shutil.copytree(BOOK / name, tmp_path / "book" / name)
    for name in (f"{PAGE}.md", "glossary.md", "references.bib", "notebooks/manifest.json"):
        shutil.copy(BOOK / name, tmp_path / "book" / name)
    for tag in ("pytorch", "mxnet"):
        (tmp_path / "book" / "notebooks" / tag).mkdir()
        name = f"notebooks/{tag}/{PAGE}.ipynb"
        shutil.copy(BOOK / name, tmp_path / "book" / name)
    (tmp_path / "tools").mkdir()
    for name in ("__init__.py", "watch.py"):
        shutil.copy(ROOT / "tools" / name, tmp_path / "tools" / name)
    (tmp_path / "_config.yml").write_bytes((ROOT / "_config.yml").read_bytes())
    (tmp_path / "d2lmini").symlink_to(ROOT / "d2lmini")
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / "wheel").symlink_to(helper_wheel().parent)
    CUT.mkdir(parents=True, exist_ok=True)
    (tmp_path / "_build" / CUT.name).symlink_to(CUT)
    (tmp_path / "book" / "index.md").write_text("# Start\n", "utf8")
    write_toc(tmp_path, PAGE, "glossary")
    return tmp_path


def write_toc(project, *pages):
    lines = ["format: jb-book", "root: book/index", *(["chapters:"] if pages else [])]
    lines += [f"- file: book/{page}" for page in pages]
    (project / "_toc.yml").write_text("\n".join(lines) + "\n", "utf8")


def build(project):
    """Build the project; return the exit status, what was printed and what was said of mistakes."""
    done = subprocess.run(
        [sys.executable, "-m", "book._ext.build"], cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


@contextmanager
def watching(project):
    """Run `make watch`; yield the address of its pages and the file with what it prints."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = project / "watch.log"
    command = [sys.executable, "-m", "tools.watch", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(project), "PYTHONUNBUFFERED": "1"}
    with said.open("w") as log:
        watch = subprocess.Popen(
            command, cwd=project, env=environment, stdout=log, stderr=log,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # as in the background
        )  # fmt: skip
        try:
            yield f"http://127.0.0.1:{port}", said
        finally:
            watch.send_signal(signal.SIGINT)
            watch.wait(20)


def shown(address, words, said):
    """Wait until a page at an address has such words; return it."""
    end = time.monotonic() + WATCH_SECONDS
    page = ""
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            page = answer.read().decode()
        if words in page:
            return page
        time.sleep(0.2)
    printed = said.read_text("utf8")[-2000:]
    pytest.fail(f"{address} does not have {words!r}; printed: {printed}")


def without_others(project):
    """Take out of the pages what leads to pages that this project does not have."""
    for name in (PAGE, "glossary"):
        path = project / "book" / f"{name}.md"
        text = re.sub(r"\{(?:doc|numref|eq|cite:p)\}`[^`]*`", "it", path.read_text("utf8"))
        path.write_text(text, "utf8")


def test_mistakes_are_told_with_file_line_and_cure(project):
    without_others(project)
    near = "---\norphan: true\n---\n\n# Page\n\n(fig-stamps)=\n## A\n\n$$x$$ (eq-trans-conv)\n"
    (project / "book" / "basic-operation.md").write_text(near, "utf8")
    page = project / "book" / "index.md"
    page.write_text("# Start\n\n" + "\n\n".join(written for written, _, _ in MISTAKES), "utf8")
    lines = page.read_text("utf8").splitlines()
    status, _, said = build(project)
    assert status == 1
    for written, what, cure in MISTAKES:
        line = lines.index(written.splitlines()[0]) + 1
        told = re.search(rf"^book/index\.md:{line}: .*{re.escape(what)}.*\n    (.*)$", said, re.M)
        assert told, f"{written}: {said}"
        assert cure in told[1]
    assert said.splitlines()[-1] == "the book is not built: mend the above and run it again"


def test_a_sentence_goes_to_page_and_notebooks_and_a_reference_to_what_is_gone_is_told(project):
    without_others(project)
    page = project / "book" / f"{PAGE}.md"
    with watching(project) as (address, said):
        address = f"{address}/book/{PAGE}.html"
        assert "livereload.js" in shown(address, "</html>", said)  # what loads the page again
        page.write_text(page.read_text("utf8") + "\nQuite another sentence.\n", "utf8")
        shown(address, "Quite another sentence.", said)
    assert "Traceback" not in said.read_text("utf8")
    made = [f"{tag}/{PAGE}.ipynb" for tag in ("pytorch", "mxnet")]
    assert f"wrote the words of {', '.join(made)}" in said.read_text("utf8")
    for name in made:
        assert "Quite another" in (project / "book/notebooks" / name).read_text("utf8")

    glossary = project / "book" / "glossary.md"
    text = glossary.read_text("utf8")
    glossary.write_text(text.replace("\nfeature map\n", "\nmap of features\n"), "utf8")
    assert text != glossary.read_text("utf8")
    status, _, said = build(project)
    assert status == 1
    assert re.search(rf"book/{PAGE}\.md:\d+: term not in glossary: 'feature map'", said)

    glossary.write_text(text, "utf8")
    page.unlink()
    write_toc(project, "glossary")
    status, _, said = build(project)
    assert status == 0, said
    assert not (project / "_build/html/book" / f"{PAGE}.html").exists()
    assert (project / "_build/html/book/glossary.html").exists()


def test_changed_code_is_told_in_one_line(project):
    page = project / "book" / f"{PAGE}.md"
    page.write_text(page.read_text("utf8").replace("nn.MaxPool2d(2)", "nn.MaxPool2d(4)", 1), "utf8")
    line = next(n for n, t in enumerate(page.read_text("utf8").splitlines(), 1) if "d(4)" in t)
    status, _, said = build(project)
    assert status == 1
    assert said == (
        f"book/{PAGE}.md:{line}: the PyTorch notebook of {PAGE} does not have this code yet: run "
        "`make notebooks`\n"
    )
