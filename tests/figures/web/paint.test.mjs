import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { keyed, raised } = await load("figures/overlap/paint.tsx");

test("a press raises a weight by one, and from 4 on back to 0", () => {
  assert.deepEqual([0, 1, 3, 4, 9, 0.5, -2].map(raised), [1, 2, 4, 0, 0, 1, -1]);
});

test("digits set a weight, Space and Enter raise it, other keys are left alone", () => {
  assert.deepEqual(
    ["7", "0", " ", "Enter", "Delete", "Backspace"].map((key) => keyed(key, 2)),
    [7, 0, 3, 3, 0, 0],
  );
  for (const key of ["ArrowUp", "Tab", "Escape", "x", "-", "F1"]) assert.equal(keyed(key, 2), null, key);
});
