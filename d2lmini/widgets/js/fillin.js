// Fill in: the learner works out Y; each cell is checked, a hint shows its terms.
import * as A from "./arithmetic.js";
import { checkWhole, first } from "./check.js";
import { mxnetArrays, mxnetTransInto, torchArrays, torchTrans } from "./code.js";
import { h, write } from "./dom.js";
import { button, choice, numberField } from "./fields.js";
import { createGrid } from "./grid.js";
import { mark, shown } from "./panel.js";
import { writtenTerms } from "./words.js";

/** @typedef {import("./types.js").State} State */
const f = A.format;
const LARGEST_DIGIT = 4;

/** From stride 1 to everything together; d2lmini/widgets/_fillin.py holds the same. */
export const LEVELS = [
  { text: "1: stride 1", p: { stride: 1, padding: 0, output_padding: 0, dilation: 1 } },
  { text: "2: stride 2", p: { stride: 2, padding: 0, output_padding: 0, dilation: 1 } },
  { text: "3: stride 2, padding 1", p: { stride: 2, padding: 1, output_padding: 0, dilation: 1 } },
  { text: "4: stride 2, padding 1, dilation 2", p: { stride: 2, padding: 1, output_padding: 0, dilation: 2 } },
];

/** @param {State} s */
export function exercise(s) {
  const draw = A.random(s.seed * LEVELS.length + s.level);
  const digit = () => Math.floor(draw() * (LARGEST_DIGIT + 1));
  const [X, K] = [A.matrix(2, 2, digit), A.matrix(2, 2, digit)];
  const p = LEVELS[s.level - 1].p;
  return { X, K, p, Y: A.transConv(X, K, p) };
}

/** @param {State} s */
function check(s) {
  const reason = first(checkWhole("level", s.level, 1, LEVELS.length), checkWhole("seed", s.seed, 0, 99999));
  if (reason) return reason;
  const fine = s.answers && typeof s.answers === "object" && !Array.isArray(s.answers) &&
    Object.entries(s.answers).every(([place, v]) => /^\d,\d$/.test(place) && Number.isFinite(v));
  return fine ? "" : "answers must be numbers under their places";
}

/** @type {import("./types.js").Widget} */
export const fillIn = {
  title: "Fill in: work out Y yourself",
  lead: "Type each cell of Y. A right one gets a tick, a wrong one a cross; a hint shows which products make the cell.",
  initial: { seed: 1, level: 1, answers: {} },
  check,
  code: (s) => {
    const { X, K, p, Y } = exercise(s);
    return {
      torch: `${torchArrays({ X, K }, [Y])}\nY = ${torchTrans("X", "K", p)}\nprint(Y)\n`,
      mxnet: `${mxnetArrays({ X, K }, [Y])}\n${mxnetTransInto("Y", "X", "K", X, K, p)}\nprint(Y)\n`,
    };
  },
  build,
};

/** @param {import("./mount.js").Context} ctx */
function build(ctx) {
  const level = choice("Level", LEVELS.map(({ text }, i) => /** @type {[string, string]} */ ([String(i + 1), text])),
    (v) => ctx.commit({ level: Number(v), answers: {} }));
  const seed = numberField("exercise number", (v) => ctx.commit({ seed: v, answers: {} }));
  ctx.bar.append(level.element, seed.element);
  const x = shown(ctx, "X", "input", "x");
  const k = shown(ctx, "K", "kernel", "k");
  /** @type {string} */
  let hinted = "";
  /** @type {import("./types.js").Cell} */
  let last = { name: "Y", i: 0, j: 0 };
  const y = createGrid({
    name: "Y", caption: "Y, yours to fill in", tone: "y",
    onPoint: (cell, now) => {
      if (cell) last = cell;
      ctx.point(cell, now);
    },
    onEdit: (i, j, value) => ctx.commit({ answers: { ...ctx.state().answers, [`${i},${j}`]: value } }),
    onClear: (i, j) => {
      const { [`${i},${j}`]: gone, ...rest } = ctx.state().answers;
      void gone;
      ctx.commit({ answers: rest });
    },
  });
  y.caption.append(h("b", {}, "Y"), h("span", {}, "yours to fill in"));
  ctx.stage.append(x.element, k.element, y.element);
  const score = h("p", { class: "note" });
  ctx.add(h("div", { class: "bar" },
    button("Hint for this cell", () => {
      hinted = `${ctx.state().seed}.${ctx.state().level}.${last.i},${last.j}`;
      ctx.redraw();
    })), score);
  let before = "";

  return (/** @type {State} */ s) => {
    const { X, K, p, Y } = exercise(s);
    level.update(String(s.level));
    seed.update(s.seed);
    const [hi, hj] = hinted.startsWith(`${s.seed}.${s.level}.`) ? hinted.split(".")[2].split(",").map(Number) : [-1, -1];
    /** @type {Record<string, import("./grid.js").Marks>} */
    const marks = { X: {}, K: {}, Y: {} };
    let [right, wrong] = [0, 0];
    A.map(Y, (v, i, j) => {
      const given = s.answers[`${i},${j}`];
      if (given === undefined) return v;
      const ok = Math.abs(given - v) < 1e-9;
      mark(marks.Y, i, j, ok ? "right" : "wrong");
      right += Number(ok);
      wrong += Number(!ok);
      return v;
    });
    const found = Y[hi]?.[hj] === undefined ? [] : A.terms(X, K, p, hi, hj);
    if (Y[hi]?.[hj] !== undefined) mark(marks.Y, hi, hj, "hit");
    found.forEach((t) => {
      mark(marks.X, t.i, t.j, "hit");
      mark(marks.K, t.a, t.b, "hit");
    });
    x.update(X, marks.X, "X input");
    k.update(K, marks.K, "K kernel");
    y.update(Y, marks.Y, "Y, yours to fill in", (_, i, j) => {
      const given = s.answers[`${i},${j}`];
      return given === undefined ? "" : f(given);
    });
    const cells = Y.flat().length;
    const hint = Y[hi]?.[hj] === undefined ? "" : `Hint: ${found.length ? writtenTerms(`Y[${hi},${hj}]`, found, X, K).split("\n")[0] : `no product reaches Y[${hi},${hj}]`}.`;
    ctx.explain(hint || `trans_conv(X, K), ${LEVELS[s.level - 1].text.slice(3)}${s.level === 1 ? ", no padding" : ""}. Y is ${Y.length} × ${Y[0].length}.`);
    const done = right === cells ? " All right: well done. Take the next exercise number or level." : "";
    write(score, `${right} of ${cells} cells right${wrong ? `, ${wrong} not yet` : ""}.${done}`);
    const summary = `${score.textContent} ${hint}`;
    if (before && before !== summary) ctx.say(summary);
    before = summary;
  };
}
