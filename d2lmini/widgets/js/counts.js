// Counts in closed form: stamps that reach a cell, and what a layer costs.
import { PLAIN, convSize, transSize } from "./arithmetic.js";

/**
 * How many stamps reach each cell of a line of n ones after `layers` transposed convolutions.
 * @param {number} n @param {number} k @param {number} stride @param {number} layers
 * @returns {number[]}
 */
export function overlap(n, k, stride, layers) {
  let line = Array(n).fill(1);
  for (let layer = 0; layer < layers; layer++) {
    const next = Array(transSize(line.length, k, { ...PLAIN, stride })).fill(0);
    line.forEach((v, i) => {
      for (let a = 0; a < k; a++) next[i * stride + a] += v;
    });
    line = next;
  }
  return line;
}

/**
 * One period of the same counts on an endless line: what is left of the borders' effect.
 * @param {number} k @param {number} stride @param {number} layers
 * @returns {number[]}
 */
export function overlapPeriod(k, stride, layers) {
  let line = [1];
  for (let layer = 0; layer < layers; layer++) {
    const next = Array(line.length * stride).fill(0);
    line.forEach((v, i) => {
      for (let a = 0; a < k; a++) next[(i * stride + a) % next.length] += v;
    });
    line = next;
  }
  return line;
}

/**
 * First and last cell whose count no border has lowered; last < first where there is none.
 * @param {number} n @param {number} k @param {number} stride @param {number} layers
 * @returns {[number, number]}
 */
export function overlapInterior(n, k, stride, layers) {
  let [first, last] = [0, n - 1];
  for (let layer = 0; layer < layers; layer++) {
    [first, last] = [stride * (first - 1) + k, stride * last + stride - 1];
  }
  return [Math.max(0, first), last];
}

/**
 * Largest over smallest count away from the borders of a square output; Infinity where a cell stays empty.
 * @param {number} k @param {number} stride @param {number} layers
 */
export function overlapRatio(k, stride, layers) {
  const line = overlapPeriod(k, stride, layers);
  return (Math.max(...line) / Math.min(...line)) ** 2;
}

/**
 * Memory and work of four forms of one convolution layer of float32, input n×n, no padding.
 * @param {{n: number, k: number, stride: number, c_i: number, c_o: number}} s
 */
export function cost({ n, k, stride, c_i, c_o }) {
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
