// The two readings of Stamping's result: what each marks, shows and says.
import * as A from "./arithmetic.js";
import { mark } from "./panel.js";
import { sum, writtenTerms } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./grid.js").Marks} Marks */

const f = A.format;

/** @param {State} s */
export const params = (s) => /** @type {A.Params} */ (s);

/** Stamps in one reading, cells of Y in the other. @param {State} s */
export function stepCount(s) {
  if (s.reading === "stamps") return s.X.length * s.X[0].length;
  return A.transSize(s.X.length, s.K.length, params(s)) * A.transSize(s.X[0].length, s.K[0].length, params(s));
}

/** @param {State} s @returns {number} steps done; -1 in the state stands for all of them */
export const stepsDone = (s) => (s.step < 0 ? stepCount(s) : Math.min(s.step, stepCount(s)));

/** @param {State} s @param {import("./types.js").Cell | null} at */
export function stampsView(s, at) {
  const p = params(s);
  const done = stepsDone(s);
  const Y = A.stamp(s.X, s.K, p, done);
  const [rows, cols] = A.shape(A.transConv(s.X, s.K, p));
  /** @type {Record<string, Marks>} */
  const marks = { X: {}, K: {}, Y: {}, Z: {}, F: {} };
  A.each(Y, (v, i, j) => {
    const inside = i >= p.padding && i < p.padding + rows && j >= p.padding && j < p.padding + cols;
    if (!inside) mark(marks.Y, i, j, "cropped");
    else if (v === 0) mark(marks.Y, i, j, "zero");
  });
  const words = pointStamps(s, at, done, marks) ?? stepStamps(s, done, marks);
  return { Y, Z: [[0]], marks, words, text: f };
}

/** @param {State} s @param {number} done @param {Record<string, Marks>} marks */
function stepStamps(s, done, marks) {
  const all = stepCount(s);
  if (done === all) return `All ${all} stamps are in. Point at a cell of X, K or Y to follow it.`;
  if (done === 0) return "Y starts as zeros. The next step stamps X[0,0]·K into it.";
  const i = Math.floor((done - 1) / s.X[0].length);
  const j = (done - 1) % s.X[0].length;
  return `Stamp ${done} of ${all}. ` + markStamp(s, i, j, marks);
}

/** @param {State} s @param {number} i @param {number} j @param {Record<string, Marks>} marks */
function markStamp(s, i, j, marks) {
  mark(marks.X, i, j, "now");
  A.each(s.K, (_, a, b) => {
    mark(marks.Y, i * s.stride + a * s.dilation, j * s.stride + b * s.dilation, "now");
  });
  const [r, c] = [i * s.stride - s.padding, j * s.stride - s.padding];
  const block = s.K.map((/** @type {number[]} */ row) => row.map((v) => f(v * s.X[i][j])).join(" ")).join(" / ");
  return `X[${i},${j}]·K = ${f(s.X[i][j])}·K = (${block}), added with its corner at row ${f(r)}, column ${f(c)} of Y.`;
}

/**
 * @param {State} s @param {import("./types.js").Cell | null} at @param {number} done @param {Record<string, Marks>} marks
 * @returns {string | null}
 */
function pointStamps(s, at, done, marks) {
  const p = params(s);
  if (at?.name === "X" && s.X[at.i]?.[at.j] !== undefined) return markStamp(s, at.i, at.j, marks);
  if (at?.name === "K" && s.K[at.i]?.[at.j] !== undefined) {
    mark(marks.K, at.i, at.j, "now");
    A.each(s.X, (_, i, j) => {
      mark(marks.Y, i * p.stride + at.i * p.dilation, j * p.stride + at.j * p.dilation, "now");
    });
    return `K[${at.i},${at.j}] = ${f(s.K[at.i][at.j])} multiplies every element of X once: X·${f(s.K[at.i][at.j])} lands on the ${s.X.length * s.X[0].length} marked cells.`;
  }
  if (at?.name !== "Y") return null;
  const [o, q] = [at.i - p.padding, at.j - p.padding];
  const found = A.terms(s.X, s.K, p, o, q).filter((t) => t.i * s.X[0].length + t.j < done);
  mark(marks.Y, at.i, at.j, "now");
  found.forEach((t) => {
    mark(marks.X, t.i, t.j, "hit");
    mark(marks.K, t.a, t.b, "hit");
  });
  const cropped = (marks.Y[`${at.i},${at.j}`] ?? []).includes("cropped");
  const name = cropped ? "This cell, which padding crops away," : `Y[${o},${q}]`;
  return writtenTerms(name, found, s.X, s.K);
}

