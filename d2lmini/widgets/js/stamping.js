// Stamping: X[i,j]·K added into Y one element of X after the other, and the same Y read as a
// stride-1 cross-correlation over X with zeros inserted.
import * as A from "./arithmetic.js";
import { checkTrans, checkWhole, first } from "./check.js";
import { mxnetArrays, mxnetTransInto, torchArrays, torchTrans } from "./code.js";
import { h, put, uid, write } from "./dom.js";
import { button, choice, numberField, toggle } from "./fields.js";
import { createGrid } from "./grid.js";
import { editable, mark } from "./panel.js";
import { sum, writtenTerms } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./grid.js").Marks} Marks */

const PARAMS = ["stride", "padding", "output_padding", "dilation"];
const SECONDS_PER_STAMP = 0.9;
const f = A.format;

/** @param {State} s */
const params = (s) => /** @type {A.Params} */ (s);

/** Stamps in one reading, cells of Y in the other. @param {State} s */
function stepCount(s) {
  if (s.reading === "stamps") return s.X.length * s.X[0].length;
  return A.transSize(s.X.length, s.K.length, params(s)) * A.transSize(s.X[0].length, s.K[0].length, params(s));
}

/** @param {State} s @returns {number} steps done; -1 in the state stands for all of them */
const stepsDone = (s) => (s.step < 0 ? stepCount(s) : Math.min(s.step, stepCount(s)));

/** @type {import("./types.js").Widget} */
export const stamping = {
  title: "Stamping: how X and K make Y",
  lead: "Change any number of X or K. Step through the stamps, or point at a cell to see where it goes or comes from.",
  initial: {
    X: [[0, 1], [2, 3]], K: [[0, 1], [2, 3]], stride: 1, padding: 0, output_padding: 0, dilation: 1,
    step: -1, reading: "stamps", show_all: false,
  },
  check: (s) =>
    first(
      checkTrans(s),
      checkWhole("step", s.step, -1, 1024),
      s.reading === "stamps" || s.reading === "zeros" ? "" : "reading must be stamps or zeros",
    ),
  code: (s) => ({
    torch: `${torchArrays({ X: s.X, K: s.K })}\nY = ${torchTrans("X", "K", s)}\nprint(Y)\n`,
    mxnet: `${mxnetArrays({ X: s.X, K: s.K })}\n${mxnetTransInto("Y", "X", "K", s.X, s.K, s)}\nprint(Y)\n`,
  }),
  build,
};

/** @param {import("./mount.js").Context} ctx */
function build(ctx) {
  const fields = PARAMS.map((key) => numberField(key.replace("_", " "), (v) => ctx.commit({ [key]: v, step: -1 })));
  const reading = choice("Read Y as", [["stamps", "stamps added up"], ["zeros", "zeros inserted, then cross-correlated"]],
    (value) => ctx.commit({ reading: value, step: -1 }));
  const all = toggle("Show every intermediate array", (on) => ctx.commit({ show_all: on }));
  ctx.bar.append(...fields.map((field) => field.element), reading.element, all.element);

  const x = editable(ctx, "X", "input", "x");
  const k = editable(ctx, "K", "kernel", "k");
  let place = { top: 0, left: 0, padding: 0 };
  const z = createGrid({ name: "Z", caption: "Z: X with zeros inserted", tone: "x", onPoint: ctx.point });
  const flipped = createGrid({ name: "F", caption: "K turned by 180°", tone: "k", onPoint: ctx.point });
  const canvas = createGrid({
    name: "Y", caption: "Y output", tone: "y", onPoint: ctx.point,
    nameOf: (i, j) => `Y[${f(i - place.padding)},${f(j - place.padding)}]`,
  });
  canvas.caption.append(h("b", {}, "Y"), h("span", {}, "output"));
  ctx.stage.append(x.grid.element, k.grid.element, z.element, flipped.element, canvas.element);
  const transport = createTransport(ctx);
  ctx.stage.before(transport.element);
  const parts = h("div", { class: "parts" });
  const note = h("p", { class: "note" });
  ctx.add(parts, note);
  let before = "";

  return (/** @type {State} */ s) => {
    const p = params(s);
    const zeros = s.reading === "zeros";
    place = { ...place, padding: zeros ? 0 : p.padding };
    PARAMS.forEach((key, i) => fields[i].update(s[key]));
    reading.update(s.reading);
    all.update(s.show_all);
    all.element.hidden = zeros;
    transport.update(s);
    x.size.update(...A.shape(s.X));
    k.size.update(...A.shape(s.K));
    const view = zeros ? zerosView(s, ctx.pointed()) : stampsView(s, ctx.pointed());
    x.grid.update(s.X, view.marks.X, "X input");
    k.grid.update(s.K, view.marks.K, "K kernel");
    [z, flipped].forEach((grid) => (grid.element.hidden = !zeros));
    if (zeros) {
      z.update(view.Z, view.marks.Z);
      flipped.update(A.flip(s.K), view.marks.F);
    }
    canvas.update(view.Y, view.marks.Y, "Y output", view.text);
    ctx.explain(view.words);
    write(note, zeros ? directWords(s) : croppedWords(s));
    drawParts(parts, s);
    const [rows, cols] = A.shape(A.transConv(s.X, s.K, p));
    const summary = `Y is ${rows} by ${cols}. ${view.words}`;
    if (before && before !== summary) ctx.say(summary);
    before = summary;
  };
}

