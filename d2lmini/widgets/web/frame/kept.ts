// The reader's edits stay in the reader's browser; where that is refused, nothing is kept.
import type { State } from "./figure.ts";

const isState = (kept: unknown): kept is State =>
  typeof kept === "object" && kept !== null && !Array.isArray(kept);

export function recall(key: string): State | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return isState(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps a state, or forgets what was kept where it is the page's own. */
export function keep(key: string, state: State, own: State) {
  try {
    const text = JSON.stringify(state);
    if (text === JSON.stringify(own)) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // refused or full: the figure works without
  }
}
