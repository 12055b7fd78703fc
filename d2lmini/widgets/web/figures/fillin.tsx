// Fill in: the learner works out Y; each cell is checked, a hint shows its terms.
import { useRef, useState } from "preact/hooks";
import { without } from "../frame/address.ts";
import { declared } from "../frame/check.ts";
import type { Figure, Ui } from "../frame/figure.ts";
import * as A from "../math/arithmetic.ts";
import { figures, largest_digit, levels } from "../math/states.ts";
import { format as f, writtenTerms } from "../math/words.ts";
import { Button, Choice, NumberField } from "../ui/controls.tsx";
import { Explain } from "../ui/explain.tsx";
import { Grid, type Marks, mark } from "../ui/grid.tsx";
import { Shown } from "./panel.tsx";
import { mxnetArrays, mxnetTransInto, torchArrays, torchTrans } from "./program.ts";

type FillInState = { seed: number; level: number; answers: Record<string, number> };
type Exercise = { X: A.Matrix; K: A.Matrix; p: A.Params; Y: A.Matrix };

function exercise(s: FillInState): Exercise {
  const draw = A.random(s.seed * levels.length + s.level);
  const digit = () => Math.floor(draw() * (largest_digit + 1));
  const [X, K] = [A.matrix(2, 2, digit), A.matrix(2, 2, digit)];
  const p = levels[s.level - 1];
  return { X, K, p, Y: A.transConv(X, K, p) };
}

function program(s: FillInState) {
  const { X, K, p, Y } = exercise(s);
  const mxnetY = mxnetTransInto("Y", { name: "X", value: X }, { name: "K", value: K }, p);
  return {
    torch: `${torchArrays({ X, K }, [Y])}\nY = ${torchTrans("X", "K", p)}\nprint(Y)\n`,
    mxnet: `${mxnetArrays({ X, K }, [Y])}\n${mxnetY}\nprint(Y)\n`,
  };
}

/** Ticks and crosses on the cells of Y, and how many of each. */
function judged(s: FillInState, Y: A.Matrix) {
  const marks: Marks = {};
  let [right, wrong] = [0, 0];
  A.each(Y, (v, i, j) => {
    const given = s.answers[`${i},${j}`];
    if (given === undefined) return;
    const ok = Math.abs(given - v) < 1e-9;
    mark(marks, i, j, ok ? "right" : "wrong");
    if (ok) right++;
    else wrong++;
  });
  return { marks, right, wrong };
}

/** The cell's terms in words, and marked. */
function hintAt(place: string, { X, K, p, Y }: Exercise, marks: Record<"X" | "K" | "Y", Marks>) {
  const [i, j] = place.split(",").map(Number);
  if (Y[i]?.[j] === undefined) return "";
  mark(marks.Y, i, j, "hit");
  const found = A.terms(X, K, p, i, j);
  for (const t of found) {
    mark(marks.X, t.i, t.j, "hit");
    mark(marks.K, t.a, t.b, "hit");
  }
  const name = `Y[${i},${j}]`;
  return `Hint: ${found.length ? writtenTerms(name, found, X, K).split("\n")[0] : `no product reaches ${name}`}.`;
}

function View({ s, ui }: { s: FillInState; ui: Ui<FillInState> }) {
  const one = exercise(s);
  const { X, K, Y } = one;
  const last = useRef("0,0");
  const [hinted, setHinted] = useState({ seed: -1, level: 0, place: "" });
  const { marks, right, wrong } = judged(s, Y);
  const all: Record<"X" | "K" | "Y", Marks> = { X: {}, K: {}, Y: marks };
  const hint = hinted.seed === s.seed && hinted.level === s.level ? hintAt(hinted.place, one, all) : "";
  const cells = Y.flat().length;
  const done = right === cells ? " All right: well done. Take the next exercise number or level." : "";
  const score = `${right} of ${cells} cells right${wrong ? `, ${wrong} not yet` : ""}.${done}`;
  const task = `trans_conv(X, K), ${levels[s.level - 1].text}${s.level === 1 ? ", no padding" : ""}. Y is ${Y.length} × ${Y[0].length}.`;
  return (
    <>
      <div class="bar">
        <Choice
          label="Level"
          choices={levels.map(({ text }, i): [string, string] => [String(i + 1), `${i + 1}: ${text}`])}
          value={String(s.level)}
          commit={(level) => ui.set({ level: Number(level), answers: {} })}
        />
        <NumberField
          label={figures.FillIn.seed.label}
          value={s.seed}
          commit={(seed) => ui.set({ seed, answers: {} })}
          why={(seed) => ui.why({ seed })}
        />
      </div>
      <Explain words={hint || task} summary={`${score} ${hint}`} say={ui.say} />
      <div class="stage">
        <Shown name="X" caption="input" tone="x" values={X} marks={all.X} onPoint={ui.point} />
        <Shown name="K" caption="kernel" tone="k" values={K} marks={all.K} onPoint={ui.point} />
        <Answers s={s} ui={ui} Y={Y} marks={all.Y} last={last} />
      </div>
      <div class="bar">
        <Button act={() => setHinted({ seed: s.seed, level: s.level, place: last.current })}>
          Hint for this cell
        </Button>
      </div>
      <p class="note">{score}</p>
    </>
  );
}

type AnswersProps = {
  s: FillInState;
  ui: Ui<FillInState>;
  Y: A.Matrix;
  marks: Marks;
  /** The cell that was pointed at last. */
  last: { current: string };
};

const Answers = ({ s, ui, Y, marks, last }: AnswersProps) => (
  <Grid
    name="Y"
    title="Y, yours to fill in"
    heading={
      <>
        <b>Y</b>
        <span>yours to fill in</span>
      </>
    }
    tone="y"
    values={Y}
    marks={marks}
    text={(_, i, j) => (s.answers[`${i},${j}`] === undefined ? "" : f(s.answers[`${i},${j}`]))}
    onEdit={(i, j, value) => ui.set({ answers: { ...s.answers, [`${i},${j}`]: value } })}
    onClear={(i, j) => ui.set({ answers: without(s.answers, [`${i},${j}`]) })}
    onPoint={(cell, now) => {
      if (cell) last.current = `${cell.i},${cell.j}`;
      ui.point(cell, now);
    }}
  />
);

export const fillIn: Figure<FillInState> = {
  title: "Fill in: work out Y yourself",
  lead: "Which products make each cell of Y? Type their sum: a right one gets a tick, a wrong one a cross.",
  ...declared<FillInState>("FillIn"),
  program,
  View,
};
