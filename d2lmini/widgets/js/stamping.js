// Stamping: X[i,j]·K added into Y one element of X after the other, and the same Y read as a
// stride-1 cross-correlation over X with zeros inserted.
import * as A from "./arithmetic.js";
import { checkTrans, declared } from "./check.js";
import { mxnetArrays, mxnetTransInto, torchArrays, torchTrans } from "./code.js";
import { h, write } from "./dom.js";
import { choice, numberField, toggle } from "./fields.js";
import { createGrid } from "./grid.js";
import { editable } from "./panel.js";
import { figures, labelOf } from "./state.js";
import { croppedWords, directWords, params, stampsView, stepsDone, zerosView } from "./readings.js";
import { createTransport } from "./transport.js";

/** @typedef {import("./types.js").State} State */

const PARAMS = ["stride", "padding", "output_padding", "dilation"];
const f = A.format;

/** @type {import("./types.js").Widget} */
export const stamping = {
  title: "Stamping: how X and K make Y",
  lead: "Change any number of X or K. Step through the stamps, or point at a cell to see where it goes or comes from.",
  ...declared("Stamping", checkTrans),
  code: (s) => ({
    torch: `${torchArrays({ X: s.X, K: s.K }, [A.transConv(s.X, s.K, params(s))])}\nY = ${torchTrans("X", "K", s)}\nprint(Y)\n`,
    mxnet: `${mxnetArrays({ X: s.X, K: s.K }, [A.transConv(s.X, s.K, params(s))])}\n${mxnetTransInto("Y", "X", "K", s.X, s.K, s)}\nprint(Y)\n`,
  }),
  build,
};

/** @param {import("./mount.js").Context} ctx */
function build(ctx) {
  const fields = PARAMS.map((key) => numberField(labelOf("Stamping", key), (v) => ctx.commit({ [key]: v, step: -1 })));
  const reading = choice("Read Y as", [["stamps", "stamps added up"], ["zeros", "zeros inserted, then cross-correlated"]],
    (value) => ctx.commit({ reading: value, step: -1 }));
  const all = toggle("Show every intermediate array", (on) => ctx.commit({ show_all: on }));
  ctx.bar.append(...fields.map((field) => field.element), reading.element, all.element);

  const x = editable(ctx, figures.Stamping.X, "input", "x");
  const k = editable(ctx, figures.Stamping.K, "kernel", "k");
  let cropped = 0;
  const z = createGrid({ name: "Z", caption: "Z: X with zeros inserted", tone: "x", onPoint: ctx.point });
  const flipped = createGrid({ name: "F", caption: "K turned by 180°", tone: "k", onPoint: ctx.point });
  const canvas = createGrid({
    name: "Y", caption: "Y output", tone: "y", onPoint: ctx.point,
    nameOf: (i, j) => `Y[${f(i - cropped)},${f(j - cropped)}]`,
  });
  canvas.caption.append(h("b", {}, "Y"), h("span", {}, "output"));
  ctx.stage.append(x.grid.element, k.grid.element, z.element, flipped.element, canvas.element);
  const transport = createTransport(ctx);
  ctx.bar.after(transport.element);
  const parts = h("div", { class: "parts" });
  const note = h("p", { class: "note" });
  ctx.add(parts, note);

  return (/** @type {State} */ s) => {
    const p = params(s);
    const zeros = s.reading === "zeros";
    cropped = zeros ? 0 : p.padding;
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
    write(note, zeros ? directWords(s) : croppedWords(s));
    drawParts(parts, s);
    const [rows, cols] = A.shape(A.transConv(s.X, s.K, p));
    ctx.explain(view.words, `Y is ${rows} by ${cols}. ${view.words}`);
  };
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
