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

/** What K[a,b] meets for row o, column q of a cross-correlation's output: an element of X, or a zero around it. */
export const met = (
  X: Matrix,
  { stride, dilation, padding }: Window,
  o: number,
  q: number,
  a: number,
  b: number,
) => X[o * stride + a * dilation - padding]?.[q * stride + b * dilation - padding] ?? 0;

/** Cross-correlation of X with K, zero padding on both sides. */
export function corr2d(X: Matrix, K: Matrix, p: Window = PLAIN): Matrix {
  const [rows, cols] = [convSize(X.length, K.length, p), convSize(X[0].length, K[0].length, p)];
  return matrix(rows, cols, (o, q) => {
    let sum = 0;
    each(K, (k, a, b) => {
      sum += k * met(X, p, o, q, a, b);
    });
    return sum;
  });
}

/** The same, tap by tap: K[a,b] times the part of X it meets, added up. */
export function corr2dByTaps(X: Matrix, K: Matrix, p: Window = PLAIN): Matrix {
  const Y = matrix(convSize(X.length, K.length, p), convSize(X[0].length, K[0].length, p));
  each(K, (k, a, b) => {
    each(Y, (_, o, q) => {
      Y[o][q] += k * met(X, p, o, q, a, b);
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

/** How an array lies in a larger one along an axis: places before and after it, and from one element to the next. */
export type Axis = { before: number; after: number; by: number };

/** A with zeros between its elements and around it; a negative border cuts. */
export const spread = (A: Matrix, rows: Axis, cols: Axis) =>
  matrix(
    rows.before + rows.by * (A.length - 1) + 1 + rows.after,
    cols.before + cols.by * (A[0].length - 1) + 1 + cols.after,
    (r, c) => A[(r - rows.before) / rows.by]?.[(c - cols.before) / cols.by] ?? 0,
  );

/**
 * The stride - 1 zeros between the elements of X and the border that make a stride-1 cross-correlation with the
 * flipped kernel of size k give the same Y.
 */
export function zerosAxis(k: number, p: Params): Axis {
  const before = p.dilation * (k - 1) - p.padding;
  return { before, after: before + p.output_padding, by: p.stride };
}

export const insertZeros = (X: Matrix, K: Matrix, p: Params) =>
  spread(X, zerosAxis(K.length, p), zerosAxis(K[0].length, p));

/** The same Y as transConv, from X with zeros inserted. */
export const transConvByZeros = (X: Matrix, K: Matrix, p: Params = PLAIN) =>
  corr2d(insertZeros(X, K, p), flip(K), { ...PLAIN, dilation: p.dilation });

/** An index of K along one axis, and of what that weight meets. */
export type Tap = [weight: number, met: number];

/** 0, 1, …, count - 1, the last one first. */
export const lastFirst = (count: number) => Array.from({ length: count }, (_, i) => count - 1 - i);

/**
 * What place u of Y is made of along one axis: the weights of its phase, the last one first, each with the place of X
 * that it meets, which may lie outside X.
 */
export const phaseTaps = (k: number, u: number, p: Window) =>
  lastFirst(k)
    .map((a): Tap => [a, (u + p.padding - a * p.dilation) / p.stride])
    .filter(([, i]) => Number.isInteger(i));

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
