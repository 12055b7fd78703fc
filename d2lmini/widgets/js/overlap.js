// Overlap: how many stamps reach each cell of Y, the cause of checkerboards.
import * as A from "./arithmetic.js";
import { declared } from "./check.js";
import * as counts from "./counts.js";
import { write, h } from "./dom.js";
import { numberField } from "./fields.js";
import { mark, shown } from "./panel.js";
import { labelOf, most_cells } from "./state.js";

/** @typedef {import("./types.js").State} State */
const SHADES = 5;
const f = A.format;

/** @param {State} s */
const side = (s) => counts.overlap(s.n, s.kernel, s.stride, s.layers).length;

/** @param {State} s */
const fits = (s) =>
  side(s) > most_cells ? `Y would be ${side(s)} × ${side(s)}, and at most ${most_cells} × ${most_cells} are drawn` : "";

/** @type {import("./types.js").Widget} */
export const overlap = {
  title: "Overlap: how many stamps reach each cell",
  lead: "X and K are all ones, so each cell of Y counts the stamps it got. Uneven counts are the checkerboard of generated images.",
  ...declared("Overlap", fits),
  code: (s) => ({
    torch: `import torch
from torch.nn import functional as F

Y = torch.ones(1, 1, ${s.n}, ${s.n})
K = torch.ones(1, 1, ${s.kernel}, ${s.kernel})
for _ in range(${s.layers}):
    Y = F.conv_transpose2d(Y, K, stride=${s.stride})
torch.set_printoptions(threshold=10_000, linewidth=400)
print(Y[0, 0].int())
`,
    mxnet: `from mxnet import np, npx

npx.set_np()
Y = np.ones((1, 1, ${s.n}, ${s.n}))
K = np.ones((1, 1, ${s.kernel}, ${s.kernel}))
for _ in range(${s.layers}):
    Y = npx.deconvolution(Y, K, kernel=(${s.kernel}, ${s.kernel}), num_filter=1, stride=(${s.stride}, ${s.stride}), no_bias=True)
print(Y[0, 0].astype("int32").asnumpy().tolist())
`,
  }),
  build,
};

/** @param {import("./mount.js").Context} ctx */
function build(ctx) {
  const names = ["kernel", "stride", "layers", "n"];
  const fields = names.map((key) => numberField(labelOf("Overlap", key), (v) => ctx.commit({ [key]: v })));
  ctx.bar.append(...fields.map((field) => field.element));
  const y = shown(ctx, "Y", "stamps that reach each cell", "y", { small: true });
  ctx.stage.append(y.element);
  const key = h("p", { class: "note" }, "A more strongly coloured cell got more stamps. Struck cells lie within a border's reach, where counts fall off in any case; the ratio leaves them out.");
  const ratio = h("p", { class: "note", "data-ratio": "" });
  ctx.add(ratio, key);

  return (/** @type {State} */ s) => {
    names.forEach((name, i) => fields[i].update(s[name]));
    const line = counts.overlap(s.n, s.kernel, s.stride, s.layers);
    const Y = A.matrix(line.length, line.length, (i, j) => line[i] * line[j]);
    const [from, to] = counts.overlapInterior(s.n, s.kernel, s.stride, s.layers);
    const most = Math.max(...Y.flat());
    /** @type {import("./grid.js").Marks} */
    const marks = {};
    A.each(Y, (v, i, j) => {
      mark(marks, i, j, `heat${Math.round((v / most) * SHADES)}`);
      if (Math.min(i, j) < from || Math.max(i, j) > to) mark(marks, i, j, "edge");
    });
    const at = ctx.pointed();
    if (at && Y[at.i]?.[at.j] !== undefined) mark(marks, at.i, at.j, "now");
    y.update(Y, marks, "Y, stamps that reach each cell");
    const value = counts.overlapRatio(s.kernel, s.stride, s.layers);
    write(ratio, ratioWords(s, value));
    const words = at && Y[at.i]?.[at.j] !== undefined
      ? `Y[${at.i},${at.j}] = ${line[at.i]}·${line[at.j]} = ${Y[at.i][at.j]}: ${line[at.i]} along the rows times ${line[at.j]} along the columns${s.layers > 1 ? `, through ${s.layers} layers` : ""}.`
      : `Largest over smallest count: ${value === Infinity ? "no bound, some cells get none" : f(value)}.`;
    ctx.explain(words, `Y is ${line.length} by ${line.length}. ${words}`);
  };
}

/** @param {State} s @param {number} value */
function ratioWords(s, value) {
  const period = counts.overlapPeriod(s.kernel, s.stride, s.layers);
  const [most, least] = [Math.max(...period), Math.min(...period)];
  const pattern = `Away from the borders one line repeats ${period.slice(0, 16).join(", ")}${period.length > 16 ? ", …" : ""}`;
  if (value === Infinity) return `${pattern}: the kernel is smaller than the stride, so some cells get no stamp at all.`;
  const even = value === 1 ? " Every cell gets as many: no checkerboard." : "";
  return `${pattern}; in two directions the counts go from ${least}² = ${least ** 2} to ${most}² = ${most ** 2}, a ratio of ${f(value)}.${even}`;
}
