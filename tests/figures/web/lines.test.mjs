// Lines that are put in order: drawn moves keep all lines, and a program says from which order it comes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../../d2lmini/widgets/web/math/arithmetic.ts";
import {
  drop,
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
    (order, at) => drop(order, at, whole(LINES.length + 1), whole(9) - 4, LINES),
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

test("a carried line goes where it is let go, as far in as the one above it asks, or leaves", () => {
  let order = drop(start(LINES), 1, 0, 0, LINES);
  order = drop(order, 0, 1, 0, LINES); // below the colon
  order = drop(order, 2, 1, 1, LINES); // between the two, and one step further
  assert.equal(
    programOf(GIVEN, LINES, order),
    `${GIVEN}    for i in range(3):\n            y += x\n        return y\n`,
  );
  order = drop(order, 1, 2, -3, LINES); // down, and no further out than the function
  assert.deepEqual([ids(order), order.used], [[2, 0, 1, 3, 4], 3]);
  assert.equal(order.rows[2].depth, 1);
  assert.equal(drop(order, 2, 0, 1, LINES).rows[0].depth, 4); // where it was
  order = drop(order, 2, 4, 0, LINES); // over the border and a line
  assert.deepEqual([ids(order), order.used], [[0, 1, 3, 2, 4], 2]);
  assert.deepEqual(ids(drop(order, 0, 5, 0, LINES)), [1, 3, 2, 4, 0]);
});

test("a program of other lines begins anew", () => {
  const begun = start(LINES);
  for (const program of ["", "def g(x):\n", `${GIVEN}    z = 1\n`, `${GIVEN}    y = x\n    y = x\n`])
    assert.deepEqual(orderOf(GIVEN, LINES, program), begun);
});
