// A matrix as a grid: one stop for the Tab key, arrow keys inside, cells that can be edited.
import { format } from "./arithmetic.js";
import { parseEntry } from "./check.js";
import { h, put, uid, write } from "./dom.js";

/** @typedef {import("./arithmetic.js").Matrix} Matrix */
/** @typedef {{[key: string]: string[]}} Marks  "i,j" to class names: see styles.js. */

/**
 * @typedef {object} GridOptions
 * @property {string} name  X, K, Y, W…: how cells are called.
 * @property {string} caption
 * @property {string} [tone]  Class that colours the grid: x, k, y, w.
 * @property {boolean} [small]
 * @property {(i: number, j: number, value: number) => string} [onEdit]  Makes the grid editable; returns a refusal.
 * @property {(i: number, j: number) => void} [onClear]  Lets an entry be empty; called when it becomes so.
 * @property {(cell: import("./types.js").Cell | null, now?: boolean) => void} [onPoint]
 * @property {(i: number, j: number) => string} [nameOf]  A cell's name where it is not name[i,j].
 */

/** @param {GridOptions} options */
export function createGrid(options) {
  const errorId = uid();
  const caption = h("div", { class: "cap" });
  const body = h("div", { class: "cells", role: "grid" });
  const error = h("p", { class: "error", id: errorId, role: "alert" });
  const scroller = h("div", { class: "scroll" }, body);
  const classes = ["grid", options.tone ?? "", options.small ? "small" : ""].join(" ").trim();
  const element = h("div", { class: classes, "data-grid": options.name }, caption, scroller, error);
  /** @type {HTMLElement[][]} */
  let cells = [];
  /** @type {string[][]} */
  let texts = [];
  const refused = new Set();
  let [atRow, atCol] = [0, 0];

  const nameOf = options.nameOf ?? ((i, j) => `${options.name}[${i},${j}]`);
  const rebuild = (/** @type {number} */ rows, /** @type {number} */ cols) => {
    refused.clear();
    write(error, "");
    cells = Array.from({ length: rows }, (_, i) =>
      Array.from({ length: cols }, (_, j) => makeCell(i, j, !!options.onEdit, errorId)),
    );
    [atRow, atCol] = [Math.min(atRow, rows - 1), Math.min(atCol, cols - 1)];
    cells[atRow][atCol].tabIndex = 0;
    body.style.setProperty("--cols", String(cols));
    body.replaceChildren(...cells.map((row) => makeRow(row)));
  };

  const edit = (/** @type {HTMLInputElement} */ input, /** @type {boolean} */ leaving) => {
    const [i, j] = position(input);
    const empty = options.onClear && input.value.trim() === "";
    if (empty) options.onClear?.(i, j);
    const { value, reason } = empty ? { value: 0, reason: "" } : parseEntry(input.value);
    const why = reason || (empty ? "" : options.onEdit?.(i, j, value)) || "";
    if (why) refused.add(input);
    else refused.delete(input);
    put(input, "aria-invalid", why ? "true" : null);
    write(error, why ? `${nameOf(i, j)}: ${why}. It stays ${texts[i][j] || "empty"}.` : "");
    if (why && leaving) restore(input);
  };

  const restore = (/** @type {HTMLInputElement} */ input) => {
    const [i, j] = position(input);
    refused.delete(input);
    put(input, "aria-invalid", null);
    input.value = texts[i][j];
  };

  const moveTo = (/** @type {number} */ i, /** @type {number} */ j) => {
    const target = cells[i]?.[j];
    if (!target) return;
    target.focus();
    if (target instanceof HTMLInputElement) target.select();
  };

  body.addEventListener("focusin", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const [i, j] = position(target);
    cells[atRow][atCol].tabIndex = -1;
    [atRow, atCol] = [i, j];
    target.tabIndex = 0;
    options.onPoint?.({ name: options.name, i, j });
  });
  body.addEventListener("focusout", () => options.onPoint?.(null));
  body.addEventListener("pointerover", (event) => {
    const cell = /** @type {HTMLElement} */ (event.target).closest("[data-i]");
    if (cell && event.pointerType === "mouse") {
      const [i, j] = position(/** @type {HTMLElement} */ (cell));
      options.onPoint?.({ name: options.name, i, j });
    }
  });
  body.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "mouse") return;
    const held = body.querySelector(":focus");
    const [i, j] = held ? position(/** @type {HTMLElement} */ (held)) : [0, 0];
    options.onPoint?.(held ? { name: options.name, i, j } : null, true);
  });
  body.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === "Escape") {
      if (target instanceof HTMLInputElement) restore(target);
      write(error, "");
      options.onPoint?.(null, true);
      return;
    }
    const next = step(event, target, position(target), cells.length, cells[0].length);
    if (!next) return;
    event.preventDefault();
    moveTo(...next);
  });
  if (options.onEdit) {
    body.addEventListener("input", (e) => edit(/** @type {HTMLInputElement} */ (e.target), false));
    body.addEventListener("change", (e) => {
      const input = /** @type {HTMLInputElement} */ (e.target);
      if (refused.has(input)) edit(input, true);
      else restore(input);
    });
  }

  return {
    element,
    caption,
    /**
     * @param {Matrix} values @param {Marks} [marks] @param {string} [title]
     * @param {(value: number, i: number, j: number) => string} [text]
     */
    update(values, marks = {}, title = options.caption, text = format) {
      const [rows, cols] = [values.length, values[0].length];
      if (rows !== cells.length || cols !== cells[0]?.length) rebuild(rows, cols);
      texts = values.map((row, i) => row.map((value, j) => text(value, i, j)));
      if (caption.childElementCount === 0) write(caption, title);
      put(body, "aria-label", `${title}, ${rows} by ${cols}`);
      values.forEach((row, i) =>
        row.forEach((value, j) => {
          const cell = cells[i][j];
          const content = texts[i][j];
          const mark = (marks[`${i},${j}`] ?? []).join(" ");
          if (cell instanceof HTMLInputElement) {
            const typing = cell.matches(":focus") && parseEntry(cell.value).value === parseEntry(content).value;
            if (!typing && !refused.has(cell) && cell.value !== content) cell.value = content;
            put(/** @type {Element} */ (cell.parentElement), "class", `d2l-cell ${mark}`.trim());
            put(cell, "aria-label", nameOf(i, j) + spoken(mark.replace(/hit|now/g, "")));
          } else {
            write(cell, content);
            put(cell, "class", `d2l-cell ${mark}`.trim());
            put(cell, "aria-label", `${nameOf(i, j)} = ${content || "empty"}${spoken(mark)}`);
          }
        }),
      );
    },
  };
}

