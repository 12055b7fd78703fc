// One exercise in a page: the editor, Run, Stop and Start over, and what the last run said.
import { useState } from "preact/hooks";
import { Editor } from "./editor.tsx";
import type { Files } from "./interpreter.ts";
import { Said } from "./said.tsx";
import { type Kept, keep, kept } from "./shelf.ts";
import { useRun } from "./use-run.ts";
import { faultLine } from "./verdict.tsx";

type Props = { name: string; title: string; starter: string; files: Files };

/** The reader's program, its run, and the way back from "Start over". */
function useProgram({ name, starter, files }: Props) {
  const [program, setProgram] = useState(() => kept(name)?.program ?? starter);
  const [done, setDone] = useState(() => kept(name)?.done ?? false);
  const [before, setBefore] = useState<Kept | null>(null); // what "Start over" has taken away
  const run = useRun(name, files, done ? "passed" : "", (passed) => {
    setDone(true);
    keep(name, { program: passed, done: true });
  });

  const write = (text: string) => {
    setProgram(text);
    setBefore(null);
    keep(name, { program: text, done });
  };

  const again = () => {
    if (program !== starter) setBefore({ program, done });
    setProgram(starter);
    setDone(false);
    run.clear("", "The program is as it was at first.");
    keep(name, null);
  };

  const undo = (back: Kept) => {
    setProgram(back.program);
    setDone(back.done);
    setBefore(null);
    run.clear(back.done ? "passed" : "", "Your program is back.");
    keep(name, back);
  };

  return { program, done, run, write, again, undo: before && (() => undo(before)) };
}

export function Panel(props: Props) {
  const { program, done, run, write, again, undo } = useProgram(props);
  return (
    <div class="d2l d2l-code" data-state={run.state}>
      <Editor
        label={`Program: ${props.title}`}
        text={program}
        marked={faultLine(run.verdict)}
        write={write}
        run={() => run.start(program)}
      />
      <div class="buttons">
        <button type="button" class="main" onClick={run.running ? run.stop : () => run.start(program)}>
          {run.running ? "Stop" : "Run"}
        </button>
        <button
          type="button"
          onClick={again}
          aria-disabled={run.running || program === props.starter}
          disabled={run.running}
        >
          Start over
        </button>
        {undo && (
          <button type="button" onClick={undo} disabled={run.running}>
            Undo
          </button>
        )}
        {done && <span class="done">✓ done</span>}
      </div>
      <Said run={run} />
    </div>
  );
}