/** @param {State} s @param {import("./types.js").Cell | null} at */
export function zerosView(s, at) {
  const p = params(s);
  const { Z, top, left } = A.insertZeros(s.X, s.K, p);
  const Y = A.transConv(s.X, s.K, p);
  const [done, cols] = [stepsDone(s), Y[0].length];
  /** @type {Record<string, Marks>} */
  const marks = { X: {}, K: {}, Y: {}, Z: {}, F: {} };
  A.each(Z, (_, r, c) => {
    const i = (r - top) / p.stride;
    const j = (c - left) / p.stride;
    if (s.X[i]?.[j] === undefined) mark(marks.Z, r, c, "zero");
    else if (at && (at.name === "X" ? at.i === i && at.j === j : at.name === "Z" && at.i === r && at.j === c)) {
      mark(marks.Z, r, c, "now");
      mark(marks.X, i, j, "now");
    }
  });
  const partly = done < stepCount(s) && done > 0;
  const cell = at?.name === "Y" ? at : partly ? { i: Math.floor((done - 1) / cols), j: (done - 1) % cols } : null;
  const text = (/** @type {number} */ v, /** @type {number} */ i, /** @type {number} */ j) => (i * cols + j < done ? f(v) : "");
  let words = `Each cell of Y is one window of Z, multiplied with the turned kernel and added up. Point at a cell of Y.`;
  if (cell && Y[cell.i]?.[cell.j] !== undefined) words = markWindow(s, Z, cell, marks);
  return { Y, Z, marks, words, text };
}

/** @param {State} s @param {A.Matrix} Z @param {{i: number, j: number}} cell @param {Record<string, Marks>} marks */
function markWindow(s, Z, cell, marks) {
  mark(marks.Y, cell.i, cell.j, "now");
  const products = A.flip(s.K).flatMap((row, a) =>
    row.map((k, b) => {
      const [r, c] = [cell.i + a * s.dilation, cell.j + b * s.dilation];
      mark(marks.Z, r, c, "now");
      mark(marks.F, a, b, "now");
      return [Z[r][c], k];
    }),
  );
  return `Y[${cell.i},${cell.j}] = ${sum(products)}`;
}

/** @param {State} s */
export function directWords(s) {
  const { Z, top, left, bottom, right } = A.insertZeros(s.X, s.K, params(s));
  const gaps = s.stride - 1;
  const between = gaps ? `${gaps} zero${gaps > 1 ? "s" : ""} between neighbours (stride − 1)` : "nothing between neighbours (stride is 1)";
  return `The same Y from a direct convolution: input X with ${between} and a border of ${f(top)} above, ${f(left)} left, ${f(bottom)} below, ` +
    `${f(right)} right (dilation·(k − 1) − padding, plus output padding below and right; a negative border cuts), ${Z.length} × ${Z[0].length} in all; ` +
    `kernel K turned by 180°; stride 1, padding 0, dilation ${s.dilation}.`;
}

/** @param {State} s */
export function croppedWords(s) {
  const side = (/** @type {string} */ axis, /** @type {number} */ n, /** @type {number} */ k) =>
    `${axis}: ${s.stride}·(${n} − 1) − 2·${s.padding} + ${s.dilation}·(${k} − 1) + 1 + ${s.output_padding} = ${A.transSize(n, k, params(s))}`;
  const crop = s.padding ? " Struck cells are what padding crops from every side." : "";
  return `Size of Y = stride·(n − 1) − 2·padding + dilation·(k − 1) + 1 + output padding; ` +
    `${side("rows", s.X.length, s.K.length)}; ${side("columns", s.X[0].length, s.K[0].length)}.${crop}`;
}
