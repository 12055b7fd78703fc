// Where programs stay between visits: this browser's storage, if it has one.

export type Kept = { program: string; done: boolean };

const key = (name: string) => `d2l-exercise:${name}`;

/** What was kept of an exercise; null where nothing, or nothing that can be read, is there. */
export function kept(name: string): Kept | null {
  try {
    const found: Partial<Kept> | null = JSON.parse(localStorage.getItem(key(name)) ?? "null");
    if (typeof found?.program !== "string") return null;
    return { program: found.program, done: found.done === true };
  } catch {
    return null;
  }
}

/** Keeps a program, or forgets it; a browser that keeps nothing is no reason to fail. */
export function keep(name: string, what: Kept | null) {
  try {
    if (what) localStorage.setItem(key(name), JSON.stringify(what));
    else localStorage.removeItem(key(name));
  } catch {
    // storage is off or full: the program stays in the page
  }
}
