import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../../d2lmini/widgets/web/math/arithmetic.ts";
import { load } from "./load.mjs";
import { drawer } from "./states.mjs";

const { backKind, kindOf, ruler } = await load("figures/shapes/sizes.ts");
const { figures } = await load("figures/index.ts");

/** Shapes that the figure accepts, drawn by a seed. */
function* states(count) {
  const draw = drawer(random(8));
  while (count > 0) {
    const s = draw("Shapes");
    if (figures.Shapes.check(s)) continue;
    count--;
    yield s;
  }
}

const count = (length, is) => Array.from({ length }, (_, at) => Number(is(at))).reduce((a, b) => a + b, 0);

test("what a window covers or leaves over, padding and input make up every row of the ruler", () => {
  for (const s of states(150)) {
    const { o, group, sizes, windows } = ruler(s);
    assert.ok(group.includes(s.n), JSON.stringify(s));
    const last = Math.max(...windows[windows.length - 1]);
    for (const n of sizes) {
      const length = n + 2 * s.padding;
      assert.equal(
        count(length + 20, (at) => kindOf(s, n, at) !== ""),
        length,
      );
      assert.equal(
        count(length, (at) => kindOf(s, n, at).includes("pad")),
        2 * s.padding,
      );
      const left = count(length, (at) => kindOf(s, n, at).includes("left"));
      assert.ok(left < s.stride);
      // one more step of the kernel would leave the padded input
      if (group.includes(n)) assert.equal(last + 1 + left, length);
    }
    assert.deepEqual(
      group,
      Array.from({ length: group.length }, (_, i) => group[0] + i),
    );
    const size = s.stride * (o - 1) - 2 * s.padding + s.dilation * (s.kernel - 1) + 1 + s.output_padding;
    const longest = size + 2 * s.padding + 9;
    assert.equal(
      count(longest, (at) => backKind(s, size, at) !== ""),
      size,
    );
    assert.equal(
      count(longest, (at) => backKind(s, size, at).includes("left")),
      Math.min(size, s.output_padding),
    );
  }
});

test("windows stand a stride apart, their taps a dilation, the last ones where they are many", () => {
  for (const s of states(150)) {
    const { o, from, cells, first, windows } = ruler(s);
    assert.ok(cells <= 32 && windows.length <= 6 && first + windows.length === o);
    windows.forEach((taps, i) => {
      for (const at of taps) {
        assert.ok(from <= at && at < from + cells);
        assert.equal((at - (first + i) * s.stride) % s.dilation, 0);
      }
      if (from === 0) assert.equal(taps.length, s.kernel);
    });
  }
});

test("every figure's lead asks a question", () => {
  for (const [name, { lead }] of Object.entries(figures)) assert.match(lead, /\?/, name);
});
