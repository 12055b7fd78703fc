import assert from "node:assert/strict";
import { test } from "node:test";
import { cost as computed } from "../../../d2lmini/widgets/web/math/counts.ts";
import { load } from "./load.mjs";

const { linesOf } = await load("figures/cost/plot.tsx");
const cost = (await load("figures/index.ts")).figures.Cost;
const check = (row) => cost.check({ ...cost.initial, times: [row] });

test("a measured time is a positive and finite number of a known form", () => {
  assert.equal(check({ form: "direct", seconds: 1e-6 }), "");
  for (const seconds of [0, -1, "1", true, null, NaN, Infinity]) {
    assert.match(check({ form: "direct", seconds }), /list of seconds/);
  }
  for (const row of [{ form: "fft", seconds: 1 }, { seconds: 1 }, null, 3])
    assert.match(check(row), /dense W, sparse W/);
});

test("every form is one line over all sizes, with the costs of that size", () => {
  const s = { n: 32, kernel: 5, stride: 2, c_i: 3, c_o: 7, times: [] };
  for (const [quantity, key] of [
    ["memory", "bytes"],
    ["multiply-adds", "work"],
  ]) {
    const lines = linesOf(s, quantity);
    assert.deepEqual(
      lines.map(({ name }) => name),
      ["dense W", "sparse W", "im2col", "direct"],
    );
    lines.forEach(({ points }, form) => {
      assert.deepEqual(
        points.map(({ n }) => n),
        [8, 16, 32, 64, 128, 256, 512],
      );
      for (const { n, value } of points) assert.equal(value, computed({ ...s, n }).forms[form][key]);
    });
  }
});

test("measured points stand at their sizes, the fastest of each, and those of other layers nowhere", () => {
  const layer = { kernel: 3, stride: 1, c_i: 2, c_o: 4 };
  const row = (n, seconds, more) => ({ form: "direct", n, seconds, ...layer, ...more });
  const times = [
    row(64, 2e-3),
    row(16, 5e-6),
    row(64, 1e-3),
    row(64, 1e-9, { c_o: 5 }),
    row(32, 1e-9, { kernel: 5 }),
  ];
  times.push({ form: "im2col", seconds: 1 });
  assert.deepEqual(linesOf({ n: 8, ...layer, times }, "time"), [
    {
      name: "direct",
      measured: true,
      points: [
        { n: 16, value: 5e-6 * 1e9 },
        { n: 64, value: 1e-3 * 1e9 },
      ],
    },
    // without a layer of its own it belongs to the one that is shown
    { name: "im2col", measured: true, points: [{ n: 8, value: 1e9 }] },
  ]);
});
