// Fill in: the learner works out Y; each cell is checked, a hint shows its terms.
import * as A from "./arithmetic.js";
import { declared } from "./check.js";
import { mxnetArrays, mxnetTransInto, torchArrays, torchTrans } from "./code.js";
import { h, write } from "./dom.js";
import { button, choice, numberField } from "./fields.js";
import { createGrid } from "./grid.js";
import { mark, shown } from "./panel.js";
import { labelOf, largest_digit, levels } from "./state.js";
import { writtenTerms } from "./words.js";

/** @typedef {import("./types.js").State} State */
const f = A.format;

/** @param {State} s */
function exercise(s) {
  const draw = A.random(s.seed * levels.length + s.level);
  const digit = () => Math.floor(draw() * (largest_digit + 1));
  const [X, K] = [A.matrix(2, 2, digit), A.matrix(2, 2, digit)];
  const p = levels[s.level - 1];
  return { X, K, p, Y: A.transConv(X, K, p) };
}

/** @type {import("./types.js").Widget} */
export const fillIn = {
  title: "Fill in: work out Y yourself",
  lead: "Type each cell of Y. A right one gets a tick, a wrong one a cross; a hint shows which products make the cell.",
  ...declared("FillIn"),
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
  const level = choice("Level", levels.map(({ text }, i) => /** @type {[string, string]} */ ([String(i + 1), `${i + 1}: ${text}`])),
    (v) => ctx.commit({ level: Number(v), answers: {} }));
  const seed = numberField(labelOf("FillIn", "seed"), (v) => ctx.commit({ seed: v, answers: {} }));
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

  return (/** @type {State} */ s) => {
    const { X, K, p, Y } = exercise(s);
    level.update(String(s.level));
    seed.update(s.seed);
    const [hi, hj] = hinted.startsWith(`${s.seed}.${s.level}.`) ? hinted.split(".")[2].split(",").map(Number) : [-1, -1];
    /** @type {Record<string, import("./grid.js").Marks>} */
    const marks = { X: {}, K: {}, Y: {} };
    let [right, wrong] = [0, 0];
    A.each(Y, (v, i, j) => {
      const given = s.answers[`${i},${j}`];
      if (given === undefined) return;
      const ok = Math.abs(given - v) < 1e-9;
      mark(marks.Y, i, j, ok ? "right" : "wrong");
      right += Number(ok);
      wrong += Number(!ok);
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
    const words = hint || `trans_conv(X, K), ${levels[s.level - 1].text}${s.level === 1 ? ", no padding" : ""}. Y is ${Y.length} × ${Y[0].length}.`;
    const done = right === cells ? " All right: well done. Take the next exercise number or level." : "";
    write(score, `${right} of ${cells} cells right${wrong ? `, ${wrong} not yet` : ""}.${done}`);
    ctx.explain(words, `${score.textContent} ${hint}`);
  };
}
