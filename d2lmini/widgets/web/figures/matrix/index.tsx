// Matrix: corr2d as W·vec(X), trans_conv as Wᵀ·vec(X), every entry linked to where it comes from.
import { useRef, useState } from "preact/hooks";
import { checkConv, checkTrans, declared } from "../../frame/check.ts";
import type { Figure, Ui } from "../../frame/figure.ts";
import { type Matrix, matrix, shape } from "../../math/arithmetic.ts";
import { most_entries } from "../../math/states.ts";
import { Choice, Picker } from "../../ui/controls.tsx";
import { Explain } from "../../ui/explain.tsx";
import { largestOf } from "../../ui/heat.ts";
import { Editable, Fields, MoreFields, Shown } from "../panel.tsx";
import { linked, thirdWords } from "./links.ts";
import { Folded, Product } from "./product.tsx";
import { program } from "./program.ts";
import { largeShape, type MatrixState, matrixOf, result } from "./state.ts";
import { agreement, type WayName, type Ways, waysTo } from "./ways.ts";

type ViewProps = { s: MatrixState; ui: Ui<MatrixState> };

function fits(s: MatrixState) {
  const reason = s.transposed ? checkTrans(s.X, s.K, s) : checkConv(s.X, s.K, s);
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
  const link = linked(M, { s, Y, at: ui.at });
  const ways = waysTo(s, M, Y);
  const [way, choose] = useState<WayName>("Y");
  const third = way === "U" && ui.at?.name === "Y" && ui.at;
  const words = third ? thirdWords(s, third.i, third.j) : link.words;
  const shared = { figure: "Matrix", s, ui };
  const { values } = ways[way];
  return (
    <>
      <Controls {...{ s, ui, ways, way, choose }} />
      <div class="stage">
        <div class="arrays">
          <Editable {...shared} name="X" caption="input" marks={link.marks.X} />
          <Editable {...shared} name="K" caption="kernel" marks={link.marks.K} />
          <Shown
            name="Y"
            caption="output"
            tone="y"
            small
            scale={largestOf(values)}
            values={values}
            marks={link.marks.Y}
            onPoint={ui.point}
          />
          <Folded transposed={s.transposed} M={M} X={s.X} link={link} />
        </div>
        <Product s={s} M={M} Y={Y} link={link} point={ui.point} />
      </div>
      <div class="dock">
        <Explain words={words} summary={`Y is ${Y.length} by ${Y[0].length}. ${words}`} say={ui.say} />
      </div>
      <p class="note" data-agree="">
        {`${agreement(ways)} ${roles(s.transposed)}`}
      </p>
    </>
  );
}

/** Which layer multiplies by which of the two, forward and for its gradient. */
const roles = (transposed: boolean) =>
  transposed
    ? "A transposed convolution multiplies by Wᵀ forward, a convolution for its gradient."
    : "A convolution multiplies by W forward, a transposed convolution for its gradient.";

const MORE = ["padding", "output_padding", "dilation"];

type ControlsProps = ViewProps & { ways: Ways; way: WayName; choose: (way: WayName) => void };

function Controls({ s, ui, ways, way, choose }: ControlsProps) {
  const names = Object.keys(ways) as WayName[];
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
      <Fields figure="Matrix" keys={["stride"]} s={s} ui={ui} />
      <MoreFields figure="Matrix" keys={MORE} s={s} ui={ui} hidden={s.transposed ? "" : "output_padding"}>
        <Picker
          label="Y by"
          texts={Object.values(ways).map((one) => one.name)}
          at={names.indexOf(way)}
          commit={(at) => choose(names[at])}
        />
      </MoreFields>
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
