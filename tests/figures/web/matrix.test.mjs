import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { linked } = await load("figures/matrix/links.ts");
const { matrixOf, result } = await load("figures/matrix/state.ts");

const K = [
  [1, -2, 3],
  [4, 5, 0.5],
];
const X = [
  [2, 7, -1, 3, 8],
  [-3, 5, 11, 13, -6],
  [9, 1, 4, -7, 6],
  [10, 12, -5, 14, -8],
];
const PARAMS = [
  { stride: 1, padding: 0, dilation: 1, output_padding: 0 },
  { stride: 2, padding: 1, dilation: 1, output_padding: 1 },
  { stride: 2, padding: 0, dilation: 2, output_padding: 0 },
];

/** Pair letters to the place that carries them. */
const byPair = (marks) =>
  new Map(
    Object.entries(marks).flatMap(([place, names]) =>
      names
        .split(" ")
        .filter((name) => name.startsWith("pair-"))
        .map((name) => [name, place.split(",").map(Number)]),
    ),
  );

test("a cell of Y lights its row of W, and the pairs of the row and vec(X) make it", () => {
  for (const p of PARAMS) {
    for (const transposed of [false, true]) {
      const s = { ...p, X, K, transposed };
      const [M, Y] = [matrixOf(s), result(s)];
      Y.flat().forEach((value, r) => {
        const at = { name: "Y", i: Math.floor(r / Y[0].length), j: r % Y[0].length };
        const { marks, row } = linked(M, { s, Y, at });
        assert.equal(row, r);
        const line = Object.keys(marks.W).filter((place) => marks.W[place].includes("line"));
        assert.deepEqual(
          line,
          M[r].map((_, c) => `${r},${c}`),
        );
        const inX = byPair(marks.X);
        let sum = 0;
        for (const [name, [i, c]] of byPair(marks.W)) {
          assert.equal(i, r);
          const [x, y] = inX.get(name);
          // folded into X's shape, an entry stands on the element that it multiplies
          assert.equal(x * X[0].length + y, c);
          sum += M[i][c] * X[x][y];
        }
        assert.equal(sum, value);
      });
    }
  }
});

test("without a row pointed at nothing is paired", () => {
  const s = { ...PARAMS[0], X, K, transposed: true };
  for (const at of [null, { name: "X", i: 1, j: 1 }, { name: "K", i: 0, j: 1 }]) {
    const { marks, row } = linked(matrixOf(s), { s, Y: result(s), at });
    assert.equal(row, null);
    assert.deepEqual(
      [marks.X, marks.K, marks.W].map((one) => byPair(one).size),
      [0, 0, 0],
    );
  }
});
