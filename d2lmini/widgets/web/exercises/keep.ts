// What a reader entered in a prediction, between visits.
import * as storage from "../ui/storage.ts";
import type { Question } from "./check.ts";

export type Kept = { entered: string[]; right: boolean };

const key = ({ page, name }: Question) => `d2l-predict:${page}#${name}`;

export function recall(question: Question): Kept | undefined {
  const kept = storage.recall(key(question));
  return isKept(kept) && kept.entered.length === question.answer.length ? kept : undefined;
}

export const keep = (question: Question, kept: Kept) => storage.keep(key(question), kept);

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== "object" || kept === null || !("entered" in kept) || !("right" in kept)) return false;
  const { entered, right } = kept;
  return typeof right === "boolean" && Array.isArray(entered) && entered.every((e) => typeof e === "string");
}
