// Labelled controls: whole numbers with − and +, switches, choices, buttons.
import { h, put, uid, write } from "./dom.js";

/**
 * @param {string} label
 * @param {(value: number) => string} commit  Returns why the value is refused, or "".
 */
export function numberField(label, commit) {
  const [id, errorId] = [uid(), uid()];
  let valid = 0;
  const input = h("input", {
    id,
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    "aria-describedby": errorId,
  });
  const error = h("p", { class: "error", id: errorId, role: "alert" });

  const attempt = (/** @type {string} */ text, /** @type {boolean} */ leaving) => {
    const clean = text.trim();
    const value = /^[-+]?\d+$/.test(clean) ? Number(clean) : NaN;
    const why = Number.isNaN(value)
      ? clean === "" ? "the field is empty" : `“${clean.slice(0, 12)}” is not a whole number`
      : commit(value);
    put(input, "aria-invalid", why ? "true" : null);
    write(error, why ? `${why}. It stays ${valid}.` : "");
    if (why && leaving) settle();
  };
  const settle = () => {
    input.value = String(valid);
    put(input, "aria-invalid", null);
  };
  const nudge = (/** @type {number} */ by) => attempt(String(valid + by), true);

  input.addEventListener("input", () => attempt(input.value, false));
  input.addEventListener("change", () => attempt(input.value, true));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      nudge(event.key === "ArrowUp" ? 1 : -1);
    } else if (event.key === "Escape") {
      settle();
      write(error, "");
    }
  });
  const element = h(
    "div",
    { class: "field", "data-field": label },
    h("label", { for: id }, label),
    h(
      "div",
      { class: "stepper" },
      h("button", { type: "button", "aria-label": `${label}: one less`, onclick: () => nudge(-1) }, "−"),
      input,
      h("button", { type: "button", "aria-label": `${label}: one more`, onclick: () => nudge(1) }, "+"),
    ),
    error,
  );
  return {
    element,
    /** @param {number} value */
    update(value) {
      const typing = input.matches(":focus") && (Number(input.value) === value || input.matches("[aria-invalid]"));
      if (value !== valid) write(error, "");
      valid = value;
      if (!typing) settle();
    },
  };
}

/**
 * A slider with its value beside it, for ranges too wide for a stepper.
 * @param {string} label @param {(index: number) => void} commit
 */
export function slider(label, commit) {
  const id = uid();
  const input = h("input", { id, type: "range", min: 0, oninput: () => commit(input.valueAsNumber) });
  const output = h("output", { for: id });
  return {
    element: h("div", { class: "slider", "data-field": label }, h("label", { for: id }, label), input, output),
    /** @param {number} index @param {number} max @param {string} text */
    update(index, max, text) {
      put(input, "max", String(max));
      input.value = String(index);
      put(input, "aria-valuetext", text);
      write(output, text);
    },
  };
}

/**
 * @param {string} label @param {(on: boolean) => void} commit
 */
export function toggle(label, commit) {
  const input = h("input", { type: "checkbox", role: "switch", onchange: () => commit(input.checked) });
  return {
    element: h("label", { class: "d2l-check" }, input, h("span", {}, label)),
    /** @param {boolean} on */
    update(on) {
      input.checked = on;
    },
  };
}

/**
 * @param {string} label @param {[string, string][]} choices  Value and text.
 * @param {(value: string) => void} commit
 */
export function choice(label, choices, commit) {
  const name = uid();
  const inputs = choices.map(([value]) =>
    h("input", { type: "radio", name, value, onchange: () => commit(value) }),
  );
  return {
    element: h(
      "fieldset",
      { class: "choice" },
      h("legend", {}, label),
      ...choices.map(([, text], i) => h("label", {}, inputs[i], h("span", {}, text))),
    ),
    /** @param {string} value */
    update(value) {
      inputs.forEach((input) => {
        input.checked = input.value === value;
      });
    },
  };
}

/**
 * Rows and columns of an array as two small lists.
 * @param {string} name @param {number} max @param {(rows: number, cols: number) => string} commit
 */
export function sizeField(name, max, commit) {
  const error = h("p", { class: "error", role: "alert" });
  let size = [1, 1];
  const list = (/** @type {string} */ side, /** @type {number} */ axis) =>
    h(
      "select",
      {
        "aria-label": `${side} of ${name}`,
        onchange: (/** @type {Event} */ event) => {
          const next = [...size];
          next[axis] = Number(/** @type {HTMLSelectElement} */ (event.target).value);
          write(error, commit(next[0], next[1]));
          show();
        },
      },
      ...Array.from({ length: max }, (_, i) => h("option", { value: i + 1 }, String(i + 1))),
    );
  const lists = [list("rows", 0), list("columns", 1)];
  const show = () => lists.forEach((select, axis) => (select.value = String(size[axis])));
  return {
    element: h("span", { class: "size" }, lists[0], "×", lists[1], error),
    /** @param {number} rows @param {number} cols */
    update(rows, cols) {
      if (rows !== size[0] || cols !== size[1]) write(error, "");
      size = [rows, cols];
      show();
    },
  };
}

/** @typedef {{element: HTMLElement, update: (texts: string[], at: number, none: string) => void}} Picker  -1: none is chosen. */

/**
 * One of a list of texts that may change.
 * @param {string} label @param {(index: number) => void} commit @returns {Picker}
 */
export function picker(label, commit) {
  const id = uid();
  const select = h("select", { id, onchange: () => select.value !== "" && commit(Number(select.value)) });
  let drawn = "";
  return {
    element: h("div", { class: "field picker", "data-field": label }, h("label", { for: id }, label), select),
    update(texts, at, none) {
      if (drawn !== texts.join("\n")) {
        drawn = texts.join("\n");
        select.replaceChildren(h("option", { value: "" }, none), ...texts.map((text, i) => h("option", { value: i }, text)));
      }
      select.value = at < 0 ? "" : String(at);
    },
  };
}

/** @param {string} label @param {() => void} act @param {Record<string, any>} [attributes] */
export const button = (label, act, attributes = {}) =>
  h("button", { type: "button", onclick: act, ...attributes }, label);
