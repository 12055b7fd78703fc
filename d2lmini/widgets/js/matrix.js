// Matrix: corr2d as W·vec(X), trans_conv as Wᵀ·vec(X), every entry linked to where it comes from.
import * as A from "./arithmetic.js";
import { checkConv, checkTrans } from "./check.js";
import { mxnetArrays, mxnetConv, mxnetTransInto, torchArrays, torchConv, torchTrans } from "./code.js";
import { h, write } from "./dom.js";
import { choice, numberField } from "./fields.js";
import { createGrid } from "./grid.js";
import { editable, mark, shown } from "./panel.js";
import { sum } from "./words.js";

/** @typedef {import("./types.js").State} State */
const MOST_ENTRIES = 1600;
const f = A.format;

/** @param {State} s @returns {A.Params} */
const params = (s) => ({ stride: s.stride, padding: s.padding, dilation: 1, output_padding: 0 });

/** The shape of the larger array, which W multiplies. @param {State} s @returns {[number, number]} */
function largeShape(s) {
  if (!s.transposed) return A.shape(s.X);
  const p = params(s);
  return [A.transSize(s.X.length, s.K.length, p), A.transSize(s.X[0].length, s.K[0].length, p)];
}

/** @param {State} s */
const result = (s) => (s.transposed ? A.transConv(s.X, s.K, params(s)) : A.corr2d(s.X, s.K, params(s)));

/** @param {State} s */
function check(s) {
  const full = { ...s, ...params(s) };
  const reason = typeof s.transposed !== "boolean" ? "transposed must be true or false" : s.transposed ? checkTrans(full) : checkConv(full);
  if (reason) return reason;
  const [rows, cols] = largeShape(s);
  const small = s.transposed ? s.X.length * s.X[0].length : result(s).flat().length;
  return rows * cols * small > MOST_ENTRIES
    ? `W would have ${rows * cols * small} entries, and at most ${MOST_ENTRIES} are drawn` : "";
}

/** @param {State} s */
function torch(s) {
  const Y = s.transposed ? torchTrans("X", "K", params(s)) : torchConv("X", "K", params(s));
  return `${torchArrays({ X: s.X, K: s.K })}
Y = ${Y}
# column j of the matrix is what the operation makes of the j-th unit array
E = torch.eye(X.numel(), dtype=X.dtype).reshape(-1, 1, *X.shape)
M = F.${s.transposed ? "conv_transpose2d" : "conv2d"}(E, K[None, None], stride=${s.stride}, padding=${s.padding}).flatten(1).T
print(Y)
print(M)
print(torch.equal((M @ X.flatten()).reshape(Y.shape), Y))
`;
}

/** @param {State} s */
function mxnet(s) {
  const p = params(s);
  const call = s.transposed ? mxnetTransInto("Y", "X", "K", s.X, s.K, p) : `Y = ${mxnetConv("X", "K", s.K, p)}`;
  return `${mxnetArrays({ X: s.X, K: s.K })}
${call}
# column j of the matrix is what the operation makes of the j-th unit array
E = np.eye(X.size, dtype="float64").reshape(-1, 1, *X.shape)
M = npx.${s.transposed ? "deconvolution" : "convolution"}(
    E, K[None, None], kernel=K.shape, num_filter=1, stride=(${s.stride}, ${s.stride}), pad=(${s.padding}, ${s.padding}), no_bias=True
).reshape(X.size, -1).T
print(Y)
print(M)
print(float(abs(np.dot(M, X.reshape(-1)).reshape(*Y.shape) - Y).max()) == 0)
`;
}

/** @type {import("./types.js").Widget} */
export const matrixWidget = {
  title: "Matrix: the same numbers from W and Wᵀ",
  lead: "Point at a cell of X, a tap of K, an entry of the matrix or a cell of Y, and see what it meets in the other three.",
  initial: { X: [[27, 37], [57, 67]], K: [[1, 2], [3, 4]], stride: 1, padding: 0, transposed: true },
  check,
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
  const stride = numberField("stride", (v) => ctx.commit({ stride: v }));
  const padding = numberField("padding", (v) => ctx.commit({ padding: v }));
  ctx.bar.append(direction.element, stride.element, padding.element);
  const x = editable(ctx, "X", "input", "x");
  const k = editable(ctx, "K", "kernel", "k");
  const y = shown(ctx, "Y", "output", "y");
  const w = createGrid({ name: "W", caption: "matrix", tone: "w", small: true, onPoint: ctx.point });
  const heading = [h("b", {}, "W"), h("span", {})];
  w.caption.append(...heading);
  ctx.stage.append(x.grid.element, k.grid.element, y.element, w.element);
  const roles = h("table", {});
  const agree = h("p", { class: "note", "data-agree": "" });
  ctx.add(agree, h("div", { class: "scroll note" }, roles));
  let before = "";

  return (/** @type {State} */ s) => {
    direction.update(String(s.transposed));
    stride.update(s.stride);
    padding.update(s.padding);
    x.size.update(...A.shape(s.X));
    k.size.update(...A.shape(s.K));
    const W = A.kernelMatrix(s.K, largeShape(s), params(s));
    const M = s.transposed ? A.transpose(W) : W;
    const Y = result(s);
    const link = linked(s, M, Y, ctx.pointed());
    x.grid.update(s.X, link.marks.X, "X input");
    k.grid.update(s.K, link.marks.K, "K kernel");
    y.update(Y, link.marks.Y, "Y output");
    write(heading[0], s.transposed ? "Wᵀ" : "W");
    write(heading[1], `${M.length} × ${M[0].length}: a row for each cell of Y, a column for each of X`);
    w.update(M, link.marks.W, s.transposed ? "W transposed" : "W");
    ctx.explain(link.words);
    write(agree, agreement(s, M, Y));
    drawRoles(roles, s.transposed);
    const summary = `Y is ${Y.length} by ${Y[0].length}. ${link.words}`;
    if (before && before !== summary) ctx.say(summary);
    before = summary;
  };
}

