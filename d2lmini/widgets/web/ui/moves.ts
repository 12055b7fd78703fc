// How a grid is moved in: what is pointed at, and where a key leads.

/** A cell of the grid of that name. */
export type Cell = { name: string; i: number; j: number };

/** Told which cell is pointed at; null lets go of it, now or after the click that is under way. */
export type Point = (cell: Cell | null, now?: boolean) => void;

export type Place = [number, number];

export const placeOf = (element: Element): Place => [
  Number(element.getAttribute("data-i")),
  Number(element.getAttribute("data-j")),
];

/** Handlers that tell which cell a mouse is over, or the focus is on where the mouse has left. */
export const pointing = (name: string, onPoint: Point) => ({
  onFocusOut: () => onPoint(null),
  onPointerOver: (event: PointerEvent) => {
    const cell = (event.target as Element).closest("[data-i]");
    if (!cell || event.pointerType !== "mouse") return;
    const [i, j] = placeOf(cell);
    onPoint({ name, i, j });
  },
  onPointerLeave: (event: PointerEvent) => {
    if (event.pointerType !== "mouse") return;
    const held = (event.currentTarget as Element).querySelector(":focus");
    const [i, j] = held ? placeOf(held) : [0, 0];
    onPoint(held ? { name, i, j } : null, true);
  },
});

/** Where a key leads, or null where it is not ours: inside an entry the caret moves first. */
export function step(event: KeyboardEvent, [i, j]: Place, rows: number, cols: number): Place | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const input = event.target instanceof HTMLInputElement ? event.target : null;
  const whole = !input || (input.selectionStart === 0 && input.selectionEnd === input.value.length);
  const atStart = whole || (input.selectionStart === 0 && input.selectionEnd === 0);
  const atEnd = whole || input.selectionStart === input.value.length;
  switch (event.key) {
    case "ArrowUp":
      return [Math.max(0, i - 1), j];
    case "ArrowDown":
    case "Enter":
      return [Math.min(rows - 1, i + 1), j];
    case "ArrowLeft":
      return atStart ? [i, Math.max(0, j - 1)] : null;
    case "ArrowRight":
      return atEnd ? [i, Math.min(cols - 1, j + 1)] : null;
    case "Home":
      return whole ? [i, 0] : null;
    case "End":
      return whole ? [i, cols - 1] : null;
    default:
      return null;
  }
}
