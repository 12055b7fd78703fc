import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../../d2lmini/widgets/web/math/arithmetic.ts";
import { heat, heats, inward, isLarge } from "../../../d2lmini/widgets/web/ui/heat.ts";
import { load } from "./load.mjs";

const { around, stampsReading } = await load("figures/stamping/readings.ts");
const { directReading } = await load("figures/stamping/direct.ts");
const { checkTrans } = await load("frame/check.ts");

/** States whose arrays are not square, drawn by a seed. */
function* states(count) {
  const next = random(13);
  const from = (low, high) => low + Math.floor(next() * (high - low + 1));
  const array = (rows, cols) =>
    Array.from({ length: rows }, () => Array.from({ length: cols }, () => from(-9, 9)));
  while (count > 0) {
    const p = { stride: from(1, 3), padding: from(0, 2), output_padding: from(0, 2), dilation: from(1, 3) };
    const s = { ...p, X: array(from(1, 3), from(2, 5)), K: array(from(1, 4), from(1, 3)), step: -1 };
    if (checkTrans(s.X, s.K, s)) continue;
    count--;
    yield s;
  }
}

/** The cells of a grid by the pair they are marked with. */
const byPair = (marks) =>
  Object.entries(marks).flatMap(([place, names]) =>
    names
      .split(" ")
      .filter((name) => name.startsWith("pair-"))
      .map((name) => [name, ...place.split(",").map(Number)]),
  );

/** The sum of products of cells that carry the same letter. */
function sumOfPairs(A, marksA, B, marksB) {
  const partners = new Map(byPair(marksB).map(([name, i, j]) => [name, B[i][j]]));
  const pairs = byPair(marksA);
  assert.equal(partners.size, pairs.length);
  return pairs.reduce((sum, [name, i, j]) => sum + A[i][j] * partners.get(name), 0);
}

test("the pairs that a cell of Y lights are the products that make it, in all readings", () => {
  let lit = 0;
  for (const s of states(25)) {
    const canvas = stampsReading({ ...s, reading: "stamps" }, null).Y;
    directReading({ ...s, reading: "zeros" }, null).Y.forEach((row, i) => {
      row.forEach((value, j) => {
        const stamps = stampsReading(
          { ...s, reading: "stamps" },
          { name: "Y", i: i + s.padding, j: j + s.padding },
        );
        assert.equal(canvas[i + s.padding][j + s.padding], value);
        assert.equal(sumOfPairs(s.X, stamps.marks.X, s.K, stamps.marks.K), value);
        for (const reading of ["zeros", "phases"]) {
          const { Y, Z, F, marks, pairs } = directReading({ ...s, reading }, { name: "Y", i, j });
          assert.equal(Y[i][j], value);
          assert.equal(sumOfPairs(Z, marks.Z, F, marks.F), value);
          assert.deepEqual(pairs, stamps.pairs);
        }
        lit += stamps.pairs.length;
      });
    });
  }
  assert.ok(lit > 500);
});

test("a cell of an intermediate array lights its one pair and where it lands", () => {
  for (const s of states(25)) {
    const [t, tap] = [s.X.flat().length - 1, s.K.flat().length - 1];
    const { marks, pairs } = stampsReading({ ...s, reading: "stamps" }, { name: "P", i: t, j: tap });
    const [i, j, a, b] = [s.X.length - 1, s.X[0].length - 1, s.K.length - 1, s.K[0].length - 1];
    assert.deepEqual(pairs, [{ i, j, a, b }]);
    const lands = [i * s.stride + a * s.dilation, j * s.stride + b * s.dilation];
    assert.deepEqual(byPair(marks.Y), [["pair-0", ...lands]]);
  }
});

test("at most nine intermediate arrays are drawn, the current one among them", () => {
  assert.deepEqual(around(-1, 4), [0, 4]);
  assert.deepEqual(around(-1, 64), [0, 9]);
  assert.deepEqual(around(30, 64), [26, 35]);
  for (let count = 1; count <= 64; count++) {
    for (let now = 0; now < count; now++) {
      const [from, to] = around(now, count);
      assert.ok(0 <= from && from <= now && now < to && to <= count, `${now} of ${count}`);
      assert.equal(to - from, Math.min(9, count));
    }
  }
});

test("the digits of a cell of a picture stand on the side where the picture goes on", () => {
  for (const [rows, cols] of [
    [3, 8],
    [9, 2],
    [5, 5],
  ]) {
    const A = Array.from({ length: rows }, () => Array(cols).fill(0));
    A.forEach((row, i) => {
      row.forEach((_, j) => {
        const classes = inward(A, i, j).split(" ").filter(Boolean);
        assert.equal(classes.includes("low"), i >= rows / 2, `${i} of ${rows}`);
        assert.equal(classes.includes("end"), j >= cols / 2, `${j} of ${cols}`);
      });
    });
  }
});

test("a colour is as strong as its number, and each sign has its own", () => {
  const [none, half, full, minus] = [0, 5, 10, -10].map((value) => heat(value, 10));
  assert.deepEqual([none, half, full, minus], [" v0", " v50", " v100", " v100 minus"]);
  for (const share of [0, 50, 100]) assert.ok(heats.includes(`.v${share}{--heat:${share}%}`));
  // running sums may be larger than the finished ones that the scale is taken from
  assert.equal(heat(30, 10), " v100");
  assert.equal(heat(0, 0), " v0");
});

test("an array is a picture beyond eight rows or columns", () => {
  assert.deepEqual([isLarge(8, 8), isLarge(9, 2), isLarge(2, 9)], [false, true, true]);
});
