// Works figures in some states and says what they show after each thing done.
// Evaluates to [[name, nth state, [[what was done, digest of what is shown, its text]]]].
async ([source, drawn]) => {
  const NUMBERS = ["2", "-1", "x", ""]; // typed into entries
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

  const parts_of = (el, part) => [...el.firstChild.children].filter(one => one.localName !== "style").map(part).join(" ");

  const shown = (el, values) => {
    const ids = new Map(); // those that are made, in the order in which they come
    const html = parts_of(el, one => one.outerHTML).replace(/\bd2l[a-z0-9]{1,6}-\d+\b/g, id => ids.get(id) ?? ids.set(id, `id${ids.size}`).get(id));
    const entries = [...el.querySelectorAll("input, select")].map(one => `${one.value} ${one.checked}`);
    const focused = [...el.querySelectorAll("*")].indexOf(document.activeElement);
    return hash(JSON.stringify([html, entries, focused, values]));
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
    const [clientX, clientY] = [x + width / 2 + right * width, y + height / 2 + down * height];
    send(one, "pointerdown");
    for (const share of [0.5, 1])
      send(one, "pointermove", { clientX: x + width * (0.5 + right * share), clientY: y + height * (0.5 + down * share) });
    send(one, "pointerup", { clientX, clientY });
  };

  // What can be done to an element, each with a name.
  function* deeds(one) {
    const cell = one.matches("[data-i]");
    if (one.matches("button, summary, [type=radio], [type=checkbox]")) yield ["click", () => one.click()];
    else if (one.matches("select"))
      for (const { value } of one.options) yield [`choose ${value}`, () => enter(one, value, "input", "change")];
    else if (one.matches("[type=range]"))
      for (const value of [one.max, one.min, (Number(one.max) + Number(one.min)) / 2])
        yield [`slide to ${value}`, () => enter(one, value, "input", "change")];
    else if (one.matches("input")) for (const text of NUMBERS) yield [`type "${text}"`, () => enter(one, text, "input", "change")];
    if (cell || one.matches("svg")) {
      yield ["point", () => send(one, "pointerover")];
      yield ["drag", () => drag(one, 1.2, cell ? 1.2 : 0)];
      yield ["leave", () => send(one, "pointerout") && send(one, "pointerleave")];
    }
    if (cell || one.matches("input:not([type]), [tabindex]"))
      for (const key of KEYS) yield [key, () => (one.focus(), send(one, "keydown", { key }), send(one, "keyup", { key }))];
  }

  // Of elements that are alike, the first and the last.
  const chosen = el => {
    const alike = new Map();
    for (const [n, one] of el.querySelectorAll("button, summary, select, input, svg, [data-i], [tabindex]").entries()) {
      const grid = one.closest("[data-grid]")?.dataset.grid;
      const kind = one.matches("[data-i]") || !one.matches("button, input, select") ? `${one.localName} ${grid}` : n;
      alike.set(kind, [...(alike.get(kind) ?? []), one]);
    }
    return [...alike.values()].flatMap(all => (all.length > 1 ? [all[0], all.at(-1)] : all));
  };

  const actions = el =>
    chosen(el).flatMap(one =>
      [...deeds(one)].map(([deed, act]) => [`${deed}: ${one.getAttribute("aria-label") ?? one.textContent ?? ""}`.slice(0, 60), act]),
    );

  const walk = async (render, name, state) => {
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
      steps.push([done, shown(el, values), parts_of(el, one => one.textContent)]);
    };
    await note("open");
    for (const one of el.querySelectorAll("details")) one.open = true;
    const most = actions(el).length;
    for (let n = 0; n < most; n++) {
      const [done, act] = actions(el)[n] ?? [];
      if (!act) break;
      act();
      await note(done);
      // as it was given, so that one thing done does not hide what another does
      for (const [key, value] of Object.entries(state))
        if (values[key] !== value) {
          values[key] = value;
          heard[`change:${key}`]?.();
        }
    }
    for (const more of [{ key: "z" }, { key: "z" }, { key: "z", shiftKey: true }]) {
      send(el.firstChild, "keydown", { ctrlKey: true, ...more });
      await note("undo or redo");
    }
    end?.();
    el.remove();
    return steps;
  };

  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: { render } } = await import(url);
  const found = [];
  for (const [name, states] of drawn)
    for (const [n, state] of states.entries()) {
      chance = n + 1;
      found.push([name, n, await walk(render, name, state)]);
    }
  return found;
}
