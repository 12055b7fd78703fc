// The frame around every widget: title, controls, explanation, live region, copying and sharing.
import { button } from "./fields.js";
import { h, put, write } from "./dom.js";
import { createStore } from "./store.js";
import { css } from "./styles.js";

/** @typedef {import("./types.js").Cell} Cell */

/** Pixels, about six lines. */
const MOST_KEPT = 160;

/**
 * @typedef {object} Context
 * @property {import("./types.js").Model} model
 * @property {HTMLElement} bar
 * @property {HTMLElement} stage
 * @property {(...children: Node[]) => void} add  Appends below the stage.
 * @property {(text: string, summary?: string) => void} explain  Also says the summary, where it is a new one.
 * @property {(text: string) => void} say
 * @property {(patch: import("./types.js").State) => string} commit
 * @property {() => import("./types.js").State} state
 * @property {() => void} redraw
 * @property {(cell: Cell | null, now?: boolean) => void} point  Null lets go of a cell, now or after the click that is under way.
 * @property {() => Cell | null} pointed
 * @property {(end: () => void) => void} onEnd
 */

/**
 * @param {import("./types.js").Widget} widget
 * @param {import("./types.js").Model} model
 * @param {HTMLElement} el
 * @returns {() => void} Removes the widget and everything it left running.
 */
export function mount(widget, model, el) {
  const bar = h("div", { class: "bar" });
  const stage = h("div", { class: "stage" });
  const more = h("div", {});
  const explanation = h("div", { class: "explain" });
  const live = h("div", { class: "sr", role: "status", "aria-live": "polite" });
  const problem = h("p", { class: "error", role: "alert" });
  const root = h(
    "div",
    { class: "d2l", role: "group", "aria-label": widget.title },
    h("style", {}, css),
    h("p", { class: "title" }, widget.title),
    h("p", { class: "lead" }, widget.lead),
    bar,
    problem,
    explanation,
    stage,
    more,
  );
  let said = "";
  /** @type {Cell | null} */
  let pointed = null;
  /** @type {(() => void)[]} */
  const ends = [keepHeight(explanation)];
  /** @type {(state: import("./types.js").State) => void} */
  let draw = () => {};
  const store = createStore(model, widget, (state) => draw(state), (why) => write(problem, why && `${why}. The last valid state stays.`));

  draw = widget.build({
    model,
    bar,
    stage,
    add: (...children) => more.append(...children),
    explain: (text, summary = text) => {
      write(explanation, text);
      if (said && said !== summary) write(live, summary);
      said = summary;
    },
    say: (text) => write(live, text),
    commit: store.commit,
    state: store.get,
    redraw: () => draw(store.get()),
    point: afterTheClick(root, (cell) => {
      if (!root.isConnected || (cell?.name === pointed?.name && cell?.i === pointed?.i && cell?.j === pointed?.j)) return;
      pointed = cell;
      draw(store.get());
    }),
    pointed: () => pointed,
    onEnd: (end) => ends.push(end),
  });
  root.append(footer(widget, model, store, (text) => write(live, text)), live);
  el.append(root);
  store.refresh();
  return () => {
    store.end();
    ends.forEach((end) => end());
    root.remove();
  };
}

/**
 * Lets go of a cell only when a press elsewhere has become a click: what is redrawn between the two
 * moves the button away from under the pointer.
 * @param {HTMLElement} root @param {(cell: Cell | null) => void} point
 */
function afterTheClick(root, point) {
  let timer = 0;
  let down = false;
  let waiting = false;
  const release = () => {
    waiting = false;
    clearTimeout(timer);
    timer = Number(setTimeout(() => point(null)));
  };
  root.addEventListener("pointerdown", (event) => (down = event.pointerType === "mouse"), true);
  ["pointerup", "pointercancel", "pointerleave"].forEach((name) => root.addEventListener(name, () => {
    down = false;
    if (waiting) release();
  }));
  return (/** @type {Cell | null} */ cell, now = false) => {
    clearTimeout(timer);
    waiting = !cell && !now && down;
    if (cell || now) point(cell);
    else if (!waiting) release();
  };
}

/**
 * Lets a box grow with its text and not shrink, so that what is below it stands still.
 * @param {HTMLElement} box @returns {() => void} Stops watching.
 */
function keepHeight(box) {
  let width = 0;
  const watch = new ResizeObserver(([{ borderBoxSize: [size] }]) => {
    const same = size.inlineSize === width;
    width = size.inlineSize;
    box.style.minHeight = same ? `${Math.min(size.blockSize, MOST_KEPT)}px` : "";
  });
  watch.observe(box);
  return () => watch.disconnect();
}

/**
 * @param {import("./types.js").Widget} widget
 * @param {import("./types.js").Model} model
 * @param {ReturnType<typeof createStore>} store
 * @param {(text: string) => void} say
 */
function footer(widget, model, store, say) {
  const code = h("pre", { class: "code", tabindex: 0, hidden: true });
  const show = async (/** @type {string} */ text, /** @type {string} */ label) => {
    write(code, text);
    put(code, "aria-label", label);
    code.hidden = false;
    say((await copy(text, code)) ? `${label}: copied` : `${label}: shown below, copying is not allowed here`);
  };
  const buttons = [
    button("Copy as PyTorch", () => show(widget.code(store.get()).torch, "PyTorch program")),
    button("Copy as MXNet", () => show(widget.code(store.get()).mxnet, "MXNet program")),
  ];
  if (model.share) {
    const share = model.share;
    buttons.push(button("Copy link to this state", () => show(share(store.get()), "Link to this state")));
  }
  const start = { ...store.get() };
  buttons.push(
    button("Start over", () => {
      store.commit(opening ?? start);
      code.hidden = true;
      say("Back to the start");
    }),
  );
  /** @type {import("./types.js").State | null} */
  const opening = Object.fromEntries(
    Object.keys(start).map((key) => [key, model.get(key) ?? start[key]]),
  );
  return h("div", {}, h("div", { class: "foot" }, ...buttons), code);
}

/** @param {string} text @param {HTMLElement} shown @returns {Promise<boolean>} */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const selection = window.getSelection();
    selection?.selectAllChildren(shown);
    const done = document.execCommand("copy");
    selection?.removeAllRanges();
    return done;
  }
}
