// Lines that are put in order: what is in the program and how far in, and what is left out.

/** A line by its place among those given, and how many steps it is indented. */
export type Row = { id: number; depth: number };

/** All lines; the first `used` of them are the program. */
export type Order = { rows: Row[]; used: number };

const INDENT = "    ";
const LEAST = 1; // a function's lines are one step in
export const MOST = 5;

export const start = (lines: string[]): Order => ({
  rows: lines.map((_, id) => ({ id, depth: LEAST })),
  used: 0,
});

export const programOf = (given: string, lines: string[], { rows, used }: Order) =>
  given +
  rows
    .slice(0, used)
    .map(({ id, depth }) => `${INDENT.repeat(depth)}${lines[id]}\n`)
    .join("");

/** The order that makes a program; the starting one where the program is of other lines. */
export function orderOf(given: string, lines: string[], program: string): Order {
  if (!program.startsWith(given)) return start(lines);
  const left = lines.map((_, id) => id);
  const used: Row[] = [];
  for (const line of program.slice(given.length).split("\n").slice(0, -1)) {
    const at = left.findIndex((id) => lines[id] === line.trim());
    const id = at < 0 ? undefined : left.splice(at, 1)[0];
    if (id === undefined) return start(lines);
    const depth = Math.floor((line.length - line.trimStart().length) / INDENT.length);
    used.push({ id, depth: within(depth) });
  }
  return { rows: [...used, ...left.map((id) => ({ id, depth: LEAST }))], used: used.length };
}

/** Exchanges a line with its neighbour; over the border it enters the program or leaves it. */
export function move(order: Order, at: number, by: 1 | -1, lines: string[]): Order {
  const { rows, used } = order;
  if (by > 0 && at === used - 1) return { rows, used: used - 1 };
  if (by < 0 && at === used) return take(order, at, lines);
  const [row, other] = [rows[at], rows[at + by]];
  if (!row || !other) return order;
  const moved = [...rows];
  [moved[at], moved[at + by]] = [other, row];
  return { rows: moved, used };
}

const within = (depth: number) => Math.min(MOST, Math.max(LEAST, depth));

/** How far in a line is to stand below another. */
function depthBelow(above: Row | undefined, lines: string[]): number {
  const opens = above && lines[above.id]?.endsWith(":") ? 1 : 0;
  return within(above ? above.depth + opens : LEAST);
}

/** Puts a line at the program's end, as far in as the line above it asks. */
export function take({ rows, used }: Order, at: number, lines: string[]): Order {
  const row = rows[at];
  if (!row || at < used) return { rows, used };
  const depth = depthBelow(rows[used - 1], lines);
  const others = rows.filter((_, index) => index !== at);
  return { rows: [...others.slice(0, used), { ...row, depth }, ...others.slice(used)], used: used + 1 };
}

/**
 * Puts a line into a slot among the others and the border below the program, by so many steps further in than it was, or
 * than the line above it asks.
 */
export function drop(order: Order, id: number, slot: number, steps: number, lines: string[]): Order {
  const at = order.rows.findIndex((row) => row.id === id);
  const own = order.rows[at];
  if (!own) return order;
  const others = order.rows.filter((row) => row.id !== id);
  const used = order.used - (at < order.used ? 1 : 0);
  if (slot > used) {
    const place = slot - 1; // the border is no line
    return { rows: [...others.slice(0, place), own, ...others.slice(place)], used };
  }
  const depth = at < order.used ? own.depth : depthBelow(slot > 0 ? others[slot - 1] : undefined, lines);
  const row = { id, depth: within(depth + steps) };
  return { rows: [...others.slice(0, slot), row, ...others.slice(slot)], used: used + 1 };
}

/** Puts a line out of the program, on top of those that are left. */
export function leave({ rows, used }: Order, at: number): Order {
  const row = rows[at];
  if (!row || at >= used) return { rows, used };
  const others = rows.filter((_, index) => index !== at);
  return { rows: [...others.slice(0, used - 1), row, ...others.slice(used - 1)], used: used - 1 };
}

/** Indents a line of the program by one step more or less. */
export function indent({ rows, used }: Order, at: number, by: 1 | -1): Order {
  const shifted = (row: Row) => ({ ...row, depth: within(row.depth + by) });
  return { rows: rows.map((row, index) => (index === at && at < used ? shifted(row) : row)), used };
}
