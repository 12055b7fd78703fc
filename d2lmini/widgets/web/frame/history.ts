// Undo and redo: the states before each change, and those that were taken back.
export function createHistory<S>() {
  const past: S[] = [];
  const future: S[] = [];
  let pressed = false;
  let remembered = false;
  const travel = (from: S[], to: S[], now: S) => {
    const next = from.pop();
    if (next) to.push(now);
    return next;
  };
  return {
    remember(before: S) {
      if (pressed && remembered) return;
      remembered = true;
      past.push(before);
      future.length = 0;
    },
    /** What changes until the release is one change: a drag is taken back as a whole. */
    press() {
      pressed = true;
      remembered = false;
    },
    release(now: S) {
      if (pressed && remembered && JSON.stringify(past.at(-1)) === JSON.stringify(now)) past.pop();
      pressed = false;
    },
    /** The state to go to from the one of now, if there is one. */
    back: (now: S) => travel(past, future, now),
    forth: (now: S) => travel(future, past, now),
  };
}
