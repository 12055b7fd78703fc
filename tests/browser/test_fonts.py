"""The fonts as they are cut: every sign that a page shows has its glyph."""

from collections import defaultdict

import pytest
from fontTools.ttLib import TTFont

from book._ext.paths import HTML
from tests.browser.test_site import PAGES

# The signs that a page shows in each font that its style sheets bring, by the font's path.
SIGNS = r"""() => {
    const weight = value => ({ normal: '400', bold: '700' })[value] ?? value;
    const faces = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]
        .filter(rule => rule instanceof CSSFontFaceRule)
        .map(({ style }) => ({
            family: style.fontFamily,
            cut: [weight(style.fontWeight), style.fontStyle || 'normal'].join(),
            url: new URL(/url\("?([^")]+)/.exec(style.getPropertyValue('src'))[1], sheet.href),
        })));
    const shown = {};
    const add = (text, { fontFamily, fontWeight, fontStyle }) => {
        const family = faces.filter(face => face.family === fontFamily.split(',')[0]);
        if (!text || !family.length) return;
        const face = family.find(face => face.cut === [weight(fontWeight), fontStyle].join());
        if (!face) throw Error(`${fontFamily} has no face ${fontWeight} ${fontStyle}: ${text}`);
        const path = face.url.pathname.slice(1);
        shown[path] = (shown[path] ?? '') + text;
    };
    for (const element of document.body.querySelectorAll('*')) {
        const texts = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE);
        add(texts.map(node => node.data.trim()).join(''), getComputedStyle(element));
        for (const part of ['::before', '::after']) {
            const style = getComputedStyle(element, part);
            if (style.content.startsWith('"')) add(style.content.slice(1, -1), style);
        }
    }
    return shown;
}"""
ZERO_WIDTH_SPACE = "\u200b"  # KaTeX's own filling, for which no font needs a glyph


@pytest.fixture(scope="module")
def shown(browser, served):
    """Return the signs on all pages by the path of the font that they are shown in."""
    page = browser.new_page()
    signs = defaultdict(set)
    for name in PAGES:
        if name == "index.html":
            continue  # it leads on to the book's first page
        page.goto(f"{served}/{name}", wait_until="domcontentloaded")
        for path, text in page.evaluate(SIGNS).items():
            signs[path] |= set(text) - {ZERO_WIDTH_SPACE}
    page.context.close()
    return signs


def missing(shown, folder):
    """Return, by font of a folder, the signs that are shown in it and have no glyph in its file."""
    fonts = [path for path in shown if path.startswith(f"_static/{folder}/")]
    assert fonts, f"no page uses a font of {folder}"
    glyphs = {path: TTFont(HTML / path).getBestCmap() or {} for path in fonts}
    found = {
        path: {sign for sign in shown[path] if ord(sign) not in glyphs[path]} for path in fonts
    }
    return {path: signs for path, signs in found.items() if signs}


def test_every_icon_on_every_page_has_its_glyph(shown):
    assert missing(shown, "vendor/fontawesome/webfonts") == {}


def test_every_sign_of_a_formula_on_every_page_has_its_glyph(shown):
    assert missing(shown, "katex/fonts") == {}
