// A line that is carried by mouse, or by a finger at its grip: where it would be put, and how far in.
import { useRef, useState } from "preact/hooks";
import { useDrag } from "../ui/drag.ts";

/** Where a line is carried to: its slot among the other lines and the border, and by how many steps further in. */
export type Carried = { id: number; slot: number; steps: number; right: number; down: number };

const STEP = 28; // pixels to the side that are one step of indentation

const middle = (element: Element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return (top + bottom) / 2;
};

/** Handlers for the list; `take` is told which line is carried, and may refuse it, `drop` where it is let go. */
export function useCarry(take: (id: number) => boolean, drop: (carried: Carried) => void) {
  const [carried, show] = useState<Carried | null>(null);
  const last = useRef<Carried | null>(null); // a pointer may be faster than what is shown
  const at = useRef({ x: 0, y: 0 }); // where the pointer is: a drag counts from where it began to be one
  const set = (next: Carried | null) => {
    last.current = next;
    show(next);
  };
  const handlers = useDrag((event) => {
    const pressed = event.target as Element;
    const line = pressed.closest<HTMLElement>("li[data-id]");
    const byGrip = event.pointerType === "mouse" || pressed.closest(".grip"); // elsewhere a finger scrolls
    if (!line?.parentElement || !byGrip) return null;
    const id = Number(line.dataset.id);
    const others = [...line.parentElement.children].filter((other) => other !== line);
    if (!take(id)) return null;
    return {
      move() {
        const [right, down] = [at.current.x - event.clientX, at.current.y - event.clientY];
        const slot = others.filter((other) => middle(other) < at.current.y).length;
        set({ id, slot, steps: Math.round(right / STEP), right, down });
      },
      cancel: () => set(null),
    };
  });
  const onPointerMove = (event: PointerEvent) => {
    at.current = { x: event.clientX, y: event.clientY };
    handlers.onPointerMove(event);
  };
  const onPointerUp = (event: PointerEvent) => {
    handlers.onPointerUp(event);
    const found = last.current;
    set(null);
    if (found) drop(found);
  };
  return { carried, handlers: { ...handlers, onPointerMove, onPointerUp } };
}
