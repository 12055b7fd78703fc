import assert from "node:assert/strict";
import { test } from "node:test";
import * as A from "../../../d2lmini/widgets/web/math/arithmetic.ts";
import {
  cost,
  flatPeriod,
  overlap,
  overlapInterior,
  stacked,
  unevenness,
} from "../../../d2lmini/widgets/web/math/counts.ts";
import { format } from "../../../d2lmini/widgets/web/math/words.ts";

const B = [
  [0, 1],
  [2, 3],
];

test("trans_conv gives the section's numbers", () => {
  assert.deepEqual(A.transConv(B, B), [
    [0, 0, 1],
    [0, 4, 6],
    [4, 12, 9],
  ]);
  assert.deepEqual(A.transConv(B, B, { ...A.PLAIN, padding: 1 }), [[0 * 3 + 1 * 2 + 2 * 1 + 3 * 0]]);
  assert.deepEqual(A.transConv(B, B, { ...A.PLAIN, stride: 2 }), [
    [0, 0, 0, 1],
    [0, 0, 2, 3],
    [0, 2, 0, 3],
    [4, 6, 6, 9],
  ]);
});

test("corr2d and its matrix give the section's numbers", () => {
  const X = [
    [0, 1, 2],
    [3, 4, 5],
    [6, 7, 8],
  ];
  const K = [
    [1, 2],
    [3, 4],
  ];
  assert.deepEqual(A.corr2d(X, K), [
    [27, 37],
    [57, 67],
  ]);
  assert.deepEqual(A.kernelMatrix(K, [3, 3]), [
    [1, 2, 0, 3, 4, 0, 0, 0, 0],
    [0, 1, 2, 0, 3, 4, 0, 0, 0],
    [0, 0, 0, 1, 2, 0, 3, 4, 0],
    [0, 0, 0, 0, 1, 2, 0, 3, 4],
  ]);
});

test("the terms of a cell add up to it", () => {
  const found = A.terms(B, B, A.PLAIN, 2, 1);
  assert.deepEqual(found, [
    { i: 1, j: 0, a: 1, b: 1 },
    { i: 1, j: 1, a: 1, b: 0 },
  ]);
  assert.equal(2 * 3 + 3 * 2, A.transConv(B, B)[2][1]);
});

test("a negative border of the zero-inserted input cuts", () => {
  const p = { ...A.PLAIN, padding: 2 };
  const X = A.matrix(4, 4, (i, j) => i * 4 + j);
  assert.equal(A.zerosAxis(B.length, p).before, -1);
  const Z = A.insertZeros(X, B, p);
  assert.deepEqual(A.shape(Z), [2, 2]);
  assert.deepEqual(A.corr2d(Z, A.flip(B)), A.transConv(X, B, p));
});

test("overlap ratios are 4, 2.25 and 1, and 9 and 25 when stacked", () => {
  const ratio = (k, stride, layers) =>
    unevenness(
      flatPeriod(
        A.matrix(k, k, () => 1),
        stride,
        layers,
      ),
    );
  assert.equal(ratio(3, 2, 1), (2 / 1) ** 2);
  assert.equal(ratio(5, 2, 1), (3 / 2) ** 2);
  assert.equal(ratio(4, 2, 1), (2 / 2) ** 2);
  assert.equal(ratio(3, 2, 2), (3 / 1) ** 2);
  assert.equal(ratio(3, 2, 3), (5 / 1) ** 2);
  assert.equal(ratio(2, 3, 1), Infinity);
});

test("the interior of an overlap holds the counts of the endless line", () => {
  for (const [k, s, layers] of [
    [3, 2, 1],
    [3, 2, 2],
    [5, 2, 2],
    [4, 3, 2],
    [2, 3, 1],
    [5, 1, 3],
  ]) {
    const line = overlap(20, k, s, layers);
    // the counts in two directions are products of those in one
    const ones = A.matrix(k, k, () => 1);
    const period = flatPeriod(ones, s, layers).map((row, i) => Math.sqrt(row[i]));
    const [first, last] = overlapInterior(20, k, s, layers);
    assert.ok(last >= first);
    for (let i = first; i <= last && i < line.length; i++) {
      assert.equal(line[i], period[i % period.length], `k ${k}, s ${s}, layers ${layers}, cell ${i}`);
    }
  }
});

test("away from the borders any kernel's output of a constant repeats its period", () => {
  const next = A.random(5);
  for (const [k, s, layers] of [
    [3, 2, 1],
    [4, 3, 1],
    [3, 2, 2],
    [1, 2, 2],
    [5, 4, 1],
  ]) {
    const K = A.matrix(k, k, () => Math.floor(next() * 9) - 2);
    const period = flatPeriod(K, s, layers);
    const Y = stacked(
      A.matrix(6, 6, () => 1),
      K,
      s,
      layers,
    );
    const [first, last] = overlapInterior(6, k, s, layers);
    let compared = 0;
    for (let i = first; i <= last; i++) {
      for (let j = first; j <= last; j++) {
        assert.equal(Y[i]?.[j] ?? 0, period[i % period.length][j % period.length]);
        compared++;
      }
    }
    assert.ok(compared > 9, `k ${k}`);
  }
});

test("rank counts independent rows", () => {
  assert.equal(
    A.rank([
      [1, 2],
      [2, 4],
    ]),
    1,
  );
  assert.equal(
    A.rank([
      [0, 0],
      [0, 0],
    ]),
    0,
  );
  assert.equal(
    A.rank([
      [0, 1],
      [1, 0],
    ]),
    2,
  );
});

test("the cost of a dense W is its entries, and one minus k²/n² of them are zero", () => {
  const c = cost({ n: 8, kernel: 3, stride: 1, c_i: 2, c_o: 4 });
  assert.equal(c.o, 8 - 3 + 1);
  assert.equal(c.forms[0].work, 4 * 6 * 6 * (2 * 8 * 8));
  assert.equal(c.forms[3].work, 4 * 6 * 6 * (2 * 3 * 3));
  assert.equal(c.zeros, 1 - 9 / 64);
});

test("numbers are written with four decimals at most and a true minus sign", () => {
  assert.deepEqual([12, -0.25, 1 / 3, -0, 1e-9].map(format), ["12", "−0.25", "0.3333", "0", "0"]);
});
