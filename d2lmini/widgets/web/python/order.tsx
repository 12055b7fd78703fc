// Lines to be put in order: one is chosen, as one of several choices, and moved by buttons, keys or a mouse.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Files } from "./interpreter.ts";
import { indent, leave, MOST, move, type Order, orderOf, programOf, start, take } from "./lines.ts";
import { Said } from "./said.tsx";
import { keep, kept } from "./shelf.ts";
import { useRun } from "./use-run.ts";

export type Asked = {
  name: string;
  title: string;
  given: string;
  lines: string[];
  strays: [line: string, feedback: string][];
};
type Props = { asked: Asked; files: Files };

/** What keys do with the chosen line, beside the arrows up and down, which choose another. */
const KEYS: Record<string, string> = {
  "Alt+ArrowUp": "up",
  "Alt+ArrowDown": "down",
  ArrowLeft: "out",
  ArrowRight: "in",
  Enter: "use",
  Delete: "use",
};
const HELP =
  "Choose a line, then move it with the buttons. With keys: Alt and the arrows up and down move it, the arrows left and right indent it, Enter uses it or leaves it out.";

export function Lines({ asked, files }: Props) {
  const { given, lines, title } = asked;
  const name = `order-${asked.name}`;
  const [order, setOrder] = useState(() => orderOf(given, lines, kept(name)?.program ?? given));
  const [done, setDone] = useState(() => kept(name)?.done ?? false);
  const [chosen, choose] = useState(order.rows[0]?.id ?? 0);
  const box = useRef<HTMLOListElement>(null);
  const hold = useRef(false); // the chosen line has the focus and keeps it where it is put
  const run = useRun(asked.name, files, done ? "passed" : "", (program) => {
    setDone(true);
    keep(name, { program, done: true });
  });
  useLayoutEffect(() => {
    if (hold.current) box.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
    hold.current = false;
  });

  const at = order.rows.findIndex(({ id }) => id === chosen);
  const isUsed = at < order.used;
  const program = programOf(given, lines, order);
  const put = (next: Order) => {
    const to = next.rows.findIndex(({ id }) => id === chosen);
    const depth = next.rows[to]?.depth ?? 0;
    setOrder(next);
    const where = `Line ${to + 1} of ${next.used}, ${depth === 1 ? "1 step" : `${depth} steps`} in.`;
    run.clear("", to < next.used ? where : "Left out.");
    keep(name, { program: programOf(given, lines, next), done });
  };
  const depth = order.rows[at]?.depth ?? 0;
  const actions: Record<string, { words: string; can: boolean; next: () => Order }> = {
    use: {
      words: isUsed ? "Leave out" : "Use",
      can: true,
      next: () => (isUsed ? leave(order, at) : take(order, at, lines)),
    },
    up: { words: "Up", can: at > 0 || !isUsed, next: () => move(order, at, -1, lines) },
    down: {
      words: "Down",
      can: isUsed || at < lines.length - 1,
      next: () => move(order, at, 1, lines),
    },
    out: { words: "Less indented", can: isUsed && depth > 1, next: () => indent(order, at, -1) },
    in: { words: "More indented", can: isUsed && depth < MOST, next: () => indent(order, at, 1) },
  };
  const act = (kind: string) => {
    const action = actions[kind];
    if (!action?.can || run.running) return false;
    put(action.next());
    return true;
  };
  const press = (event: KeyboardEvent) => {
    const kind = KEYS[`${event.altKey ? "Alt+" : ""}${event.key}`];
    if (!kind || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    hold.current = act(kind);
  };
  const again = () => {
    setOrder(start(lines));
    setDone(false);
    run.clear("", "The lines are as they were at first.");
    keep(name, null);
  };

  const { verdict } = run;
  const strays = asked.strays.filter(([line]) => program.split("\n").some((one) => one.trim() === line));
  const known = verdict?.status === "failed" && !verdict.feedback ? (strays[0]?.[1] ?? "") : "";
  return (
    <div class="d2l d2l-code d2l-order" data-state={run.state}>
      <fieldset onKeyDown={press} aria-describedby={`${name}-help`}>
        <legend>Your program: {title}</legend>
        <pre class="given">{given.trimEnd()}</pre>
        <ol ref={box}>
          {order.rows.slice(0, order.used).map((row) => (
            <Line key={row.id} row={row} text={lines[row.id] ?? ""} {...{ name, chosen, choose }} />
          ))}
          <li key="left" class="left">
            left out
          </li>
          {order.rows.slice(order.used).map((row) => (
            <Line key={row.id} row={row} text={lines[row.id] ?? ""} out {...{ name, chosen, choose }} />
          ))}
        </ol>
      </fieldset>
      <p class="help" id={`${name}-help`}>
        {HELP}
      </p>
      <div class="buttons">
        {Object.entries(actions).map(([kind, { words, can }]) => (
          <button key={kind} type="button" aria-disabled={!can || run.running} onClick={() => act(kind)}>
            {words}
          </button>
        ))}
      </div>
      <div class="buttons">
        <button type="button" class="main" onClick={run.running ? run.stop : () => run.start(program)}>
          {run.running ? "Stop" : "Run"}
        </button>
        <button type="button" aria-disabled={run.running || order.used === 0} onClick={again}>
          Start over
        </button>
        {done && <span class="done">✓ done</span>}
      </div>
      <Said run={run} starter={given} more={known} />
    </div>
  );
}

type LineProps = {
  row: { id: number; depth: number };
  text: string;
  out?: boolean;
  name: string;
  chosen: number;
  choose: (id: number) => void;
};

function Line({ row, text, out = false, name, chosen, choose }: LineProps) {
  return (
    <li class={out ? "out" : ""} style={{ "--depth": out ? 0 : row.depth }}>
      <label>
        <input type="radio" name={name} checked={row.id === chosen} onChange={() => choose(row.id)} />
        <code>{text}</code>
      </label>
    </li>
  );
}
