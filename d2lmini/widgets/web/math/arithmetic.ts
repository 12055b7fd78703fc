// Everything the figures compute, as pure functions on nested arrays. d2lmini is the reference.

export type Matrix = number[][];

/** What a window needs to know; a transposed convolution knows its output padding too. */
export type Window = { stride: number; padding: number; dilation: number };
export type Params = Window & { output_padding: number };

/** X[i,j] meets K[a,b]. */
export type Term = { i: number; j: number; a: number; b: number };

export const PLAIN: Params = { stride: 1, padding: 0, output_padding: 0, dilation: 1 };

export const matrix = (
  rows: number,
  cols: number,
  fill: (i: number, j: number) => number = () => 0,
): Matrix => Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => fill(i, j)));

export const shape = (A: Matrix): [number, number] => [A.length, A[0].length];

export const map = (A: Matrix, f: (value: number, i: number, j: number) => number): Matrix =>
  A.map((row, i) => row.map((value, j) => f(value, i, j)));

export function each(A: Matrix, f: (value: number, i: number, j: number) => void) {
  A.forEach((row, i) => {
    row.forEach((value, j) => {
      f(value, i, j);
    });
  });
}

export const transpose = (A: Matrix): Matrix => A[0].map((_, j) => A.map((row) => row[j]));

/** A turned by 180 degrees. */
export const flip = (A: Matrix): Matrix => [...A].reverse().map((row) => [...row].reverse());

export function product(A: Matrix, B: Matrix): Matrix {
  const columns = transpose(B);
  return A.map((row) => columns.map((column) => row.reduce((sum, v, i) => sum + v * column[i], 0)));
}

/** The largest absolute difference. */
export const distance = (A: Matrix, B: Matrix) =>
  Math.max(...A.map((row, i) => Math.max(...row.map((v, j) => Math.abs(v - B[i][j])))));

/** M·vec(X), in rows of `cols`. */
export function multiply(M: Matrix, X: Matrix, cols: number): Matrix {
  const flat = product(
    M,
    X.flat().map((v) => [v]),
  ).flat();
  return matrix(flat.length / cols, cols, (i, j) => flat[i * cols + j]);
}

/** Size of a cross-correlation's output along one axis, below 1 where nothing fits. */
export const convSize = (n: number, k: number, p: Window) =>
  Math.floor((n + 2 * p.padding - p.dilation * (k - 1) - 1) / p.stride) + 1;

/** Size of a transposed convolution's output along one axis. */
export const transSize = (n: number, k: number, p: Params) =>
  p.stride * (n - 1) - 2 * p.padding + p.dilation * (k - 1) + 1 + p.output_padding;

/** The shape of a transposed convolution's output. */
export const transShape = (X: Matrix, K: Matrix, p: Params): [number, number] => [
  transSize(X.length, K.length, p),
  transSize(X[0].length, K[0].length, p),
];

/** A of another size: what was there stays, new entries count on from 1 so that they can be told apart. */
export const resized = (A: Matrix, rows: number, cols: number) =>
  matrix(rows, cols, (i, j) => A[i]?.[j] ?? ((i * cols + j) % 9) + 1);

/** Cross-correlation of X with K, zero padding on both sides. */
export function corr2d(X: Matrix, K: Matrix, p: Window = PLAIN): Matrix {
  const [rows, cols] = [convSize(X.length, K.length, p), convSize(X[0].length, K[0].length, p)];
  return matrix(rows, cols, (o, q) => {
    let sum = 0;
    each(K, (k, a, b) => {
      sum +=
        k * (X[o * p.stride + a * p.dilation - p.padding]?.[q * p.stride + b * p.dilation - p.padding] ?? 0);
    });
    return sum;
  });
}

/** The same, tap by tap: K[a,b] times the part of X it meets, added up. */
export function corr2dByTaps(X: Matrix, K: Matrix, p: Window = PLAIN): Matrix {
  const Y = matrix(convSize(X.length, K.length, p), convSize(X[0].length, K[0].length, p));
  each(K, (k, a, b) => {
    each(Y, (_, o, q) => {
      Y[o][q] +=
        k * (X[o * p.stride + a * p.dilation - p.padding]?.[q * p.stride + b * p.dilation - p.padding] ?? 0);
    });
  });
  return Y;
}

