import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../../d2lmini/widgets/web/math/arithmetic.ts";
import { install } from "./dom.mjs";
import { loadLines } from "./load.mjs";
import { drawer } from "./states.mjs";

const { figures, mount, createHost, h } = await loadLines(`
  export { figures } from "./figures/index.ts";
  export { mount } from "./frame/mount.tsx";
  export { createHost } from "./frame/host.ts";
  export { h } from "preact";
`);
const place = install();

const STATES = 3;
// products of an element of X and one of K: each press draws the figure anew
const MOST_PRODUCTS = 12;

/** The figure, with every refusal of a change written down. */
const overheard = (figure, refused) => ({
  ...figure,
  View: ({ s, ui }) => {
    const set = (changes) => {
      const why = ui.set(changes);
      if (why) refused.push(`${JSON.stringify(changes)}: ${why}`);
      return why;
    };
    return h(figure.View, { s, ui: { ...ui, set } });
  },
});

/** What a press, a choice or a key can do, each with its name; `off` where the control says that it cannot. */
function* actions(root) {
  for (const button of root.all("button")) {
    if (/^(Copy|▶ Play)/.test(button.textContent)) continue;
    const off = button.attributes["aria-disabled"] === "true";
    yield {
      name: button.attributes["aria-label"] ?? button.textContent,
      off,
      act: () => button.hear("click"),
    };
  }
  for (const select of root.all("select")) {
    for (const option of select.all("option")) {
      const { value, disabled } = option.attributes;
      const act = () => select.hear("change", { currentTarget: { value: String(value) } });
      yield { name: `${select.attributes["aria-label"]} ${value}`, off: disabled, native: true, act };
    }
  }
  for (const input of root.all("input")) {
    const { type, disabled, min, max } = input.attributes;
    // a browser tells of no choice that is made already; cells hold what is typed
    if ((type === "radio" && input.attributes.checked) || "data-i" in input.attributes) continue;
    if (type === "radio" || type === "checkbox") {
      const act = () => input.hear("change", { currentTarget: { checked: !input.attributes.checked } });
      yield { name: `${type} ${input.attributes.value}`, off: disabled, native: true, act };
    } else if (type === "range") {
      for (const valueAsNumber of [min, max]) {
        yield { name: "range", act: () => input.hear("input", { currentTarget: { valueAsNumber } }) };
      }
    } else {
      for (const key of ["ArrowUp", "ArrowDown"]) {
        yield { name: key, act: () => input.hear("keydown", { key }) };
      }
    }
  }
}

const isSmall = (s) => (s.X?.flat().length ?? 1) * (s.K?.flat().length ?? 1) <= MOST_PRODUCTS;

/** Calls back with each action in each of some states, drawn by chance, that the figure accepts. */
function everywhere(name, callback) {
  const draw = drawer(random(name.length));
  const figure = figures[name];
  for (let taken = 0; taken < STATES; ) {
    const state = draw(name);
    if (figure.check(state) || !isSmall(state)) continue;
    taken++;
    const refused = [];
    const model = createHost(state);
    const el = place();
    const end = mount(overheard(figure, refused), model, el);
    const count = [...actions(el)].length;
    for (let i = 0; i < count; i++) {
      const action = [...actions(el)][i];
      if (action.off && action.native) continue;
      const before = JSON.stringify(Object.keys(state).map((key) => model.get(key)));
      action.act();
      const after = JSON.stringify(Object.keys(state).map((key) => model.get(key)));
      callback({ ...action, state, refused: refused.splice(0), changed: before !== after });
      for (const [key, value] of Object.entries(state)) if (model.get(key) !== value) model.set(key, value);
    }
    end();
    assert.equal(el.childNodes.length, 0);
  }
}

test("no control that is enabled leads to a refused state, and one that is off changes nothing", () => {
  for (const name of Object.keys(figures)) {
    let pressed = 0;
    everywhere(name, ({ name: control, refused, off, changed, state }) => {
      pressed++;
      const where = `${name}: ${control} at ${JSON.stringify(state)}`;
      assert.deepEqual(refused, [], where);
      if (off) assert.ok(!changed, where);
    });
    assert.ok(pressed > STATES, name);
  }
});

test("a stepper is off at each end, and Reveal until both questions are answered", () => {
  const off = (name, state) => {
    const el = place();
    mount(figures[name], createHost({ ...figures[name].initial, ...state }), el);
    return [...actions(el)].filter((one) => one.off).map((one) => one.name);
  };
  assert.deepEqual(off("Overlap", { n: 8, kernel: 1, stride: 1, layers: 3 }), [
    "kernel size: one less",
    "stride: one less",
    "stride: one more", // 2³·(8 − 1) + 1 cells are more than are drawn
    "stacked layers: one more",
    "input size: one more",
    "All ones",
  ]);
  assert.ok(off("RoundTrip", { guess_shape: "same" }).includes("Reveal"));
  assert.ok(!off("RoundTrip", { guess_shape: "same", guess_values: "other" }).includes("Reveal"));
  assert.ok(off("Stamping", { step: 0 }).includes("one step back"));
});
