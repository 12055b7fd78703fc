// Lines that are put in order: drawn moves keep all lines, and a program says from which order it comes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../../d2lmini/widgets/web/math/arithmetic.ts";
import {
  indent,
  leave,
  MOST,
  move,
  orderOf,
  programOf,
  start,
  take,
} from "../../../d2lmini/widgets/web/python/lines.ts";

const GIVEN = "def f(x):\n    y = 0\n";
const LINES = ["return y", "for i in range(3):", "y += x", "y = x", "y += x"]; // two are the same
const ids = ({ rows }) => rows.map(({ id }) => id);

test("drawn moves keep every line, stay within the limits and are read back from the program", () => {
  const next = random(5);
  const whole = (below) => Math.floor(next() * below);
  const moves = [
    (order, at) => move(order, at, 1, LINES),
    (order, at) => move(order, at, -1, LINES),
    (order, at) => take(order, at, LINES),
    leave,
    (order, at) => indent(order, at, 1),
    (order, at) => indent(order, at, -1),
  ];
  const used = new Set();
  let order = start(LINES);
  for (let count = 0; count < 2000; count++) {
    order = moves[whole(moves.length)](order, whole(LINES.length));
    assert.deepEqual(ids(order).toSorted(), [0, 1, 2, 3, 4]);
    assert.ok(order.used >= 0 && order.used <= LINES.length);
    assert.ok(order.rows.every(({ depth }) => depth >= 1 && depth <= MOST));
    const program = programOf(GIVEN, LINES, order);
    assert.equal(programOf(GIVEN, LINES, orderOf(GIVEN, LINES, program)), program);
    assert.equal(program.split("\n").length, 3 + order.used);
    used.add(order.used);
  }
  assert.deepEqual([...used].toSorted(), [0, 1, 2, 3, 4, 5]);
});

test("a line enters at the program's end, one step in below a colon, and one step down or up exchanges it", () => {
  let order = take(take(start(LINES), 1, LINES), 2, LINES);
  assert.equal(programOf(GIVEN, LINES, order), `${GIVEN}    for i in range(3):\n        y += x\n`);
  order = move(order, 1, -1, LINES);
  assert.equal(programOf(GIVEN, LINES, order), `${GIVEN}        y += x\n    for i in range(3):\n`);
  order = move(order, 1, 1, LINES); // the last one leaves
  assert.equal(programOf(GIVEN, LINES, order), `${GIVEN}        y += x\n`);
  assert.deepEqual(ids(leave(order, 0)), [2, 1, 0, 3, 4]);
});

test("a program of other lines begins anew", () => {
  const begun = start(LINES);
  for (const program of ["", "def g(x):\n", `${GIVEN}    z = 1\n`, `${GIVEN}    y = x\n    y = x\n`])
    assert.deepEqual(orderOf(GIVEN, LINES, program), begun);
});
