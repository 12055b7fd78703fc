// Stamps added up: what that reading of Stamping's result marks, shows and says, and what it shares with the others.
import * as A from "../../math/arithmetic.ts";
import { format as f, sum, writtenTerms } from "../../math/words.ts";
import { type Cell, type Marks, mark } from "../../ui/grid.tsx";
import { pairMark } from "../../ui/pairs.ts";

export type StampingState = A.Params & {
  X: A.Matrix;
  K: A.Matrix;
  step: number;
  reading: "stamps" | "zeros" | "phases";
  show_all: boolean;
};

export type Reading = {
  Y: A.Matrix;
  /** What the weights in F meet: X with zeros between its elements or around it. */
  Z: A.Matrix;
  /** The weights, turned: K, or the sub-kernel of a phase. */
  F: A.Matrix;
  marks: Record<"X" | "K" | "Y" | "Z" | "F", Marks>;
  /** Products that make what is pointed at, in the order of their letters. */
  pairs: A.Term[];
  words: string;
  /** What is written in the cells of Y and of F, which may hold nothing yet. */
  text?: (v: number, i: number, j: number) => string;
  weight?: (v: number, i: number, j: number) => string;
};

/** Stamps in one reading, cells of Y in the others. */
export function stepCount(s: StampingState) {
  const [rows, cols] = s.reading === "stamps" ? A.shape(s.X) : A.transShape(s.X, s.K, s);
  return rows * cols;
}

/** Steps done; -1 in the state stands for all of them. */
export const stepsDone = (s: StampingState) => (s.step < 0 ? stepCount(s) : Math.min(s.step, stepCount(s)));

/** Intermediate arrays that are drawn unless the reader asks for all. */
const MOST_PARTS = 9;

/** Products that a sentence writes out. */
const MOST_WRITTEN = 16;

/** First and end of the stamps to draw: at most nine, with the current one in the middle where it can be. */
export function around(now: number, count: number): [number, number] {
  const most = Math.min(MOST_PARTS, count);
  const from = Math.min(Math.max(0, now - Math.floor(most / 2)), count - most);
  return [from, from + most];
}

export const noMarks = (): Reading["marks"] => ({ X: {}, K: {}, Y: {}, Z: {}, F: {} });

const placeOf = (index: number, cols: number) => ({ i: Math.floor(index / cols), j: index % cols });

/** The cell that the current step stamps or reads; null before the first and where all are shown as one. */
export function current(s: StampingState, cols: number) {
  return s.step > 0 ? placeOf(stepsDone(s) - 1, cols) : null;
}

/** The step that a drag of the current one leads to, so many rows and columns of Y away. */
export function carriedStep(s: StampingState, down: number, right: number) {
  const stamps = s.reading === "stamps";
  const [rows, cols] = stamps ? A.shape(s.X) : A.transShape(s.X, s.K, s);
  const pitch = stamps ? s.stride : 1;
  const { i, j } = placeOf(stepsDone(s) - 1, cols);
  const near = (from: number, by: number, end: number) =>
    Math.min(Math.max(from + Math.round(by / pitch), 0), end - 1);
  return near(i, down, rows) * cols + near(j, right, cols) + 1;
}

export function stampsReading(s: StampingState, at: Cell | null): Reading {
  const done = stepsDone(s);
  const Y = A.stamp(s.X, s.K, s, done);
  const [rows, cols] = A.transShape(s.X, s.K, s);
  const marks = noMarks();
  A.each(Y, (v, i, j) => {
    const [o, q] = [i - s.padding, j - s.padding];
    if (o < 0 || o >= rows || q < 0 || q >= cols) mark(marks.Y, i, j, "cropped");
    else if (v === 0) mark(marks.Y, i, j, "zero");
  });
  const now = current(s, s.X[0].length);
  if (now) eachStamped(s, now, (r, c) => mark(marks.Y, r, c, "grab"));
  const pairs = pairsAt(s, at, done);
  markPairs(pairs, marks);
  const words = pointed(s, at, pairs, marks) ?? stepped(s, done, marks);
  return { Y, Z: [[0]], F: [[0]], marks, pairs, words };
}

function stepped(s: StampingState, done: number, marks: Reading["marks"]) {
  const all = stepCount(s);
  const now = current(s, s.X[0].length);
  if (now) return `Stamp ${done} of ${all}. ${markStamp(s, now.i, now.j, marks)}`;
  if (done === all) return `All ${all} stamps are in. Point at a cell of X, K or Y to follow it.`;
  return "Y starts as zeros. The next step stamps X[0,0]·K into it.";
}

