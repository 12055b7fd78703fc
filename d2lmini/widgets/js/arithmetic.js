// Everything the widgets compute, as pure functions on nested arrays. d2lmini is the reference.

/** @typedef {number[][]} Matrix */
/**
 * @typedef {object} Params
 * @property {number} stride
 * @property {number} padding
 * @property {number} output_padding
 * @property {number} dilation
 */
/** @typedef {{i: number, j: number, a: number, b: number}} Term  X[i,j] meets K[a,b]. */

/** @type {Params} */
export const PLAIN = { stride: 1, padding: 0, output_padding: 0, dilation: 1 };

/**
 * @param {number} rows
 * @param {number} cols
 * @param {(i: number, j: number) => number} [fill]
 * @returns {Matrix}
 */
export function matrix(rows, cols, fill = () => 0) {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => fill(i, j)));
}

/** @param {Matrix} A @returns {[number, number]} */
export const shape = (A) => [A.length, A[0].length];

/** @param {Matrix} A @param {(value: number, i: number, j: number) => number} f @returns {Matrix} */
export const map = (A, f) => A.map((row, i) => row.map((value, j) => f(value, i, j)));

/** @param {Matrix} A @param {(value: number, i: number, j: number) => void} f */
export const each = (A, f) => A.forEach((row, i) => row.forEach((value, j) => f(value, i, j)));

/** @param {Matrix} A @returns {Matrix} */
export const transpose = (A) => A[0].map((_, j) => A.map((row) => row[j]));

/** @param {Matrix} A @returns {Matrix} Rotated by 180 degrees. */
export const flip = (A) => [...A].reverse().map((row) => [...row].reverse());

/** @param {Matrix} A @param {Matrix} B @returns {Matrix} */
export function product(A, B) {
  const columns = transpose(B);
  return A.map((row) => columns.map((column) => row.reduce((sum, v, i) => sum + v * column[i], 0)));
}

/** @param {Matrix} A @param {Matrix} B @returns {number} Largest absolute difference. */
export const distance = (A, B) =>
  Math.max(...A.map((row, i) => Math.max(...row.map((v, j) => Math.abs(v - B[i][j])))));

/** @param {number[]} vector @param {number} cols @returns {Matrix} */
export const reshape = (vector, cols) =>
  matrix(vector.length / cols, cols, (i, j) => vector[i * cols + j]);

/** @param {Matrix} M @param {Matrix} X @param {number} cols @returns {Matrix} M·vec(X), in rows of `cols`. */
export const multiply = (M, X, cols) => reshape(product(M, X.flat().map((v) => [v])).flat(), cols);

/**
 * Size of a cross-correlation's output along one axis, below 1 where nothing fits.
 * @param {number} n @param {number} k @param {{stride: number, padding: number, dilation: number}} p
 */
export const convSize = (n, k, p) =>
  Math.floor((n + 2 * p.padding - p.dilation * (k - 1) - 1) / p.stride) + 1;

/**
 * Size of a transposed convolution's output along one axis.
 * @param {number} n @param {number} k @param {Params} p
 */
export const transSize = (n, k, p) =>
  p.stride * (n - 1) - 2 * p.padding + p.dilation * (k - 1) + 1 + p.output_padding;

/**
 * A of another size: what was there stays, new entries count on from 1 so that they can be told apart.
 * @param {Matrix} A @param {number} rows @param {number} cols
 */
export const resized = (A, rows, cols) =>
  matrix(rows, cols, (i, j) => A[i]?.[j] ?? ((i * cols + j) % 9) + 1);

/**
 * Cross-correlation of X with K, zero padding on both sides.
 * @param {Matrix} X @param {Matrix} K @param {{stride: number, padding: number, dilation: number}} [p]
 * @returns {Matrix}
 */
export function corr2d(X, K, p = PLAIN) {
  const [nH, nW] = shape(X);
  const [kH, kW] = shape(K);
  return matrix(convSize(nH, kH, p), convSize(nW, kW, p), (o, q) => {
    let sum = 0;
    for (let a = 0; a < kH; a++) {
      for (let b = 0; b < kW; b++) {
        const i = o * p.stride + a * p.dilation - p.padding;
        const j = q * p.stride + b * p.dilation - p.padding;
        if (i >= 0 && i < nH && j >= 0 && j < nW) sum += X[i][j] * K[a][b];
      }
    }
    return sum;
  });
}

/**
 * The same, tap by tap: K[a,b] times the part of X it meets, added up.
 * @param {Matrix} X @param {Matrix} K @param {{stride: number, padding: number, dilation: number}} [p]
 * @returns {Matrix}
 */
export function corr2dByTaps(X, K, p = PLAIN) {
  const Y = matrix(convSize(X.length, K.length, p), convSize(X[0].length, K[0].length, p));
  each(K, (k, a, b) => {
    Y.forEach((row, o) =>
      row.forEach((_, q) => {
        row[q] += k * (X[o * p.stride + a * p.dilation - p.padding]?.[q * p.stride + b * p.dilation - p.padding] ?? 0);
      }),
    );
  });
  return Y;
}

/**
 * The array the stamps land in, before padding crops it and with the rows output padding appends.
 * @param {Matrix} X @param {Matrix} K @param {Params} p
 */
export function canvasShape(X, K, p) {
  const whole = { ...p, padding: 0, output_padding: Math.max(0, p.output_padding - p.padding) };
  return [transSize(X.length, K.length, whole), transSize(X[0].length, K[0].length, whole)];
}

