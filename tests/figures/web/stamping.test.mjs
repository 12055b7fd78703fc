import assert from "node:assert/strict";
import { test } from "node:test";
import { heat, isLarge } from "../../../d2lmini/widgets/web/ui/heat.ts";
import { load } from "./load.mjs";

const { around } = await load("figures/stamping/readings.ts");

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

test("a colour is as strong as its number, and each sign has its own", () => {
  const [none, half, full, minus] = [0, 5, 10, -10].map((value) => heat(value, 10));
  assert.deepEqual(
    [none, half, full, minus].map((one) => one["--heat"]),
    ["0%", "50%", "100%", "100%"],
  );
  assert.notEqual(full["--sign"], minus["--sign"]);
  // running sums may be larger than the finished ones that the scale is taken from
  assert.equal(heat(30, 10)["--heat"], "100%");
  assert.equal(heat(0, 0)["--heat"], "0%");
});

test("an array is a picture beyond eight rows or columns", () => {
  assert.deepEqual([isLarge(8, 8), isLarge(9, 2), isLarge(2, 9)], [false, true, true]);
});
