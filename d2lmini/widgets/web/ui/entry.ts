// What a reader types into a cell or a field: the number, or the reason against it.
import { largest } from "../math/states.ts";

export type Entry = { value: number; reason: string };

const quoted = (text: string) => `“${text.trim().slice(0, 12)}”`;

export function parseEntry(text: string): Entry {
  const clean = text.trim().replace("−", "-");
  if (clean === "") return { value: NaN, reason: "an entry cannot be empty" };
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(clean) ? Number(clean) : NaN;
  if (Number.isNaN(value)) return { value, reason: `${quoted(text)} is not a number` };
  return { value, reason: Math.abs(value) > largest ? `at most ${largest} either way` : "" };
}

export function parseWhole(text: string): Entry {
  const clean = text.trim();
  if (/^[-+]?\d+$/.test(clean)) return { value: Number(clean), reason: "" };
  return {
    value: NaN,
    reason: clean === "" ? "the field is empty" : `${quoted(text)} is not a whole number`,
  };
}

const isCommand = (event: KeyboardEvent, letter: string) =>
  (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === letter;

/** Whether a key takes something back: a refused entry before anything else. */
export const isUndo = (event: KeyboardEvent) => isCommand(event, "z") && !event.shiftKey;

export const isRedo = (event: KeyboardEvent) =>
  isCommand(event, "y") || (isCommand(event, "z") && event.shiftKey);
