// Which questions are drawn, and what is entered in them, until others are drawn.
import * as storage from "../ui/storage.ts";
import type { Question } from "./check.ts";
import { type Answer, isAnswer } from "./keep.ts";

export const MOST = 20;

/** An answer, and whether the first one was right. */
export type Tried = Answer & { first: boolean };

/** The names of the questions of a draw, in the page's order, and the answers by these names. */
export type Quiz = { drawn: string[]; answers: Record<string, Tried> };

export const keyOf = (page: string) => `d2l-quiz:${page}`;

/** The kind of a question, of which a page has several: its name up to the number. */
const kindOf = (name: string) => name.replace(/-\d+$/, "");

/** Draws questions, one of a kind. */
export function draw(names: string[], next: () => number): Quiz {
  const pick = <T>(from: T[]) => from.splice(Math.floor(next() * from.length), 1);
  const kinds = [...new Set(names.map(kindOf))];
  while (kinds.length > MOST) pick(kinds);
  const drawn = kinds.flatMap((kind) => pick(names.filter((name) => kindOf(name) === kind)));
  return { drawn, answers: {} };
}

function isQuiz(kept: unknown): kept is Quiz {
  if (typeof kept !== "object" || kept === null || !("drawn" in kept) || !("answers" in kept)) return false;
  const { drawn, answers } = kept;
  if (!Array.isArray(drawn) || typeof answers !== "object" || answers === null) return false;
  return Object.values(answers).every(
    (one: unknown) => isAnswer(one) && "first" in one && typeof one.first === "boolean",
  );
}

/** The draw to go on with: one that is begun and not done, of questions that are there; otherwise a new one. */
export function resume(page: string, names: string[], next: () => number): Quiz {
  const kept = storage.recall(keyOf(page));
  if (!isQuiz(kept) || !kept.drawn.every((name) => names.includes(name))) return draw(names, next);
  const { right } = score(kept);
  const begun = Object.keys(kept.answers).length > 0;
  return begun && right < kept.drawn.length ? kept : draw(names, next);
}

/** Adds an answer; what the first one was stays. */
export function answered(quiz: Quiz, { name }: Question, { entered, right }: Answer): Quiz {
  const before = quiz.answers[name];
  const tried = {
    entered,
    right: right || before?.right === true,
    first: before ? before.first : right,
  };
  return { drawn: quiz.drawn, answers: { ...quiz.answers, [name]: tried } };
}

/** How many answers are right, how many were at once, and which questions were missed at first. */
export function score({ drawn, answers }: Quiz) {
  const tried = drawn.filter((name) => answers[name]);
  return {
    all: drawn.length,
    tried: tried.length,
    right: tried.filter((name) => answers[name]?.right).length,
    first: tried.filter((name) => answers[name]?.first).length,
    missed: tried.filter((name) => !answers[name]?.first),
  };
}