/** Calls back with each cell of Y that the stamp of an element of X reaches. */
function eachStamped(
  s: StampingState,
  { i, j }: { i: number; j: number },
  call: (r: number, c: number) => void,
) {
  A.each(s.K, (_, a, b) => call(i * s.stride + a * s.dilation, j * s.stride + b * s.dilation));
}

function markStamp(s: StampingState, i: number, j: number, marks: Reading["marks"]) {
  mark(marks.X, i, j, "now");
  A.each(s.K, (_, a, b) => mark(marks.K, a, b, "hit"));
  eachStamped(s, { i, j }, (r, c) => mark(marks.Y, r, c, "now"));
  const [r, c] = [i * s.stride - s.padding, j * s.stride - s.padding];
  const products = s.K.map((row) => row.map((v) => f(v * s.X[i][j])).join(" ")).join(" / ");
  const block = s.K.flat().length > MOST_WRITTEN ? "" : ` = (${products})`;
  return `X[${i},${j}]·K = ${f(s.X[i][j])}·K${block}, added with its corner at row ${f(r)}, column ${f(c)} of Y.`;
}

/** What is multiplied: every product of a cell of Y, or the one of a cell of an intermediate array. */
function pairsAt(s: StampingState, at: Cell | null, done: number): A.Term[] {
  if (at?.name === "Y") {
    const found = A.terms(s.X, s.K, s, at.i - s.padding, at.j - s.padding);
    return found.filter((t) => t.i * s.X[0].length + t.j < done);
  }
  if (at?.name !== "P") return [];
  const [x, k] = [placeOf(at.i, s.X[0].length), placeOf(at.j, s.K[0].length)];
  const there = s.X[x.i]?.[x.j] !== undefined && s.K[k.i]?.[k.j] !== undefined;
  return there ? [{ ...x, a: k.i, b: k.j }] : [];
}

export function markPairs(pairs: A.Term[], marks: Reading["marks"]) {
  pairs.forEach((t, n) => {
    mark(marks.X, t.i, t.j, `hit ${pairMark(n)}`);
    mark(marks.K, t.a, t.b, `hit ${pairMark(n)}`);
  });
}

function pointed(s: StampingState, at: Cell | null, pairs: A.Term[], marks: Reading["marks"]) {
  if (at?.name === "X" && s.X[at.i]?.[at.j] !== undefined) return markStamp(s, at.i, at.j, marks);
  if (at?.name === "K" && s.K[at.i]?.[at.j] !== undefined) return markTap(s, at, marks);
  if (at?.name === "P" && pairs[0]) return markProduct(s, pairs[0], marks);
  return at?.name === "Y" ? markSum(s, at, pairs, marks) : null;
}

function markTap(s: StampingState, { i: a, j: b }: Cell, marks: Reading["marks"]) {
  mark(marks.K, a, b, "now");
  A.each(s.X, (_, i, j) => {
    mark(marks.Y, i * s.stride + a * s.dilation, j * s.stride + b * s.dilation, "now");
  });
  const tap = f(s.K[a][b]);
  return `K[${a},${b}] = ${tap} multiplies every element of X once: X·${tap} lands on the ${s.X.flat().length} marked cells.`;
}

function markProduct(s: StampingState, { i, j, a, b }: A.Term, marks: Reading["marks"]) {
  const [r, c] = [i * s.stride + a * s.dilation, j * s.stride + b * s.dilation];
  const cropped = marks.Y[`${r},${c}`]?.includes("cropped");
  mark(marks.Y, r, c, `now ${pairMark(0)}`);
  const where = cropped ? "a cell that padding crops away" : `Y[${r - s.padding},${c - s.padding}]`;
  return `X[${i},${j}]·K[${a},${b}] = ${sum([[s.X[i][j], s.K[a][b]]])}, added to ${where}.`;
}

function markSum(s: StampingState, { i, j }: Cell, found: A.Term[], marks: Reading["marks"]) {
  const [o, q] = [i - s.padding, j - s.padding];
  const cropped = marks.Y[`${i},${j}`]?.includes("cropped");
  mark(marks.Y, i, j, "now");
  return writtenTerms(cropped ? "This cell, which padding crops away," : `Y[${o},${q}]`, found, s.X, s.K);
}

export function sizeWords(s: StampingState) {
  const side = (axis: string, n: number, k: number) =>
    `${axis}: ${s.stride}·(${n} − 1) − 2·${s.padding} + ${s.dilation}·(${k} − 1) + 1 + ${s.output_padding} = ${A.transSize(n, k, s)}`;
  const sides = `${side("rows", s.X.length, s.K.length)}; ${side("columns", s.X[0].length, s.K[0].length)}`;
  const crop = s.padding ? " Struck cells are what padding crops from every side." : "";
  return `Size of Y = stride·(n − 1) − 2·padding + dilation·(k − 1) + 1 + output padding; ${sides}.${crop}`;
}
