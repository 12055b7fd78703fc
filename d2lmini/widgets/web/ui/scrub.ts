// Numbers dragged sideways: a whole step for every few pixels, as far as is allowed.
import type { Drag } from "./drag.ts";

const PIXELS_PER_STEP = 8;
/** Decimals that survive adding a whole number to a fraction. */
const DECIMALS = 10;

type Scrubbed = {
  /** The number when the drag began. */
  from: number;
  allows: (value: number) => boolean;
  commit: (value: number) => void;
};

export function scrub({ from, allows, commit }: Scrubbed): Drag {
  const at = (steps: number) => Number((from + steps).toFixed(DECIMALS));
  let done = 0;
  const to = (wanted: number) => {
    const by = Math.sign(wanted - done);
    let next = done;
    while (next !== wanted && allows(at(next + by))) next += by;
    if (next === done) return;
    done = next;
    commit(at(done));
  };
  return { move: (right) => to(Math.trunc(right / PIXELS_PER_STEP)), cancel: () => to(0) };
}
