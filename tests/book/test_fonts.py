"""What the fonts are cut down to."""

from fontTools.ttLib import TTFont

from book._ext.page.fonts import cut_font, cut_sheet, formulas
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


def test_a_cut_sheet_has_the_rules_that_apply_also_where_it_was_cut_before(tmp_path, monkeypatch):
    monkeypatch.setattr("book._ext.page.fonts.CUT", tmp_path / "cut")
    whole, target = tmp_path / "whole.css", tmp_path / "target.css"
    for colour in ("red", "blue"):
        whole.write_text(f".a{{color:{colour}}}.b{{color:green}}", "utf8")
        for words, left in (({"a", "z"}, f".a{{color:{colour}}}"), ({"b"}, ".b{color:green}")):
            for _ in range(2):
                cut_sheet(whole, target, words)
                assert target.read_text("utf8") == left
    assert len(list((tmp_path / "cut").iterdir())) == 4
