// Matrix: corr2d as W·vec(X), trans_conv as Wᵀ·vec(X), every entry linked to where it comes from.
import * as A from "./arithmetic.js";
import { checkConv, checkTrans, declared } from "./check.js";
import { mxnetArrays, mxnetConv, mxnetTransInto, torchArrays, torchConv, torchTrans } from "./code.js";
import { h, write } from "./dom.js";
import { choice, numberField } from "./fields.js";
import { createGrid } from "./grid.js";
import { linked } from "./links.js";
import { editable, shown } from "./panel.js";
import { figures, labelOf, most_entries } from "./state.js";
import { createWays, thirdWords } from "./ways.js";

/** @typedef {import("./types.js").State} State */
const PARAMS = ["stride", "padding", "output_padding", "dilation"];

/** Only the transposed convolution has output padding. @param {State} s @returns {A.Params} */
const params = (s) => ({ stride: s.stride, padding: s.padding, dilation: s.dilation, output_padding: s.transposed ? s.output_padding : 0 });

/** The shape of the larger array, which W multiplies. @param {State} s @returns {[number, number]} */
function largeShape(s) {
  if (!s.transposed) return A.shape(s.X);
  const p = params(s);
  return [A.transSize(s.X.length, s.K.length, p), A.transSize(s.X[0].length, s.K[0].length, p)];
}

/** W, or its transpose: the matrix that multiplies X. @param {State} s */
function matrixOf(s) {
  const W = A.kernelMatrix(s.K, largeShape(s), params(s));
  return s.transposed ? A.transpose(W) : W;
}

/** What the programs print. @param {State} s */
const matrices = (s) => [result(s), matrixOf(s)];

/** @param {State} s */
const result = (s) => (s.transposed ? A.transConv(s.X, s.K, params(s)) : A.corr2d(s.X, s.K, params(s)));

/** @param {State} s */
function fits(s) {
  const reason = s.transposed ? checkTrans(s) : checkConv(s);
  if (reason) return reason;
  // from the stride on, corr2d of an array of Y's shape would be larger than X
  if (s.output_padding >= s.stride) return `output padding must be smaller than the stride, ${s.stride}, or W would have more rows than X has cells`;
  const [rows, cols] = largeShape(s);
  const small = s.transposed ? s.X.length * s.X[0].length : result(s).flat().length;
  return rows * cols * small > most_entries
    ? `W would have ${rows * cols * small} entries, and at most ${most_entries} are drawn` : "";
}

/** @param {State} s */
function torch(s) {
  const call = s.transposed ? torchTrans("X", "K", params(s)) : torchConv("X", "K", params(s));
  return `${torchArrays({ X: s.X, K: s.K }, matrices(s))}

def operation(X):
    return ${call.replaceAll("\n", "\n    ")}

Y = operation(X)
# column j of the matrix is what the operation makes of the j-th unit array
units = torch.eye(X.numel(), dtype=X.dtype).reshape(-1, *X.shape)
M = torch.stack([operation(unit).flatten() for unit in units], 1)
print(Y)
print(M)
print(torch.equal((M @ X.flatten()).reshape(Y.shape), Y))
`;
}

/** @param {State} s */
function mxnet(s) {
  const p = params(s);
  const lines = s.transposed ? mxnetTransInto("Y", "X", "K", s.X, s.K, p) : `Y = ${mxnetConv("X", "K", s.K, p)}`;
  return `${mxnetArrays({ X: s.X, K: s.K }, matrices(s))}

def operation(X):
    ${lines.replaceAll("\n", "\n    ")}
    return Y

Y = operation(X)
# column j of the matrix is what the operation makes of the j-th unit array
units = np.eye(X.size, dtype="float64").reshape(-1, *X.shape)
M = np.stack([operation(unit).reshape(-1) for unit in units], 1)
print(Y)
print(M)
print(float(abs(np.dot(M, X.reshape(-1)).reshape(*Y.shape) - Y).max()) == 0)
`;
}

