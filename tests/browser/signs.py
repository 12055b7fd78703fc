"""The fonts as they are cut: whether each sign that a page shows has its glyph."""

from functools import cache

from fontTools.ttLib import TTFont

from book._ext.paths import HTML

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
    const add = (text, style) => {
        if (!text) return;  // to ask for its font takes long
        const { fontFamily, fontWeight, fontStyle } = style;
        const family = faces.filter(face => face.family === fontFamily.split(',')[0]);
        if (!family.length) return;
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


def shown(page):
    """Return the signs that a page shows by the path of the font that they are shown in."""
    return {path: set(text) - {ZERO_WIDTH_SPACE} for path, text in page.evaluate(SIGNS).items()}


def missing(page):
    """Return, by font, the signs that are shown in it and have no glyph in its file."""
    found = {
        path: {sign for sign in signs if ord(sign) not in _glyphs(path)}
        for path, signs in shown(page).items()
    }
    return {path: signs for path, signs in found.items() if signs}


@cache
def _glyphs(path):
    return TTFont(HTML / path[path.index("_static/") :]).getBestCmap() or {}
