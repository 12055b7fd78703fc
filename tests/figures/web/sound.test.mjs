// What readers type as a kernel, and how numbers are shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST, taps } from "../../../d2lmini/widgets/web/figures/sound/taps.ts";
import { text } from "../../../d2lmini/widgets/web/math/sound.ts";

test("weights stand between spaces, also with commas or semicolons, and with either sign of minus", () => {
  assert.deepEqual(taps("  1 0.5\t-2 "), [1, 0.5, -2]);
  assert.deepEqual(taps("1, −2; .25"), [1, -2, 0.25]);
  assert.deepEqual(taps("99 -99"), [99, -99]);
  assert.equal(taps("1 ".repeat(MOST)).length, MOST);
});

test("what is no kernel is named", () => {
  for (const [typed, named] of [
    ["1 x 2", "“x”"],
    ["1 0,5 2", "“0,5”"],
    ["1 - 2", "“-”"],
    ["NaN", "“NaN”"],
    ["1 Infinity", "“Infinity”"],
    ["x".repeat(13), `“${"x".repeat(11)}…”`],
    ["", "at least one"],
    [" , ", "“,”"],
    ["100 1", "100 is too large"],
    ["1 -99.5", "-99.5 is too large"],
    ["1 ".repeat(MOST + 1), `at most ${MOST} weights here, not ${MOST + 1}`],
  ]) {
    const told = taps(typed);
    assert.equal(typeof told, "string", typed);
    assert.ok(told.includes(named), told);
  }
});

test("a number has three decimals at most, and zero no sign", () => {
  assert.deepEqual([0.25, 1 / 3, 2, -1.5, 0, -0.0001, 123.4567].map(text), [
    "0.25",
    "0.333",
    "2",
    "−1.5",
    "0",
    "0",
    "123.457",
  ]);
});
