// A press that becomes a drag by moving a little; until then it is a click like any other.
import { useRef } from "preact/hooks";

export type Drag = {
  /** Told how far the pointer is from where the drag began. */
  move(right: number, down: number): void;
  /** The browser took the press for itself, to scroll: nothing is to have happened. */
  cancel(): void;
};

type Held = { drag: Drag; id: number; x: number; y: number; dragging: boolean };

/** Pixels that a click may move. */
const SLACK = 4;
/** On what is being dragged, for style sheets. */
const MARK = "data-dragged";

/** Handlers for an element in which drags begin; `begin` tells what a press would drag, if anything. */
export function useDrag(begin: (event: PointerEvent) => Drag | null) {
  const held = useRef<Held | null>(null);
  const end = (event: PointerEvent, cancelled: boolean) => {
    const now = held.current;
    if (now?.id !== event.pointerId) return;
    held.current = null;
    if (!now.dragging) return;
    (event.target as Element).removeAttribute(MARK);
    if (cancelled) now.drag.cancel();
  };
  return {
    onPointerDown(event: PointerEvent) {
      const drag = event.isPrimary && event.button === 0 ? begin(event) : null;
      const { pointerId: id, clientX: x, clientY: y } = event;
      held.current = drag && { drag, id, x, y, dragging: false };
    },
    onPointerMove(event: PointerEvent) {
      const now = held.current;
      if (now?.id !== event.pointerId) return;
      const [right, down] = [event.clientX - now.x, event.clientY - now.y];
      if (now.dragging) return now.drag.move(right, down);
      if (Math.max(Math.abs(right), Math.abs(down)) < SLACK) return;
      Object.assign(now, { dragging: true, x: event.clientX, y: event.clientY });
      const target = event.target as Element;
      target.setPointerCapture(event.pointerId);
      target.setAttribute(MARK, "");
    },
    onPointerUp: (event: PointerEvent) => end(event, false),
    onPointerCancel: (event: PointerEvent) => end(event, true),
    // selected digits would be carried away as text
    onDragStart: (event: Event) => event.preventDefault(),
  };
}
