"""What a browser makes of the project's style sheets: the values that elements have.

    python -m tests.support.looks    renew the list, after the book is built and a style was changed

For each rule that applies, the elements that it selects are looked up: on pages with figures in
drawn states, with exercises that are answered, and with text; wide and narrow, light and dark, on
paper, and in the system's colours. The list has a digest, for each selector, of the values that
those elements have of what the rule declares: among figures alone, and on pages. A rule that is
changed, dropped or overruled has another, and one that is new has none. Of a rule that selects
nothing there, what it declares is kept.
"""

import hashlib
import json
from collections import defaultdict

from book._ext.paths import HTML, ROOT
from d2lmini.exercises import exercise
from d2lmini.widgets import FillIn
from d2lmini.widgets._base import STATIC
from tests.browser.hands import PHONE, WIDE
from tests.browser.widget_pages import open_browser, open_more, serve
from tests.figures.test_figures import node

__all__ = [
    "LIST",
    "changed",
    "digests",
    "drawn_states",
    "look_at_figures",
    "look_at_pages",
    "read",
    "told",
]

LIST = ROOT / "tests" / "browser" / "looks.tsv"
LOOK = (ROOT / "tests" / "browser" / "looks.js").read_text("utf8")
COUNT = 12  # states that are drawn for each figure
SEED = 1  # of these: it shows most rules
SMALL, SHOWN = 600, 2  # of these, some that are written in few characters
LIGHT = {"color_scheme": "light", "reduced_motion": "no-preference", "media": "screen"}
# what is asked of a page, beside its window and the theme that the reader chose
WAYS = {
    "light": (WIDE, LIGHT, "light"),
    "dark": (PHONE, {**LIGHT, "color_scheme": "dark", "reduced_motion": "reduce"}, "dark"),
    "paper": (WIDE, {**LIGHT, "media": "print"}, ""),
    "the system's colours": (WIDE, {**LIGHT, "forced_colors": "active"}, ""),
}
# Mounts every state of every figure, with everything that can be opened open.
FIGURES = """async ([source, drawn]) => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const { default: { render } } = await import(url);
    for (const [name, states] of drawn)
        for (const state of states) {
            const values = { ...state, _widget: name };
            const el = document.body.appendChild(document.createElement("div"));
            render({ model: { get: key => values[key], set() {}, on() {} }, el });
        }
    for (const one of document.querySelectorAll("details")) one.open = true;
}"""
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# The theme is set and looked at in one go: nothing else can set it in between.
IN_THEME = f"theme => {{ document.documentElement.dataset.theme = theme; return ({LOOK})(); }}"

Looks = dict[str, dict[str, set[str]]]


def digests(looks: Looks) -> dict[str, str]:
    """Return a digest of each selector's values."""
    return {
        selector: hashlib.sha256(
            json.dumps({name: sorted(found) for name, found in sorted(values.items())}).encode()
        ).hexdigest()[:10]
        for selector, values in sorted(told(looks).items())
    }


def told(looks: Looks) -> Looks:
    """Return the values that elements have; of a rule that selects none, what it declares."""
    return {
        selector: {name: found for name, found in values.items() if name != "declared"}
        or dict(values)
        for selector, values in looks.items()
    }


def solved() -> dict[str, object]:
    """Return the state of an exercise in which every cell is right."""
    figure = FillIn(seed=1, level=2)
    cells = ((f"{i},{j}", value) for i, row in enumerate(figure.Y) for j, value in enumerate(row))
    return {**figure.state, "answers": dict(cells)}


def use(page) -> None:
    """Fill figures in, some of it wrong, and point at an element of a Y."""
    page.locator(".d2l-cell input").evaluate_all(
        """all => all.forEach((one, n) => {
             one.value = ["0", "1", "x", "2", "3"][n % 5];
             one.dispatchEvent(new Event("input", { bubbles: true }));
        })"""
    )
    page.locator(".d2l [data-grid=Y] .d2l-cell:first-child").evaluate_all(
        "all => all.forEach(one => one.dispatchEvent(new PointerEvent('pointerover', "
        "{ bubbles: true, pointerType: 'mouse' })))"
    )


def answer(page) -> None:
    """Give every prediction an answer, most of them wrong, and check them and the orders."""
    page.locator(".d2l-predict :is(input:not([type]), input[inputmode])").evaluate_all(
        """all => { for (const one of all) {
             one.value = "1";
             one.dispatchEvent(new Event("input", { bubbles: true }));
        } }"""
    )
    page.locator(":is(.d2l-predict, .d2l-order) button").evaluate_all(
        "all => { for (const one of all) if (one.textContent === 'Check') one.click(); }"
    )