/** @param {import("./mount.js").Context} ctx */
function createTransport(ctx) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let timer = 0;
  const go = (/** @type {number} */ step) => {
    const count = stepCount(ctx.state());
    ctx.commit({ step: step >= count ? -1 : Math.max(0, step) });
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    write(play, "▶ Play");
  };
  const tick = () => {
    const s = ctx.state();
    go(stepsDone(s) + 1);
    if (ctx.state().step < 0) stop();
  };
  const start = () => {
    if (timer) return stop();
    if (still.matches) return go(Infinity);
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

/** @param {State} s @param {import("./types.js").Cell | null} at */
function stampsView(s, at) {
  const p = params(s);
  const done = stepsDone(s);
  const Y = A.stamp(s.X, s.K, p, done);
  const [rows, cols] = A.shape(A.transConv(s.X, s.K, p));
  /** @type {Record<string, Marks>} */
  const marks = { X: {}, K: {}, Y: {}, Z: {}, F: {} };
  A.map(Y, (v, i, j) => {
    const inside = i >= p.padding && i < p.padding + rows && j >= p.padding && j < p.padding + cols;
    if (!inside) mark(marks.Y, i, j, "cropped");
    else if (v === 0) mark(marks.Y, i, j, "zero");
    return v;
  });
  const words = pointStamps(s, at, done, marks) ?? stepStamps(s, done, marks);
  return { Y, Z: [[0]], marks, words, text: f };
}

/** @param {State} s @param {number} done @param {Record<string, Marks>} marks */
function stepStamps(s, done, marks) {
  const all = stepCount(s);
  if (done === all) return `All ${all} stamps are in. Point at a cell of X, K or Y to follow it.`;
  if (done === 0) return "Y starts as zeros. The next step stamps X[0,0]·K into it.";
  const i = Math.floor((done - 1) / s.X[0].length);
  const j = (done - 1) % s.X[0].length;
  return `Stamp ${done} of ${all}. ` + markStamp(s, i, j, marks);
}

/** @param {State} s @param {number} i @param {number} j @param {Record<string, Marks>} marks */
function markStamp(s, i, j, marks) {
  mark(marks.X, i, j, "now");
  A.map(s.K, (v, a, b) => {
    mark(marks.Y, i * s.stride + a * s.dilation, j * s.stride + b * s.dilation, "now");
    return v;
  });
  const [r, c] = [i * s.stride - s.padding, j * s.stride - s.padding];
  const block = s.K.map((/** @type {number[]} */ row) => row.map((v) => f(v * s.X[i][j])).join(" ")).join(" / ");
  return `X[${i},${j}]·K = ${f(s.X[i][j])}·K = (${block}), added with its corner at row ${f(r)}, column ${f(c)} of Y.`;
}

/**
 * @param {State} s @param {import("./types.js").Cell | null} at @param {number} done @param {Record<string, Marks>} marks
 * @returns {string | null}
 */
function pointStamps(s, at, done, marks) {
  const p = params(s);
  if (at?.name === "X" && s.X[at.i]?.[at.j] !== undefined) return markStamp(s, at.i, at.j, marks);
  if (at?.name === "K" && s.K[at.i]?.[at.j] !== undefined) {
    mark(marks.K, at.i, at.j, "now");
    A.map(s.X, (v, i, j) => {
      mark(marks.Y, i * p.stride + at.i * p.dilation, j * p.stride + at.j * p.dilation, "now");
      return v;
    });
    return `K[${at.i},${at.j}] = ${f(s.K[at.i][at.j])} multiplies every element of X once: X·${f(s.K[at.i][at.j])} lands on the ${s.X.length * s.X[0].length} marked cells.`;
  }
  if (at?.name !== "Y") return null;
  const [o, q] = [at.i - p.padding, at.j - p.padding];
  const found = A.terms(s.X, s.K, p, o, q).filter((t) => t.i * s.X[0].length + t.j < done);
  mark(marks.Y, at.i, at.j, "now");
  found.forEach((t) => {
    mark(marks.X, t.i, t.j, "hit");
    mark(marks.K, t.a, t.b, "hit");
  });
  const cropped = (marks.Y[`${at.i},${at.j}`] ?? []).includes("cropped");
  const name = cropped ? "This cell, which padding crops away," : `Y[${o},${q}]`;
  return writtenTerms(name, found, s.X, s.K);
}

/** @param {State} s @param {import("./types.js").Cell | null} at */
function zerosView(s, at) {
  const p = params(s);
  const { Z, top, left } = A.insertZeros(s.X, s.K, p);
  const Y = A.transConv(s.X, s.K, p);
  const [done, cols] = [stepsDone(s), Y[0].length];
  /** @type {Record<string, Marks>} */
  const marks = { X: {}, K: {}, Y: {}, Z: {}, F: {} };
  A.map(Z, (v, r, c) => {
    const i = (r - top) / p.stride;
    const j = (c - left) / p.stride;
    if (s.X[i]?.[j] === undefined) mark(marks.Z, r, c, "zero");
    else if (at && (at.name === "X" ? at.i === i && at.j === j : at.name === "Z" && at.i === r && at.j === c)) {
      mark(marks.Z, r, c, "now");
      mark(marks.X, i, j, "now");
    }
    return v;
  });
  const partly = done < stepCount(s) && done > 0;
  const cell = at?.name === "Y" ? at : partly ? { i: Math.floor((done - 1) / cols), j: (done - 1) % cols } : null;
  const text = (/** @type {number} */ v, /** @type {number} */ i, /** @type {number} */ j) => (i * cols + j < done ? f(v) : "");
  let words = `Each cell of Y is one window of Z, multiplied with the turned kernel and added up. Point at a cell of Y.`;
  if (cell && Y[cell.i]?.[cell.j] !== undefined) words = markWindow(s, Z, cell, marks);
  return { Y, Z, marks, words, text };
}

/** @param {State} s @param {A.Matrix} Z @param {{i: number, j: number}} cell @param {Record<string, Marks>} marks */
function markWindow(s, Z, cell, marks) {
  mark(marks.Y, cell.i, cell.j, "now");
  const products = A.flip(s.K).flatMap((row, a) =>
    row.map((k, b) => {
      const [r, c] = [cell.i + a * s.dilation, cell.j + b * s.dilation];
      mark(marks.Z, r, c, "now");
      mark(marks.F, a, b, "now");
      return [Z[r][c], k];
    }),
  );
  return `Y[${cell.i},${cell.j}] = ${sum(products)}`;
}

/** @param {State} s */
function directWords(s) {
  const { Z, top, left, bottom, right } = A.insertZeros(s.X, s.K, params(s));
  const gaps = s.stride - 1;
  const between = gaps ? `${gaps} zero${gaps > 1 ? "s" : ""} between neighbours (stride − 1)` : "nothing between neighbours (stride is 1)";
  return `The same Y from a direct convolution: input X with ${between} and a border of ${f(top)} above, ${f(left)} left, ${f(bottom)} below, ` +
    `${f(right)} right (dilation·(k − 1) − padding, plus output padding below and right; a negative border cuts), ${Z.length} × ${Z[0].length} in all; ` +
    `kernel K turned by 180°; stride 1, padding 0, dilation ${s.dilation}.`;
}

/** @param {State} s */
function croppedWords(s) {
  const side = (/** @type {string} */ axis, /** @type {number} */ n, /** @type {number} */ k) =>
    `${axis}: ${s.stride}·(${n} − 1) − 2·${s.padding} + ${s.dilation}·(${k} − 1) + 1 + ${s.output_padding} = ${A.transSize(n, k, params(s))}`;
  const crop = s.padding ? " Struck cells are what padding crops from every side." : "";
  return `Size of Y = stride·(n − 1) − 2·padding + dilation·(k − 1) + 1 + output padding; ` +
    `${side("rows", s.X.length, s.K.length)}; ${side("columns", s.X[0].length, s.K[0].length)}.${crop}`;
}

/** Every intermediate array side by side. @param {HTMLElement} parts @param {State} s */
function drawParts(parts, s) {
  parts.hidden = !s.show_all || s.reading !== "stamps";
  if (parts.hidden) return parts.replaceChildren();
  const [rows, cols] = A.canvasShape(s.X, s.K, params(s));
  const done = stepsDone(s);
  const size = `grid-template:repeat(${rows},1.65rem)/repeat(${cols},1.65rem);width:${cols * 1.65}rem`;
  const drawn = s.X.flatMap((/** @type {number[]} */ row, /** @type {number} */ i) =>
    row.map((v, j) => {
      const t = i * row.length + j + 1;
      const values = A.map(s.K, (k) => k * v);
      const cells = values.flatMap((line, a) =>
        line.map((w, b) => h("i", { style: `grid-area:${i * s.stride + a * s.dilation + 1}/${j * s.stride + b * s.dilation + 1}` }, f(w))));
      const label = `${t > 1 ? "+ " : ""}X[${i},${j}]·K = ${f(v)}·K`;
      const words = values.map((line) => line.map(f).join(" ")).join("; ");
      return h("div", { class: t === done && s.step >= 0 ? "part now" : "part" }, label,
        h("div", { role: "img", "aria-label": `${label}: ${words}`, style: size }, ...cells));
    }));
  parts.replaceChildren(...drawn);
}
