"""What figures and exercises show when they are used: what each deed makes of them.

    python -m tests.support.shown    renew the list, after the book is built and one was changed

The list has, for each figure in drawn states and for what some pages have beside figures, a digest
after each deed: every control pressed, chosen, slid and typed into, cells pointed at, dragged and
walked through by keys, changes undone, programs run, phrases followed, files added. A figure is set
back after each deed, and then worked by chance without being set back.

It stores what is, as a notebook does its outputs: it notices a change and proves nothing right.
"""

import hashlib
import re
from itertools import zip_longest

from book._ext.paths import HTML, ROOT
from d2lmini.exercises import exercise
from d2lmini.widgets._base import STATIC
from tests.browser.hands import WIDE
from tests.browser.widget_pages import open_browser, serve
from tests.support.looks import drawn_states

__all__ = [
    *("LIST", "PAGES", "RUNS", "WORK_PAGE"),
    *("changed", "empty_page", "exercises", "figures", "read", "runs", "work"),
]

LIST = ROOT / "tests" / "browser" / "shown.tsv"
QUIET, WORK = (
    (ROOT / "tests" / "browser" / f"{name}.js").read_text("utf8") for name in ("quiet", "shown")
)
SEED = 3  # of the states that are drawn for each figure
SMALL, SHOWN = 400, 2  # of these, some that are written in few characters: quickly drawn
EXERCISES = "script:is([data-predict], [data-order]) + div, .d2l-starter + div, .d2l-work"
# pages with exercises of every kind, with phrases that set a figure, and with drawings of their own
PAGES = {
    "basic-operation": EXERCISES,
    "summary-exercises": f"{EXERCISES}, main:has(a[data-set])",
    "write-it-yourself": EXERCISES,
    "what-can-you-do": ".d2l-draw:not(.d2l-spare) > script + div, .d2l-quiz",
    "index": ".d2l-hero",
    "why-upsample": "figure:has(> * .d2l-pipeline)",
    "one-and-three-dimensions": ".d2l-sound",
}
EDITORS = ("corr2d", "bilinear_kernel")  # in which programs are run: of whole numbers, of fractions
RUNS, WORK_PAGE = "runs", "your-work"
MADE_ID = re.compile(r"\bd2l[a-z0-9]{1,6}-\d+\b")
THEME_S = re.compile(r'(?<=class="printed") tabindex="-?\d"')  # by the size, at a time of its own
TEXT = 600  # characters of a figure's text that a message has

# the deed, the digest of what is shown then, and its text
Step = tuple[str, str, str]
Walks = dict[tuple[str, int], list[Step]]


def work(page, source: str, drawn: list | str, selector: str = "") -> Walks:
    """Return what figures of a bundle show in some states, or what is selected of an open page."""
    page.evaluate(QUIET)
    found = page.evaluate(WORK, [source, drawn, selector])
    page.context.close()
    return {(name, n): [tuple(step) for step in steps] for name, n, steps in found}


def empty_page(browser):
    """Open a page that has nothing on it."""
    page = browser.new_context(**WIDE, reduced_motion="reduce").new_page()
    page.set_content("<!doctype html><meta name=viewport content='width=device-width'>")
    return page


def figures(browser) -> Walks:
    """Return what every figure shows in the drawn states."""
    drawn = drawn_states(SEED, SMALL, SHOWN)
    source = (STATIC / "d2lmini-widgets.mjs").read_text("utf8")
    return work(empty_page(browser), source, drawn)


def exercises(browser, address: str) -> Walks:
    """Return what exercises and drawings of some pages of the book show."""
    found: Walks = {}
    for name, selector in PAGES.items():
        page = empty_page(browser)
        page.add_init_script(QUIET)
        page.goto(f"{address}/book/{name}.html")
        found |= work(page, "", name, selector)
    return found


def programs(name: str) -> dict[str, str]:
    """Return programs for an exercise, one for each way in which a run ends by itself."""
    one = exercise(name)
    head = one.solution.partition("\n")[0]
    return {
        "not begun": one.starter,
        **{f"wrong {n}": wrong.program for n, wrong in enumerate(one.wrong)},
        "prints and raises": f"print(1.5)\n{head}\n    print('a')\n    return None.x\n",
        "is no Python": f"{head}\n    return (\n",
        "defines another": "def other():\n    return 1\n",
        "right": one.solution,
    }


def runs(browser, address: str) -> Walks:
    """Return what programs come to in the page's Python, and the page of the reader's work then."""
    page = empty_page(browser)
    page.goto(f"{address}/book/write-it-yourself.html")
    found: Walks = {}
    for n, name in enumerate(EDITORS):
        box = page.locator(f"[data-exercise='{name}'] .d2l-code")
        for what, program in programs(name).items():
            box.locator("textarea").fill(program)
            box.evaluate("one => { one.dataset.state = 'running'; }")  # until the run has ended
            box.locator("textarea").press("Control+Enter")
            page.locator(f"[data-exercise='{name}'] .d2l-code:not([data-state=running])").wait_for()
            html, ids = box.evaluate("one => one.outerHTML"), {}
            for made in MADE_ID.findall(html):
                ids.setdefault(made, f"id{len(ids)}")
            html = THEME_S.sub("", MADE_ID.sub(lambda one, ids=ids: ids[one[0]], html))
            digest = hashlib.sha256(html.encode()).hexdigest()[:8]
            found.setdefault((RUNS, n), []).append((what, digest, box.inner_text()))
    page.goto(f"{address}/book/{WORK_PAGE}.html")
    return found | work(page, "", WORK_PAGE, EXERCISES)


def read() -> dict[tuple[str, int], list[str]]:
    """Return the stored digests, by figure and state."""
    rows = (line.split("\t") for line in LIST.read_text("utf8").splitlines())
    return {(name, int(n)): digests.split() for name, n, digests in rows}


def changed(walks: Walks, kept: dict[tuple[str, int], list[str]]) -> list[str]:
    """Return for each walk that is not as stored its first step that differs, in words."""
    told = [f"{name}, state {n}: not worked any more" for name, n in kept.keys() - walks.keys()]
    for (name, n), steps in walks.items():
        for step, was in zip_longest(steps, kept.get((name, n), [])):
            if step is None:
                told.append(f"{name}, state {n}: fewer things can be done")
            elif step[1] != was:
                deed, _, text = step
                told.append(f"{name}, state {n}, after {deed!r}: {text[:TEXT]}")
            else:
                continue
            break
    return told


def main() -> None:
    """Write the list anew and say what changed."""
    with open_browser() as browser, serve(HTML) as address:
        walks = figures(browser) | exercises(browser, address) | runs(browser, address)
    for line in changed(walks, read() if LIST.exists() else {}):
        print(line[:300])
    rows = (
        f"{name}\t{n}\t{' '.join(digest for _, digest, _ in steps)}\n"
        for (name, n), steps in walks.items()
    )
    LIST.write_text("".join(rows), encoding="utf8")


if __name__ == "__main__":
    main()
