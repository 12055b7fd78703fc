"""What figures and exercises show in use is what the list of it says."""

import d2lmini.widgets
from tests.support.shown import (
    PAGES,
    RUNS,
    WORK_PAGE,
    changed,
    empty_page,
    exercises,
    figures,
    read,
    runs,
    work,
)

# A figure of one button that counts, later by one too many.
COUNTER = """export default { render({ model, el }) {
  el.innerHTML = "<div><style>b{}</style><button>More</button><b></b></div>";
  const show = () => { el.querySelector("b").textContent = model.get("n"); };
  model.on("change:n", show);
  show();
  el.querySelector("button").addEventListener("click", () => {
    setTimeout(() => { model.set("n", model.get("n") + STEP); show(); });
  });
} };"""


RENEW = "if this was meant: python -m tests.support.shown, after the book is built"


def kept_of(names):
    """Return the stored digests of figures, or of pages."""
    return {key: digests for key, digests in read().items() if key[0] in names}


def test_every_figure_shows_what_it_showed(browser):
    walks = figures(browser)
    assert {name for name, _ in walks} == set(d2lmini.widgets.__all__)
    assert changed(walks, kept_of(d2lmini.widgets.__all__)) == [], RENEW


def test_the_exercises_of_a_page_show_what_they_showed(browser, served):
    walks = exercises(browser, served)
    assert {name for name, _ in walks} == set(PAGES)
    assert changed(walks, kept_of(PAGES)) == [], RENEW


def test_programs_that_run_and_the_work_they_leave_show_what_they_showed(browser, served):
    walks = runs(browser, served)
    assert {name for name, _ in walks} == {RUNS, WORK_PAGE}
    assert changed(walks, kept_of((RUNS, WORK_PAGE))) == [], RENEW


def test_nothing_is_kept_of_what_is_gone():
    named = {*d2lmini.widgets.__all__, *PAGES, RUNS, WORK_PAGE}
    assert {name for name, _ in read()} == named


def test_a_deed_that_makes_something_else_is_told(browser):
    drawn = [["Counter", [{"n": 1}]]]
    sources = {by: COUNTER.replace("STEP", by) for by in "12"}
    walks = {by: work(empty_page(browser), source, drawn) for by, source in sources.items()}
    kept = {key: [digest for _, digest, _ in steps] for key, steps in walks["1"].items()}
    assert [step[0] for step in walks["1"]["Counter", 0]][:2] == ["open", "click: More"]
    assert changed(walks["1"], kept) == []
    assert changed(walks["2"], kept) == ["Counter, state 0, after 'click: More': More 3"]


def test_states_that_are_gone_and_deeds_that_are_gone_are_told():
    walks = {("A", 0): [("open", "x", "")]}
    assert changed(walks, {("A", 0): ["x"], ("B", 0): ["y"]}) == ["B, state 0: not worked any more"]
    assert changed(walks, {("A", 0): ["x", "y"]}) == ["A, state 0: fewer things can be done"]
    assert changed(walks, {}) == ["A, state 0, after 'open': "]
