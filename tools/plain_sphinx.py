"""Build the book with plain Sphinx and the newest theme (`make plain-sphinx`).

Jupyter Book 1 is maintained only. `jupyter-book config sphinx` writes a `conf.py` of its settings;
what Sphinx makes of it in an environment without Jupyter Book shows whether that way is open.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.chapters import chapter_names
from book._ext.paths import BUILD, ROOT

CLONE = BUILD / "plain" / "source"
PAGES = BUILD / "plain" / "html"


def configure(folder: Path) -> None:
    """Write `conf.py` for a clone of the book, without Jupyter Book among its extensions."""
    tool = Path(sys.executable).with_name("jupyter-book")
    subprocess.run([tool, "config", "sphinx", folder], check=True, stdout=subprocess.DEVNULL)
    conf = folder / "conf.py"
    text, found = re.subn(r"'jupyter_book', ", "", conf.read_text("utf8"))
    if not found:
        raise SystemExit("conf.py: expected 'jupyter_book' among the extensions, it is not there")
    conf.write_text(f"import sys\nsys.path.insert(0, {str(folder)!r})\n{text}", "utf8")


def check(pages: Path) -> None:
    """See that each chapter's page has its figures alive, its formulas and both frameworks."""
    live = 0
    for chapter in chapter_names():
        text = (pages / "book" / f"{chapter}.html").read_text("utf8")
        live += text.count('class="d2lmini-widget"')
        wanted = [f'data-sync-id="{f.tag}"' for f in FRAMEWORKS] + ['class="katex']
        if missing := [word for word in wanted if word not in text]:
            raise SystemExit(f"{chapter}: plain Sphinx left out {', '.join(missing)}")
    if not live:
        raise SystemExit("plain Sphinx left out every figure")
    print(f"plain Sphinx builds the book: {len(chapter_names())} chapters, {live} live figures")


def main() -> None:
    """Clone, configure, build, look."""
    parser = argparse.ArgumentParser(prog="make plain-sphinx", description=__doc__)
    parser.add_argument("python", type=Path, help="the Python that has Sphinx")
    python = parser.parse_args().python.absolute()
    subprocess.run(["git", "clone", "--quiet", ROOT, CLONE], check=True)
    configure(CLONE)
    build = [python, "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", CLONE, PAGES]
    if subprocess.run(build, cwd=CLONE).returncode:
        raise SystemExit("plain Sphinx did not build the book: what it said stands above")
    check(PAGES)


if __name__ == "__main__":
    main()
