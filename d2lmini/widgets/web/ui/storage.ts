// What stays between visits, in the reader's browser and nowhere else; where that is refused, nothing does.

/** What was kept under a key; null where nothing, or nothing that can be read, is there. */
export function recall(key: string): unknown {
  try {
    return JSON.parse(String(localStorage.getItem(key)));
  } catch {
    return null;
  }
}

/** Keeps what JSON can hold; null forgets it. */
export function keep(key: string, value: unknown) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // refused or full: the page works without
  }
}
