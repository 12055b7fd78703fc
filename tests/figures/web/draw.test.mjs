// The draw of questions: one of a kind, other ones each time, and a draw that is begun goes on.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { answered, draw, keyOf, MOST, resume, score } from "../../../d2lmini/widgets/web/exercises/draw.ts";
import { random } from "../../../d2lmini/widgets/web/math/arithmetic.ts";
import { keep } from "../../../d2lmini/widgets/web/ui/storage.ts";

const KINDS = 25;
const NAMES = Array.from({ length: KINDS * 4 }, (_, i) => `kind-${Math.floor(i / 4)}-${i % 4}`);
const PAGE = "book/page";

beforeEach(() => {
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => kept.set(key, text),
    removeItem: (key) => kept.delete(key),
  };
});

test("twenty kinds are drawn, one question of each, and in the end every question", () => {
  const seen = new Set();
  const next = random(3);
  for (let count = 0; count < 60; count++) {
    const { drawn, answers } = draw(NAMES, next);
    assert.equal(drawn.length, MOST);
    assert.equal(new Set(drawn.map((name) => name.slice(0, -2))).size, MOST);
    assert.deepEqual(answers, {});
    for (const name of drawn) seen.add(name);
  }
  assert.equal(seen.size, NAMES.length);
});

test("what was right first stays told, and what was missed at first too", () => {
  let quiz = { drawn: ["a-0", "b-1", "c-2"], answers: {} };
  const enter = (name, right) => {
    quiz = answered(quiz, { name }, { entered: [String(right)], right });
  };
  enter("a-0", true);
  enter("a-0", false);
  enter("b-1", false);
  enter("b-1", true);
  const { missed, ...counts } = score(quiz);
  assert.deepEqual(counts, { all: 3, tried: 2, right: 2, first: 1 });
  assert.deepEqual(missed, ["b-1"]);
  assert.deepEqual(quiz.answers["a-0"], { entered: ["false"], right: true, first: true });
});

test("a draw that is begun goes on; one that is not, or is done, or is of other questions, does not", () => {
  const begun = draw(NAMES, random(5));
  const kept = (quiz) => {
    keep(keyOf(PAGE), quiz);
    return resume(PAGE, NAMES, random(8)).drawn.join() === begun.drawn.join();
  };
  const one = answered(begun, { name: begun.drawn[0] }, { entered: ["1"], right: true });
  assert.equal(kept(one), true);
  assert.equal(kept(begun), false);
  const all = begun.drawn.reduce((q, name) => answered(q, { name }, { entered: ["1"], right: true }), begun);
  assert.equal(kept(all), false);
  assert.equal(kept({ ...one, drawn: [...begun.drawn.slice(1), "gone-0"] }), false);
  assert.equal(kept({ ...one, answers: { x: { entered: [1], right: true, first: true } } }), false);
  assert.equal(kept(null), false);
});
