// Round trip: X → Y = corr2d → Z = trans_conv with the same kernel. Predict, reveal, then search for Z = X.
import * as A from "./arithmetic.js";
import { checkConv, declared } from "./check.js";
import { mxnetArrays, mxnetConv, mxnetTransInto, torchArrays, torchConv, torchTrans } from "./code.js";
import { h, write } from "./dom.js";
import { button, choice, numberField } from "./fields.js";
import { editable, mark, shown } from "./panel.js";
import { figures } from "./state.js";

/** @typedef {import("./types.js").State} State */
const f = A.format;

/** @param {State} s @returns {A.Params} */
const params = (s) => ({ ...A.PLAIN, stride: s.stride });

/** Kernels worth trying in the search, with why. @type {[string, A.Matrix][]} */
const TRIES = [
  ["K = (1)", [[1]]],
  ["K = (−1)", [[-1]]],
  ["one 1 among zeros", [[1, 0], [0, 0]]],
  ["average", [[0.25, 0.25], [0.25, 0.25]]],
];

/** @param {State} s @returns {[A.Matrix, A.Matrix]} Y and Z */
function bothWays(s) {
  const Y = A.corr2d(s.X, s.K, params(s));
  return [Y, A.transConv(Y, s.K, params(s))];
}

/** @type {import("./types.js").Widget} */
export const roundTrip = {
  title: "Round trip: does the transposed convolution undo the convolution?",
  lead: "Y = corr2d(X, K), then Z = trans_conv(Y, K). Say what you expect of Z before you look.",
  ...declared("RoundTrip", (s) => checkConv({ ...s, ...params(s) })),
  code: (s) => ({
    torch: `${torchArrays({ X: s.X, K: s.K }, bothWays(s))}\nY = ${torchConv("X", "K", params(s))}\nZ = ${torchTrans("Y", "K", params(s))}\nprint(Y)\nprint(Z)\nprint(Z.shape == X.shape)\n`,
    mxnet: `${mxnetArrays({ X: s.X, K: s.K }, bothWays(s))}\nY = ${mxnetConv("X", "K", s.K, params(s))}\n${mxnetTransInto("Z", "Y", "K", bothWays(s)[0], s.K, params(s))}\nprint(Y)\nprint(Z)\nprint(Z.shape == X.shape)\n`,
  }),
  build,
};

/** @param {import("./mount.js").Context} ctx */
function build(ctx) {
  const guesses = [["guess_shape", "Has Z the shape of X?"], ["guess_values", "Has Z the values of X?"]].map(([key, text]) => ({
    key, field: choice(text, [["same", "the same"], ["other", "another"]], (v) => ctx.commit({ [key]: v })),
  }));
  const reveal = button("Reveal", () => {
    const s = ctx.state();
    if (!s.guess_shape || !s.guess_values) ctx.say("Answer both questions first.");
    else ctx.commit({ revealed: true });
    write(asked, s.guess_shape && s.guess_values ? "" : "Answer both questions first.");
  }, { class: "main" });
  const asked = h("p", { class: "error" });
  const stride = numberField("stride", (v) => ctx.commit({ stride: v }));
  const asking = h("div", {}, reveal, asked);
  ctx.bar.append(...guesses.map(({ field }) => field.element), asking, stride.element);
  const x = editable(ctx, figures.RoundTrip.X, "input", "x");
  const k = editable(ctx, figures.RoundTrip.K, "kernel", "k", 3);
  const y = shown(ctx, "Y", "= corr2d(X, K)", "y");
  const z = shown(ctx, "Z", "= trans_conv(Y, K)", "x");
  const d = shown(ctx, "D", "= Z − X", "w");
  ctx.stage.append(x.grid.element, k.grid.element, y.element, z.element, d.element);
  const tries = h("div", { class: "bar", role: "group", "aria-label": "kernels to try" }, h("span", { class: "lone" }, "Search for a kernel with Z = X:"),
    ...TRIES.map(([text, K]) => button(text, () => {
      const why = ctx.commit({ K });
      if (why) ctx.say(why);
    })));
  const g = shown(ctx, "G", "= WᵀW, which makes Z of X", "w", { small: true });
  const why = h("p", { class: "note", "data-why": "" });
  const later = h("div", {}, tries, why, h("div", { class: "stage" }, g.element));
  ctx.add(later);

  return (/** @type {State} */ s) => {
    const [Y, Z] = bothWays(s);
    const same = Z.length === s.X.length && Z[0].length === s.X[0].length;
    guesses.forEach(({ key, field }) => field.update(s[key]));
    stride.update(s.stride);
    x.size.update(...A.shape(s.X));
    k.size.update(...A.shape(s.K));
    x.grid.update(s.X, {}, "X input");
    k.grid.update(s.K, {}, "K kernel");
    y.update(Y, {}, "Y, cross-correlation of X with K");
    asking.hidden = s.revealed;
    guesses.forEach(({ field }) => (field.element.hidden = s.revealed));
    z.element.hidden = d.element.hidden = later.hidden = !s.revealed;
    if (s.revealed) {
      /** @type {import("./grid.js").Marks} */
      const marks = {};
      z.update(Z, {}, "Z, transposed convolution of Y with K");
      d.element.hidden = !same;
      if (same) d.update(A.map(Z, (v, i, j) => v - s.X[i][j]), marks, "Z minus X");
      drawGram(s, g, why);
    }
    const words = s.revealed ? verdict(s, Z, same) : "Z is hidden. Predict its shape and its values, then reveal it.";
    ctx.explain(words);
  };
}

/** @param {State} s @param {A.Matrix} Z @param {boolean} same */
function verdict(s, Z, same) {
  const size = `${Z.length} × ${Z[0].length}`;
  const shapeWords = same ? `Z has the shape of X, ${size}` : `Z is ${size}, X is ${s.X.length} × ${s.X[0].length}: the stride lost rows or columns at the end`;
  const equal = same && A.distance(Z, s.X) < 1e-9;
  const apart = same ? (equal ? ", and the values of X: here Z = X" : `, but not its values: they are up to ${f(A.distance(Z, s.X))} apart`) : "";
  const judge = (/** @type {string} */ guess, /** @type {boolean} */ truth) => (guess ? ((guess === "same") === truth ? "✓" : "✕") : "not made");
  return `${shapeWords}${apart}.\nYour prediction: shape ${judge(s.guess_shape, same)}, values ${judge(s.guess_values, equal)}.`;
}

/** @param {State} s @param {{update: (values: A.Matrix, marks: import("./grid.js").Marks, title: string) => void}} gram @param {HTMLElement} why */
function drawGram(s, gram, why) {
  const W = A.kernelMatrix(s.K, A.shape(s.X), params(s));
  const G = A.product(A.transpose(W), W);
  /** @type {import("./grid.js").Marks} */
  const marks = {};
  A.each(G, (v, i, j) => {
    if (v === 0) mark(marks, i, j, "zero");
  });
  gram.update(G, marks, "W transposed times W");
  const identity = A.distance(G, A.matrix(G.length, G.length, (i, j) => Number(i === j))) < 1e-9;
  const r = A.rank(G);
  write(why, `vec(Z) = WᵀW·vec(X), on the grid of X. ` + (identity
    ? "Here WᵀW is the identity, so Z = X for every X."
    : r < G.length
      ? `W has ${W.length} rows, so WᵀW has rank ${r}, less than the ${G.length} elements of X: no such kernel can give back every X. Information is lost on the way to Y.`
      : "WᵀW has full rank but is not the identity: Y still holds all of X, and the transpose mixes it. The transpose is not the inverse."));
}
