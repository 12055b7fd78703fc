"""What figures and exercises show when they are used: what each deed makes of them.

    python -m tests.support.shown    renew the list, after the book is built and one was changed

The list has, for each figure in drawn states and for the exercises of some pages, a digest after
each deed: every control pressed, chosen, slid and typed into, cells pointed at, dragged and walked
through by keys, changes undone, programs run.

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
WORK = (ROOT / "tests" / "browser" / "shown.js").read_text("utf8")
SEED = 3  # of the states that are drawn for each figure
SMALL, SHOWN = 400, 2  # of these, some that are written in few characters: quickly drawn
# with exercises of every kind
PAGES = ("basic-operation", "summary-exercises", "write-it-yourself")
EDITORS = ("corr2d", "bilinear_kernel")  # in which programs are run: of whole numbers, of fractions
RUNS, WORK_PAGE = "runs", "your-work"
MADE_ID = re.compile(r"\bd2l[a-z0-9]{1,6}-\d+\b")
TEXT = 600  # characters of a figure's text that a message has

# the deed, the digest of what is shown then, and its text
Step = tuple[str, str, str]
Walks = dict[tuple[str, int], list[Step]]


def work(page, source: str, drawn: list | str) -> Walks:
    """Return what figures of a bundle show in some states, or the exercises of an open page."""
    found = page.evaluate(WORK, [source, drawn])
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
    """Return what the exercises of some pages of the book show."""
    found: Walks = {}
    for name in PAGES:
        page = empty_page(browser)
        page.goto(f"{address}/book/{name}.html")
        found |= work(page, "", name)
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
            box.locator("textarea").press("Control+Enter")
            page.locator(f"[data-exercise='{name}'] .d2l-code:not([data-state=running])").wait_for()
            html, ids = box.evaluate("one => one.outerHTML"), {}
            for made in MADE_ID.findall(html):
                ids.setdefault(made, f"id{len(ids)}")
            html = MADE_ID.sub(lambda one, ids=ids: ids[one[0]], html)
            digest = hashlib.sha256(html.encode()).hexdigest()[:8]
            found.setdefault((RUNS, n), []).append((what, digest, box.inner_text()))
    page.goto(f"{address}/book/{WORK_PAGE}.html")
    return found | work(page, "", WORK_PAGE)


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
