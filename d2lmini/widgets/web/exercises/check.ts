// What is said of an entered answer; as `check` of d2lmini/predictions.py says it.
import { checkSettings, type Settings } from "./settings.ts";

export type Wrong = { value: number[]; feedback: string };
export type Question = {
  name: string;
  page: string;
  asks: "number" | "cells" | "shape" | "choice" | "settings";
  columns: number;
  options: string[]; // of a choice, whose answer is the index of one
  answer: number[];
  wrong: Wrong[];
  hint: string;
  settings?: Settings; // of a question for hyperparameters
};
export type Verdict = { said: "right" | "wrong" | "not attempted"; feedback: string };

const NUMBER = /^[-−+]?[0-9]+(\.[0-9]+)?$/;
const TOLERANCE = 1e-6; // between a typed number and a computed one

type Checked = Pick<Question, "answer" | "wrong" | "settings">;

export function check({ answer, wrong, settings }: Checked, entered: string[]): Verdict {
  const texts = entered.map((text) => text.trim());
  if (texts.length !== answer.length || !texts.every((text) => NUMBER.test(text)))
    return { said: "not attempted", feedback: "" };
  const numbers = texts.map((text) => Number(text.replace("−", "-")));
  if (settings) return checkSettings(settings, numbers);
  const close = (others: number[]) =>
    others.every((other, i) => Math.abs((numbers[i] ?? 0) - other) < TOLERANCE);
  if (close(answer)) return { said: "right", feedback: "" };
  return { said: "wrong", feedback: wrong.find(({ value }) => close(value))?.feedback ?? "" };
}
