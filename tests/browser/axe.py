"""What axe finds on a page."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

CONTRAST = "color-contrast"
# Axe weighs the colours of each element alone, in some 5 ms, and most are links of one list, tokens
# of code and signs of formulas. Of those whose own text has one look, the longest that is seen
# stands for the others (of a single sign axe says nothing), on this page and on those to come.
_LOOKS = """known => {
    const opaque = colour => colour !== 'rgba(0, 0, 0, 0)';
    const seen = new Map();
    const around = e => {  // what lies behind and over it, up to the root
        if (!e) return '';
        if (seen.has(e)) return seen.get(e);
        const { backgroundColor, backgroundImage, opacity } = getComputedStyle(e);
        const layers = [];
        if (opacity !== '1') layers.push(opacity);
        if (backgroundImage !== 'none') layers.push(backgroundImage);
        if (opaque(backgroundColor)) layers.push(backgroundColor);
        seen.set(e, [...layers, around(e.parentElement)].join());
        return seen.get(e);
    };
    const own = e => [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE)
        .map(n => n.data.trim()).join('');
    const shown = { visibilityProperty: true, opacityProperty: true };
    const parts = [...document.body.querySelectorAll('*')]
        .filter(e => !e.children.length && own(e) && e.checkVisibility(shown))
        .filter(e => e instanceof HTMLElement)  // axe says nothing of text in a drawing
        .sort((a, b) => own(b).length - own(a).length);
    const looks = new Set(known), fresh = [];
    for (const part of parts) {
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(part);
        const look = [color, fontSize, fontWeight, textShadow, around(part)].join('|');
        const first = !looks.has(look);
        part.toggleAttribute('data-look', first);
        if (first && own(part).length > 1) fresh.push(look);
        looks.add(look);
    }
    return fresh;
}"""
# Whether a link can be told from the text around it takes half of what the other rules take. So the
# first link of each look stands for the others.
_LINKS = """known => {
    const looks = new Set(known), fresh = [];
    for (const link of document.querySelectorAll('main a[href], footer a[href]')) {
        const { color, fontWeight, textDecorationLine, borderBottomWidth } = getComputedStyle(link);
        const around = getComputedStyle(link.parentElement);
        const own = [color, fontWeight, textDecorationLine, borderBottomWidth];
        const look = [...own, around.display, around.color, around.fontWeight].join('|');
        link.toggleAttribute('data-link', !looks.has(look));
        if (!looks.has(look)) fresh.push(look);
        looks.add(look);
    }
    return fresh;
}"""
# Axe walks the whole document before each run. So it is asked twice, each time without what does
# not concern it: colours without the elements that show no new look, the other rules without the
# inside of formulas and code, five elements in six.
_ASIDE = """colours => {
    const emptied = (e, kept) => {
        const all = [...e.childNodes];
        e.replaceChildren(...kept(all));
        return [e, all];
    };
    const looks = e => e.nodeType !== Node.ELEMENT_NODE || e.matches('[data-look], style, link')
        || e.querySelector('[data-look]');
    window.aside = colours
        ? [document.body, ...document.body.querySelectorAll(':has([data-look])')]
            .map(e => emptied(e, all => all.filter(looks)))
        : [...document.querySelectorAll('.katex-html, .katex math, .highlight pre')]
            .map(e => emptied(e, () => e.matches('.katex-html') ? [] : [e.textContent]));
}"""
_BACK = "() => { for (const [e, parts] of window.aside.reverse()) e.replaceChildren(...parts); }"

# Two rules look at what stands for the others; the others look at everything.
_RULES = [
    {"id": CONTRAST, "selector": "[data-look]"},
    {"id": "link-in-text-block", "selector": "a[data-link]"},
]
_passed: set[str] = set()


def check(page, *, where="", others=True):
    """Fail where axe finds anything: colours of too little contrast, or what other rules name.

    A look that has passed is not weighed again. Without `others`, colours are all that is asked.
    """
    if others:
        links = page.evaluate(_LINKS, list(_passed))
        _run(page, {"rules": {CONTRAST: {"enabled": False}}}, where)
        _passed.update(links)
    if fresh := page.evaluate(_LOOKS, list(_passed)):
        _run(page, {"runOnly": {"type": "rule", "values": [CONTRAST]}}, where)
        _passed.update(fresh)


def _run(page, options, where):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate("rules => axe.configure({ rules })", _RULES)
    page.evaluate(_ASIDE, "runOnly" in options)
    try:  # selectors of all that passes take half the time
        found = page.evaluate(
            "options => axe.run(options)", options | {"resultTypes": ["violations"]}
        )
    finally:
        page.evaluate(_BACK)
    results = AxeResults(found)
    assert results.violations_count == 0, f"{where}: {results.generate_report()}"
    assert any(found[kind] for kind in ("passes", "incomplete"))
