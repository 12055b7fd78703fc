// An array as a picture: when it is one, and the colour of a number in it.
import type { Matrix } from "../math/arithmetic.ts";

/** Rows and columns up to which an array is numbers unless asked for otherwise. */
export const MOST_NUMBERS = 8;

/** Pixels of a cell that can still be told from the next. */
const SEEN = 2;

export const isLarge = (rows: number, cols: number) => Math.max(rows, cols) > MOST_NUMBERS;

export const largestOf = (A: Matrix) =>
  A.reduce((most, row) => row.reduce((one, v) => Math.max(one, Math.abs(v)), most), 0);

/** Classes of a cell: strongest at `scale` either way, none at 0; the two signs have colours of their own. */
export function heat(value: number, scale: number) {
  const share = Math.min(1, Math.abs(value) / (scale || 1));
  return ` v${Math.round(share * 100)}${value < 0 ? " minus" : ""}`;
}

/** What the classes mean: a style of its own for each cell would take a browser many times as long. */
export const heats = Array.from({ length: 101 }, (_, i) => `.d2l .v${i}{--heat:${i}%}`).join("");

/** The side of a picture's cells, so that a picture of nearly any size is --most wide or tall at most. */
export const cellSide = (rows: number, cols: number) =>
  `clamp(${SEEN}px, var(--most) / ${Math.max(rows, cols)}, 2.5rem)`;

/** The side of the cells of an array of numbers, so that one of nearly any size is --whole wide or tall. */
export const fitted = (rows: number, cols: number) =>
  `max(var(--least), var(--whole) / ${Math.max(rows, cols)})`;

/** Where the digits of a picture's cell stand, so that they never leave the picture. */
export const inward = (A: Matrix, i: number, j: number) =>
  (2 * i < A.length ? "" : "low ") + (2 * j < A[0].length ? "" : "end");
