// What a key does with the text of a program: pure, so that it can be tried without a page.
import { closingOf, openingOf, pairsOf } from "./colours.ts";

/** A text with what is selected of it; the caret where both ends are one. */
export type Edit = { text: string; start: number; end: number };

/** What is to be typed over a range, and what is selected then, counted from the range's beginning. */
export type Typed = { from: number; to: number; text: string; select: [number, number] };

const STEP = 4;
const INDENT = " ".repeat(STEP);
const CLOSES_BEFORE = /^[\s)\]}:,]?$/; // before anything else a bracket stays alone

const over = (from: number, to: number, text: string, select?: [number, number]): Typed => ({
  from,
  to,
  text,
  select: select ?? [text.length, text.length],
});

/** The spaces that a new line below a line begins with. */
export function indentBelow(line: string): string {
  const own = line.match(/^ */)?.[0] ?? "";
  return line.trimEnd().endsWith(":") ? own + INDENT : own;
}

/** What a key types; null where it does what it does everywhere. */
export function typed(edit: Edit, key: string, shift = false): Typed | null {
  if (key === "Tab") return indented(edit, shift);
  if (key === "Enter") return broken(edit);
  if (key === "Backspace") return erased(edit);
  if (closingOf(key)) return opened(edit, key);
  if (openingOf(key)) return closed(edit, key);
  return null;
}

/** Moves the selected lines by one step to the right, or to the left. */
function indented({ text, start, end }: Edit, left: boolean): Typed {
  if (!left && start === end) return over(start, end, INDENT);
  const first = lineBegin(text, start);
  const after = text.indexOf("\n", end);
  const last = after < 0 ? text.length : after;
  const lines = text.slice(first, last).split("\n");
  const moved = lines.map((line) => (left ? line.replace(/^ {1,4}/, "") : INDENT + line)).join("\n");
  return over(first, last, moved, [start === end ? moved.length : 0, moved.length]);
}

const lineBegin = (text: string, at: number) => text.lastIndexOf("\n", at - 1) + 1;

function broken({ text, start, end }: Edit): Typed {
  return over(start, end, `\n${indentBelow(text.slice(lineBegin(text, start), start))}`);
}

/** Takes away one step of indentation, or a bracket with the one behind it that closes it. */
function erased({ text, start, end }: Edit): Typed | null {
  if (start !== end || start === 0) return null;
  const before = text.slice(lineBegin(text, start), start);
  if (before && !before.trim()) return over(start - (((before.length - 1) % STEP) + 1), start, "");
  if (pairsOf(text).get(start - 1) === start) return over(start - 1, start + 1, "");
  return null;
}

/** Puts brackets around what is selected, or a closing one behind the caret. */
function opened({ text, start, end }: Edit, key: string): Typed | null {
  const chosen = text.slice(start, end);
  const both = `${key}${chosen}${closingOf(key)}`;
  if (chosen) return over(start, end, both, [1, 1 + chosen.length]);
  const unlike = plain(text, start);
  return unlike && CLOSES_BEFORE.test(text.slice(end, end + 1)) ? over(start, end, both, [1, 1]) : null;
}

/** Steps over a closing bracket that has its partner already. */
function closed({ text, start, end }: Edit, key: string): Typed | null {
  if (start !== end || text[start] !== key || !pairsOf(text).has(start)) return null;
  return over(start, start, "", [1, 1]);
}

/** Whether a place is in no comment and in no string: a bracket there would be one. */
function plain(text: string, at: number): boolean {
  const probe = `${text.slice(0, at)}()${text.slice(at)}`;
  return pairsOf(probe).get(at) === at + 1;
}
