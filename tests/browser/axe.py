"""What axe finds on a page."""

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

CONTRAST = "color-contrast"
# Axe weighs the colours of each element alone, in some 5 ms, and most are links of one list, tokens
# of code and signs of formulas. Of those whose own text has one look, the longest that is seen
# stands for the others (of a single sign axe says nothing).
_LOOKS = """() => {
    const opaque = colour => colour !== 'rgba(0, 0, 0, 0)';
    const around = e => {  // what lies behind and over it, up to the root
        const layers = [];
        for (; e; e = e.parentElement) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(e);
            if (opacity !== '1') layers.push(opacity);
            if (backgroundImage !== 'none') layers.push(backgroundImage);
            if (opaque(backgroundColor)) layers.push(backgroundColor);
        }
        return layers.join();
    };
    const own = e => [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE)
        .map(n => n.data.trim()).join('');
    const shown = { visibilityProperty: true, opacityProperty: true };
    const parts = [...document.body.querySelectorAll('*')]
        .filter(e => !e.children.length && own(e) && e.checkVisibility(shown))
        .sort((a, b) => own(b).length - own(a).length);
    const looks = new Set();
    for (const part of parts) {
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(part);
        const look = [color, fontSize, fontWeight, textShadow, around(part)].join('|');
        part.toggleAttribute('data-look', !looks.has(look));
        looks.add(look);
    }
    return looks.size;
}"""


# One rule asks for colours; the others look at everything.
_AXE = Axe(f"""{AXE_SCRIPT}
axe.configure({{ rules: [{{ id: '{CONTRAST}', selector: '[data-look]' }}] }});""")


def check(page, *, where="", contrast=True, others=True):
    """Fail where axe finds anything: of the contrast of colours, the other rules, or both."""
    options = {"resultTypes": ["violations"]}  # selectors of all that passes take half the time
    if not others:
        options["runOnly"] = {"type": "rule", "values": [CONTRAST]}
    elif not contrast:
        options["rules"] = {CONTRAST: {"enabled": False}}
    assert not contrast or page.evaluate(_LOOKS) > 0
    results = _AXE.run(page, options=options)
    assert (CONTRAST in {rule["id"] for rule in results.response["passes"]}) == contrast
    assert results.violations_count == 0, f"{where}: {results.generate_report()}"
