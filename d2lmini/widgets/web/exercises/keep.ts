// What a reader entered stays in the reader's browser; where that is refused, nothing is kept.
import type { Question } from "./check.ts";

export type Kept = { entered: string[]; right: boolean };

const key = ({ page, name }: Question) => `d2l-predict:${page}#${name}`;

export function recall(question: Question): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(question)) ?? "null");
    return isKept(kept) && kept.entered.length === question.answer.length ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function keep(question: Question, kept: Kept) {
  try {
    localStorage.setItem(key(question), JSON.stringify(kept));
  } catch {
    // refused or full: the page works without
  }
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== "object" || kept === null || !("entered" in kept) || !("right" in kept)) return false;
  const { entered, right } = kept;
  return typeof right === "boolean" && Array.isArray(entered) && entered.every((e) => typeof e === "string");
}
