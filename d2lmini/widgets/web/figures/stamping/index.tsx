// Stamping: X[i,j]·K added into Y one element of X after the other, and the same Y read as a
// stride-1 cross-correlation over X with zeros inserted, or as one over X for each phase.
import { useState } from "preact/hooks";
import { checkTrans, declared } from "../../frame/check.ts";
import type { Figure, Ui } from "../../frame/figure.ts";
import { stamp, transShape } from "../../math/arithmetic.ts";
import { format as f } from "../../math/words.ts";
import { Choice, Toggle } from "../../ui/controls.tsx";
import { Explain } from "../../ui/explain.tsx";
import { Grid } from "../../ui/grid.tsx";
import { largestOf } from "../../ui/heat.ts";
import { Steps } from "../../ui/steps.tsx";
import { Editable, Fields, MoreFields, Shown } from "../panel.tsx";
import { transPrograms } from "../program.ts";
import { directReading, directWords } from "./direct.ts";
import { Parts } from "./parts.tsx";
import {
  carriedStep,
  type Reading,
  type StampingState,
  sizeWords,
  stampsReading,
  stepCount,
  stepsDone,
} from "./readings.ts";

const isDirect = (s: StampingState) => s.reading !== "stamps";

type ViewProps = { s: StampingState; ui: Ui<StampingState> };

const program = (s: StampingState) => transPrograms(s.X, s.K, s);

function View({ s, ui }: ViewProps) {
  const direct = isDirect(s);
  const reading = direct ? directReading(s, ui.at) : stampsReading(s, ui.at);
  const [rows, cols] = transShape(s.X, s.K, s);
  const count = stepCount(s);
  return (
    <>
      <Controls s={s} ui={ui} />
      <Stage s={s} ui={ui} reading={reading} />
      {s.show_all && !direct && <Parts s={s} pairs={reading.pairs} point={ui.point} />}
      <div class="dock">
        <Steps
          done={stepsDone(s)}
          count={count}
          unit={direct ? "cells" : "stamps"}
          go={(done) => ui.set({ step: done >= count ? -1 : done })}
        />
        <Explain words={reading.words} summary={`Y is ${rows} by ${cols}. ${reading.words}`} say={ui.say} />
      </div>
      <p class="note">{direct ? directWords(s, reading.Z) : sizeWords(s)}</p>
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
        ["zeros", "zeros inserted"],
        ["phases", "phase by phase"],
      ]}
      value={s.reading}
      // cells are counted alike in two readings, stamps otherwise
      commit={(reading) => ui.set({ reading, step: [s.reading, reading].includes("stamps") ? -1 : s.step })}
    />
    <MoreFields figure="Stamping" keys={MORE} s={s} ui={ui} also={{ step: -1 }} changed={s.show_all}>
      <Toggle
        label="Show every intermediate array"
        on={s.show_all}
        commit={(show_all) => ui.set({ show_all })}
        hidden={isDirect(s)}
      />
    </MoreFields>
  </div>
);

function Stage({ s, ui, reading }: ViewProps & { reading: Reading }) {
  const direct = isDirect(s);
  const phases = s.reading === "phases";
  // what lies side by side in Z is as far apart in Y
  const pitch = phases ? s.stride : 1;
  const [picture, choose] = useState<boolean | null>(null);
  const { marks, Y, Z, F } = reading;
  // before the first stamp no number would be seen to do anything
  const edited = s.step === 0 ? { step: -1 } : {};
  const shared = { figure: "Stamping", s, ui, also: { step: -1 }, edited };
  const cropped = direct ? 0 : s.padding;
  const onCarry = (down: number, right: number) => ui.set({ step: carriedStep(s, down, right) });
  return (
    <div class={direct ? "stage five" : "stage"}>
      <Editable {...shared} name="X" caption="input" marks={marks.X} />
      <Editable {...shared} name="K" caption="kernel" marks={marks.K} />
      {direct && (
        <>
          <Grid
            name="F"
            title={`${phases ? "Sub-kernel" : "K"} turned by 180°`}
            tone="k"
            values={F}
            marks={marks.F}
            text={reading.weight}
            onPoint={ui.point}
          />
          <Grid
            name="Z"
            title={`Z: X with zeros ${phases ? "around it" : "inserted"}`}
            tone="x"
            scale={largestOf(Z)}
            chosen={[picture]}
            values={Z}
            marks={marks.Z}
            onPoint={ui.point}
            onCarry={(down, right) => onCarry(down * pitch, right * pitch)}
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
