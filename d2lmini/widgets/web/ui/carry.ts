// Marked cells dragged over a grid as one thing.
import type { Drag } from "./drag.ts";
import type { Point } from "./moves.ts";

/** Told how many rows and columns the pointer has come since it took hold of what is marked "grab". */
export type Carry = (down: number, right: number) => void;

type Carried = { onCarry?: Carry; onPoint: Point };

/** What a drag does that begins there, if anything; what it moves is looked at, not what it began on. */
export function carried(target: EventTarget | null, { onCarry, onPoint }: Carried): Drag | null {
  const cell = target instanceof Element && target.closest(".grab");
  if (!cell || !onCarry) return null;
  const { width, height } = cell.getBoundingClientRect();
  return {
    move(right, down) {
      onPoint(null, true);
      onCarry(down / height, right / width);
    },
    cancel: () => onCarry(0, 0),
  };
}
