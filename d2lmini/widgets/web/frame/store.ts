// Between a host's model and a drawing: the last valid state, what is refused, and why.
import type { Figure, Model, State } from "./figure.ts";

type Told = {
  draw: () => void;
  /** Told why a state from outside was not taken; "" when one was. */
  refuse: (reason: string) => void;
};

export function createStore<S extends State>(model: Model, figure: Figure<S>, { draw, refuse }: Told) {
  const keys = Object.keys(figure.initial);
  let state = { ...figure.initial };
  const past: S[] = [];
  const future: S[] = [];
  let opened = false;
  let writing = false;
  let ended = false;

  const read = () => Object.fromEntries(keys.map((key) => [key, model.get(key) ?? figure.initial[key]])) as S;

  const refresh = () => {
    if (writing || ended) return;
    const next = read();
    const reason = figure.check(next);
    refuse(reason);
    if (!reason) {
      // what was there when the figure opened is no change of its default
      if (opened && JSON.stringify(next) !== JSON.stringify(state)) remember(state);
      state = next;
      opened = true;
    }
    draw();
  };
  for (const key of keys) model.on(`change:${key}`, refresh);

  return {
    get: () => state,
    read,
    refresh,
    commit,
    why,
    /** Takes back the last change, or the last taking back of one. */
    undo: () => travel(past, future),
    redo: () => travel(future, past),
    end() {
      ended = true;
      for (const key of keys) model.off?.(`change:${key}`, refresh);
    },
  };

  /** Why the changes would be refused, or "". */
  function why(changes: Partial<S>) {
    return figure.check({ ...state, ...changes });
  }

  /** Takes the changes; returns why they were refused, or "". */
  function commit(changes: Partial<S>): string {
    const before = state;
    const reason = write(changes);
    if (reason) return reason;
    remember(before);
    return "";
  }

  function remember(before: S) {
    past.push(before);
    future.length = 0;
  }

  function write(changes: Partial<S>) {
    const reason = why(changes);
    if (reason) return reason;
    state = { ...state, ...changes };
    writing = true;
    for (const [key, value] of Object.entries(changes)) model.set(key, value);
    writing = false;
    model.save_changes?.();
    refuse("");
    draw();
    return "";
  }

  function travel(from: S[], to: S[]) {
    const next = from.pop();
    if (!next) return;
    to.push(state);
    write(next);
  }
}
