"""Every figure fits its window, in states drawn by a seed, on a wide page and on a phone.

The figures are found by looking. Each is mounted once; its states are set in place.
"""

import json

import pytest

from d2lmini.widgets._base import STATIC
from tests.browser.hands import PHONE, WIDE
from tests.figures.test_figures import node

SEED, COUNT = 21, 12
# the width of the book's column in each of these windows
COLUMNS = {"wide": (WIDE, 672), "phone": (PHONE, 358)}
PAGE = """<!doctype html><meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ width: {column}px; margin: 0 auto; }}</style>"""
# Mounts each figure with its first state; `show` sets another, with everything under "More" seen.
MOUNT = """async ([source, drawn]) => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const { default: { render } } = await import(url);
    window.figures = {};
    for (const [name, [state]] of drawn) {
        const values = { ...state, _widget: name }, told = new Set();
        const on = (event, callback) => told.add(callback);
        const el = document.createElement("div");
        el.hidden = true;
        document.body.append(el);
        render({ model: { get: key => values[key], set() {}, on }, el });
        const show = next => {
            Object.assign(values, next);
            for (const callback of told) callback();
            for (const one of el.querySelectorAll("details:has(> .more)")) one.open = true;
        };
        window.figures[name] = { el, show };
    }
}"""
# For each state, the heights of the figure and of what is looked at together, and the page's width:
# as it is, and with all that buttons reveal and a cell of the largest array pointed at.
MEASURE = """async ([name, states]) => {
    const { el, show } = window.figures[name];
    const redrawn = () => new Promise(done => setTimeout(done));
    const measure = () => {
        const all = [...el.querySelectorAll("[data-grid=X], [data-grid=K], [data-grid=Y]")];
        const seen = (all.length ? all : [...el.querySelectorAll(".stage")])
            .map(one => one.getBoundingClientRect());
        const span = Math.max(...seen.map(r => r.bottom)) - Math.min(...seen.map(r => r.top));
        return {
            refused: el.querySelector(".d2l > .error").textContent,
            height: el.getBoundingClientRect().height,
            together: span + el.querySelector(".dock").getBoundingClientRect().height,
            width: document.documentElement.scrollWidth,
        };
    };
    const act = async () => {
        const acts = [];
        for (const one of el.querySelectorAll("button")) {
            if (!/^(Draw all|That is all|Reveal)/.test(one.textContent)) continue;
            acts.push(one.textContent);
            one.click();
            await redrawn();
        }
        const cells = [...el.querySelectorAll(".cells")]
            .map(grid => grid.querySelectorAll(".d2l-cell"))
            .reduce((a, b) => (b.length > a.length ? b : a), []);
        const cell = cells[cells.length >> 1];
        if (cell) {
            acts.push(cell.getAttribute("aria-label"));
            const as = { bubbles: true, pointerType: "mouse" };
            cell.dispatchEvent(new PointerEvent("pointerover", as));
            await redrawn();
        }
        return acts.join();
    };
    el.hidden = false;
    const measured = [];
    for (const state of states) {
        show(state);
        measured.push({ ...measure(), after: "" });
        const after = await act();
        measured.push({ ...measure(), after });
    }
    el.hidden = true;
    return measured;
}"""


@pytest.fixture(scope="module")
def drawn():
    """Return the states of each figure, by its name."""
    given = json.dumps({"seed": SEED, "count": COUNT})
    return json.loads(node("tests/figures/web/drawn.mjs", stdin=given))


def sizes(state):
    """Return a state that can be read, with arrays as their sizes."""
    size = lambda value: f"{len(value)} x {len(value[0])}"  # noqa: E731
    is_array = lambda value: isinstance(value, list) and value  # noqa: E731
    return {key: size(value) if is_array(value) else value for key, value in state.items()}


@pytest.fixture(params=COLUMNS)
def measured(request, browser, drawn):
    """Return the window, and name, state and measures of every state."""
    context, column = COLUMNS[request.param]
    page = browser.new_context(**context, reduced_motion="reduce").new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content(PAGE.format(column=column))
    source = (STATIC / "d2lmini-widgets.mjs").read_text(encoding="utf-8")
    page.evaluate(MOUNT, [source, drawn])
    found = [
        (name, sizes(states[index // 2]), one)
        for name, states in drawn
        for index, one in enumerate(page.evaluate(MEASURE, [name, states]))
    ]
    assert complaints == []
    return request.param, context["viewport"], found


def test_no_figure_in_any_state_is_higher_than_the_window(measured):
    kind, window, found = measured
    # on a phone what is looked at together has to fit
    key = {"wide": "height", "phone": "together"}[kind]
    assert {one["refused"] for _, _, one in found} == {""}
    assert {one["width"] for _, _, one in found} == {window["width"]}
    high = [
        f"{round(one[key])} {name} {state} {one['after']}"
        for name, state, one in found
        if one[key] > window["height"]
    ]
    assert high == []
