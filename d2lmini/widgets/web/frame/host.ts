// A page's stand-in for anywidget's model: the state in the page itself, no kernel behind it.
import type { Model, State } from "./figure.ts";

export function createHost(state: State, share?: Model["share"]): Model {
  const values = structuredClone(state);
  const listeners = new Map<string, Set<() => void>>();
  return {
    get: (key) => values[key],
    set(key, value) {
      values[key] = value;
      for (const callback of listeners.get(`change:${key}`) ?? []) callback();
    },
    on(event, callback) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(callback));
    },
    off(event, callback) {
      listeners.get(event)?.delete(callback);
    },
    share,
  };
}
