// Reasons against states, in words that can stand beside a field. "" means accepted.
import { convSize, type Matrix, type Params, transShape, type Window } from "../math/arithmetic.ts";
import { type Declared, figures, largest } from "../math/states.ts";
import type { State } from "./figure.ts";

const fits = (v: unknown) => Number.isFinite(v) && Math.abs(v as number) <= largest;

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function checkWhole({ label, low = 0, high = 0 }: Declared, value: unknown) {
  if (!Number.isInteger(value)) return `${label} must be a whole number`;
  const whole = value as number;
  return whole < low || whole > high ? `${label} must be from ${low} to ${high}` : "";
}

function checkArray({ label, side = 0 }: Declared, A: unknown) {
  if (!Array.isArray(A) || !A.every(Array.isArray)) return `${label} must have rows and columns`;
  const cols = A[0]?.length ?? 0;
  if (A.some((row) => row.length !== cols)) return `${label} must have rows of one length`;
  if (A.length < 1 || cols < 1 || A.length > side || cols > side) {
    return `${label} must have from 1 to ${side} rows and columns`;
  }
  return A.flat().every(fits) ? "" : `${label} must hold numbers of at most ${largest} either way`;
}

const checkChoice = ({ label, choices = [] }: Declared, value: unknown) =>
  choices.includes(value as string) ? "" : `${label} must be ${choices.filter(Boolean).join(" or ")}`;

const checkSwitch = ({ label }: Declared, value: unknown) =>
  typeof value === "boolean" ? "" : `${label} must be true or false`;

const checkAnswers = ({ label }: Declared, value: unknown) =>
  isTable(value) && Object.entries(value).every(([place, v]) => /^\d,\d$/.test(place) && fits(v))
    ? ""
    : `${label} must be numbers under their places`;

function checkTimes({ label, choices = [] }: Declared, value: unknown) {
  const fine = (row: unknown) =>
    isTable(row) &&
    choices.includes(row.form as string) &&
    Number.isFinite(row.seconds) &&
    Number(row.seconds) > 0;
  return Array.isArray(value) && value.every(fine)
    ? ""
    : `${label} must be a list of seconds for ${choices.join(", ")}`;
}

const KINDS: Record<string, (declared: Declared, value: unknown) => string> = {
  answers: checkAnswers,
  array: checkArray,
  choice: checkChoice,
  count: checkWhole,
  size: checkWhole,
  switch: checkSwitch,
  times: checkTimes,
};

/** What states.json decides of a figure; `together` says why values that are right by themselves do not fit. */
export function declared<S extends State>(figure: string, together: (s: S) => string = () => "") {
  const keys = Object.entries(figures[figure]);
  const initial = Object.fromEntries(keys.map(([key, one]) => [key, one.default])) as S;
  const check = (state: State) => {
    const reasons = keys.map(([key, one]) => KINDS[one.kind](one, state[key]));
    return reasons.find(Boolean) ?? together(state as S);
  };
  return { initial, check };
}

const sizeText = (rows: number, cols: number) => `${rows} × ${cols}`.replaceAll("-", "−");

export const checkOutputPadding = (p: Params) =>
  p.output_padding < Math.max(p.stride, p.dilation)
    ? ""
    : `output padding must be smaller than stride or dilation, and these are ${p.stride} and ${p.dilation}`;

/** Parameters of a transposed convolution of X with K. */
export function checkTrans(X: Matrix, K: Matrix, p: Params) {
  const [rows, cols] = transShape(X, K, p);
  return (
    checkOutputPadding(p) ||
    (rows < 1 || cols < 1 ? `nothing of Y would be left: ${sizeText(rows, cols)}` : "")
  );
}

/** Parameters of a cross-correlation of X with K. */
export function checkConv(X: Matrix, K: Matrix, p: Window) {
  const [rows, cols] = [convSize(X.length, K.length, p), convSize(X[0].length, K[0].length, p)];
  return rows < 1 || cols < 1 ? `the kernel does not fit: Y would be ${sizeText(rows, cols)}` : "";
}
