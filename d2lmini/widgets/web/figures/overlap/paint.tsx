// Numbers that are painted: a press raises one, a drag gives it to others, a digit sets it.
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Matrix } from "../../math/arithmetic.ts";
import { type Place, placeOf } from "../../ui/moves.ts";

/** Where raising goes back to 0. */
const MOST = 4;

type PaintProps = { values: Matrix; set: (place: Place, value: number) => void; children: ComponentChildren };

export const raised = (value: number) => (value >= MOST ? 0 : Math.floor(value) + 1);

/** What a key makes of a number, or null where it is not ours. */
export function keyed(key: string, value: number) {
  if (/^\d$/.test(key)) return Number(key);
  if (key === "Delete" || key === "Backspace") return 0;
  return key === " " || key === "Enter" ? raised(value) : null;
}

export function Paint({ values, set, children }: PaintProps) {
  const brush = useRef<number | null>(null);
  const cellOf = (element: Element | null) => {
    const cell = element?.closest(".d2l-cell");
    return cell ? placeOf(cell) : null;
  };
  const onPointerDown = (event: PointerEvent) => {
    const place = cellOf(event.target as Element);
    if (!place || event.button !== 0) return;
    brush.current = raised(values[place[0]][place[1]]);
    set(place, brush.current);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (event.buttons === 0) brush.current = null;
    if (brush.current === null) return;
    // a finger keeps the cell that it came down on as its target
    const below = document.elementFromPoint(event.clientX, event.clientY);
    const inside = (event.currentTarget as Element).contains(below);
    const place = inside ? cellOf(below) : null;
    if (place && values[place[0]][place[1]] !== brush.current) set(place, brush.current);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const place = cellOf(event.target as Element);
    if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
    const value = keyed(event.key, values[place[0]][place[1]]);
    if (value === null) return;
    event.preventDefault();
    event.stopPropagation();
    set(place, value);
  };
  return (
    <div
      class="paint"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDownCapture={onKeyDown}
    >
      {children}
    </div>
  );
}
