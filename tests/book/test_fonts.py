"""What the fonts are cut down to."""

from fontTools.ttLib import TTFont

from book._ext.page.fonts import cut_font, formulas
from book._ext.paths import BOOK

MAIN = BOOK / "static" / "katex" / "fonts" / "KaTeX_Main-Regular.woff2"
HIDDEN = '<span class="katex-mathml"><math><mi>z</mi></math></span>'
SHOWN = '<span class="katex-html" aria-hidden="true"><span>a<span>&lt;</span></span><i>b</i></span>'


def test_a_formula_s_text_is_what_is_shown_of_it():
    page = f"<p>no <span>formula</span> {HIDDEN}{SHOWN} and {SHOWN.replace('a<', 'c<')} end</p>"
    assert list(formulas(page)) == ["a<b", "c<b"]


def test_a_cut_font_has_the_asked_glyphs_and_no_others(tmp_path, monkeypatch):
    monkeypatch.setattr("book._ext.page.fonts.CUT", tmp_path / "cut")
    cut_font(MAIN, tmp_path / MAIN.name, set(map(ord, "1+𝟙")))
    assert set(TTFont(tmp_path / MAIN.name).getBestCmap()) == set(map(ord, "1+"))
