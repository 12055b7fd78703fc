// Shapes: a convolution's output size and the way back, and which input sizes fall onto one output.
import { convSize, format as f, transSize } from "./arithmetic.js";
import { checkOutputPadding, declared } from "./check.js";
import { h, write } from "./dom.js";
import { numberField } from "./fields.js";
import { figures } from "./state.js";

/** @typedef {import("./types.js").State} State */

const FIELDS = Object.entries(figures.Shapes);

/** @param {State} s */
const params = (s) => ({ stride: s.stride, padding: s.padding, dilation: s.dilation, output_padding: s.output_padding });

/** @param {State} s @param {number} n */
const forth = (s, n) => convSize(n, s.kernel, params(s));

/** @param {State} s @param {number} o @param {number} more */
const back = (s, o, more) => transSize(o, s.kernel, { ...params(s), output_padding: more });

/** @param {State} s */
function fits(s) {
  const reason = checkOutputPadding(params(s));
  if (reason) return reason;
  const o = forth(s, s.n);
  if (o < 1) return `the kernel does not fit: the convolution's output would have size ${f(o)}`;
  const size = back(s, o, s.output_padding);
  return size < 1 ? `the way back would have size ${f(size)}` : "";
}

/** @type {import("./types.js").Widget} */
export const shapes = {
  title: "Shapes: there and back",
  lead: "A convolution takes several input sizes to one output size. The output padding says which of them to come back to.",
  ...declared("Shapes", fits),
  code: (s) => ({
    torch: `import torch
from torch import nn

X = torch.zeros(1, 1, ${s.n}, ${s.n})
conv = nn.Conv2d(1, 1, ${s.kernel}, stride=${s.stride}, padding=${s.padding}, dilation=${s.dilation})
tconv = nn.ConvTranspose2d(1, 1, ${s.kernel}, stride=${s.stride}, padding=${s.padding}, output_padding=${s.output_padding}, dilation=${s.dilation})
print(conv(X).shape[-1], tconv(conv(X)).shape[-1])
`,
    mxnet: `from mxnet import np, npx

npx.set_np()
X, K = np.zeros((1, 1, ${s.n}, ${s.n})), np.zeros((1, 1, ${s.kernel}, ${s.kernel}))
shared = dict(kernel=(${s.kernel}, ${s.kernel}), num_filter=1, no_bias=True, dilate=(${s.dilation}, ${s.dilation}), stride=(${s.stride}, ${s.stride}))
Y = npx.convolution(X, K, pad=(${s.padding}, ${s.padding}), **shared)
# without padding, then cropped and extended by hand: MXNet takes output padding below the stride only
Z = npx.deconvolution(Y, K, **shared)
print(Y.shape[-1], Z.shape[-1] - 2 * ${s.padding} + ${s.output_padding})
`,
  }),
  build,
};

/** @param {import("./mount.js").Context} ctx */
function build(ctx) {
  const fields = FIELDS.map(([key, { label }]) => numberField(label, (v) => ctx.commit({ [key]: v })));
  ctx.bar.append(...fields.map((field) => field.element));
  const sizes = h("div", { class: "sizes" });
  const body = h("tbody", {});
  const head = ["input size", "output size", "back again", "output padding that gives the input size"];
  const table = h("table", {}, h("caption", { class: "sr" }, "Input sizes around the chosen one"),
    h("thead", {}, h("tr", {}, ...head.map((text) => h("th", { scope: "col" }, text)))), body);
  ctx.stage.append(h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "input sizes and output sizes" }, table));
  ctx.stage.before(sizes);
  const note = h("p", { class: "note" });
  ctx.add(note);

  return (/** @type {State} */ s) => {
    FIELDS.forEach(([key], i) => fields[i].update(s[key]));
    const o = forth(s, s.n);
    const size = back(s, o, s.output_padding);
    drawSizes(sizes, s, o, size);
    drawRows(body, s, o);
    const group = collapsing(s, o);
    const base = back(s, o, 0);
    const words = `${s.n} → ${o} → ${size}. ${size === s.n ? "The input size is back." : `Output padding ${s.n - base} would bring ${s.n} back${s.n - base < Math.max(s.stride, s.dilation) && s.n >= base ? "" : ", which is not allowed"}.`} ` +
      (group.length > 1 ? `Sizes ${group.join(", ")} all give ${o}.` : `Only ${s.n} gives ${o}.`);
    ctx.explain(words);
    write(note, `output = ⌊(${s.n} + 2·${s.padding} − ${s.dilation}·(${s.kernel} − 1) − 1) / ${s.stride}⌋ + 1 = ${o}; ` +
      `back = ${s.stride}·(${o} − 1) − 2·${s.padding} + ${s.dilation}·(${s.kernel} − 1) + 1 + ${s.output_padding} = ${size}.`);
  };
}

/** Every input size with this output size. @param {State} s @param {number} o */
function collapsing(s, o) {
  const base = back(s, o, 0);
  return Array.from({ length: s.stride }, (_, i) => base + i).filter((n) => n >= 1);
}

/** Bars to scale. @param {HTMLElement} place @param {State} s @param {number} o @param {number} size */
function drawSizes(place, s, o, size) {
  const most = Math.max(s.n, o, size);
  /** @type {[string, number, string][]} */
  const lines = [["input", s.n, "x"], ["after the convolution", o, "y"], ["back again", size, "x"]];
  place.replaceChildren(...lines.map(([label, n, tone]) =>
    h("div", { class: `size-line ${tone}` }, h("span", {}, `${label}: ${n}`), h("div", { class: "length", style: `width:${(100 * n) / most}%`, "aria-hidden": "true" }))));
}

/** @param {HTMLElement} body @param {State} s @param {number} o */
function drawRows(body, s, o) {
  const firstSize = Math.max(1, (collapsing(s, o)[0] ?? s.n) - 2);
  const rows = Array.from({ length: s.stride + 4 }, (_, i) => firstSize + i);
  if (!rows.includes(s.n)) rows.push(s.n);
  body.replaceChildren(...rows.filter((n) => forth(s, n) >= 1).map((n) => {
    const out = forth(s, n);
    const plain = back(s, out, 0);
    const needed = n - plain;
    const allowed = needed >= 0 && needed < Math.max(s.stride, s.dilation);
    return h("tr", out === o ? { class: "on" } : {}, h("th", { scope: "row" }, n === s.n ? `▸ ${n}` : String(n)), h("td", {}, String(out)), h("td", {}, f(plain)),
      h("td", {}, allowed ? String(needed) : `${f(needed)}: not allowed`));
  }));
}