/**
 * Running sums on the canvas after the first `count` elements of X were stamped.
 * @param {Matrix} X @param {Matrix} K @param {Params} p @param {number} [count]
 * @returns {Matrix}
 */
export function stamp(X, K, p, count = Infinity) {
  const [nH, nW] = shape(X);
  const [rows, cols] = canvasShape(X, K, p);
  const Y = matrix(rows, cols);
  const last = Math.min(count, nH * nW);
  for (let t = 0; t < last; t++) addStamp(Y, X, K, p, t);
  return Y;
}

/** @param {Matrix} Y @param {Matrix} X @param {Matrix} K @param {Params} p @param {number} t */
function addStamp(Y, X, K, p, t) {
  const i = Math.floor(t / X[0].length);
  const j = t % X[0].length;
  K.forEach((row, a) =>
    row.forEach((k, b) => {
      Y[i * p.stride + a * p.dilation][j * p.stride + b * p.dilation] += X[i][j] * k;
    }),
  );
}

/**
 * Only X[i,j]·K, on an otherwise empty canvas: one of the intermediate arrays.
 * @param {Matrix} X @param {Matrix} K @param {Params} p @param {number} t
 */
export function intermediate(X, K, p, t) {
  const [rows, cols] = canvasShape(X, K, p);
  const Y = matrix(rows, cols);
  addStamp(Y, X, K, p, t);
  return Y;
}

/**
 * The part of the canvas that padding and output padding leave: Y.
 * @param {Matrix} canvas @param {Matrix} X @param {Matrix} K @param {Params} p
 * @returns {Matrix}
 */
export function crop(canvas, X, K, p) {
  const rows = transSize(X.length, K.length, p);
  const cols = transSize(X[0].length, K[0].length, p);
  return matrix(rows, cols, (i, j) => canvas[i + p.padding][j + p.padding]);
}

/** @param {Matrix} X @param {Matrix} K @param {Params} [p] @returns {Matrix} */
export const transConv = (X, K, p = PLAIN) => crop(stamp(X, K, p), X, K, p);

/**
 * X with stride - 1 zeros between its elements and the border that makes a stride-1
 * cross-correlation with the flipped kernel give the same Y. A negative border cuts.
 * @param {Matrix} X @param {Matrix} K @param {Params} p
 * @returns {{Z: Matrix, top: number, left: number, bottom: number, right: number}}
 */
export function insertZeros(X, K, p) {
  const top = p.dilation * (K.length - 1) - p.padding;
  const left = p.dilation * (K[0].length - 1) - p.padding;
  const bottom = top + p.output_padding;
  const right = left + p.output_padding;
  const rows = p.stride * (X.length - 1) + 1 + top + bottom;
  const cols = p.stride * (X[0].length - 1) + 1 + left + right;
  const Z = matrix(rows, cols, (r, c) => X[(r - top) / p.stride]?.[(c - left) / p.stride] ?? 0);
  return { Z, top, left, bottom, right };
}

/**
 * The same Y as transConv, from X with zeros inserted.
 * @param {Matrix} X @param {Matrix} K @param {Params} [p]
 */
export const transConvByZeros = (X, K, p = PLAIN) =>
  corr2d(insertZeros(X, K, p).Z, flip(K), { ...PLAIN, dilation: p.dilation });

/**
 * The products that make up Y[o,q], in the order of X.
 * @param {Matrix} X @param {Matrix} K @param {Params} p @param {number} o @param {number} q
 * @returns {Term[]}
 */
export function terms(X, K, p, o, q) {
  /** @type {Term[]} */
  const found = [];
  X.forEach((row, i) =>
    row.forEach((_, j) => {
      const a = (o + p.padding - i * p.stride) / p.dilation;
      const b = (q + p.padding - j * p.stride) / p.dilation;
      if (K[a]?.[b] !== undefined) found.push({ i, j, a, b });
    }),
  );
  return found;
}

/**
 * W with corr2d(X, K).flat() = W·X.flat() for X of the given shape.
 * @param {Matrix} K @param {[number, number]} size
 * @param {{stride: number, padding: number, dilation: number}} [p]
 * @returns {Matrix}
 */
export function kernelMatrix(K, [nH, nW], p = PLAIN) {
  const oH = convSize(nH, K.length, p);
  const oW = convSize(nW, K[0].length, p);
  const W = matrix(oH * oW, nH * nW);
  for (let r = 0; r < oH * oW; r++) {
    K.forEach((row, a) =>
      row.forEach((k, b) => {
        const i = Math.floor(r / oW) * p.stride + a * p.dilation - p.padding;
        const j = (r % oW) * p.stride + b * p.dilation - p.padding;
        if (i >= 0 && i < nH && j >= 0 && j < nW) W[r][i * nW + j] = k;
      }),
    );
  }
  return W;
}

/**
 * Rank by Gaussian elimination with full row pivoting.
 * @param {Matrix} A
 */
export function rank(A) {
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

/**
 * Numbers in [0, 1) from a seed, the same in Python and here (mulberry32).
 * @param {number} seed
 */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A number as the widgets write it: at most four decimals, a true minus sign.
 * @param {number} value
 */
export function format(value) {
  const rounded = Math.abs(value) >= 1e15 ? value : Number(value.toFixed(4));
  return String(rounded === 0 ? 0 : rounded).replace("-", "−");
}