/** Which tap stands at row r, column c of the matrix. @param {State} s @param {A.Matrix} Y @param {number} r @param {number} c */
function tapAt(s, Y, r, c) {
  const [large, small] = s.transposed ? [r, c] : [c, r];
  const largeCols = s.transposed ? Y[0].length : s.X[0].length;
  const smallCols = s.transposed ? s.X[0].length : Y[0].length;
  const a = Math.floor(large / largeCols) + s.padding - Math.floor(small / smallCols) * s.stride;
  const b = (large % largeCols) + s.padding - (small % smallCols) * s.stride;
  return s.K[a]?.[b] === undefined ? null : { a, b };
}

/** @param {State} s @param {A.Matrix} M @param {A.Matrix} Y @param {import("./types.js").Cell | null} at */
function linked(s, M, Y, at) {
  const [xCols, yCols] = [s.X[0].length, Y[0].length];
  /** @type {Record<string, import("./grid.js").Marks>} */
  const marks = { X: {}, K: {}, Y: {}, W: {} };
  /** @type {{r: number, c: number, a: number, b: number}[]} */
  const entries = [];
  const wanted = (/** @type {number} */ r, /** @type {number} */ c, /** @type {{a: number, b: number}} */ tap) =>
    at?.name === "X" ? c === at.i * xCols + at.j
    : at?.name === "Y" ? r === at.i * yCols + at.j
    : at?.name === "K" ? tap.a === at.i && tap.b === at.j
    : at?.name === "W" && r === at.i && c === at.j;
  A.map(M, (v, r, c) => {
    const tap = tapAt(s, Y, r, c);
    if (!tap) mark(marks.W, r, c, "zero");
    else if (at && wanted(r, c, tap)) entries.push({ r, c, ...tap });
    return v;
  });
  if (at && marks[at.name]) mark(marks[at.name], at.i, at.j, "now");
  for (const { r, c, a, b } of entries) {
    mark(marks.W, r, c, "now");
    mark(marks.X, Math.floor(c / xCols), c % xCols, "hit");
    mark(marks.Y, Math.floor(r / yCols), r % yCols, "hit");
    mark(marks.K, a, b, "hit");
  }
  return { marks, words: linkWords(s, Y, at, entries) };
}

/**
 * @param {State} s @param {A.Matrix} Y @param {import("./types.js").Cell | null} at
 * @param {{r: number, c: number, a: number, b: number}[]} entries
 */
function linkWords(s, Y, at, entries) {
  const name = s.transposed ? "Wᵀ" : "W";
  const xAt = (/** @type {number} */ c) => `X[${Math.floor(c / s.X[0].length)},${c % s.X[0].length}]`;
  const yAt = (/** @type {number} */ r) => `Y[${Math.floor(r / Y[0].length)},${r % Y[0].length}]`;
  if (at?.name === "X") return `${xAt(at.i * s.X[0].length + at.j)} meets column ${at.i * s.X[0].length + at.j} of ${name}: it reaches ${entries.map((e) => yAt(e.r)).join(", ") || "no cell of Y"}.`;
  if (at?.name === "K") return `K[${at.i},${at.j}] stands ${entries.length} times in ${name}, once for every pair of X and Y it joins.`;
  if (at?.name === "Y") {
    const flat = s.X.flat();
    return `${yAt(at.i * Y[0].length + at.j)} is row ${at.i * Y[0].length + at.j} of ${name} times vec(X)\n= ${sum(entries.map((e) => [s.K[e.a][e.b], flat[e.c]]))}`;
  }
  if (at?.name === "W") {
    if (!entries.length) return `${name}[${at.i},${at.j}] is 0: no tap of K joins ${xAt(at.j)} to ${yAt(at.i)}.`;
    return `${name}[${at.i},${at.j}] = K[${entries[0].a},${entries[0].b}] = ${f(s.K[entries[0].a][entries[0].b])}: what ${xAt(at.j)} adds to ${yAt(at.i)}.`;
  }
  return s.transposed
    ? "Y = trans_conv(X, K), and vec(Y) = Wᵀ·vec(X), where W is the matrix of corr2d with K on arrays of Y's shape."
    : "Y = corr2d(X, K), and vec(Y) = W·vec(X).";
}

/** @param {State} s @param {A.Matrix} M @param {A.Matrix} Y */
function agreement(s, M, Y) {
  const product = A.reshape(A.product(M, s.X.flat().map((/** @type {number} */ v) => [v])).flat(), Y[0].length);
  /** @type {[string, A.Matrix][]} */
  const ways = [[s.transposed ? "Wᵀ·vec(X)" : "W·vec(X)", product]];
  if (s.transposed) ways.push(["zeros inserted, cross-correlated with the turned kernel", A.corr2d(A.insertZeros(s.X, s.K, params(s)).Z, A.flip(s.K))]);
  const verdict = ways.map(([name, other]) => {
    const apart = A.distance(Y, other);
    return apart < 1e-6 ? `✓ ${name} gives the same Y` : `✕ ${name} differs by ${f(apart)}`;
  });
  return [`Y by ${s.transposed ? "stamping" : "sliding the kernel"}`, ...verdict].join("; ") + ".";
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
