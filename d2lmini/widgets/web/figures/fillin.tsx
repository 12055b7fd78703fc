// Fill in: the learner works out Y; each cell is checked, a hint shows its terms.
import { useRef, useState } from "preact/hooks";
import { without } from "../frame/address.ts";
import { declared } from "../frame/check.ts";
import type { Figure, Ui } from "../frame/figure.ts";
import * as A from "../math/arithmetic.ts";
import { slip } from "../math/slips.ts";
import { figures, largest_digit, levels } from "../math/states.ts";
import { format as f, writtenTerms } from "../math/words.ts";
import { Button, Choice, NumberField } from "../ui/controls.tsx";
import { Explain } from "../ui/explain.tsx";
import { Grid, type Marks, mark } from "../ui/grid.tsx";
import { keep, recall } from "../ui/storage.ts";
import { Shown } from "./panel.tsx";
import { transPrograms } from "./program.ts";

type FillInState = { seed: number; level: number; answers: Record<string, number> };
type ViewProps = { s: FillInState; ui: Ui<FillInState> };
type AllMarks = Record<"X" | "K" | "Y", Marks>;
type Exercise = { X: A.Matrix; K: A.Matrix; p: A.Params; Y: A.Matrix };

function exercise(s: FillInState): Exercise {
  const draw = A.random(s.seed * levels.length + s.level);
  const digit = () => Math.floor(draw() * (largest_digit + 1));
  const [X, K] = [A.matrix(2, 2, digit), A.matrix(2, 2, digit)];
  const p = levels[s.level - 1];
  return { X, K, p, Y: A.transConv(X, K, p) };
}

function program(s: FillInState) {
  const { X, K, p } = exercise(s);
  return transPrograms(X, K, p);
}

const isRight = (given: number, value: number) => Math.abs(given - value) < 1e-9;

/** Ticks and crosses on the cells of Y, and how many of each. */
function judged(s: FillInState, Y: A.Matrix) {
  const marks: Marks = {};
  let [right, wrong] = [0, 0];
  A.each(Y, (v, i, j) => {
    const given = s.answers[`${i},${j}`];
    if (given === undefined) return;
    const ok = isRight(given, v);
    mark(marks, i, j, ok ? "right" : "wrong");
    if (ok) right++;
    else wrong++;
  });
  return { marks, right, wrong };
}

/** The cell's slip, if it is a known one, and its terms in words, and marked. */
function hintAt(place: string, given: number | undefined, { X, K, p, Y }: Exercise, marks: AllMarks) {
  const [i, j] = place.split(",").map(Number);
  if (Y[i]?.[j] === undefined || (given !== undefined && isRight(given, Y[i][j]))) return "";
  mark(marks.Y, i, j, "hit");
  const found = A.terms(X, K, p, i, j);
  for (const t of found) {
    mark(marks.X, t.i, t.j, "hit");
    mark(marks.K, t.a, t.b, "hit");
  }
  const name = `Y[${i},${j}]`;
  const slipped = given === undefined ? "" : slip(X, K, p, [i, j], given);
  const said = slipped && `${f(given ?? 0)} in ${name}? ${slipped}.\n`;
  return `${said}Hint: ${found.length ? writtenTerms(name, found, X, K).split("\n")[0] : `no product reaches ${name}`}.`;
}

const KEPT = "d2l-fill-in";

/** Goes to another exercise with the answers that were left there, and leaves those of this one. */
function goTo(s: FillInState, ui: Ui<FillInState>, changes: Partial<FillInState>) {
  const known = recall(KEPT);
  const all: Record<string, unknown> = typeof known === "object" ? { ...known } : {};
  const next = { ...s, ...changes };
  const nameOf = (one: FillInState) => `${one.seed}.${one.level}`;
  const others = without(all, [nameOf(s)]);
  keep(KEPT, Object.keys(s.answers).length ? { ...others, [nameOf(s)]: s.answers } : others);
  const answers = (all[nameOf(next)] ?? {}) as FillInState["answers"];
  return ui.set({ ...changes, answers: ui.why({ answers }) ? {} : answers });
}

function View({ s, ui }: ViewProps) {
  const one = exercise(s);
  const { X, K, Y } = one;
  const last = useRef("0,0");
  const [hinted, setHinted] = useState({ seed: -1, level: 0, place: "" });
  const { marks, right, wrong } = judged(s, Y);
  const all: AllMarks = { X: {}, K: {}, Y: marks };
  const current = hinted.seed === s.seed && hinted.level === s.level;
  const hint = current ? hintAt(hinted.place, s.answers[hinted.place], one, all) : "";
  // the cell that is pointed at, unless another one is wrong and this is not
  const isWrong = (place: string) => marks[place]?.includes("wrong");
  const wanted = () =>
    isWrong(last.current) ? last.current : (Object.keys(marks).find(isWrong) ?? last.current);
  const cells = Y.flat().length;
  const done = right === cells;
  const score = `${right} of ${cells} cells right${wrong ? `, ${wrong} not yet` : ""}.${done ? " All right: well done." : ""}`;
  const task = `trans_conv(X, K), ${levels[s.level - 1].text}${s.level === 1 ? ", no padding" : ""}. Y is ${Y.length} × ${Y[0].length}.`;
  return (
    <>
      <Exercises s={s} ui={ui} />
      <div class="stage">
        <Shown name="X" caption="input" tone="x" values={X} marks={all.X} onPoint={ui.point} />
        <Shown name="K" caption="kernel" tone="k" values={K} marks={all.K} onPoint={ui.point} />
        <Answers s={s} ui={ui} Y={Y} marks={all.Y} last={last} />
      </div>
      <div class="dock">
        <Explain words={hint || task} summary={`${score} ${hint}`} say={ui.say} />
        <div class={`bar score${done ? " done" : ""}`}>
          {done ? (
            <Button main act={() => goTo(s, ui, { seed: (s.seed + 1) % (figures.FillIn.seed.high ?? 1) })}>
              Next exercise
            </Button>
          ) : (
            <Button act={() => setHinted({ seed: s.seed, level: s.level, place: wanted() })}>
              {wrong ? "What is wrong?" : "Hint for this cell"}
            </Button>
          )}
          <span class="lone">{score}</span>
        </div>
      </div>
    </>
  );
}

const Exercises = ({ s, ui }: ViewProps) => (
  <div class="bar">
    <Choice
      label="Level"
      choices={levels.map(({ text }, i): [string, string] => [String(i + 1), `${i + 1}: ${text}`])}
      value={String(s.level)}
      commit={(level) => goTo(s, ui, { level: Number(level) })}
    />
    <NumberField
      label={figures.FillIn.seed.label}
      value={s.seed}
      commit={(seed) => goTo(s, ui, { seed })}
      why={(seed) => ui.why({ seed })}
    />
  </div>
);

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
    digits
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
