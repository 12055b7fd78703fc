// What a reader entered in a prediction, between visits.
import * as storage from "../ui/storage.ts";
import type { Question } from "./check.ts";

export type Answer = { entered: string[]; right: boolean };

const key = ({ page, name }: Question) => `d2l-predict:${page}#${name}`;

export function recall(question: Question): Answer | undefined {
  const kept = storage.recall(key(question));
  return isAnswer(kept) && kept.entered.length === question.answer.length ? kept : undefined;
}

/** Keeps what was entered. A question that was answered once stays done, whatever is tried afterwards. */
export function keep(question: Question, { entered, right }: Answer) {
  storage.keep(key(question), { entered, right: right || recall(question)?.right === true });
  document.dispatchEvent(new CustomEvent("d2l:done", { detail: { name: question.name } }));
}

export function isAnswer(kept: unknown): kept is Answer {
  if (typeof kept !== "object" || kept === null || !("entered" in kept) || !("right" in kept)) return false;
  const { entered, right } = kept;
  return typeof right === "boolean" && Array.isArray(entered) && entered.every((e) => typeof e === "string");
}
