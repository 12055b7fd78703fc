// Matrix: which cells of X, K, W and Y belong together, and the words for it.
import * as A from "../../math/arithmetic.ts";
import { format as f, sum } from "../../math/words.ts";
import { type Cell, type Marks, mark } from "../../ui/grid.tsx";
import { pairMark } from "../../ui/pairs.ts";
import type { MatrixState } from "./state.ts";

/** K[a,b] stands at row r, column c of the matrix. */
type Entry = { r: number; c: number; a: number; b: number };

/** What is pointed at: a cell of this name, the matrix M and Y. */
type Shown = { s: MatrixState; Y: A.Matrix; at: Cell | null };

/** Which tap stands at row r, column c of the matrix. */
function tapAt({ s, Y }: Shown, r: number, c: number) {
  const [large, small] = s.transposed ? [r, c] : [c, r];
  const largeCols = s.transposed ? Y[0].length : s.X[0].length;
  const smallCols = s.transposed ? s.X[0].length : Y[0].length;
  const a =
    (Math.floor(large / largeCols) + s.padding - Math.floor(small / smallCols) * s.stride) / s.dilation;
  const b = ((large % largeCols) + s.padding - (small % smallCols) * s.stride) / s.dilation;
  return s.K[a]?.[b] === undefined ? null : { r, c, a, b };
}

/** Whether an entry of the matrix takes part in what is pointed at. */
function takesPart({ s, Y, at }: Shown, { r, c, a, b }: Entry) {
  switch (at?.name) {
    case "X":
      return c === at.i * s.X[0].length + at.j;
    case "Y":
      return r === at.i * Y[0].length + at.j;
    case "K":
      return a === at.i && b === at.j;
    case "W":
      return r === at.i && c === at.j;
    default:
      return false;
  }
}

export type Linked = {
  marks: Record<"X" | "K" | "Y" | "W", Marks>;
  words: string;
  /** The row of the matrix that is pointed at, itself or by its element of Y. */
  row: number | null;
};

function rowOf({ Y, at }: Shown, rows: number) {
  const row = at?.name === "Y" ? at.i * Y[0].length + at.j : at?.name === "W" ? at.i : null;
  return row !== null && row < rows ? row : null;
}

export function linked(M: A.Matrix, shown: Shown): Linked {
  const { s, Y, at } = shown;
  const [xCols, yCols] = [s.X[0].length, Y[0].length];
  const marks: Linked["marks"] = { X: {}, K: {}, Y: {}, W: {} };
  const entries: Entry[] = [];
  const row = rowOf(shown, M.length);
  A.each(M, (_, r, c) => {
    if (r === row) mark(marks.W, r, c, "line");
    const entry = tapAt(shown, r, c);
    if (!entry) mark(marks.W, r, c, "zero");
    else if (takesPart(shown, entry)) entries.push(entry);
  });
  if (at && at.name in marks) mark(marks[at.name as keyof Linked["marks"]], at.i, at.j, "now");
  entries.forEach(({ r, c, a, b }, n) => {
    // the products of a row are pairs; a column or a tap takes part in several rows
    const pair = row === null ? "" : ` ${pairMark(n)}`;
    mark(marks.W, r, c, `now${pair}`);
    mark(marks.X, Math.floor(c / xCols), c % xCols, `hit${pair}`);
    mark(marks.Y, Math.floor(r / yCols), r % yCols, "hit");
    mark(marks.K, a, b, `hit${pair}`);
  });
  return { marks, words: linkWords(shown, entries), row };
}

function linkWords({ s, Y, at }: Shown, entries: Entry[]) {
  const name = s.transposed ? "Wᵀ" : "W";
  const nameIn = (array: string, A: A.Matrix, index: number) =>
    `${array}[${Math.floor(index / A[0].length)},${index % A[0].length}]`;
  const xAt = (c: number) => nameIn("X", s.X, c);
  const yAt = (r: number) => nameIn("Y", Y, r);
  switch (at?.name) {
    case "X": {
      const column = at.i * s.X[0].length + at.j;
      const reached = entries.map((e) => yAt(e.r)).join(", ") || "no cell of Y";
      return `${xAt(column)} meets column ${column} of ${name}: it reaches ${reached}.`;
    }
    case "K":
      return `K[${at.i},${at.j}] stands ${entries.length} times in ${name}, once for every pair of X and Y it joins.`;
    case "Y": {
      const [row, flat] = [at.i * Y[0].length + at.j, s.X.flat()];
      return `${yAt(row)} is row ${row} of ${name} times vec(X)\n= ${sum(entries.map((e) => [s.K[e.a][e.b], flat[e.c]]))}`;
    }
    case "W": {
      const [entry] = entries;
      if (!entry) return `${name}[${at.i},${at.j}] is 0: no tap of K joins ${xAt(at.j)} to ${yAt(at.i)}.`;
      return `${name}[${at.i},${at.j}] = K[${entry.a},${entry.b}] = ${f(s.K[entry.a][entry.b])}: what ${xAt(at.j)} adds to ${yAt(at.i)}.`;
    }
    default:
      return s.transposed
        ? "Y = trans_conv(X, K), and vec(Y) = Wᵀ·vec(X), where W is the matrix of corr2d with K on arrays of Y's shape."
        : "Y = corr2d(X, K), and vec(Y) = W·vec(X).";
  }
}

/** One cell's arithmetic in the third way. */
export function thirdWords(s: MatrixState, o: number, q: number) {
  const Z = s.transposed ? A.insertZeros(s.X, s.K, s) : s.X;
  const window = s.transposed ? { ...A.PLAIN, dilation: s.dilation } : s;
  const products: number[][] = [];
  A.each(s.transposed ? A.flip(s.K) : s.K, (k, a, b) => {
    products.push([k, A.met(Z, window, o, q, a, b)]);
  });
  const how = s.transposed
    ? "K turned by 180° times a window of X with zeros inserted"
    : "each tap of K times the element of X it meets";
  return `Y[${o},${q}]: ${how}\n= ${sum(products)}`;
}