def hear(page) -> None:
    """Write what is no kernel, and press Play where no sound is."""
    page.evaluate("delete window.AudioContext")
    page.locator(".d2l-sound .heard button").click()
    page.locator(".d2l-sound input").fill("x")
    page.locator(".d2l-sound input").press("Enter")


def run(page) -> None:
    """Run a wrong program, which prints, and a right one: one is marked, the other done."""
    ended = ", ".join(f"[data-state={state}]" for state in ("failed", "broken", "passed"))
    for name, program in (
        ("corr2d", "def corr2d(X, K):\n    print(K)\n    return X\n"),
        ("trans_conv", "def trans_conv(X, K):\n    print(K)\n    return X.foo\n"),
        ("trans_conv_gather", exercise("trans_conv_gather").solution),
    ):
        area = page.locator(f"[data-exercise='{name}'] textarea")
        area.fill(program)
        area.press("Control+Enter")
        page.locator(f"[data-exercise='{name}'] :is({ended})").wait_for()
    page.locator(".d2l-code textarea").first.press("Control+Home")
    page.locator(".d2l-code textarea").first.press("End")


def keep(looks: Looks, page, way: str) -> None:
    """Add what a page looks like in one way."""
    window, asked, theme = WAYS[way]
    page.emulate_media(**asked)
    page.set_viewport_size(window["viewport"])
    page.evaluate(FRAME)  # in which the book's own script follows what is asked of the page
    for selector, values in page.evaluate(IN_THEME, theme).items():
        for name, several in values.items():
            looks[selector][name] |= {f"{way}: {value}" for value in several}


# pages of every kind, and what is done there before they are looked at
PAGES = {
    "index": None,
    "cheat-sheet": None,
    "why-upsample": None,
    "summary-exercises": answer,
    "basic-operation": answer,
    "one-and-three-dimensions": hear,
    "write-it-yourself": run,
    "your-work": None,
}


def drawn_states(seed: int, small: int, number: int) -> list:
    """Return some of each figure's drawn states that are written in few characters."""
    given = json.dumps({"seed": seed, "count": COUNT})
    return [
        [name, [state for state in states if len(json.dumps(state)) < small][:number]]
        for name, states in json.loads(node("tests/figures/web/drawn.mjs", stdin=given))
    ]


def look_at_figures(browser) -> Looks:
    """Return for each selector the values of what it declares, in each way, among figures."""
    looks: Looks = defaultdict(lambda: defaultdict(set))
    drawn = [*drawn_states(SEED, SMALL, SHOWN), ["FillIn", [solved()]]]
    source = (STATIC / "d2lmini-widgets.mjs").read_text(encoding="utf-8")
    for way in ("light", "dark"):  # a phone's pointer is another
        page = browser.new_context(**WAYS[way][0]).new_page()
        page.set_content("<!doctype html><meta name=viewport content='width=device-width'>")
        page.evaluate(FIGURES, [source, drawn])
        keep(looks, page, way)
        use(page)
        keep(looks, page, way)
        page.context.close()
    return looks


def look_at_pages(browser, address) -> Looks:
    """Return for each selector the values of what it declares, in each way, on the book's pages."""
    looks: Looks = defaultdict(lambda: defaultdict(set))
    page = browser.new_context(**WIDE).new_page()
    for name, do in PAGES.items():
        page.emulate_media(**LIGHT)
        page.set_viewport_size(WIDE["viewport"])
        page.goto(f"{address}/{name}.html")
        open_more(page)
        if do:
            do(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        for way in WAYS if do == run else ("light", "dark", "paper"):
            keep(looks, page, way)
    page.context.close()
    return looks


def read(where: str) -> dict[str, str]:
    """Return the stored digests among "figures" or on "pages"."""
    rows = (line.split("\t") for line in LIST.read_text("utf8").splitlines())
    return {selector: digest for place, digest, selector in rows if place == where}


def changed(looks: Looks, kept: dict[str, str]) -> list[str]:
    """Return what looks otherwise than in the list, in words."""
    now = digests(looks)
    gone = [f"{selector}: no rule" for selector in kept if selector not in now]
    found = told(looks)
    return gone + [
        f"{selector}: {json.dumps({n: sorted(v) for n, v in found[selector].items()})}"
        for selector, digest in now.items()
        if kept.get(selector) != digest
    ]


def main() -> None:
    """Write the list anew and say what changed."""
    with open_browser() as browser, serve(HTML) as address:
        found = {
            "figures": look_at_figures(browser),
            "pages": look_at_pages(browser, f"{address}/book"),
        }
    rows = []
    for where, looks in found.items():
        for line in changed(looks, read(where) if LIST.exists() else {}):
            print(f"{where}: {line[:300]}")
        rows += [f"{where}\t{digest}\t{selector}\n" for selector, digest in digests(looks).items()]
    LIST.write_text("".join(rows), encoding="utf8")


if __name__ == "__main__":
    main()
