// What the parts of a program are, as the classes that the book's other code has, and which bracket belongs to which.

/** A part of a program; those without a class are plain. */
export type Part = { text: string; class: string };

const WORDS =
  "and as assert break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield";
const KEYWORDS = new Set(WORDS.split(" "));
const VALUES = new Set(["False", "None", "True"]);
const BUILTINS = new Set("abs enumerate float int len list max min print range sum tuple zip".split(" "));
const PARTS =
  /(?<comment>#[^\n]*)|(?<string>[fFrRbB]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?))|(?<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<rest>\s+|[\s\S])/gu;
const MOST = 20_000; // signs, twenty times what an exercise asks for
const CLOSING: Record<string, string> = { "(": ")", "[": "]", "{": "}" };
const OPENING = Object.fromEntries(Object.entries(CLOSING).map(([open, close]) => [close, open]));

export const closingOf = (sign: string) => CLOSING[sign];
export const openingOf = (sign: string) => OPENING[sign];

/** All parts of a program, one after the other; a very long one is one part, for it is to be typed into all the same. */
export function partsOf(program: string): Part[] {
  if (program.length > MOST) return [{ text: program, class: "" }];
  const parts: Part[] = [];
  let before = "";
  for (const { 0: text, groups = {} } of program.matchAll(PARTS)) {
    parts.push({ text, class: classOf(text, groups, before) });
    if (text.trim()) before = text;
  }
  return parts;
}

function classOf(text: string, groups: Record<string, string | undefined>, before: string): string {
  if (groups.comment) return "c1";
  if (groups.string) return "s2";
  if (groups.number) return "mi";
  if (!groups.name || before === ".") return "";
  if (KEYWORDS.has(text)) return "k";
  if (VALUES.has(text)) return "kc";
  if (before === "def") return "nf";
  return BUILTINS.has(text) ? "nb" : "";
}

type Bracket = { sign: string; at: number };

/** The brackets of a program; comments and strings are parts of their own. */
function bracketsOf(program: string): Bracket[] {
  const found: Bracket[] = [];
  let at = 0;
  for (const { text } of partsOf(program)) {
    if (closingOf(text) || openingOf(text)) found.push({ sign: text, at });
    at += text.length;
  }
  return found;
}

/** For each bracket that has a partner, its partner's place. */
export function pairsOf(program: string): Map<number, number> {
  const open: Bracket[] = [];
  const pairs = new Map<number, number>();
  for (const bracket of bracketsOf(program)) {
    if (closingOf(bracket.sign)) open.push(bracket);
    else if (open.at(-1)?.sign === openingOf(bracket.sign)) {
      const { at } = open.pop() as Bracket;
      pairs.set(at, bracket.at).set(bracket.at, at);
    }
  }
  return pairs;
}

/** The bracket beside the caret, and its partner: what a reader who stands there sees marked. */
export function pairBeside(program: string, caret: number): [number, number] | null {
  const pairs = pairsOf(program);
  for (const at of [caret - 1, caret]) {
    const partner = pairs.get(at);
    if (partner !== undefined) return [at, partner];
  }
  return null;
}
