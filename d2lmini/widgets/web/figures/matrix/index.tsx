// Matrix: corr2d as W·vec(X), trans_conv as Wᵀ·vec(X), every entry linked to where it comes from.
import { useRef } from "preact/hooks";
import { checkConv, checkTrans, declared } from "../../frame/check.ts";
import type { Figure, Ui } from "../../frame/figure.ts";
import { type Matrix, matrix, shape } from "../../math/arithmetic.ts";
import { most_entries } from "../../math/states.ts";
import { Choice } from "../../ui/controls.tsx";
import { Explain } from "../../ui/explain.tsx";
import { Editable, Fields, Shown } from "../panel.tsx";
import { linked, thirdWords } from "./links.ts";
import { Product } from "./product.tsx";
import { program } from "./program.ts";
import { largeShape, type MatrixState, matrixOf, params, result } from "./state.ts";
import { Ways } from "./ways.tsx";

type ViewProps = { s: MatrixState; ui: Ui<MatrixState> };

function fits(s: MatrixState) {
  const p = params(s);
  const reason = s.transposed ? checkTrans(s.X, s.K, p) : checkConv(s.X, s.K, p);
  if (reason) return reason;
  // from the stride on, corr2d of an array of Y's shape would be larger than X
  if (s.output_padding >= s.stride) {
    return `output padding must be smaller than the stride, ${s.stride}, or W would have more rows than X has cells`;
  }
  const entries = s.X.flat().length * result(s).flat().length;
  return entries > most_entries
    ? `W would have ${entries} entries, and at most ${most_entries} are drawn`
    : "";
}

function View({ s, ui }: ViewProps) {
  const M = matrixOf(s);
  const Y = result(s);
  const at = ui.at && "UV".includes(ui.at.name) ? { ...ui.at, name: "Y" } : ui.at;
  const link = linked(M, { s, Y, at });
  const words = ui.at?.name === "U" ? thirdWords(s, ui.at.i, ui.at.j) : link.words;
  const shared = { figure: "Matrix", s, ui };
  return (
    <>
      <Controls s={s} ui={ui} />
      <div class="stage">
        <Editable {...shared} name="X" caption="input" marks={link.marks.X} />
        <Editable {...shared} name="K" caption="kernel" marks={link.marks.K} />
        <Shown name="Y" caption="output" tone="y" values={Y} marks={link.marks.Y} onPoint={ui.point} />
        <Product s={s} M={M} Y={Y} link={link} point={ui.point} />
        <Ways s={s} M={M} Y={Y} marks={link.marks.Y} onPoint={ui.point} />
      </div>
      <div class="dock">
        <Explain words={words} summary={`Y is ${Y.length} by ${Y[0].length}. ${words}`} say={ui.say} />
      </div>
      <Roles transposed={s.transposed} />
    </>
  );
}

const PARAMS = ["stride", "padding", "output_padding", "dilation"];

function Controls({ s, ui }: ViewProps) {
  // what X was in the other direction, so that switching there and back loses nothing
  const kept = useRef<Record<string, Matrix>>({});
  const swapped = (direction: "true" | "false") => {
    const size = s.transposed ? largeShape(s) : shape(result(s));
    const old = kept.current[direction];
    const X = old && String(shape(old)) === String(size) ? old : matrix(...size, (i, j) => i * size[1] + j);
    return { transposed: direction === "true", X };
  };
  const swap = (direction: "true" | "false") => {
    const next = swapped(direction);
    kept.current[String(s.transposed)] = s.X;
    const { transposed } = next;
    const why = ui.set(next);
    ui.say(why || `The matrix is now ${transposed ? "W transposed" : "W"}.`);
  };
  return (
    <div class="bar">
      <Choice
        label="Multiply by"
        choices={[
          ["false", "W: corr2d, forward"],
          ["true", "Wᵀ: trans_conv, the gradient"],
        ]}
        value={s.transposed ? "true" : "false"}
        commit={swap}
        why={(direction) => ui.why(swapped(direction))}
      />
      <Fields figure="Matrix" keys={PARAMS} s={s} ui={ui} hidden={s.transposed ? "" : "output_padding"} />
    </div>
  );
}

/** Which layer multiplies by which of the two, forward and for its gradient. */
function Roles({ transposed }: { transposed: boolean }) {
  const cell = (text: string, on: boolean) => (
    <td class={on ? "on" : undefined}>{on ? `▸ ${text}` : text}</td>
  );
  const row = (name: string, swapped: boolean) => (
    <tr>
      <th scope="row">{name}</th>
      {cell(swapped ? "Wᵀ" : "W", swapped === transposed)}
      {cell(swapped ? "W" : "Wᵀ", swapped !== transposed)}
    </tr>
  );
  return (
    <div class="scroll note">
      <table>
        <thead>
          <tr>
            <th scope="col">layer</th>
            <th scope="col">forward multiplies by</th>
            <th scope="col">gradient multiplies by</th>
          </tr>
        </thead>
        <tbody>
          {row("convolution", false)}
          {row("transposed convolution", true)}
        </tbody>
      </table>
    </div>
  );
}

export const matrixFigure: Figure<MatrixState> = {
  title: "Matrix: the same numbers from W and Wᵀ",
  lead: "How often does each weight of K stand in the matrix, and where does it go when the matrix is transposed? Point at one, then choose the other matrix.",
  ...declared<MatrixState>("Matrix", fits),
  program,
  View,
};
