// Y read as cross-correlations of stride 1: one over X with zeros inserted, or one over X for each phase of Y.
import * as A from "../../math/arithmetic.ts";
import { format as f, sum, writtenTerms } from "../../math/words.ts";
import { type Cell, mark } from "../../ui/grid.tsx";
import { pairMark } from "../../ui/pairs.ts";
import { current, markPairs, noMarks, type Reading, type StampingState, stepsDone } from "./readings.ts";

/** How X lies in Z along one axis, and what a place of Y meets there. */
type Axis = A.Axis & { taps: (u: number) => A.Tap[] };

const isPhases = (s: StampingState) => s.reading === "phases";

const zerosAxis = (s: StampingState, _: number, k: number): Axis => ({
  ...A.zerosAxis(k, s),
  taps: (u) => A.lastFirst(k).map((a, n) => [a, u + n * s.dilation]),
});

function phasesAxis(s: StampingState, n: number, k: number): Axis {
  const places = A.lastFirst(A.transSize(n, k, s)).flatMap((u) => A.phaseTaps(k, u, s).map(([, i]) => i));
  const before = Math.max(0, ...places.map((i) => -i));
  return {
    before,
    after: Math.max(n - 1, ...places) - n + 1,
    by: 1,
    taps: (u) => A.phaseTaps(k, u, s).map(([a, i]) => [a, i + before]),
  };
}

function axesOf(s: StampingState) {
  const axis = isPhases(s) ? phasesAxis : zerosAxis;
  return [axis(s, s.X.length, s.K.length), axis(s, s.X[0].length, s.K[0].length)];
}

/** How far apart in K the weights lie that meet one place of Y. */
function apart(s: StampingState) {
  let by = 1;
  while (isPhases(s) && (by * s.dilation) % s.stride) by++;
  return by;
}

export function directReading(s: StampingState, at: Cell | null): Reading {
  const [rows, cols] = axesOf(s);
  const Z = A.spread(s.X, rows, cols);
  const Y = A.transConv(s.X, s.K, s);
  const marks = noMarks();
  A.each(Z, (_, r, c) => {
    const [i, j] = [(r - rows.before) / rows.by, (c - cols.before) / cols.by];
    if (s.X[i]?.[j] === undefined) mark(marks.Z, r, c, "zero");
    else if (
      (at?.name === "X" && at.i === i && at.j === j) ||
      (at?.name === "Z" && at.i === r && at.j === c)
    ) {
      mark(marks.Z, r, c, "now");
      mark(marks.X, i, j, "now");
    }
  });
  const now = current(s, Y[0].length);
  if (now) {
    mark(marks.Y, now.i, now.j, "grab");
    for (const [, r] of rows.taps(now.i)) for (const [, c] of cols.taps(now.j)) mark(marks.Z, r, c, "grab");
  }
  const cell = at?.name === "Y" ? at : now;
  const shown = cell && Y[cell.i]?.[cell.j] !== undefined ? cell : null;
  // every cell of Y meets the whole kernel turned, or the sub-kernel of its phase; no cell is of no phase
  const { i, j } = shown ?? { i: isPhases(s) ? NaN : 0, j: 0 };
  const [down, right] = [rows.taps(i), cols.taps(j)];
  const [high, wide] = A.shape(s.K).map((k) => Math.ceil(k / apart(s)));
  const F = A.matrix(high, wide, (r, c) => s.K[down[r]?.[0]]?.[right[c]?.[0]] ?? 0);
  const pairs = shown ? A.terms(s.X, s.K, s, i, j) : [];
  const words = shown ? markWindow(s, { i, j, Y, Z, marks, pairs, down, right }) : idleWords(s);
  const done = stepsDone(s);
  return {
    ...{ Y, Z, F, marks, pairs, words },
    text: (v, r, c) => (r * Y[0].length + c < done ? f(v) : ""),
    weight: (v, r, c) => (down[r] && right[c] ? f(v) : ""),
  };
}

type Shown = Pick<Reading, "Y" | "Z" | "marks" | "pairs"> & {
  i: number;
  j: number;
  down: A.Tap[];
  right: A.Tap[];
};

/** Marks a cell of Y with all that it meets, and says it. */
function markWindow(s: StampingState, { i, j, Y, Z, marks, pairs, down, right }: Shown) {
  markPairs(pairs, marks);
  const phases = isPhases(s);
  A.each(Y, (_, r, c) => {
    if (phases && (r - i) % s.stride === 0 && (c - j) % s.stride === 0) mark(marks.Y, r, c, "hit");
  });
  mark(marks.Y, i, j, "now");
  const products: number[][] = [];
  down.forEach(([a, z], r) => {
    right.forEach(([b, w], c) => {
      const n = pairs.findIndex((t) => t.a === a && t.b === b);
      const names = n < 0 ? "now" : `now ${pairMark(n)}`;
      mark(marks.Z, z, w, names);
      mark(marks.F, r, c, names);
      if (phases) mark(marks.K, a, b, "now");
      products.push([Z[z][w], s.K[a][b]]);
    });
  });
  const name = `Y[${i},${j}]`;
  const made = `${name} = ${sum(products)}`;
  if (!phases) return `${made}\n${writtenTerms(`Without the inserted zeros, ${name}`, pairs, s.X, s.K)}`;
  const phase = [i, j].map((u) => (u + s.padding) % s.stride).join(", ");
  if (!products.length) return `${made}: K has no weight for the phase (${phase}).`;
  const slice = [down, right].map((taps) => `${taps[taps.length - 1][0]}::${apart(s)}`).join(", ");
  return `Phase (${phase}): K[${slice}], turned, meets a window of Z.\n${made}`;
}

const idleWords = (s: StampingState) =>
  `Each cell of Y is one window of Z, multiplied with ${
    isPhases(s) ? `weights of K that lie ${apart(s)} apart` : "the turned kernel"
  } and added up. Point at a cell of Y.`;

export function directWords(s: StampingState, Z: A.Matrix) {
  const same = "The same Y from a direct convolution of Z";
  if (isPhases(s)) {
    return `${same} for each of ${s.stride} × ${s.stride} phases. The phase of Y[i,j] is (i + padding, j + padding) modulo the stride.`;
  }
  const [rows, cols] = axesOf(s);
  const [high, wide] = A.shape(Z);
  const gaps = s.stride - 1;
  const between = gaps
    ? `${gaps} zero${gaps > 1 ? "s" : ""} between neighbours (stride − 1)`
    : "nothing between neighbours (stride is 1)";
  return (
    `${same}, ${high} × ${wide} in all: X with ${between} and a border of ${f(rows.before)} above, ${f(cols.before)} left, ` +
    `${f(rows.after)} below, ${f(cols.after)} right (dilation·(k − 1) − padding, plus output padding below and right; a negative one cuts). ` +
    `K turned by 180°, stride 1, padding 0, dilation ${s.dilation}.`
  );
}
