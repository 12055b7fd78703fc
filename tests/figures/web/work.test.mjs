// The file of a reader's work: written, read, refused in words, and put beside what is there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, fromText, toText } from "../../../d2lmini/widgets/web/exercises/work.ts";

const answer = (text, right) => ({ entered: [text], right });
const program = (text, done = false) => ({ program: text, done });
const WORK = {
  "d2l-predict:book/a#one": answer("3", true),
  "d2l-exercise:corr2d": program("def f(): …", true),
};

test("a file is read as it was written", () => {
  assert.deepEqual(fromText(toText(WORK)), WORK);
});

test("a file of another kind is told what was expected", () => {
  const file = (change) => JSON.stringify({ ...JSON.parse(toText(WORK)), ...change });
  const cases = [
    ["nothing", /no JSON/],
    ["null", /another JSON/],
    ['{"work": {}}', /another JSON/],
    [file({ version: 2 }), /version 1 of the file, got 2/],
    [file({ work: [] }), /by their names under work/],
    [file({ work: undefined }), /by their names under work/],
    [file({ work: { "d2l-figure:x": answer("1", true) } }), /under d2l-figure:x/],
    [file({ work: { "d2l-predict:x": program("") } }), /under d2l-predict:x/],
    [file({ work: { "d2l-predict:x": { entered: [1], right: true } } }), /under d2l-predict:x/],
    [file({ work: { "d2l-exercise:x": { program: "", done: 1 } } }), /under d2l-exercise:x/],
  ];
  for (const [text, said] of cases) assert.match(fromText(text), said);
});

test("nothing of one's own is lost, and a program that both have is for the reader to decide", () => {
  const own = {
    same: program("a"),
    mine: program("b", true),
    right: answer("1", true),
    wrong: answer("1", false),
  };
  const other = {
    same: program("a", true),
    mine: program("c", true),
    right: answer("2", false),
    wrong: answer("3", true),
    fresh: answer("4", false),
    foreign: program("d"),
  };
  const known = ["same", "mine", "right", "wrong", "fresh", "absent"];
  assert.deepEqual(compare(own, other, known), {
    take: { same: program("a", true), wrong: answer("3", true), fresh: answer("4", false) },
    differ: { mine: program("c", true) },
    foreign: ["foreign"],
  });
});
