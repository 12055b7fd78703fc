// What the editor of the pages says of programs, handed over as JSON on standard input, and does to texts.
import { readFileSync } from "node:fs";
import { pairsOf, partsOf } from "../../d2lmini/widgets/web/python/colours.ts";
import { typed } from "../../d2lmini/widgets/web/python/keys.ts";

/** Types signs one by one, as in a page; "⏎" is Enter, "⌫" Backspace, "⇥" Tab and "⇤" Tab with Shift. */
function write(keys) {
  const named = { "⏎": ["Enter"], "⌫": ["Backspace"], "⇥": ["Tab"], "⇤": ["Tab", true] };
  let edit = { text: "", start: 0, end: 0 };
  for (const sign of keys) {
    const [key, shift] = named[sign] ?? [sign];
    const { text, start, end } = edit;
    const back = start === end ? Math.max(0, start - 1) : start;
    const usual =
      key === "Backspace"
        ? { from: back, to: end, text: "", select: [0, 0] }
        : { from: start, to: end, text: key, select: [1, 1] };
    const { from, to, text: put, select } = typed(edit, key, shift) ?? usual;
    const [first, last] = select;
    edit = { text: text.slice(0, from) + put + text.slice(to), start: from + first, end: from + last };
  }
  return `${edit.text.slice(0, edit.start)}|${edit.text.slice(edit.start)}`;
}

const { programs, keys } = JSON.parse(readFileSync(0, "utf8"));
const said = {
  parts: programs.map((program) => partsOf(program).map(({ text, class: kind }) => [text, kind])),
  pairs: programs.map((program) => [...pairsOf(program)]),
  written: keys.map(write),
};
process.stdout.write(JSON.stringify(said));
