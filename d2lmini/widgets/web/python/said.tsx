// What is said of the last run, with the case that failed and what was printed.
import type { useRun } from "./use-run.ts";
import { Case } from "./verdict.tsx";

type Props = { run: ReturnType<typeof useRun>; more?: string };

export function Said({ run, more = "" }: Props) {
  const { said, verdict, printed } = run;
  return (
    <>
      <p class="said" role="status">
        {`${said} ${more}`.trim()}
      </p>
      {verdict && <Case verdict={verdict} />}
      {printed && (
        <pre class="printed" tabIndex={0} aria-label="printed">
          {printed}
        </pre>
      )}
    </>
  );
}
