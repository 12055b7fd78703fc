// A page's stand-in for anywidget's model: the state in the page itself, no kernel behind it.
import type { Model, State } from "./figure.ts";

export type Host = Model & {
  /** Sets several keys at once: nobody is told of a state in between, which may not be allowed. */
  take(changes: State): void;
};

export function createHost(state: State, share?: Model["share"]): Host {
  const values = structuredClone(state);
  const listeners = new Map<string, Set<() => void>>();
  const take = (changes: State) => {
    Object.assign(values, structuredClone(changes));
    const told = Object.keys(changes).flatMap((key) => [...(listeners.get(`change:${key}`) ?? [])]);
    for (const callback of new Set(told)) callback();
  };
  return {
    get: (key) => values[key],
    set: (key, value) => take({ [key]: value }),
    take,
    on(event, callback) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(callback));
    },
    off(event, callback) {
      listeners.get(event)?.delete(callback);
    },
    own: true,
    share,
  };
}
