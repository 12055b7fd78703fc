// Reasons against entries and states, in words that can stand beside a field. "" means accepted.
import { convSize, transSize } from "./arithmetic.js";
import { figures, initialOf, largest } from "./state.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./state.js").Declared} Declared */

/**
 * @param {string} text
 * @returns {{value: number, reason: string}}
 */
export function parseEntry(text) {
  const clean = text.trim().replace("−", "-");
  if (clean === "") return { value: NaN, reason: "an entry cannot be empty" };
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(clean) ? Number(clean) : NaN;
  if (Number.isNaN(value)) return { value, reason: `“${text.trim().slice(0, 12)}” is not a number` };
  if (Math.abs(value) > largest) return { value, reason: `at most ${largest} either way` };
  return { value, reason: "" };
}

/** @param {any} v */
const fits = (v) => Number.isFinite(v) && Math.abs(v) <= largest;

/** @type {Record<string, (declared: Declared, value: any) => string>} */
const KINDS = { answers: checkAnswers, array: checkArray, choice: checkChoice, count: checkWhole, size: checkWhole, switch: checkSwitch, times: checkTimes };

/** @param {Declared} declared @param {any} value */
function checkWhole({ label, low = 0, high = 0 }, value) {
  if (!Number.isInteger(value)) return `${label} must be a whole number`;
  return value < low || value > high ? `${label} must be from ${low} to ${high}` : "";
}

/** @param {Declared} declared @param {any} A */
function checkArray({ label, side = 0 }, A) {
  if (!Array.isArray(A) || !A.every(Array.isArray)) return `${label} must have rows and columns`;
  const cols = A[0]?.length ?? 0;
  if (A.some((row) => row.length !== cols)) return `${label} must have rows of one length`;
  if (A.length < 1 || cols < 1 || A.length > side || cols > side) {
    return `${label} must have from 1 to ${side} rows and columns`;
  }
  return A.flat().every(fits) ? "" : `${label} must hold numbers of at most ${largest} either way`;
}

/** @param {Declared} declared @param {any} value */
function checkChoice({ label, choices = [] }, value) {
  return choices.includes(value) ? "" : `${label} must be ${choices.filter(Boolean).join(" or ")}`;
}

/** @param {Declared} declared @param {any} value */
function checkSwitch({ label }, value) {
  return typeof value === "boolean" ? "" : `${label} must be true or false`;
}

/** @param {Declared} declared @param {any} value */
function checkAnswers({ label }, value) {
  const fine = value && typeof value === "object" && !Array.isArray(value) &&
    Object.entries(value).every(([place, v]) => /^\d,\d$/.test(place) && fits(v));
  return fine ? "" : `${label} must be numbers under their places`;
}

/** @param {Declared} declared @param {any} value */
function checkTimes({ label, choices = [] }, value) {
  const fine = Array.isArray(value) && value.every((t) => choices.includes(t?.form) && Number.isFinite(t.seconds) && t.seconds > 0);
  return fine ? "" : `${label} must be a list of seconds for ${choices.join(", ")}`;
}

/** @param {string[]} reasons @returns {string} The first that is one. */
const first = (reasons) => reasons.find((reason) => reason !== "") ?? "";

/**
 * What states.json decides of a widget.
 * @param {string} figure
 * @param {(s: State) => string} [together]  The reason why values that are right by themselves do not fit together.
 */
export const declared = (figure, together = () => "") => ({
  initial: initialOf(figure),
  /** @param {State} s */
  check: (s) => first(Object.entries(figures[figure]).map(([key, one]) => KINDS[one.kind](one, s[key]))) || together(s),
});

/** @param {{stride: number, dilation: number, output_padding: number}} p */
export const checkOutputPadding = (p) =>
  p.output_padding < Math.max(p.stride, p.dilation) ? ""
    : `output padding must be smaller than stride or dilation, and these are ${p.stride} and ${p.dilation}`;

/**
 * Parameters of a transposed convolution of X with K.
 * @param {State} s
 */
export function checkTrans(s) {
  const p = /** @type {import("./arithmetic.js").Params} */ (s);
  const rows = transSize(s.X.length, s.K.length, p);
  const cols = transSize(s.X[0].length, s.K[0].length, p);
  return checkOutputPadding(p) || (rows < 1 || cols < 1 ? `nothing of Y would be left: ${sizeText(rows, cols)}` : "");
}

/**
 * Parameters of a cross-correlation of X with K.
 * @param {State} s
 */
export function checkConv(s) {
  const p = /** @type {import("./arithmetic.js").Params} */ (s);
  const rows = convSize(s.X.length, s.K.length, p);
  const cols = convSize(s.X[0].length, s.K[0].length, p);
  return rows < 1 || cols < 1 ? `the kernel does not fit: Y would be ${sizeText(rows, cols)}` : "";
}

/** @param {number} rows @param {number} cols */
const sizeText = (rows, cols) => `${rows} × ${cols}`.replaceAll("-", "−");
