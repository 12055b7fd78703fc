// Step, play, pause and scrub.
import { put, uid, write, h } from "./dom.js";
import { button } from "./fields.js";
import { stepCount, stepsDone } from "./readings.js";

/** @typedef {import("./types.js").State} State */

const SECONDS_PER_STAMP = 0.9;

/** @param {import("./mount.js").Context} ctx */
export function createTransport(ctx) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let timer = 0;
  const go = (/** @type {number} */ step) => {
    const count = stepCount(ctx.state());
    return ctx.commit({ step: step >= count ? -1 : Math.max(0, step) });
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    write(play, "▶ Play");
  };
  const tick = () => {
    const refused = go(stepsDone(ctx.state()) + 1);
    if (refused || ctx.state().step < 0) stop();
  };
  const start = () => {
    if (timer) return stop();
    if (still.matches) return void go(Infinity);
    if (ctx.state().step < 0) go(0);
    write(play, "❚❚ Pause");
    timer = Number(setInterval(tick, SECONDS_PER_STAMP * 1000));
  };
  const by = (/** @type {number} */ n) => {
    stop();
    go(stepsDone(ctx.state()) + n);
  };
  const id = uid();
  const range = h("input", { id, type: "range", min: 0, "aria-label": "steps done", oninput: () => { stop(); go(range.valueAsNumber); } });
  const output = h("output", { for: id });
  const play = button("▶ Play", start);
  ctx.onEnd(stop);
  return {
    element: h("div", { class: "transport" },
      button("|◀", () => by(-Infinity), { "aria-label": "to the start" }), button("◀", () => by(-1), { "aria-label": "one step back" }),
      play, button("▶", () => by(1), { "aria-label": "one step on" }), range, output),
    /** @param {State} s */
    update(s) {
      const [done, count] = [stepsDone(s), stepCount(s)];
      const text = `${done} of ${count} ${s.reading === "stamps" ? "stamps" : "cells"}`;
      put(range, "max", String(count));
      range.value = String(done);
      put(range, "aria-valuetext", text);
      write(output, text);
    },
  };
}
