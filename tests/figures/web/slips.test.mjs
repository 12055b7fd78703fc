import assert from "node:assert/strict";
import { test } from "node:test";
import * as A from "../../../d2lmini/widgets/web/math/arithmetic.ts";
import { slip } from "../../../d2lmini/widgets/web/math/slips.ts";

const X = [
  [2, 3, 4],
  [1, 3, 2],
];
const K = [
  [2, 1],
  [4, 3],
];
const p = { ...A.PLAIN, stride: 1 };

test("each typical slip is named, on numbers worked out by hand", () => {
  // Y[1,1] = X[0,0]·K[1,1] + X[0,1]·K[1,0] + X[1,0]·K[0,1] + X[1,1]·K[0,0] = 6 + 12 + 1 + 6
  assert.equal(A.transConv(X, K, p)[1][1], 25);
  assert.match(slip(X, K, p, [1, 1], 3 * 4), /one product of the 4/);
  assert.match(slip(X, K, p, [1, 1], 2 * 2 + 3 * 1 + 1 * 4 + 3 * 3), /turned around/);
  // without padding, Y[0,0] = 2·2
  assert.match(slip(X, K, { ...p, padding: 1 }, [0, 0], 4), /before padding/);
  // with stride 1, Y[0,1] = 2·1 + 3·2; with stride 2 it is 2·1
  assert.match(slip(X, K, { ...p, stride: 2 }, [0, 1], 8), /stride 1/);
  // Y[0,1] = 8 and Y[1,0] = 2·4 + 1·2 = 10
  assert.match(slip(X, K, p, [0, 1], 10), /belongs into Y\[1,0\]/);
  // with dilation 2, Y[0,1] = 3·2; without, 8
  assert.match(slip(X, K, { ...p, dilation: 2 }, [0, 1], 8), /without dilation/);
  // a stride of 3 leaves column 2 empty
  assert.match(slip(X, K, { ...p, stride: 3 }, [0, 2], 5), /No stamp/);
});

test("a number that no slip gives is told nothing; where no stamp lands, any is", () => {
  const next = A.random(3);
  const digit = () => 1 + Math.floor(next() * 9);
  for (let n = 0; n < 60; n++) {
    const one = A.matrix(2, 3, digit);
    const other = A.matrix(3, 2, digit);
    const q = { ...A.PLAIN, stride: 1 + (n % 3), padding: n % 2, dilation: 1 + (n % 2) };
    A.each(A.transConv(one, other, q), (_, i, j) => {
      const reached = A.terms(one, other, q, i, j).length > 0;
      assert.equal(slip(one, other, q, [i, j], 7777) === "", reached);
    });
  }
});
