// Counts in closed form: stamps that reach a cell, and what a layer costs.
import { convSize, each, type Matrix, matrix, PLAIN, transConv, transSize } from "./arithmetic.ts";

/** Add each count of a line to the k cells its stamp reaches. */
function stampLine(line: number[], k: number, stride: number, length: number) {
  const next: number[] = Array(length).fill(0);
  line.forEach((v, i) => {
    for (let a = 0; a < k; a++) next[i * stride + a] += v;
  });
  return next;
}

/** How many stamps reach each cell of a line of n ones after `layers` transposed convolutions. */
export function overlap(n: number, k: number, stride: number, layers: number): number[] {
  let line: number[] = Array(n).fill(1);
  for (let layer = 0; layer < layers; layer++) {
    line = stampLine(line, k, stride, transSize(line.length, k, { ...PLAIN, stride }));
  }
  return line;
}

/** First and last cell whose count no border has lowered; last < first where there is none. */
export function overlapInterior(n: number, k: number, stride: number, layers: number): [number, number] {
  let [first, last] = [0, n - 1];
  for (let layer = 0; layer < layers; layer++) {
    [first, last] = [stride * (first - 1) + k, stride * last + stride - 1];
  }
  return [Math.max(0, first), last];
}

/** X after `layers` transposed convolutions with one kernel. */
export function stacked(X: Matrix, K: Matrix, stride: number, layers: number): Matrix {
  let Y = X;
  for (let layer = 0; layer < layers; layer++) Y = transConv(Y, K, { ...PLAIN, stride });
  return Y;
}

/** One period of what they make of an endless plane of ones: no border lowers it. */
export function flatPeriod(K: Matrix, stride: number, layers: number): Matrix {
  let period = [[1]];
  for (let layer = 0; layer < layers; layer++) {
    const side = period.length * stride;
    const next = matrix(side, side);
    each(period, (v, i, j) => {
      each(K, (k, a, b) => {
        next[(i * stride + a) % side][(j * stride + b) % side] += v * k;
      });
    });
    period = next;
  }
  return period;
}

/** Largest over smallest of a period; Infinity where a cell stays empty or below zero. */
export function unevenness(period: Matrix) {
  const values = period.flat();
  const least = Math.min(...values);
  return least > 0 ? Math.max(...values) / least : Infinity;
}

export type Layer = { n: number; kernel: number; stride: number; c_i: number; c_o: number };

/** Memory and work of four forms of one convolution layer of float32, input n×n, no padding. */
export function cost({ n, kernel: k, stride, c_i, c_o }: Layer) {
  const o = convSize(n, k, { ...PLAIN, stride });
  const rows = c_o * o * o;
  const entries = rows * c_i * n * n;
  const nonzero = rows * c_i * k * k;
  const weights = c_o * c_i * k * k;
  return {
    o,
    zeros: 1 - nonzero / entries,
    forms: [
      { name: "dense W", bytes: 4 * entries, work: entries },
      // CSR: a value and a 4-byte column for each entry, a 4-byte start for each row
      { name: "sparse W", bytes: 8 * nonzero + 4 * (rows + 1), work: nonzero },
      { name: "im2col", bytes: 4 * (c_i * k * k * o * o + weights), work: nonzero },
      { name: "direct", bytes: 4 * weights, work: nonzero },
    ],
  };
}
