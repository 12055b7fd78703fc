// All that a reader has done, as the browser keeps it: counted, put into a file and taken from one.
import { keep, recall } from "../ui/storage.ts";
import { type Answer, isAnswer } from "./keep.ts";

type Program = { program: string; done: boolean };
type Kept = Answer | Program;

/** A page of the book with the keys of its exercises; the build writes the list of all. */
export type Page = { page: string; title: string; keys: string[] };

/** What is kept, by its keys. */
export type Work = Record<string, Kept>;

declare global {
  var d2lPages: Page[] | undefined;
}

const FORMAT = "d2l-work";
const VERSION = 1;
const EXPECTED = 'a file that "Save as a file" of this page has written';

export const pages = () => globalThis.d2lPages ?? [];

function isProgram(kept: unknown): kept is Program {
  if (typeof kept !== "object" || kept === null || !("program" in kept) || !("done" in kept)) return false;
  return typeof kept.program === "string" && typeof kept.done === "boolean";
}

const isDone = (kept: Kept | undefined) => kept !== undefined && ("right" in kept ? kept.right : kept.done);

/** Whether a value is what is kept under such a key. */
const isKept = (key: string, kept: unknown): kept is Kept =>
  key.startsWith("d2l-predict:") ? isAnswer(kept) : key.startsWith("d2l-exercise:") && isProgram(kept);

/** What the browser keeps of some exercises. */
export function workOf(keys: string[]): Work {
  const found = keys.map((key): [string, unknown] => [key, recall(key)]);
  return Object.fromEntries(found.filter((pair): pair is [string, Kept] => isKept(...pair)));
}

export const countDone = (keys: string[]) => Object.values(workOf(keys)).filter(isDone).length;

/** Keeps all of a work, and tells the page. */
export function put(work: Work) {
  for (const [key, kept] of Object.entries(work)) keep(key, kept);
  document.dispatchEvent(new CustomEvent("d2l:done", { detail: { name: "" } }));
}

/** Forgets some exercises, and tells the page. */
export function forget(keys: string[]) {
  for (const key of keys) keep(key, null);
  document.dispatchEvent(new CustomEvent("d2l:done", { detail: { name: "" } }));
}

export const toText = (work: Work) =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, work }, null, 1)}\n`;

/** The work that a file holds, or what is wrong with the file. */
export function fromText(text: string): Work | string {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return `This is no JSON. Expected ${EXPECTED}.`;
  }
  const object = typeof file === "object" && file !== null ? file : {};
  if (!("format" in object) || object.format !== FORMAT) return `Expected ${EXPECTED}, got another JSON.`;
  if (!("version" in object) || object.version !== VERSION)
    return `Expected version ${VERSION} of the file, got ${"version" in object ? object.version : "none"}.`;
  const { work } = { work: undefined, ...object };
  if (typeof work !== "object" || work === null || Array.isArray(work))
    return "Expected answers and programs by their names under work.";
  const bad = Object.entries(work).find(([key, kept]) => !isKept(key, kept));
  if (!bad) return work;
  return `Expected {"entered": […], "right": …} or {"program": …, "done": …} under ${bad[0]}.`;
}

/** What of another work is new here: `take` can be added, `differ` are programs that both have, each its own. */
export function compare(own: Work, other: Work, known: string[]) {
  const take: Work = {};
  const differ: Work = {};
  const foreign = Object.keys(other).filter((key) => !known.includes(key));
  for (const key of known) {
    const [mine, theirs] = [own[key], other[key]];
    if (!theirs) continue;
    const both = mine && "program" in mine && "program" in theirs;
    if (both && mine.program !== theirs.program) differ[key] = theirs;
    else if (!mine || (isDone(theirs) && !isDone(mine))) take[key] = theirs;
  }
  return { take, differ, foreign };
}