/** @type {import("./types.js").Widget} */
export const matrixWidget = {
  title: "Matrix: the same numbers from W and Wᵀ",
  lead: "Point at a cell of X, a tap of K, an entry of the matrix or a cell of Y, and see what it meets in the other three.",
  ...declared("Matrix", fits),
  code: (s) => ({ torch: torch(s), mxnet: mxnet(s) }),
  build,
};

/** @param {import("./mount.js").Context} ctx */
function build(ctx) {
  /** What X was in the other direction, so that switching there and back loses nothing. @type {Record<string, A.Matrix>} */
  const kept = {};
  const swap = (/** @type {boolean} */ transposed) => {
    const s = ctx.state();
    kept[String(s.transposed)] = s.X;
    const [rows, cols] = s.transposed ? largeShape(s) : A.shape(result(s));
    const old = kept[String(transposed)];
    const fits = old && old.length === rows && old[0].length === cols;
    const X = fits ? old : A.matrix(rows, cols, (i, j) => i * cols + j);
    const why = ctx.commit({ transposed, X });
    if (why) direction.update(String(s.transposed));
    ctx.say(why || `The matrix is now ${transposed ? "W transposed" : "W"}.`);
  };
  const direction = choice("Multiply by", [["false", "W: corr2d, forward"], ["true", "Wᵀ: trans_conv, the gradient"]], (v) => swap(v === "true"));
  const fields = PARAMS.map((key) => numberField(labelOf("Matrix", key), (v) => ctx.commit({ [key]: v })));
  ctx.bar.append(direction.element, ...fields.map((field) => field.element));
  const x = editable(ctx, figures.Matrix.X, "input", "x");
  const k = editable(ctx, figures.Matrix.K, "kernel", "k");
  const y = shown(ctx, "Y", "output", "y");
  const w = createGrid({ name: "W", caption: "matrix", tone: "w", small: true, onPoint: ctx.point });
  const heading = [h("b", {}, "W"), h("span", {})];
  w.caption.append(...heading);
  ctx.stage.append(x.grid.element, k.grid.element, y.element, w.element);
  const roles = h("table", {});
  const ways = createWays(ctx);
  ctx.stage.append(ways.element);
  ctx.add(h("div", { class: "scroll note" }, roles));

  return (/** @type {State} */ s) => {
    direction.update(String(s.transposed));
    PARAMS.forEach((key, i) => fields[i].update(s[key]));
    fields[PARAMS.indexOf("output_padding")].element.hidden = !s.transposed;
    x.size.update(...A.shape(s.X));
    k.size.update(...A.shape(s.K));
    const M = matrixOf(s);
    const Y = result(s);
    const at = ctx.pointed();
    const link = linked(s, M, Y, at && (at.name === "U" || at.name === "V") ? { ...at, name: "Y" } : at);
    const words = at?.name === "U" ? thirdWords(s, params(s), at.i, at.j) : link.words;
    x.grid.update(s.X, link.marks.X, "X input");
    k.grid.update(s.K, link.marks.K, "K kernel");
    y.update(Y, link.marks.Y, "Y output");
    write(heading[0], s.transposed ? "Wᵀ" : "W");
    write(heading[1], `${M.length} × ${M[0].length}: a row for each cell of Y, a column for each of X`);
    w.update(M, link.marks.W, s.transposed ? "W transposed" : "W");
    ways.update(s, params(s), M, Y, link.marks.Y);
    drawRoles(roles, s.transposed);
    ctx.explain(words, `Y is ${Y.length} by ${Y[0].length}. ${words}`);
  };
}

/** @param {HTMLTableElement} table @param {boolean} transposed */
function drawRoles(table, transposed) {
  const cell = (/** @type {string} */ text, /** @type {boolean} */ on) => h("td", on ? { class: "on" } : {}, on ? `▸ ${text}` : text);
  const row = (/** @type {string} */ name, /** @type {boolean} */ swapped) =>
    h("tr", {}, h("th", { scope: "row" }, name), cell(swapped ? "Wᵀ" : "W", swapped === transposed), cell(swapped ? "W" : "Wᵀ", swapped !== transposed));
  table.replaceChildren(
    h("thead", {}, h("tr", {}, ...["layer", "forward multiplies by", "gradient multiplies by"].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, row("convolution", false), row("transposed convolution", true)));
}
