// A page's stand-in for anywidget's model: the state in the page itself, no kernel behind it.

/**
 * @param {Record<string, any>} state
 * @param {((state: Record<string, any>) => string)} [share]
 * @returns {import("./types.js").Model}
 */
export function createHost(state, share) {
  const values = structuredClone(state);
  /** @type {Map<string, Set<(...args: any[]) => void>>} */
  const listeners = new Map();
  /** @type {import("./types.js").Model} */
  const host = {
    get: (key) => values[key],
    set(key, value) {
      values[key] = value;
      listeners.get(`change:${key}`)?.forEach((callback) => callback());
    },
    on(event, callback) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(callback));
    },
    off(event, callback) {
      listeners.get(event)?.delete(callback);
    },
    save_changes() {},
  };
  if (share) host.share = share;
  return host;
}
