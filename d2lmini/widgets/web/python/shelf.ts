// The reader's programs, between visits.
import * as storage from "../ui/storage.ts";

export type Kept = { program: string; done: boolean };

const key = (name: string) => `d2l-exercise:${name}`;

/** What was kept of an exercise; null where nothing is there, or nothing that can be read. */
export function kept(name: string): Kept | null {
  const found = storage.recall(key(name)) as Partial<Kept> | null;
  if (typeof found?.program !== "string") return null;
  return { program: found.program, done: found.done === true };
}

/** Keeps a program, or forgets it, and tells the page. */
export function keep(name: string, what: Kept | null) {
  storage.keep(key(name), what);
  document.dispatchEvent(new CustomEvent("d2l:done", { detail: { name } }));
}
