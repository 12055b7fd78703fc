// Undo and redo: the states before each change, and those that were taken back.
export function createHistory<S>() {
  const past: S[] = [];
  const future: S[] = [];
  const travel = (from: S[], to: S[], now: S) => {
    const next = from.pop();
    if (next) to.push(now);
    return next;
  };
  return {
    remember(before: S) {
      past.push(before);
      future.length = 0;
    },
    /** The state to go to from the one of now, if there is one. */
    back: (now: S) => travel(past, future, now),
    forth: (now: S) => travel(future, past, now),
  };
}
