// Works figures in some states, or without a bundle what a selector finds on the page, and says what they
// show after each thing done: [[name, nth state, [[what was done, digest of what is shown, its text]]]].
async ([source, drawn, selector]) => {
  const ALIKE = 2; // editors that are worked, and questions of a draw: they differ in their words only
  const ROUNDS = 2; // in the second one, entries are full when they are checked
  const STARTS = /^(Run|Check|Stop)/; // Python, which takes as long as it takes
  const NUMBERS = ["", "x", "-1", "2"]; // typed into entries
  const LISTS = [...NUMBERS, "1, −0.5;2"]; // typed where several numbers are asked for
  const KEYS = ["ArrowRight", "ArrowDown", "Enter", "Home", "ArrowLeft", "ArrowUp", "End", "Escape", "7"];
  const FAR = 10_000; // pixels, beyond everything
  const DRAGGED = "[data-i], svg, .stepper input, li[data-id]";
  const BUTTONS = "button, summary, [type=radio], [type=checkbox], .stage, a[data-set]";
  const WORKED = `${BUTTONS}, select, input, textarea, [tabindex], ${DRAGGED}`;
  const ANY = 50; // things done by chance to a figure, which is not set back between them
  const { settle } = window.quiet;

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
    const focused = document.activeElement;
    focused?.setAttribute("data-focused", "");
    const html = parts
      .map(one => one.outerHTML)
      .join("")
      .replace(/\bd2l[a-z0-9]{1,6}-\d+\b/g, id => ids.get(id) ?? ids.set(id, `id${ids.size}`).get(id));
    focused?.removeAttribute("data-focused");
    const fields = parts.flatMap(one => [...one.querySelectorAll("input, select, textarea")]);
    const entries = fields.map(one => `${one.value} ${one.checked}`);
    return hash(JSON.stringify([html, entries, values]).replaceAll(`${location.protocol}//${location.host}`, ""));
  };

  const send = (one, type, more = {}) => {
    const all = { bubbles: true, cancelable: true, ...more };
    if (!type.startsWith("pointer")) return one.dispatchEvent(new (type.startsWith("key") ? KeyboardEvent : Event)(type, all));
    const { x, y, width, height } = one.getBoundingClientRect();
    const at = { clientX: x + width / 2, clientY: y + height / 2, pointerId: 1, isPrimary: true, pointerType: "mouse" };
    return one.dispatchEvent(new PointerEvent(type, { ...at, ...all }));
  };
  const enter = (one, value, ...types) => {
    one.value = value;
    for (const type of types) send(one, type);
  };
  // Presses an element, and moves the pointer to so many pixels away in two goes.
  const drag = (one, right, down, more = {}) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    const [left, top] = [Math.round(x + width / 2), Math.round(y + height / 2)];
    send(one, "pointerdown", { buttons: 1, clientX: left, clientY: top, ...more });
    for (const share of [0.5, 1]) {
      const at = { clientX: left + right * share, clientY: top + down * share };
      send(one, "pointermove", { buttons: 1, ...at, ...more });
    }
  };
  // Where an element is dragged to: over its neighbours, over a whole plot, beyond a list, or so far that a number changes.
  const goals = one => {
    const { width, height } = one.getBoundingClientRect();
    if (one.matches("li")) return [[0, FAR], [60, -FAR]];
    if (one.matches("[data-i]")) return [[1.2 * width, 1.2 * height]];
    return [one.matches("svg") ? [1.2 * width, 0] : [20, 0]];
  };
  // Files of a reader's work, of one's own programs with other words in them.
  const kept = source ? {} : { ...localStorage };
  const files = () => {
    const own = Object.keys(kept).filter(key => key.startsWith("d2l-exercise:")).sort();
    const file = (work, version = 1) => JSON.stringify({ format: "d2l-work", version, work });
    const others = (n, mark) => Object.fromEntries(own.slice(0, n).map(key => [key, { program: mark, done: true }]));
    const answer = window.d2lPages.flatMap(({ keys }) => keys).find(key => key.startsWith("d2l-predict:"));
    return {
      "no JSON": "x",
      "a later version": file({}, 2),
      "other keys": file({ x: 1 }),
      nothing: file({}),
      "two programs": file(others(2, "a")),
      "an answer": file({ [answer]: { entered: ["1"], right: true } }),
      "a foreign one": file({ "d2l-exercise:none": { program: "", done: true } }),
      "another program": file(others(1, "b")),
      "two other programs": file(others(2, "c")),
    };
  };
  const add = (input, words) => {
    const { files } = [new File([words], "work.json")].reduce((all, one) => (all.items.add(one), all), new DataTransfer());
    files[0].text = async () => words; // at once
    input.files = files;
    send(input, "change");
  };

  // What can be done to an element, each with a name.
  function* deeds(one) {
    const cell = one.matches("[data-i]");
    const field = one.matches("input[type=text], input:not([type]), textarea");
    if (one.matches("button") && one.closest(".d2l-code, .d2l-order") && STARTS.test(one.textContent)) return;
    if (one.matches(BUTTONS)) yield ["click", () => one.click()];
    else if (one.matches("select"))
      for (const { value } of one.options) yield [`choose ${value}`, () => enter(one, value, "input", "change")];
    else if (one.matches("[type=range]"))
      for (const value of [one.max, one.min, (Number(one.max) + Number(one.min)) / 2])
        yield [`slide to ${value}`, () => enter(one, value, "input", "change")];
    else if (one.matches("[type=file]"))
      for (const [what, words] of Object.entries(files())) yield [`add ${what}`, () => add(one, words)];
    else if (field) {
      for (const text of one.closest(".d2l-sound") ? LISTS : NUMBERS) yield [`type "${text}"`, () => enter(one, text, "input", "change")];
      yield ["take back", () => (enter(one, "x", "input"), send(one, "keydown", { key: "z", ctrlKey: true }))];
    }
    if (one.matches(DRAGGED)) {
      for (const [right, down] of goals(one)) {
        yield ["drag", () => drag(one, right, down)];
        yield ["drop", () => send(one, "pointerup")];
        yield ["drag and cancel", () => (drag(one, -right, -down), send(one, "pointercancel"))];
      }
      yield ["drag by another button", () => (drag(one, FAR, 0, { button: 2, buttons: 2 }), send(one, "pointerup"))];
      yield ["point", () => send(one, "pointerover")];
      yield ["touch", () => send(one, "pointerover", { pointerType: "touch" })];
      yield ["leave", () => send(one, "pointerout") && send(one, "pointerleave")];
    }
    if (cell || field || one.matches("[tabindex]"))
      for (const key of KEYS) yield [key, () => (one.focus(), send(one, "keydown", { key }), send(one, "keyup", { key }))];
  }

  // Of elements that are alike, the first and the last.
  const chosen = el => {
    const alike = new Map();
    for (const [n, one] of el.querySelectorAll(WORKED).entries()) {
      const many = one.matches("[data-i], svg, [tabindex]:not(button, input, textarea, select)");
      const kind = many ? `${one.localName} ${one.closest("[data-grid]")?.dataset.grid}` : n;
      if (!alike.has(kind)) alike.set(kind, []);
      alike.get(kind).push(one);
    }
    return [...alike.values()].flatMap(all => (all.length > 1 ? [all[0], all.at(-1)] : all));
  };

  const named = (deed, one) => `${deed}: ${one.getAttribute("aria-label") ?? one.textContent ?? ""}`.slice(0, 60);

  // Does one thing after the other; after each, `after` is called with what was done.
  const work_through = async (el, after) => {
    const most = chosen(el).length;
    for (let n = 0; n < most; n++)
      for (let m = 0; ; m++) {
        const one = chosen(el)[n]; // what was done may have drawn another in its place
        const [deed, act] = (one && [...deeds(one)][m]) ?? [];
        if (!act) break;
        const done = named(deed, one);
        act();
        await after(done);
      }
  };

  // Does things by chance, to whatever there is.
  const wander = async (el, after) => {
    const any = list => list[Math.floor(Math.random() * list.length)];
    for (let n = 0; n < ANY; n++) {
      const one = any([...el.querySelectorAll(WORKED)]);
      const [deed, act] = any([...deeds(one)]) ?? [];
      if (!act) continue;
      const done = named(deed, one);
      act();
      await after(done);
    }
  };

  // Gives each answer that a question knows, the right one at the end.
  const answer_all = async (el, after) => {
    const script = el.previousElementSibling;
    if (!script?.matches("script[data-predict]")) return;
    const { asks, wrong, answer } = JSON.parse(script.textContent);
    for (const value of [...wrong.map(one => one.value), answer]) {
      const fields = [...el.querySelectorAll("input")];
      const acts = fields.map((field, n) => () => enter(field, value[n], "input", "change"));
      if (asks === "choice") acts.splice(0, Infinity, () => fields[value[0]].click());
      for (const act of [...acts, () => el.querySelector("button").click()]) {
        await settle();
        act();
      }
      await after(`answer ${value}`);
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
    // as it was given, so that one thing done does not hide what another does
    const set_back = () => {
      for (const [key, value] of Object.entries(state))
        if (values[key] !== value) {
          values[key] = value;
          heard[`change:${key}`]?.();
        }
    };
    await note("open");
    for (const one of el.querySelectorAll("details")) one.open = true;
    await work_through(el, async done => {
      await note(done);
      set_back();
    });
    for (const more of [{ key: "z" }, { key: "z" }, { key: "z", shiftKey: true }]) {
      send(el.firstChild, "keydown", { ctrlKey: true, ...more });
      await note("undo or redo");
    }
    set_back();
    await wander(el, note);
    end?.();
    el.remove();
    return steps;
  };

  const walk_on_page = async el => {
    const steps = [];
    const note = async done => {
      await settle();
      const answers = [...document.querySelectorAll("details.answer")].map(one => [one.hidden, one.open]);
      const marks = [...document.querySelectorAll(".d2l-draw, .d2l-done")].map(one => [one.className, one.matches(".d2l-done") && one.textContent]);
      steps.push([done, shown([el], [{ ...localStorage }, answers, marks, window.quiet.scrolled.splice(0)]), text_of([el])]);
    };
    await note("open");
    for (let round = 0; round < ROUNDS; round++) await work_through(el, note);
    await wander(el, note);
    await answer_all(el, note);
    return steps;
  };

  // Follows each phrase that sets a figure, then shares the figure's state and comes to it by an address.
  const walk_phrases = async () => {
    const steps = [];
    const note = async (done, figure) => {
      await settle();
      const said = [...document.querySelectorAll("body > [role=status]")].map(one => one.textContent);
      const more = [{ ...localStorage }, location.hash, said, window.quiet.scrolled.splice(0)];
      const parts = [...figure.children].filter(one => one.localName !== "style");
      steps.push([done, shown(parts, more), text_of(parts)]);
    };
    for (const phrase of document.querySelectorAll("a[data-set]")) {
      const figure = document.querySelector(`[id="${phrase.hash.slice(1)}"] .d2l`);
      const press = words => [...figure.querySelectorAll(".foot button")].find(one => one.textContent.includes(words)).click();
      phrase.click();
      await note(phrase.textContent, figure);
      press("link");
      await note("share", figure);
      press("over");
      await note("start over", figure);
      dispatchEvent(new Event("hashchange"));
      await note("come by the address", figure);
    }
    return steps;
  };

  const found = [];
  if (!source) {
    let like = 0;
    for (const [n, el] of [...document.querySelectorAll(selector)].entries())
      if (el.matches("main")) found.push([drawn, n, await walk_phrases()]);
      else if (!(el.querySelector("textarea") || el.closest(".d2l-draw")) || like++ < ALIKE)
        found.push([drawn, n, await walk_on_page(el)]);
    return found;
  }
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: { render } } = await import(url);
  for (const [name, states] of drawn)
    for (const [n, state] of states.entries()) {
      window.quiet.seed(n + 1);
      found.push([name, n, await walk_figure(render, name, state)]);
    }
  return found;
}