/** What a mark means, for those who do not see it. @param {string} mark */
function spoken(mark) {
  const words = [];
  if (/\bcropped\b/.test(mark)) words.push("cropped");
  if (/\b(hit|now)\b/.test(mark)) words.push("marked");
  if (/\bedge\b/.test(mark)) words.push("near a border");
  if (/\bright\b/.test(mark)) words.push("right");
  if (/\bwrong\b/.test(mark)) words.push("wrong");
  return words.length ? `, ${words.join(", ")}` : "";
}

/** @param {number} i @param {number} j @param {boolean} editable @param {string} errorId */
function makeCell(i, j, editable, errorId) {
  const place = { "data-i": i, "data-j": j, tabindex: -1 };
  if (!editable) return h("div", { ...place, role: "gridcell", class: "d2l-cell" });
  return h("input", {
    ...place,
    type: "text",
    inputmode: "text",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": errorId,
  });
}

/** @param {HTMLElement[]} row */
function makeRow(row) {
  const wrapped = row.map((cell) =>
    cell instanceof HTMLInputElement
      ? h("div", { class: "d2l-cell", role: "gridcell", "data-i": cell.dataset.i, "data-j": cell.dataset.j }, cell)
      : cell,
  );
  return h("div", { class: "d2l-row", role: "row" }, ...wrapped);
}

/** @param {HTMLElement} cell @returns {[number, number]} */
const position = (cell) => [Number(cell.dataset.i), Number(cell.dataset.j)];

/**
 * Where a key leads, or null where it is not ours: inside an entry the caret moves first.
 * @param {KeyboardEvent} event @param {HTMLElement} target @param {[number, number]} at
 * @param {number} rows @param {number} cols @returns {[number, number] | null}
 */
function step(event, target, [i, j], rows, cols) {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const input = target instanceof HTMLInputElement ? target : null;
  const whole = input && input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const atStart = !input || whole || (input.selectionStart === 0 && input.selectionEnd === 0);
  const atEnd = !input || whole || input.selectionStart === input.value.length;
  switch (event.key) {
    case "ArrowUp":
      return [Math.max(0, i - 1), j];
    case "ArrowDown":
    case "Enter":
      return [Math.min(rows - 1, i + 1), j];
    case "ArrowLeft":
      return atStart ? [i, Math.max(0, j - 1)] : null;
    case "ArrowRight":
      return atEnd ? [i, Math.min(cols - 1, j + 1)] : null;
    case "Home":
      return input && !whole ? null : [i, 0];
    case "End":
      return input && !whole ? null : [i, cols - 1];
    default:
      return null;
  }
}
