// Overlap: what a kernel's stamps add up to on a constant and on a ramp, the cause of checkerboards.
import { without } from "../../frame/address.ts";
import { declared } from "../../frame/check.ts";
import type { Figure, Ui } from "../../frame/figure.ts";
import { each, type Matrix, matrix, PLAIN, terms } from "../../math/arithmetic.ts";
import * as counts from "../../math/counts.ts";
import { most_cells } from "../../math/states.ts";
import { format as f } from "../../math/words.ts";
import { Button } from "../../ui/controls.tsx";
import { Explain } from "../../ui/explain.tsx";
import { type Cell, type Marks, mark } from "../../ui/grid.tsx";
import { largestOf } from "../../ui/heat.ts";
import type { Place } from "../../ui/moves.ts";
import { Fields, MoreFields, Shown } from "../panel.tsx";
import { Paint } from "./paint.tsx";
import { program } from "./program.ts";
import { isPainted, kernelOf, lineOf, type OverlapState, outputs } from "./state.ts";
import { ratioWords, wordsAt } from "./words.ts";

function fits(s: OverlapState) {
  const side = lineOf(s).length;
  return side > most_cells
    ? `Y would be ${side} × ${side}, and at most ${most_cells} × ${most_cells} are drawn`
    : "";
}

/** Marks where a border is near. */
function edges(s: OverlapState, Y: Matrix) {
  const [from, to] = counts.overlapInterior(s.n, s.kernel, s.stride, s.layers);
  const marks: Marks = {};
  each(Y, (_, i, j) => {
    if (Math.min(i, j) < from || Math.max(i, j) > to) mark(marks, i, j, "edge");
  });
  return marks;
}

/** Marks what belongs to the cell that is pointed at: the weights that landed there, or where a weight lands. */
function link(s: OverlapState, Y: Matrix, at: Cell | null, marks: Record<"K" | "Y" | "R", Marks>) {
  if (!at) return;
  const K = kernelOf(s);
  const inK = at.name === "K";
  if ((inK ? K : Y)[at.i]?.[at.j] === undefined) return;
  for (const name of inK ? (["K"] as const) : (["Y", "R"] as const)) mark(marks[name], at.i, at.j, "now");
  if (s.layers > 1) return;
  if (!inK) {
    for (const { a, b } of terms(matrix(s.n, s.n), K, { ...PLAIN, stride: s.stride }, at.i, at.j))
      mark(marks.K, a, b, "hit");
    return;
  }
  const meets = (i: number, j: number) => (i - at.i) % s.stride === 0 && (j - at.j) % s.stride === 0;
  each(K, (_, a, b) => {
    if (meets(a, b)) mark(marks.K, a, b, "hit");
  });
  each(Y, (_, i, j) => {
    if (meets(i, j) && !marks.Y[`${i},${j}`]?.includes("edge")) mark(marks.Y, i, j, "hit");
  });
}

function View({ s, ui }: { s: OverlapState; ui: Ui<OverlapState> }) {
  const { Y, R } = outputs(s);
  const marks = { K: {}, Y: edges(s, Y), R: edges(s, R) };
  link(s, Y, ui.at, marks);
  const ratio = counts.unevenness(counts.flatPeriod(kernelOf(s), s.stride, s.layers));
  const told = ratio === Infinity ? "no bound, some cells get none" : f(ratio);
  const what = isPainted(s) ? "output of the constant" : "count";
  const words = wordsAt(s, Y, R, ui.at) || `Largest over smallest ${what}: ${told}.`;
  const picture = { tone: "y", small: true, onPoint: ui.point };
  const counted = isPainted(s) ? "of a constant 1" : "stamps that reach each cell";
  return (
    <>
      <div class="bar">
        <Fields figure="Overlap" keys={["kernel", "stride"]} s={s} ui={ui} />
        <MoreFields figure="Overlap" keys={["layers", "n"]} s={s} ui={ui} />
      </div>
      <div class="stage pictures">
        <Kernel s={s} ui={ui} marks={marks.K} />
        <Shown {...picture} name="Y" caption={counted} scale={largestOf(Y)} values={Y} marks={marks.Y} />
        <Shown {...picture} name="R" caption="of a ramp" scale={largestOf(R)} values={R} marks={marks.R} />
      </div>
      <div class="dock">
        <Explain words={words} summary={`Y is ${Y.length} by ${Y.length}. ${words}`} say={ui.say} />
      </div>
      <p class="note" data-ratio="">
        {ratioWords(s)}
      </p>
    </>
  );
}

type KernelProps = { s: OverlapState; ui: Ui<OverlapState>; marks: Marks };

function Kernel({ s, ui, marks }: KernelProps) {
  const K = kernelOf(s);
  const set = ([a, b]: Place, weight: number) => {
    const others = without(s.weights, [`${a},${b}`]);
    ui.set({ weights: weight === 1 ? others : { ...others, [`${a},${b}`]: weight } });
  };
  return (
    <div class="kernel">
      <Paint values={K} set={set}>
        <Shown
          name="K"
          caption="press or drag"
          title="K, kernel: Enter raises a weight, a digit sets it"
          tone="k"
          small
          values={K}
          marks={marks}
          onPoint={ui.point}
        />
      </Paint>
      <Button off={isPainted(s) ? "" : "all weights are 1"} act={() => ui.set({ weights: {} })}>
        All ones
      </Button>
    </div>
  );
}

export const overlap: Figure<OverlapState> = {
  title: "Overlap: where stamps add up",
  lead: "Which kernels turn a constant input into an even output? Paint the weights of K, change its size, and look away from the borders.",
  ...declared<OverlapState>("Overlap", fits),
  program,
  View,
};
