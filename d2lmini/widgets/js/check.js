// Reasons against entries and states, in words that can stand beside a field. "" means accepted.
import { convSize, transSize } from "./arithmetic.js";

export const LARGEST = 9999;
export const MAX_SIDE = 8;

/**
 * @param {string} text
 * @returns {{value: number, reason: string}}
 */
export function parseEntry(text) {
  const clean = text.trim().replace("−", "-");
  if (clean === "") return { value: NaN, reason: "an entry cannot be empty" };
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(clean) ? Number(clean) : NaN;
  if (Number.isNaN(value)) return { value, reason: `“${text.trim().slice(0, 12)}” is not a number` };
  if (Math.abs(value) > LARGEST) return { value, reason: `at most ${LARGEST} either way` };
  return { value, reason: "" };
}

/**
 * @param {string} label @param {any} value @param {number} low @param {number} high
 */
export function checkWhole(label, value, low, high) {
  if (!Number.isInteger(value)) return `${label} must be a whole number`;
  return value < low || value > high ? `${label} must be from ${low} to ${high}` : "";
}

/**
 * @param {string} label @param {any} A @param {number} [side]
 */
export function checkArray(label, A, side = MAX_SIDE) {
  if (!Array.isArray(A) || !Array.isArray(A[0])) return `${label} must have rows and columns`;
  const cols = A[0].length;
  if (A.some((row) => row.length !== cols)) return `${label} must have rows of one length`;
  if (A.length < 1 || cols < 1 || A.length > side || cols > side) {
    return `${label} must have from 1 to ${side} rows and columns`;
  }
  const fits = (/** @type {any} */ v) => Number.isFinite(v) && Math.abs(v) <= LARGEST;
  return A.flat().every(fits) ? "" : `${label} must hold numbers of at most ${LARGEST} either way`;
}

/** @param {string[]} reasons @returns {string} The first that is one. */
export const first = (...reasons) => reasons.find((reason) => reason !== "") ?? "";

/**
 * Parameters of a transposed convolution of X with K.
 * @param {import("./types.js").State} s
 */
export function checkTrans(s) {
  const reason = first(
    checkArray("X", s.X),
    checkArray("K", s.K),
    checkWhole("stride", s.stride, 1, 4),
    checkWhole("padding", s.padding, 0, 8),
    checkWhole("dilation", s.dilation, 1, 4),
    checkWhole("output padding", s.output_padding, 0, 3),
  );
  if (reason) return reason;
  if (s.output_padding >= Math.max(s.stride, s.dilation)) {
    return `output padding must be smaller than stride or dilation, and these are ${s.stride} and ${s.dilation}`;
  }
  const p = /** @type {import("./arithmetic.js").Params} */ (s);
  const rows = transSize(s.X.length, s.K.length, p);
  const cols = transSize(s.X[0].length, s.K[0].length, p);
  return rows < 1 || cols < 1 ? `nothing of Y would be left: ${sizeText(rows, cols)}` : "";
}

/**
 * Parameters of a cross-correlation of X with K.
 * @param {import("./types.js").State} s
 */
export function checkConv(s) {
  const p = { stride: s.stride, padding: s.padding, dilation: s.dilation ?? 1 };
  const reason = first(
    checkArray("X", s.X),
    checkArray("K", s.K),
    checkWhole("stride", p.stride, 1, 4),
    checkWhole("padding", p.padding, 0, 8),
    checkWhole("dilation", p.dilation, 1, 4),
  );
  if (reason) return reason;
  const rows = convSize(s.X.length, s.K.length, p);
  const cols = convSize(s.X[0].length, s.K[0].length, p);
  return rows < 1 || cols < 1 ? `the kernel does not fit: Y would be ${sizeText(rows, cols)}` : "";
}

/** @param {number} rows @param {number} cols */
const sizeText = (rows, cols) => `${rows} × ${cols}`.replaceAll("-", "−");
