// Between a host's model and a drawing: the last valid state, what is refused, and why.
import type { Figure, Model, State } from "./figure.ts";
import { createHistory } from "./history.ts";

type Told = {
  draw: () => void;
  /** Told why a state from outside was not taken; "" when one was. */
  refuse: (reason: string) => void;
};

export function createStore<S extends State>(model: Model, figure: Figure<S>, told: Told) {
  const keys = Object.keys(figure.initial);
  const kept = createKept(model, figure, told);
  const history = createHistory<S>();
  let opened = false;
  let ended = false;

  const read = () => Object.fromEntries(keys.map((key) => [key, model.get(key) ?? kept.get()[key]])) as S;

  const refresh = () => {
    if (kept.isWriting() || ended) return;
    const next = read();
    const reason = figure.check(next);
    told.refuse(reason);
    if (!reason) {
      // what was there when the figure opened is no change of its default
      if (opened && JSON.stringify(next) !== JSON.stringify(kept.get())) history.remember(kept.get());
      kept.take(next);
      opened = true;
    }
    told.draw();
  };
  for (const key of keys) model.on(`change:${key}`, refresh);

  const travel = (to: S | undefined) => {
    if (to) kept.write(to);
  };

  return {
    get: kept.get,
    why: kept.why,
    read,
    refresh,
    /** Takes the changes; returns why they were refused, or "". */
    commit(changes: Partial<S>): string {
      const before = kept.get();
      const reason = kept.write(changes);
      if (!reason) history.remember(before);
      return reason;
    },
    /** All that changes until the release is taken back at once. */
    press: history.press,
    release: () => history.release(kept.get()),
    /** Takes back the last change, or the last taking back of one. */
    undo: () => travel(history.back(kept.get())),
    redo: () => travel(history.forth(kept.get())),
    end() {
      ended = true;
      for (const key of keys) model.off?.(`change:${key}`, refresh);
    },
  };
}

/** The last valid state, and what writes one into the model. */
function createKept<S extends State>(model: Model, figure: Figure<S>, { draw, refuse }: Told) {
  let state = { ...figure.initial };
  let writing = false;
  /** Why the changes would be refused, or "". */
  const why = (changes: Partial<S>) => figure.check({ ...state, ...changes });
  return {
    get: () => state,
    take: (next: S) => {
      state = next;
    },
    why,
    /** Whether the model tells of nothing but what is being written. */
    isWriting: () => writing,
    write(changes: Partial<S>) {
      const reason = why(changes);
      if (reason) return reason;
      state = { ...state, ...changes };
      writing = true;
      for (const [key, value] of Object.entries(changes)) {
        if (model.own || !figure.own?.includes(key)) model.set(key, value);
      }
      writing = false;
      model.save_changes?.();
      refuse("");
      draw();
      return "";
    },
  };
}
