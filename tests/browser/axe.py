"""What axe finds on a page."""

from axe_playwright_python.sync_playwright import Axe

CONTRAST = "color-contrast"
# Axe looks at each element alone, and most are tokens of code: of those that are seen and look the
# same, the longest is kept (of a single sign axe says nothing), and what the others hold becomes
# their parent's.
_ONE_OF_EACH = """() => {
    const spans = [...document.querySelectorAll('.highlight span')];
    const length = span => span.textContent.length;
    const parts = spans.filter(span => span.checkVisibility() && !span.children.length)
        .sort((a, b) => length(b) - length(a));
    const looks = parts.map(part => {
        const { color, backgroundColor, opacity, fontSize } = getComputedStyle(part);
        return [color, backgroundColor, opacity, fontSize].join();
    });
    for (const [i, part] of parts.entries())
        if (looks.indexOf(looks[i]) < i) part.replaceWith(...part.childNodes);
}"""


def thin(page):
    """Leave one of the tokens of code that look the same: axe is slow."""
    page.evaluate(_ONE_OF_EACH)


def check(page, *, where="", contrast=True, others=True):
    """Fail where axe finds anything: of the contrast of colours, the other rules, or both."""
    options = {"resultTypes": ["violations"]}  # selectors of all that passes take half the time
    if not others:
        options["runOnly"] = {"type": "rule", "values": [CONTRAST]}
    elif not contrast:
        options["rules"] = {CONTRAST: {"enabled": False}}
    results = Axe().run(page, options=options)
    assert (CONTRAST in {rule["id"] for rule in results.response["passes"]}) == contrast
    assert results.violations_count == 0, f"{where}: {results.generate_report()}"
