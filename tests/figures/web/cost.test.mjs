import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

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
