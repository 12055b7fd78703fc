// Which cell is pointed at, and when it is let go.
import type { Cell, Point } from "../ui/grid.tsx";

/**
 * Lets go of a cell only when a press elsewhere has become a click: what is redrawn between the two
 * moves the button away from under the pointer.
 */
export function afterTheClick(root: HTMLElement, point: (cell: Cell | null) => void): Point {
  let timer = 0;
  let down = false;
  let waiting = false;
  const release = () => {
    waiting = false;
    clearTimeout(timer);
    timer = Number(setTimeout(() => point(null)));
  };
  const up = () => {
    down = false;
    if (waiting) release();
  };
  const press = (event: PointerEvent) => {
    down = event.pointerType === "mouse";
  };
  root.addEventListener("pointerdown", press, true);
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) root.addEventListener(name, up);
  return (cell, now = false) => {
    clearTimeout(timer);
    waiting = !cell && !now && down;
    if (cell || now) point(cell);
    else if (!waiting) release();
  };
}
