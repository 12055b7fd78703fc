// Stamping: X[i,j]·K added into Y one element of X after the other, and the same Y read as a
// stride-1 cross-correlation over X with zeros inserted.
import { useState } from "preact/hooks";
import { checkTrans, declared } from "../../frame/check.ts";
import type { Figure, Ui } from "../../frame/figure.ts";
import { flip, stamp, transConv, transShape } from "../../math/arithmetic.ts";
import { format as f } from "../../math/words.ts";
import { Choice, More, Toggle } from "../../ui/controls.tsx";
import { Explain } from "../../ui/explain.tsx";
import { Grid } from "../../ui/grid.tsx";
import { largestOf } from "../../ui/heat.ts";
import { Steps } from "../../ui/steps.tsx";
import { areDefault, Editable, Fields, Shown } from "../panel.tsx";
import { mxnetArrays, mxnetTransInto, torchArrays, torchTrans } from "../program.ts";
import { Parts } from "./parts.tsx";
import {
  carriedStep,
  directWords,
  type Reading,
  type StampingState,
  sizeWords,
  stampsReading,
  stepCount,
  stepsDone,
  zerosReading,
} from "./readings.ts";

type ViewProps = { s: StampingState; ui: Ui<StampingState> };

function program(s: StampingState) {
  const printed = [transConv(s.X, s.K, s)];
  const mxnetY = mxnetTransInto("Y", { name: "X", value: s.X }, { name: "K", value: s.K }, s);
  return {
    torch: `${torchArrays({ X: s.X, K: s.K }, printed)}\nY = ${torchTrans("X", "K", s)}\nprint(Y)\n`,
    mxnet: `${mxnetArrays({ X: s.X, K: s.K }, printed)}\n${mxnetY}\nprint(Y)\n`,
  };
}

function View({ s, ui }: ViewProps) {
  const zeros = s.reading === "zeros";
  const reading = zeros ? zerosReading(s, ui.at) : stampsReading(s, ui.at);
  const [rows, cols] = transShape(s.X, s.K, s);
  const count = stepCount(s);
  return (
    <>
      <Controls s={s} ui={ui} />
      <Stage s={s} ui={ui} reading={reading} />
      {s.show_all && !zeros && <Parts s={s} pairs={reading.pairs} point={ui.point} />}
      <div class="dock">
        <Steps
          done={stepsDone(s)}
          count={count}
          unit={zeros ? "cells" : "stamps"}
          go={(done) => ui.set({ step: done >= count ? -1 : done })}
        />
        <Explain words={reading.words} summary={`Y is ${rows} by ${cols}. ${reading.words}`} say={ui.say} />
      </div>
      <p class="note">{zeros ? directWords(s) : sizeWords(s)}</p>
    </>
  );
}

const MORE = ["padding", "output_padding", "dilation"];

const Controls = ({ s, ui }: ViewProps) => (
  <div class="bar">
    <Fields figure="Stamping" keys={["stride"]} s={s} ui={ui} also={{ step: -1 }} />
    <Choice
      label="Read Y as"
      choices={[
        ["stamps", "stamps added up"],
        ["zeros", "zeros inserted, then cross-correlated"],
      ]}
      value={s.reading}
      commit={(reading) => ui.set({ reading, step: -1 })}
    />
    <More changed={s.show_all || !areDefault("Stamping", MORE, s)}>
      <Fields figure="Stamping" keys={MORE} s={s} ui={ui} also={{ step: -1 }} />
      <Toggle
        label="Show every intermediate array"
        on={s.show_all}
        commit={(show_all) => ui.set({ show_all })}
        hidden={s.reading === "zeros"}
      />
    </More>
  </div>
);

function Stage({ s, ui, reading }: ViewProps & { reading: Reading }) {
  const zeros = s.reading === "zeros";
  const [picture, choose] = useState<boolean | null>(null);
  const { marks, Y, Z } = reading;
  // before the first stamp no number would be seen to do anything
  const edited = s.step === 0 ? { step: -1 } : {};
  const shared = { figure: "Stamping", s, ui, also: { step: -1 }, edited };
  const cropped = zeros ? 0 : s.padding;
  const onCarry = (down: number, right: number) => ui.set({ step: carriedStep(s, down, right) });
  return (
    <div class={zeros ? "stage five" : "stage"}>
      <Editable {...shared} name="X" caption="input" marks={marks.X} />
      <Editable {...shared} name="K" caption="kernel" marks={marks.K} />
      {zeros && (
        <>
          <Grid
            name="F"
            title="K turned by 180°"
            tone="k"
            values={flip(s.K)}
            marks={marks.F}
            onPoint={ui.point}
          />
          <Grid
            name="Z"
            title="Z: X with zeros inserted"
            tone="x"
            scale={largestOf(Z)}
            chosen={[picture]}
            values={Z}
            marks={marks.Z}
            onPoint={ui.point}
            onCarry={onCarry}
          />
        </>
      )}
      <Shown
        name="Y"
        caption="output"
        tone="y"
        scale={largestOf(stamp(s.X, s.K, s))}
        chosen={[picture, choose]}
        values={Y}
        marks={marks.Y}
        text={reading.text}
        nameOf={(i, j) => `Y[${f(i - cropped)},${f(j - cropped)}]`}
        onPoint={ui.point}
        onCarry={onCarry}
      />
    </div>
  );
}

export const stamping: Figure<StampingState> = {
  title: "Stamping: how X and K make Y",
  lead: "Which cells of Y does more than one stamp reach? Step through or drag the stamp over Y, and see; then change X or K, or point at a cell.",
  ...declared<StampingState>("Stamping", (s) => checkTrans(s.X, s.K, s)),
  program,
  View,
};
