// Matrix: which cells of X, K, W and Y belong together, and the words for it.
import * as A from "./arithmetic.js";
import { mark } from "./panel.js";
import { sum } from "./words.js";

/** @typedef {import("./types.js").State} State */
const f = A.format;

/** Which tap stands at row r, column c of the matrix. @param {State} s @param {A.Matrix} Y @param {number} r @param {number} c */
function tapAt(s, Y, r, c) {
  const [large, small] = s.transposed ? [r, c] : [c, r];
  const largeCols = s.transposed ? Y[0].length : s.X[0].length;
  const smallCols = s.transposed ? s.X[0].length : Y[0].length;
  const a = (Math.floor(large / largeCols) + s.padding - Math.floor(small / smallCols) * s.stride) / s.dilation;
  const b = ((large % largeCols) + s.padding - (small % smallCols) * s.stride) / s.dilation;
  return s.K[a]?.[b] === undefined ? null : { a, b };
}

/** @param {State} s @param {A.Matrix} M @param {A.Matrix} Y @param {import("./types.js").Cell | null} at */
export function linked(s, M, Y, at) {
  const [xCols, yCols] = [s.X[0].length, Y[0].length];
  /** @type {Record<string, import("./grid.js").Marks>} */
  const marks = { X: {}, K: {}, Y: {}, W: {} };
  /** @type {{r: number, c: number, a: number, b: number}[]} */
  const entries = [];
  const wanted = (/** @type {number} */ r, /** @type {number} */ c, /** @type {{a: number, b: number}} */ tap) =>
    at?.name === "X" ? c === at.i * xCols + at.j
    : at?.name === "Y" ? r === at.i * yCols + at.j
    : at?.name === "K" ? tap.a === at.i && tap.b === at.j
    : at?.name === "W" && r === at.i && c === at.j;
  A.each(M, (_, r, c) => {
    const tap = tapAt(s, Y, r, c);
    if (!tap) mark(marks.W, r, c, "zero");
    else if (at && wanted(r, c, tap)) entries.push({ r, c, ...tap });
  });
  if (at && marks[at.name]) mark(marks[at.name], at.i, at.j, "now");
  for (const { r, c, a, b } of entries) {
    mark(marks.W, r, c, "now");
    mark(marks.X, Math.floor(c / xCols), c % xCols, "hit");
    mark(marks.Y, Math.floor(r / yCols), r % yCols, "hit");
    mark(marks.K, a, b, "hit");
  }
  return { marks, words: linkWords(s, Y, at, entries) };
}

/**
 * @param {State} s @param {A.Matrix} Y @param {import("./types.js").Cell | null} at
 * @param {{r: number, c: number, a: number, b: number}[]} entries
 */
function linkWords(s, Y, at, entries) {
  const name = s.transposed ? "Wᵀ" : "W";
  const xAt = (/** @type {number} */ c) => `X[${Math.floor(c / s.X[0].length)},${c % s.X[0].length}]`;
  const yAt = (/** @type {number} */ r) => `Y[${Math.floor(r / Y[0].length)},${r % Y[0].length}]`;
  if (at?.name === "X") return `${xAt(at.i * s.X[0].length + at.j)} meets column ${at.i * s.X[0].length + at.j} of ${name}: it reaches ${entries.map((e) => yAt(e.r)).join(", ") || "no cell of Y"}.`;
  if (at?.name === "K") return `K[${at.i},${at.j}] stands ${entries.length} times in ${name}, once for every pair of X and Y it joins.`;
  if (at?.name === "Y") {
    const flat = s.X.flat();
    return `${yAt(at.i * Y[0].length + at.j)} is row ${at.i * Y[0].length + at.j} of ${name} times vec(X)\n= ${sum(entries.map((e) => [s.K[e.a][e.b], flat[e.c]]))}`;
  }
  if (at?.name === "W") {
    if (!entries.length) return `${name}[${at.i},${at.j}] is 0: no tap of K joins ${xAt(at.j)} to ${yAt(at.i)}.`;
    return `${name}[${at.i},${at.j}] = K[${entries[0].a},${entries[0].b}] = ${f(s.K[entries[0].a][entries[0].b])}: what ${xAt(at.j)} adds to ${yAt(at.i)}.`;
  }
  return s.transposed
    ? "Y = trans_conv(X, K), and vec(Y) = Wᵀ·vec(X), where W is the matrix of corr2d with K on arrays of Y's shape."
    : "Y = corr2d(X, K), and vec(Y) = W·vec(X).";
}
