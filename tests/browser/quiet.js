// Makes a page stand still between the things that are done to it: no clock, no frame and no chance of the
// browser's own decides what is seen. What waits for a moment runs when `quiet.settle` is called.
(() => {
  if (window.quiet) return;
  const WAITS = 3; // as often, what waits for a moment or a frame runs
  const waiting = new Map();
  let count = 0;
  let chance = 0;
  const wait = (callback, _, ...more) => {
    waiting.set(++count, { callback, more });
    return count;
  };
  const again = (callback, _, ...more) => {
    waiting.set(++count, { callback, more, again: true });
    return count;
  };
  const let_go = id => waiting.delete(id);
  Object.assign(window, { setTimeout: wait, setInterval: again, requestAnimationFrame: wait });
  Object.assign(window, { clearTimeout: let_go, clearInterval: let_go, cancelAnimationFrame: let_go });
  window.ResizeObserver = class { observe() {} disconnect() {} };
  Element.prototype.setPointerCapture = () => {};
  Element.prototype.scrollIntoView = function () { window.quiet.scrolled.push(this.localName); };
  Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => {} } });
  Math.random = () => (chance = (chance * 16807 + 12345) % 2147483647) / 2147483647;
  window.quiet = {
    scrolled: [],
    seed: n => { chance = n; },
    async settle() {
      for (let n = 0; n < WAITS; n++) {
        await null;
        for (const [id, { callback, more, again }] of [...waiting]) {
          if (!waiting.has(id)) continue; // let go by another
          if (!again) waiting.delete(id);
          callback(...(more.length ? more : [0]));
        }
      }
      await null;
    },
  };
})()
