// What is said of the last run, with the case that failed and what was printed.
import type { useRun } from "./use-run.ts";
import { Case } from "./verdict.tsx";

type Props = { run: ReturnType<typeof useRun>; starter: string; more?: string };

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

export function Said({ run, starter, more = "" }: Props) {
  const { said, verdict, printed } = run;
  return (
    <>
      <p class="said" role="status">
        {`${said} ${more}`.trim()}
      </p>
      {verdict && <Case verdict={verdict} names={parameters(starter)} />}
      {printed && (
        <pre class="printed" tabIndex={0} aria-label="printed">
          {printed}
        </pre>
      )}
    </>
  );
}