/** The shape of what the stamps land in: before padding crops it, with the rows output padding appends. */
export const canvasShape = (X: Matrix, K: Matrix, p: Params) =>
  transShape(X, K, { ...p, padding: 0, output_padding: Math.max(0, p.output_padding - p.padding) });

/** Running sums on the canvas after the first `count` elements of X were stamped. */
export function stamp(X: Matrix, K: Matrix, p: Params, count = Infinity): Matrix {
  const Y = matrix(...canvasShape(X, K, p));
  each(X, (x, i, j) => {
    if (i * X[0].length + j >= count) return;
    each(K, (k, a, b) => {
      Y[i * p.stride + a * p.dilation][j * p.stride + b * p.dilation] += x * k;
    });
  });
  return Y;
}

/** Transposed convolution: the part of the canvas that padding and output padding leave. */
export function transConv(X: Matrix, K: Matrix, p: Params = PLAIN): Matrix {
  const canvas = stamp(X, K, p);
  return matrix(...transShape(X, K, p), (i, j) => canvas[i + p.padding][j + p.padding]);
}

/**
 * X with stride - 1 zeros between its elements and the border that makes a stride-1
 * cross-correlation with the flipped kernel give the same Y. A negative border cuts.
 */
export function insertZeros(X: Matrix, K: Matrix, p: Params) {
  const top = p.dilation * (K.length - 1) - p.padding;
  const left = p.dilation * (K[0].length - 1) - p.padding;
  const [bottom, right] = [top + p.output_padding, left + p.output_padding];
  const rows = p.stride * (X.length - 1) + 1 + top + bottom;
  const cols = p.stride * (X[0].length - 1) + 1 + left + right;
  const Z = matrix(rows, cols, (r, c) => X[(r - top) / p.stride]?.[(c - left) / p.stride] ?? 0);
  return { Z, top, left, bottom, right };
}

/** The same Y as transConv, from X with zeros inserted. */
export const transConvByZeros = (X: Matrix, K: Matrix, p: Params = PLAIN) =>
  corr2d(insertZeros(X, K, p).Z, flip(K), { ...PLAIN, dilation: p.dilation });

/** The products that make up Y[o,q], in the order of X. */
export function terms(X: Matrix, K: Matrix, p: Params, o: number, q: number): Term[] {
  const found: Term[] = [];
  each(X, (_, i, j) => {
    const a = (o + p.padding - i * p.stride) / p.dilation;
    const b = (q + p.padding - j * p.stride) / p.dilation;
    if (K[a]?.[b] !== undefined) found.push({ i, j, a, b });
  });
  return found;
}

/** W with corr2d(X, K).flat() = W·X.flat() for X of the given shape. */
export function kernelMatrix(K: Matrix, [nH, nW]: [number, number], p: Window = PLAIN): Matrix {
  const oH = convSize(nH, K.length, p);
  const oW = convSize(nW, K[0].length, p);
  const W = matrix(oH * oW, nH * nW);
  for (let r = 0; r < oH * oW; r++) {
    each(K, (k, a, b) => {
      const i = Math.floor(r / oW) * p.stride + a * p.dilation - p.padding;
      const j = (r % oW) * p.stride + b * p.dilation - p.padding;
      if (i >= 0 && i < nH && j >= 0 && j < nW) W[r][i * nW + j] = k;
    });
  }
  return W;
}

/** Rank by Gaussian elimination with full row pivoting. */
export function rank(A: Matrix) {
  const M = A.map((row) => [...row]);
  const scale = Math.max(1e-300, ...M.flat().map(Math.abs));
  let r = 0;
  for (let c = 0; c < M[0].length && r < M.length; c++) {
    let best = r;
    for (let i = r; i < M.length; i++) if (Math.abs(M[i][c]) > Math.abs(M[best][c])) best = i;
    if (Math.abs(M[best][c]) < 1e-9 * scale) continue;
    [M[r], M[best]] = [M[best], M[r]];
    for (let i = r + 1; i < M.length; i++) {
      const factor = M[i][c] / M[r][c];
      for (let j = c; j < M[0].length; j++) M[i][j] -= factor * M[r][j];
    }
    r++;
  }
  return r;
}

/** Numbers in [0, 1) from a seed, the same in Python and here (mulberry32). */
export function random(seed: number) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
