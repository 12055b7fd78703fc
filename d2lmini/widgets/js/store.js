// Between a host's model and a drawing: the last valid state, what is refused, and why.

/** @typedef {import("./types.js").State} State */

/**
 * @param {import("./types.js").Model} model
 * @param {import("./types.js").Widget} widget
 * @param {(state: State) => void} draw
 * @param {(reason: string) => void} refuse  Told why a state from outside was not taken; "" when one was.
 */
export function createStore(model, widget, draw, refuse) {
  const keys = Object.keys(widget.initial);
  let state = { ...widget.initial };
  let writing = false;
  let ended = false;

  const read = () =>
    Object.fromEntries(keys.map((key) => [key, model.get(key) ?? widget.initial[key]]));

  const refresh = () => {
    if (writing || ended) return;
    const next = read();
    const reason = widget.check(next);
    refuse(reason);
    if (!reason) state = next;
    draw(state);
  };
  keys.forEach((key) => model.on(`change:${key}`, refresh));

  return {
    get: () => state,
    refresh,
    /** @param {Partial<State>} patch @returns {string} why it was refused, or "" */
    commit(patch) {
      const next = { ...state, ...patch };
      const reason = widget.check(next);
      if (reason) return reason;
      state = next;
      writing = true;
      for (const [key, value] of Object.entries(patch)) model.set(key, value);
      writing = false;
      model.save_changes?.();
      refuse("");
      draw(state);
      return "";
    },
    end() {
      ended = true;
      keys.forEach((key) => model.off?.(`change:${key}`, refresh));
    },
  };
}
