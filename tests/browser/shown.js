// Works figures in some states, or without a bundle the exercises of the page, and says what they
// show after each thing done: [[name, nth state, [[what was done, digest of what is shown, its text]]]].
async ([source, drawn]) => {
  const EXERCISES = "script:is([data-predict], [data-order]) + div, .d2l-starter + div, .d2l-quiz, .d2l-work";
  const ALIKE = 2; // editors that are worked: they differ in their programs only
  const ROUNDS = 2; // in the second one, entries are full when they are checked
  const STARTS = /^(Run|Check|Stop)/; // Python, which takes as long as it takes
  const NUMBERS = ["", "x", "-1", "2"]; // typed into entries
  const KEYS = ["ArrowRight", "ArrowDown", "Enter", "Home", "Escape"];
  const WAITS = 3; // as often, what waits for a moment or a frame runs after each thing done

  // No clock, no frame and no chance of the browser's own decides what is seen.
  const waiting = new Map();
  let count = 0;
  const wait = callback => {
    waiting.set(++count, callback);
    return count;
  };
  const let_go = id => waiting.delete(id);
  Object.assign(window, { setTimeout: wait, setInterval: wait, requestAnimationFrame: wait });
  Object.assign(window, { clearTimeout: let_go, clearInterval: let_go, cancelAnimationFrame: let_go });
  window.ResizeObserver = class { observe() {} disconnect() {} };
  Element.prototype.setPointerCapture = () => {};
  Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => {} } });
  let chance = 0;
  Math.random = () => (chance = (chance * 16807 + 12345) % 2147483647) / 2147483647;
  const settle = async () => {
    for (let n = 0; n < WAITS; n++) {
      await null;
      for (const [id, callback] of [...waiting]) if (waiting.delete(id)) callback(0);
    }
    await null;
  };

  const hash = text => {
    let [a, b] = [1, 2];
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
    }
    return ((a ^ (b >>> 13)) >>> 0).toString(36);
  };

  const text_of = parts => parts.map(one => one.textContent).join(" ").replace(/\s+/g, " ");

  const shown = (parts, values) => {
    const ids = new Map(); // those that are made, in the order in which they come
    const html = parts
      .map(one => one.outerHTML)
      .join("")
      .replace(/\bd2l[a-z0-9]{1,6}-\d+\b/g, id => ids.get(id) ?? ids.set(id, `id${ids.size}`).get(id));
    const all = parts.flatMap(one => [...one.querySelectorAll("*")]);
    const entries = all.filter(one => one.matches("input, select, textarea")).map(one => `${one.value} ${one.checked}`);
    return hash(JSON.stringify([html, entries, all.indexOf(document.activeElement), values]));
  };

  const send = (one, type, more = {}) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    const at = { clientX: x + width / 2, clientY: y + height / 2, pointerId: 1, isPrimary: true, pointerType: "mouse" };
    const Kind = type.startsWith("pointer") ? PointerEvent : type.startsWith("key") ? KeyboardEvent : Event;
    return one.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, ...at, ...more }));
  };
  const enter = (one, value, ...types) => {
    one.value = value;
    for (const type of types) send(one, type);
  };
  const drag = (one, right, down) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    send(one, "pointerdown");
    for (const share of [0.5, 1])
      send(one, "pointermove", { clientX: x + width * (0.5 + right * share), clientY: y + height * (0.5 + down * share) });
  };

  // What can be done to an element, each with a name.
  function* deeds(one) {
    const cell = one.matches("[data-i]");
    if (one.matches("button") && one.closest(".d2l-code, .d2l-order") && STARTS.test(one.textContent)) return;
    if (one.matches("button, summary, [type=radio], [type=checkbox]")) yield ["click", () => one.click()];
    else if (one.matches("select"))
      for (const { value } of one.options) yield [`choose ${value}`, () => enter(one, value, "input", "change")];
    else if (one.matches("[type=range]"))
      for (const value of [one.max, one.min, (Number(one.max) + Number(one.min)) / 2])
        yield [`slide to ${value}`, () => enter(one, value, "input", "change")];
    else if (one.matches("input:not([type=file]), textarea")) for (const text of NUMBERS) yield [`type "${text}"`, () => enter(one, text, "input", "change")];
    if (cell || one.matches("svg")) {
      yield ["point", () => send(one, "pointerover")];
      yield ["drag", () => drag(one, 1.2, cell ? 1.2 : 0)];
      yield ["drop", () => send(one, "pointerup")];
      yield ["leave", () => send(one, "pointerout") && send(one, "pointerleave")];
    }
    if (cell || one.matches("input:not([type]), textarea, [tabindex]"))
      for (const key of KEYS) yield [key, () => (one.focus(), send(one, "keydown", { key }), send(one, "keyup", { key }))];
  }

  // Of elements that are alike, the first and the last.
  const chosen = el => {
    const alike = new Map();
    for (const [n, one] of el.querySelectorAll("button, summary, select, input, textarea, svg, [data-i], [tabindex]").entries()) {
      const grid = one.closest("[data-grid]")?.dataset.grid;
      const kind = one.matches("[data-i]") || !one.matches("button, input, textarea, select") ? `${one.localName} ${grid}` : n;
      alike.set(kind, [...(alike.get(kind) ?? []), one]);
    }
    return [...alike.values()].flatMap(all => (all.length > 1 ? [all[0], all.at(-1)] : all));
  };

  const actions = el =>
    chosen(el).flatMap(one =>
      [...deeds(one)].map(([deed, act]) => [`${deed}: ${one.getAttribute("aria-label") ?? one.textContent ?? ""}`.slice(0, 60), act]),
    );

  // Does one thing after the other; after each, `after` is called with what was done.
  const work_through = async (el, after) => {
    const most = actions(el).length;
    for (let n = 0; n < most; n++) {
      const [done, act] = actions(el)[n] ?? [];
      if (!act) break;
      act();
      await after(done);
    }
  };

  const walk_figure = async (render, name, state) => {
    const values = { ...state, _widget: name };
    const heard = {};
    const model = {
      get: key => values[key],
      set: (key, value) => { values[key] = value; },
      on: (event, callback) => { heard[event] = callback; },
      off() {},
    };
    const el = document.body.appendChild(document.createElement("div"));
    const end = render({ model, el });
    const steps = [];
    const note = async done => {
      await settle();
      const parts = [...el.firstChild.children].filter(one => one.localName !== "style");
      steps.push([done, shown(parts, values), text_of(parts)]);
    };
    await note("open");
    for (const one of el.querySelectorAll("details")) one.open = true;
    await work_through(el, async done => {
      await note(done);
      // as it was given, so that one thing done does not hide what another does
      for (const [key, value] of Object.entries(state))
        if (values[key] !== value) {
          values[key] = value;
          heard[`change:${key}`]?.();
        }
    });
    for (const more of [{ key: "z" }, { key: "z" }, { key: "z", shiftKey: true }]) {
      send(el.firstChild, "keydown", { ctrlKey: true, ...more });
      await note("undo or redo");
    }
    end?.();
    el.remove();
    return steps;
  };

  const walk_exercise = async el => {
    const steps = [];
    const note = async done => {
      await settle();
      const answers = [...document.querySelectorAll("details.answer")].map(one => [one.hidden, one.open]);
      steps.push([done, shown([el], [{ ...localStorage }, answers]), text_of([el])]);
    };
    await note("open");
    for (let round = 0; round < ROUNDS; round++) await work_through(el, note);
    return steps;
  };

  const found = [];
  if (!source) {
    let editors = 0;
    for (const [n, el] of [...document.querySelectorAll(EXERCISES)].entries())
      if (!el.querySelector("textarea") || editors++ < ALIKE) found.push([drawn, n, await walk_exercise(el)]);
    return found;
  }
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: { render } } = await import(url);
  for (const [name, states] of drawn)
    for (const [n, state] of states.entries()) {
      chance = n + 1;
      found.push([name, n, await walk_figure(render, name, state)]);
    }
  return found;
}
