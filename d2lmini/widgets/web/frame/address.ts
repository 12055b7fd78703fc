// An address ends in #d2l=<which on the page>.<name>.<state as JSON>.
import type { State } from "./figure.ts";

export type Shared = { index: number; name: string; state: State };

export function readHash(hash: string): Shared | null {
  const match = /^#d2l=(\d+)\.(\w+)\.(.*)$/.exec(hash);
  if (!match) return null;
  try {
    return { index: Number(match[1]), name: match[2], state: JSON.parse(decodeURIComponent(match[3])) };
  } catch {
    return null;
  }
}

export const hashOf = ({ index, name, state }: Shared) =>
  `#d2l=${index}.${name}.${encodeURIComponent(JSON.stringify(state))}`;

/** The state without some of its keys. */
export const without = <V>(state: Record<string, V>, keys: string[] = []): Record<string, V> =>
  Object.fromEntries(Object.entries(state).filter(([key]) => !keys.includes(key)));
