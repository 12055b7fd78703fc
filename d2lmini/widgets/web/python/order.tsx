// Lines to be put in order: one is chosen, as one of several choices, and moved by buttons, keys or a mouse.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Files } from "./interpreter.ts";
import {
  drop,
  indent,
  leave,
  MOST,
  move,
  type Order,
  orderOf,
  programOf,
  type Row,
  start,
  take,
} from "./lines.ts";
import { Said } from "./said.tsx";
import { keep, kept } from "./shelf.ts";
import { type Carried, useCarry } from "./use-carry.ts";
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
  "Drag a line to its place, further to the right to indent it; with a finger, by its dots. Or choose it and press the buttons. With keys: Alt and the arrows up and down move it, the arrows left and right indent it, Enter uses it or leaves it out.";

/** What can be done with the line at a place, by what the keys call it. */
function movesOf(order: Order, at: number, lines: string[]) {
  const isUsed = at < order.used;
  const depth = order.rows[at]?.depth ?? 0;
  const moves: Record<string, { words: string; can: boolean; next: () => Order }> = {
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
  return moves;
}

/** A reader's order of the lines, what can be done with the chosen one, and its runs. */
function useLines({ asked, files }: Props) {
  const { given, lines } = asked;
  const name = `order-${asked.name}`;
  const [order, setOrder] = useState(() => orderOf(given, lines, kept(name)?.program ?? given));
  const [done, setDone] = useState(() => kept(name)?.done ?? false);
  const [before, setBefore] = useState<{ order: Order; done: boolean } | null>(null); // of "Start over"
  const [chosen, choose] = useState(order.rows[0]?.id ?? 0);
  const run = useRun(asked.name, files, done ? "passed" : "", (program) => {
    setDone(true);
    keep(name, { program, done: true });
  });
  const at = order.rows.findIndex(({ id }) => id === chosen);
  const moves = movesOf(order, at, lines);
  const put = (next: Order, moved = chosen) => {
    const to = next.rows.findIndex(({ id }) => id === moved);
    const depth = next.rows[to]?.depth ?? 0;
    setOrder(next);
    setBefore(null);
    const where = `Line ${to + 1} of ${next.used}, ${depth === 1 ? "1 step" : `${depth} steps`} in.`;
    run.clear("", to < next.used ? where : "Left out.");
    keep(name, { program: programOf(given, lines, next), done });
  };
  const act = (kind: string) => {
    const one = moves[kind];
    if (!one?.can || run.running) return false;
    put(one.next());
    return true;
  };
  const pick = (id: number) => {
    if (!run.running) choose(id);
    return !run.running;
  };
  const { carried, handlers } = useCarry(pick, ({ id, slot, steps }) =>
    put(drop(order, id, slot, steps, lines), id),
  );
  const again = () => {
    if (run.running || order.used === 0) return;
    setBefore({ order, done });
    setOrder(start(lines));
    setDone(false);
    run.clear("", "The lines are as they were at first.");
    keep(name, null);
  };
  const undo =
    before &&
    (() => {
      setOrder(before.order);
      setDone(before.done);
      setBefore(null);
      run.clear(before.done ? "passed" : "", "Your order is back.");
      keep(name, { program: programOf(given, lines, before.order), done: before.done });
    });
  return { name, order, done, chosen, choose, run, moves, act, again, undo, carried, handlers };
}

export function Lines(props: Props) {
  const { given, lines, title, strays } = props.asked;
  const { name, order, done, chosen, choose, run, moves, act, again, undo, carried, handlers } =
    useLines(props);
  const box = useRef<HTMLOListElement>(null);
  const hold = useRef(false); // the chosen line has the focus and keeps it where it is put
  useLayoutEffect(() => {
    if (hold.current) box.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
    hold.current = false;
  });
  const press = (event: KeyboardEvent) => {
    const kind = KEYS[`${event.altKey ? "Alt+" : ""}${event.key}`];
    if (!kind || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    hold.current = act(kind);
  };
  const program = programOf(given, lines, order);
  const used = new Set(program.split("\n").map((line) => line.trim()));
  const { verdict } = run;
  const stray = verdict?.status === "failed" && !verdict.feedback && strays.find(([line]) => used.has(line));
  return (
    <div class="d2l d2l-code d2l-order" data-state={run.state}>
      <fieldset onKeyDown={press} aria-describedby={`${name}-help`}>
        <legend>Your program: {title}</legend>
        <pre class="given">{given.trimEnd()}</pre>
        <ol ref={box} {...handlers}>
          <Rows {...{ order, lines, name, chosen, choose, carried }} />
        </ol>
      </fieldset>
      <p class="help" id={`${name}-help`}>
        {HELP}
      </p>
      <div class="buttons">
        {Object.entries(moves).map(([kind, { words, can }]) => (
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
        {undo && (
          <button type="button" disabled={run.running} onClick={undo}>
            Undo
          </button>
        )}
        {done && <span class="done">✓ done</span>}
      </div>
      <Said run={run} more={stray ? stray[1] : ""} />
    </div>
  );
}

type Chosen = { name: string; chosen: number; choose: (id: number) => void; carried: Carried | null };

function Rows({ order, lines, ...rest }: Chosen & { order: Order; lines: string[] }) {
  const { rows, used } = order;
  const list: (Row | null)[] = [...rows.slice(0, used), null, ...rows.slice(used)]; // null: the border
  const others = list.filter((row) => row === null || row.id !== rest.carried?.id);
  const markOf = (row: Row | null) => {
    const slot = others.indexOf(row);
    if (slot < 0 || !rest.carried) return "";
    if (slot === rest.carried.slot) return "gap";
    return slot === others.length - 1 && rest.carried.slot > slot ? "end" : "";
  };
  return (
    <>
      {list.map((row, index) =>
        row ? (
          <Line
            key={row.id}
            row={row}
            text={lines[row.id] ?? ""}
            out={index > used}
            mark={markOf(row)}
            {...rest}
          />
        ) : (
          <li key="left" class={`left ${markOf(row)}`}>
            left out
          </li>
        ),
      )}
    </>
  );
}

type LineProps = Chosen & { row: Row; text: string; out: boolean; mark: string };

function Line({ row, text, out, mark, name, chosen, choose, carried }: LineProps) {
  const isCarried = row.id === carried?.id;
  const style = {
    "--depth": out ? 0 : row.depth,
    ...(isCarried && { transform: `translate(${carried.right}px, ${carried.down}px)` }),
  };
  return (
    <li class={`${out ? "out" : ""} ${isCarried ? "carried" : mark}`} data-id={row.id} style={style}>
      <label>
        <input type="radio" name={name} checked={row.id === chosen} onChange={() => choose(row.id)} />
        <code>{text}</code>
        <span class="grip" aria-hidden="true" />
      </label>
    </li>
  );
}
