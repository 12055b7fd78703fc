// What runs of a program say: how the last one stands, its verdict and its prints.
import { useRef, useState } from "preact/hooks";
import type { Files } from "./interpreter.ts";
import { type End, run } from "./runner.ts";
import { headline, type Verdict } from "./verdict.tsx";

type Prints = Record<number, string>;
const BEFORE = -1; // what is printed before the first case

const ENDS: Record<Exclude<End, "done">, (why: string, index: number) => string> = {
  stopped: () => "Stopped.",
  late: (why, index) =>
    `Stopped after ${why}${index > BEFORE ? ` in case ${index + 1}` : ""}: a loop that does not end?`,
  fault: (why) => `The page cannot run Python: ${why}.`,
};

/** The runs of an exercise's programs; `passed` is called with a program that passes. */
export function useRun(exercise: string, files: Files, before: string, passed: (program: string) => void) {
  const [said, say] = useState("");
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [printed, setPrinted] = useState("");
  // "running", how a run ended without a verdict, or the verdict's status
  const [state, setState] = useState(before);
  const stop = useRef<() => void>(() => {});
  const running = state === "running";

  const finish = (how: End, why: string, found: Verdict | null, prints: Prints, index: number) => {
    setState(found?.status ?? how);
    const shown = found?.status === "failed" ? found.case : how === "done" ? 0 : index;
    setPrinted((prints[BEFORE] ?? "") + (shown > BEFORE ? (prints[shown] ?? "") : ""));
    setVerdict(found);
    say(how === "done" && found ? headline(found) : how === "done" ? "" : ENDS[how](why, index));
  };

  /** Forgets the last run. */
  const clear = (next: string, words: string) => {
    setVerdict(null);
    setPrinted("");
    setState(next);
    say(words);
  };

  const start = (program: string) => {
    if (running) return;
    let index = BEFORE;
    let found: Verdict | null = null;
    const prints: Prints = {};
    clear("running", "Running …");
    stop.current = run(
      { files, exercise, program },
      ({ kind, text }) => {
        if (kind === "case") index = Number(text);
        else if (kind === "print") prints[index] = (prints[index] ?? "") + text;
        else if (kind === "verdict") found = JSON.parse(text);
      },
      (how, why) => {
        const ended: Verdict | null = found;
        finish(how, why, ended, prints, index);
        if (isPassed(ended)) passed(program);
      },
    );
  };
  return { said, verdict, printed, state, running, start, stop: () => stop.current(), clear };
}

const isPassed = (verdict: Verdict | null) => verdict?.status === "passed";
