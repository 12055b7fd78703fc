// One exercise in a page: the editor, Run, Stop and Start over, and what the last run said.
import { useRef, useState } from "preact/hooks";
import { Editor } from "./editor.tsx";
import type { Files } from "./interpreter.ts";
import { type End, run } from "./runner.ts";
import { keep, kept } from "./shelf.ts";
import { Case, faultLine, headline, type Verdict } from "./verdict.tsx";

type Props = { name: string; title: string; starter: string; files: Files };
type Prints = Record<number, string>;
const BEFORE = -1; // what is printed before the first case

const ENDS: Record<Exclude<End, "done">, (why: string, index: number) => string> = {
  stopped: () => "Stopped.",
  late: (why, index) =>
    `Stopped after ${why}${index > BEFORE ? ` in case ${index + 1}` : ""}: a loop that does not end?`,
  fault: (why) => `The page cannot run Python: ${why}.`,
};

/** The names of a function's arguments, from its first line. */
const parameters = (starter: string) =>
  (
    starter
      .match(/def \w+\(([^)]*)\)/g)
      ?.at(-1)
      ?.match(/\(([^)]*)\)/)?.[1] ?? ""
  )
    .split(",")
    .map((p) => p.trim());

/** A reader's program, and what its last run said. */
function useRuns({ name, starter, files }: Props) {
  const [program, setProgram] = useState(() => kept(name)?.program ?? starter);
  const [done, setDone] = useState(() => kept(name)?.done ?? false);
  const [said, setSaid] = useState("");
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [printed, setPrinted] = useState("");
  // "running", how a run ended without a verdict, or the verdict's status
  const [state, setState] = useState<string>(done ? "passed" : "");
  const stop = useRef<() => void>(() => {});

  const write = (text: string) => {
    setProgram(text);
    keep(name, { program: text, done });
  };

  const finish = ({ how, why, found, prints, index }: Ended) => {
    setState(found?.status ?? how);
    const shown = found?.status === "failed" ? found.case : how === "done" ? 0 : index;
    setPrinted((prints[BEFORE] ?? "") + (shown > BEFORE ? (prints[shown] ?? "") : ""));
    setVerdict(found);
    setSaid(how === "done" && found ? headline(found) : how === "done" ? "" : ENDS[how](why, index));
    if (found?.status !== "passed") return;
    setDone(true);
    keep(name, { program, done: true });
  };

  const start = () => {
    if (state === "running") return;
    setState("running");
    setVerdict(null);
    setPrinted("");
    setSaid("Running …");
    stop.current = listened({ files, exercise: name, program }, finish);
  };

  const again = () => {
    setProgram(starter);
    setVerdict(null);
    setPrinted("");
    setDone(false);
    setState("");
    setSaid("The program is as it was at first.");
    keep(name, null);
  };
  return { program, done, said, verdict, printed, state, stop: () => stop.current(), write, start, again };
}

type Ended = { how: End; why: string; found: Verdict | null; prints: Prints; index: number };

/** Runs a program and gathers what it prints in each case; returns what stops it. */
function listened(job: Parameters<typeof run>[0], finish: (ended: Ended) => void) {
  let index = BEFORE;
  let found: Verdict | null = null;
  const prints: Prints = {};
  return run(
    job,
    ({ kind, text }) => {
      if (kind === "case") index = Number(text);
      else if (kind === "print") prints[index] = (prints[index] ?? "") + text;
      else if (kind === "verdict") found = JSON.parse(text);
    },
    (how, why) => finish({ how, why, found, prints, index }),
  );
}

export function Panel(props: Props) {
  const { title, starter } = props;
  const { program, done, said, verdict, printed, state, stop, write, start, again } = useRuns(props);
  const running = state === "running";

  return (
    <div class="d2l d2l-code" data-state={state}>
      <Editor
        label={`Program: ${title}`}
        text={program}
        marked={faultLine(verdict)}
        write={write}
        run={start}
      />
      <div class="buttons">
        <button type="button" class="main" onClick={running ? stop : start}>
          {running ? "Stop" : "Run"}
        </button>
        <button
          type="button"
          onClick={again}
          aria-disabled={running || program === starter}
          disabled={running}
        >
          Start over
        </button>
        {done && <span class="done">✓ done</span>}
      </div>
      <p class="said" role="status">
        {said}
      </p>
      {verdict && <Case verdict={verdict} names={parameters(starter)} />}
      {printed && (
        <pre class="printed" tabIndex={0} aria-label="printed">
          {printed}
        </pre>
      )}
    </div>
  );
}
