// Overlap: how many stamps reach each cell of Y, the cause of checkerboards.
import { declared } from "../frame/check.ts";
import type { Figure, Ui } from "../frame/figure.ts";
import { each, matrix } from "../math/arithmetic.ts";
import * as counts from "../math/counts.ts";
import { most_cells } from "../math/states.ts";
import { format as f } from "../math/words.ts";
import { Explain } from "../ui/explain.tsx";
import { type Marks, mark } from "../ui/grid.tsx";
import { Fields, Shown } from "./panel.tsx";

type OverlapState = { n: number; kernel: number; stride: number; layers: number };

const SHADES = 5;

const lineOf = (s: OverlapState) => counts.overlap(s.n, s.kernel, s.stride, s.layers);

function fits(s: OverlapState) {
  const side = lineOf(s).length;
  return side > most_cells
    ? `Y would be ${side} × ${side}, and at most ${most_cells} × ${most_cells} are drawn`
    : "";
}

const program = (s: OverlapState) => ({
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
});

function View({ s, ui }: { s: OverlapState; ui: Ui<OverlapState> }) {
  const line = lineOf(s);
  const Y = matrix(line.length, line.length, (i, j) => line[i] * line[j]);
  const [from, to] = counts.overlapInterior(s.n, s.kernel, s.stride, s.layers);
  const most = Math.max(...line) ** 2;
  const marks: Marks = {};
  each(Y, (v, i, j) => {
    mark(marks, i, j, `heat${Math.round((v / most) * SHADES)}`);
    if (Math.min(i, j) < from || Math.max(i, j) > to) mark(marks, i, j, "edge");
  });
  const ratio = counts.overlapRatio(s.kernel, s.stride, s.layers);
  let words = `Largest over smallest count: ${ratio === Infinity ? "no bound, some cells get none" : f(ratio)}.`;
  if (ui.at && Y[ui.at.i]?.[ui.at.j] !== undefined) {
    const { i, j } = ui.at;
    mark(marks, i, j, "now");
    const through = s.layers > 1 ? `, through ${s.layers} layers` : "";
    words = `Y[${i},${j}] = ${line[i]}·${line[j]} = ${Y[i][j]}: ${line[i]} along the rows times ${line[j]} along the columns${through}.`;
  }
  return (
    <>
      <div class="bar">
        <Fields figure="Overlap" keys={["kernel", "stride", "layers", "n"]} s={s} ui={ui} />
      </div>
      <div class="stage">
        <Shown
          name="Y"
          caption="stamps that reach each cell"
          title="Y, stamps that reach each cell"
          tone="y"
          small
          values={Y}
          marks={marks}
          onPoint={ui.point}
        />
      </div>
      <div class="dock">
        <Explain words={words} summary={`Y is ${line.length} by ${line.length}. ${words}`} say={ui.say} />
      </div>
      <p class="note" data-ratio="">
        {ratioWords(s, ratio)}
      </p>
      <p class="note">
        A more strongly coloured cell got more stamps. Struck cells lie within a border's reach, where counts
        fall off in any case; the ratio leaves them out.
      </p>
    </>
  );
}

function ratioWords(s: OverlapState, ratio: number) {
  const period = counts.overlapPeriod(s.kernel, s.stride, s.layers);
  const [most, least] = [Math.max(...period), Math.min(...period)];
  const repeated = `${period.slice(0, 16).join(", ")}${period.length > 16 ? ", …" : ""}`;
  const pattern = `Away from the borders one line repeats ${repeated}`;
  if (ratio === Infinity)
    return `${pattern}: the kernel is smaller than the stride, so some cells get no stamp at all.`;
  const even = ratio === 1 ? " Every cell gets as many: no checkerboard." : "";
  return `${pattern}; in two directions the counts go from ${least}² = ${least ** 2} to ${most}² = ${most ** 2}, a ratio of ${f(ratio)}.${even}`;
}

export const overlap: Figure<OverlapState> = {
  title: "Overlap: how many stamps reach each cell",
  lead: "X and K are all ones, so each cell of Y counts the stamps it got. Uneven counts are the checkerboard of generated images.",
  ...declared<OverlapState>("Overlap", fits),
  program,
  View,
};
