// No function of the figures is longer than a screen. Biome's own rule counts a part of the lines of TSX only.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const MOST_LINES = 60;
const web = fileURLToPath(new URL("../../../d2lmini/widgets/web/", import.meta.url));

/** Functions of a program that are longer than allowed, from their first line to their last. */
function longFunctions(name, text) {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const lineAt = (place) => file.getLineAndCharacterOfPosition(place).line;
  const found = [];
  const visit = (node) => {
    const lines = lineAt(node.end) - lineAt(node.getStart(file)) + 1;
    if (ts.isFunctionLike(node) && "body" in node && lines > MOST_LINES) {
      found.push(`${name}:${lineAt(node.getStart(file)) + 1} has ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

test("no function of the figures has more than 60 lines", () => {
  const names = readdirSync(web, { recursive: true }).filter((name) => /(?<!\.d)\.(tsx?|mjs)$/.test(name));
  assert.ok(names.length > 50);
  assert.deepEqual(
    names.flatMap((name) => longFunctions(name, readFileSync(`${web}${name}`, "utf8"))),
    [],
  );
});

test("a function is counted whole, whatever it is made of", () => {
  const body = `\n${"<i />\n".repeat(MOST_LINES - 2)}`;
  for (const text of [`function a() { return <>${body}</>; }`, `const a = { b: () => <>${body}</> };`]) {
    assert.deepEqual(longFunctions("a.tsx", text), []);
    assert.equal(longFunctions("a.tsx", text.replace("<i />", "<i />\n")).length, 1);
  }
});
