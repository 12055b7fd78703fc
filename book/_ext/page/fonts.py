"""Fonts and style sheets are cut down to what the built pages show."""

import hashlib
import html
import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from fontTools import subset
from sphinx.application import Sphinx

from book._ext.page import styles
from book._ext.paths import BUILD

__all__ = ["setup_fonts"]

CUT = BUILD / "fonts"  # what was cut before
ICON_FONTS = Path("_static/vendor/fontawesome/webfonts")
FORMULA_FONTS = Path("_static/katex/fonts")
# The sheets that weigh most: those of Bootstrap and of the theme, and of tabs and cards.
SHEETS = (Path("_static/styles/pydata-sphinx-theme.css"), Path("_static/sphinx-design.min.css"))
WORD = re.compile(r"[\w-]+")
GLYPH = re.compile(r"[\ue000-\uf8ff]")  # how the theme's variables name icons
ESCAPE = re.compile(r"""["']\\([0-9a-f]{4})["']""")  # how rules name them
TAG = re.compile(r"<[^>]*>")
SPAN = re.compile(r"</?span\b[^>]*>")


def setup_fonts(app: Sphinx) -> None:
    """Cut fonts and style sheets once the pages are written."""
    app.connect("build-finished", _cut_fonts)


def _cut_fonts(app: Sphinx, error: Exception | None) -> None:
    """Replace fonts and style sheets in the output by the part that is needed."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = "".join(page.read_text("utf8") for page in out.rglob("*.html"))
    letters = {ord(letter) for formula in formulas(pages) for letter in formula}
    scripts = "".join(p.read_text("utf8") for p in (out / "_static").rglob("*.js"))
    words = set(WORD.findall(pages + scripts))
    for sheet in SHEETS:
        cut_sheet(_source(app, sheet), out / sheet, words)
    sheets = "".join(p.read_text("utf8") for p in (out / "_static").rglob("*.css"))
    icons = {int(code, 16) for code in ESCAPE.findall(sheets)}
    icons |= {ord(letter) for letter in GLYPH.findall(sheets)}
    for folder, codes in ((ICON_FONTS, icons), (FORMULA_FONTS, letters)):
        for target in sorted((out / folder).glob("*.woff2")):
            cut_font(_source(app, target.relative_to(out)), target, codes)


def cut_sheet(source: Path, target: Path, words: Collection[str]) -> None:
    """Write the rules of a style sheet that can apply; those that were cut before are copied."""
    sheet = source.read_text("utf8")
    used = sorted(set(WORD.findall(sheet)).intersection(words))
    kept = _kept(Path(styles.__file__).read_bytes() + sheet.encode(), used, "css")
    if not kept.exists():
        _keep(kept, styles.cut_rules(sheet, used).encode())
    shutil.copyfile(kept, target)


def formulas(pages: str) -> Iterator[str]:
    """Yield the text of each typeset formula, as it is shown."""
    for start in re.finditer(r'<span class="katex-html"[^>]*>', pages):
        depth = 1
        for tag in SPAN.finditer(pages, start.end()):
            depth += -1 if tag[0].startswith("</") else 1
            if depth == 0:
                yield html.unescape(TAG.sub("", pages[start.end() : tag.start()]))
                break


def cut_font(source: Path, target: Path, codes: Collection[int]) -> None:
    """Write the part of a font that has the given code points, as WOFF2.

    A part that was cut before is copied: cutting all fonts takes longer than building a page.
    """
    kept = _kept(source.read_bytes(), sorted(codes), "woff2")
    if not kept.exists():
        options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=codes)
        with subset.load_font(str(source), options) as font:
            subsetter.subset(font)
            subset.save_font(font, str(target), options)
        _keep(kept, target.read_bytes())
    shutil.copyfile(kept, target)


def _kept(whole: bytes, needed: list[Any], ending: str) -> Path:
    """Return where the part of a file that is needed is kept."""
    key = hashlib.sha256(whole + repr(needed).encode()).hexdigest()[:16]
    return CUT / f"{key}.{ending}"


def _keep(path: Path, content: bytes) -> None:
    """Keep a part, whole, whatever ends the build."""
    CUT.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".part").write_bytes(content)
    path.with_suffix(".part").replace(path)


def _source(app: Sphinx, path: Path) -> Path:
    """Find the whole file behind one of the output: the book's, else that of the theme."""
    theme = app.builder.theme.get_theme_dirs()  # type: ignore[attr-defined]
    folders = [Path(app.confdir) / folder for folder in app.config.html_static_path]
    folders += [Path(folder) / "static" for folder in theme]
    files: list[Path] = [folder / path.relative_to("_static") for folder in folders]
    return next(file for file in files if file.exists())
